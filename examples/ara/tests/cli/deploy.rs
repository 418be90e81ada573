//! `ara deploy`, `setup` and `setup-auth`.

use sdk_runtime::testing::{Answer, Server};

use crate::support::{APPS, Home, MANIFEST};

fn home() -> Home {
    Home::new().with("ARA_API_KEY", "control-key").with("OPENAI_API_KEY", "sk-sesame")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_that_is_there_is_updated_given_a_key_and_its_secrets_and_activated_last() {
    let (server, home) = (Server::start().await.unwrap(), home());
    for body in [
        APPS,
        r#"{"app": {"id": "app_1"}}"#,
        r#"{"key": "ak_app_new"}"#,
        r#"{"secrets": [{"name": "stale"}, {"name": "openai"}]}"#,
        r#"{"secret": {"name": "openai"}}"#,
    ] {
        server.answer(Answer::json(200, body));
    }
    server.answer(Answer::empty(204));
    let (url, file) = (server.url(), home.file("app.yaml", MANIFEST));
    let ran = home.ara(&["deploy", &file, "--base-url", &url, "--json", "--secret", "openai=OPENAI_API_KEY"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let result = ran.json();
    assert_eq!((&result["app_id"], &result["runtime_key"]), (&"app_1".into(), &"ak_app_new".into()));
    assert_eq!((&result["created"], &result["secrets"]["removed"][0]), (&false.into(), &"stale".into()));
    assert!(!ran.all().contains("sesame") && !ran.err.contains("ak_app_new"), "{ran:?}");
    assert!(ran.err.contains("updated the app app_1") && ran.err.contains("activated the app"), "{}", ran.err);

    let sent = server.exchanges();
    let lines: Vec<_> = sent.iter().map(|it| format!("{} {}", it.method, it.target)).collect();
    assert_eq!(
        lines,
        [
            "GET /apps",
            "PATCH /apps/app_1",
            "POST /apps/app_1/keys",
            "GET /apps/app_1/secrets",
            "POST /apps/app_1/secrets",
            "DELETE /apps/app_1/secrets/stale",
            "PATCH /apps/app_1",
        ]
    );
    assert_eq!(sent[1].json()["agent"]["entrypoint"], "assistant");
    assert_eq!(sent[2].json()["requests_per_minute"], 60);
    assert_eq!(sent[4].json()["values"]["OPENAI_API_KEY"], "sk-sesame");
    assert_eq!(sent[6].json(), serde_json::json!({"status": "active"}));
    assert!(sent.iter().all(|it| it.header("authorization") == Some("Bearer control-key")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run_only_reads() {
    let (server, home) = (Server::start().await.unwrap(), home());
    server.answer(Answer::json(200, r#"{"apps": []}"#));
    let (url, file) = (
        server.url(),
        home.file(
            "app.json",
            r#"{"name": "other", "runtime_profile": {"secret_refs": [{"name": "db", "env": "DB_URL"}]}}"#,
        ),
    );
    let ran = home.ara(&["deploy", &file, "--base-url", &url, "--dry-run"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("create other") && ran.out.contains("secrets without values  db"), "{}", ran.out);
    assert!(server.exchanges().iter().all(|it| it.method == "GET"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_made_before_a_failure_is_not_lost() {
    let (server, home) = (Server::start().await.unwrap(), home());
    server.answer(Answer::json(200, r#"{"apps": []}"#));
    server.answer(Answer::json(200, r#"{"app": {"id": "app_1"}}"#));
    server.answer(Answer::json(200, r#"{"key": "ak_app_new"}"#));
    server.answer(Answer::json(403, r#"{"detail": "no secrets for you"}"#));
    let (url, file) = (server.url(), home.file("app.yaml", MANIFEST));
    let ran = home.ara(&["deploy", &file, "--base-url", &url]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.out.contains("ak_app_new"), "{ran:?}");
    assert!(ran.err.contains("done before: created the app app_1, made a runtime key"), "{}", ran.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_somebody_else_has_is_a_conflict() {
    let (server, home) = (Server::start().await.unwrap(), home());
    server.answer(Answer::json(200, r#"{"apps": [{"id": "app_9", "slug": "my-agent", "role": "viewer"}]}"#));
    server.answer(Answer::json(409, r#"{"detail": "taken"}"#));
    let (url, file) = (server.url(), home.file("app.yaml", MANIFEST));
    let ran = home.ara(&["deploy", &file, "--base-url", &url, "--json"]);
    assert_eq!((ran.code, &ran.json()["error"]["kind"]), (5, &"conflict".into()), "{ran:?}");
    assert!(ran.err.contains("my-agent"), "{}", ran.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_header_key_is_made_beside_those_that_are_there() {
    let (server, home) = (Server::start().await.unwrap(), home());
    server.answer(Answer::json(200, APPS));
    server.answer(Answer::json(200, r#"{"keys": [{"id": "x1", "key_prefix": "aik_app_ol", "is_active": true}]}"#));
    server.answer(Answer::json(200, r#"{"id": "x2", "key": "aik_app_new", "key_prefix": "aik_app_ne"}"#));
    let (url, file) = (server.url(), home.file("app.yaml", MANIFEST));
    let ran = home.ara(&["setup-auth", &file, "--base-url", &url, "--json", "--name", "site"]);
    assert_eq!((ran.code, &ran.json()["app_header_key"]), (0, &"aik_app_new".into()), "{ran:?}");
    let made = server.exchanges().pop().unwrap();
    assert_eq!(made.json(), serde_json::json!({"name": "site", "requests_per_minute": 30}));
    server.answer(Answer::json(200, APPS));
    server.answer(Answer::json(200, r#"{"ready": true}"#));
    let setup = home.ara(&["setup", &file, "--base-url", &url]);
    assert_eq!((setup.code, setup.json()["ready"].as_bool()), (0, Some(true)), "{setup:?}");
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_cannot_be_printed_is_said_to_be_lost() {
    let (server, home) = (Server::start().await.unwrap(), home());
    for body in [APPS, r#"{"app": {"id": "app_1"}}"#, r#"{"key": "ak_app_new"}"#, r#"{"secrets": []}"#] {
        server.answer(Answer::json(200, body));
    }
    let (url, file) = (server.url(), home.file("app.yaml", MANIFEST));
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ran = home.ara_into(full, "", &["deploy", &file, "--base-url", &url, "--json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("the new key is lost") && !ran.err.contains("ak_app_new"), "{ran:?}");
}
