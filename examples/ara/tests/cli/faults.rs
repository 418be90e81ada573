//! What goes wrong, and which exit code says so.

use sdk_runtime::testing::{Answer, Server, refusing_url};

use crate::support::{Home, MANIFEST};

fn home() -> Home {
    Home::new().with("ARA_API_KEY", "sesame-control").with("ARA_RUNTIME_KEY", "sesame-runtime")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_status_has_its_exit_code() {
    let (server, home) = (Server::start().await.unwrap(), home());
    let invalid = r#"{"detail": [{"loc": ["body", "user", 0], "msg": "Field required", "type": "missing"}]}"#;
    let cases = [
        (401, r#"{"detail": "Not authenticated"}"#, 3, "Not authenticated"),
        (404, r#"{"error": "no such app"}"#, 4, "no such app"),
        (409, r#"{"message": "busy"}"#, 5, "busy"),
        (422, invalid, 6, "body.user.0: Field required"),
        (500, "oops", 7, "oops"),
        (429, r#"{"detail": "slow down"}"#, 7, "slow down"),
    ];
    for (status, body, code, said) in cases {
        let answer =
            if body.starts_with('{') { Answer::json(status, body) } else { Answer::bytes(status, "text/plain", body) };
        server.always(answer);
        let ran = home.ara(&["run", "--app-id", "app_1", "-m", "Hi", "--base-url", &server.url()]);
        assert_eq!(ran.code, code, "{status}: {ran:?}");
        assert!(ran.err.contains(said), "{status}: {}", ran.err);
        assert!(ran.out.is_empty() && !ran.err.contains("sesame") && !ran.err.contains('\u{1b}'), "{ran:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_platform_that_cannot_be_reached_is_a_network_failure() {
    let home = home();
    let ran = home.ara(&["run", "--app-id", "app_1", "--base-url", &refusing_url().unwrap(), "--json"]);
    assert_eq!((ran.code, &ran.json()["error"]["kind"]), (8, &"network".into()), "{ran:?}");
    assert!(ran.json()["error"]["help"].as_str().unwrap().contains("--base-url"));
    let server = Server::start().await.unwrap();
    server.always(Answer::close());
    assert_eq!(home.ara(&["run", "--app-id", "app_1", "--base-url", &server.url()]).code, 8);
    assert_eq!(home.ara(&["run", "--app-id", "app_1", "--base-url", "ftp://x"]).code, 2);
}

#[test]
fn a_broken_manifest_is_told_with_its_place() {
    let home = home();
    let cases = [
        ("broken.yaml", "name: x\nagent: [1,\nruntime: }\n", ":2:8: "),
        ("broken.json", "{\"name\": \"x\",\n  oops}", ":2:"),
        ("list.yaml", "- a\n", "1 problem"),
        ("nameless.yaml", "agent: {id: a}\n", "name"),
        ("missing.yaml", "", "1 problem"),
        ("dns.yaml", "description: x\nname: My Agent\n", ":2:7: name: must be"),
    ];
    for (file, text, said) in cases {
        let path = home.file(file, text);
        let ran = home.ara(&["deploy", &path]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains(said) && ran.err.contains(file), "{file}: {}", ran.err);
    }
    assert_eq!(home.ara(&["deploy", "nowhere.yaml"]).code, 2);
}

#[test]
fn wrong_usage_is_told_before_anything_is_sent() {
    let home = home();
    let file = home.file("app.yaml", MANIFEST);
    for arguments in [
        &["deploy"][..],
        &["deploy", &file, "--requests-per-minute", "0"],
        &["deploy", &file, "--requests-per-minute", "2001"],
        &["deploy", &file, "--secret", "openai"],
        &["deploy", &file, "--secret", "openai=NOT_SET"],
        &["run"],
        &["run", "--app-id", "app_1", "--input", "[1]"],
        &["run", "--app-id", "app_1", "--input", "{"],
        &["nonsense"],
    ] {
        let ran = home.ara(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
    }
}

#[test]
fn colours_are_for_terminals_unless_they_are_asked_for() {
    let home = Home::new();
    let coloured = |home: &Home, more: &[&str]| home.ara(&[&["status"][..], more].concat()).err.contains("\u{1b}[");
    assert!(!coloured(&home, &[]));
    assert!(coloured(&home, &["--color", "always"]));
    assert!(!coloured(&Home::new().with("NO_COLOR", "1"), &[]));
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_result_that_cannot_be_written_is_a_failure_unless_nobody_reads_on() {
    let (server, home) = (Server::start().await.unwrap(), home());
    let status = ["status", "--base-url", &server.url()];
    for more in [&[][..], &["--json"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ran = home.ara_into(full, "", &[&status[..], more].concat());
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains("cannot be written"), "{ran:?}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        assert_eq!(home.ara_into(writer, "", &[&status[..], more].concat()).code, 0);
    }
}
