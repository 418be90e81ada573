//! `ara auth`, and where credentials come from.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use sdk_runtime::testing::{Answer, Server};

use crate::support::{APPS, Home};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_tried_stored_used_and_forgotten() {
    let (server, home) = (Server::start().await.unwrap(), Home::new());
    server.always(Answer::json(200, r#"{"apps": []}"#));
    let login = home.ara_given("sesame-control\n", &["auth", "login", "--base-url", &server.url()]);
    assert_eq!(login.code, 0, "{login:?}");
    assert_eq!(server.exchanges()[0].header("authorization"), Some("Bearer sesame-control"));
    assert_eq!(fs::metadata(home.credentials()).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(home.path().join(".ara")).unwrap().permissions().mode() & 0o777, 0o700);

    let status = home.ara(&["status"]);
    assert_eq!(status.code, 0, "{status:?}");
    let last = server.exchanges().pop().unwrap();
    assert_eq!(
        (last.target.as_str(), last.header("authorization")),
        ("/session/status", Some("Bearer sesame-control"))
    );

    let logout = home.ara(&["auth", "logout", "--json"]);
    assert_eq!((logout.code, logout.json()["removed"].as_bool()), (0, Some(true)));
    assert!(!home.credentials().exists());
    let again = home.ara(&["status"]);
    assert_eq!(again.code, 3, "{again:?}");
    for ran in [login, status, logout, again] {
        assert!(!ran.all().contains("sesame"), "{ran:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_not_accepted_is_not_stored() {
    let (server, home) = (Server::start().await.unwrap(), Home::new());
    server.always(Answer::json(401, r#"{"detail": "Not authenticated"}"#));
    let login = home.ara_given("wrong\n", &["auth", "login", "--base-url", &server.url()]);
    assert_eq!(login.code, 3, "{login:?}");
    assert!(!home.credentials().exists());
    assert_eq!(home.ara_given("", &["auth", "login"]).code, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_environment_goes_before_the_file_and_the_new_name_before_the_old() {
    let server = Server::start().await.unwrap();
    let stored = format!(r#"{{"api_key": "stored", "api_base_url": "{}", "team": 7}}"#, server.url());
    let sent = |home: Home| {
        home.file(".ara/credentials.json", &stored);
        fs::set_permissions(home.credentials(), fs::Permissions::from_mode(0o600)).unwrap();
        let ran = home.ara(&["status"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        server.exchanges().pop().unwrap().header("authorization").unwrap().to_owned()
    };
    assert_eq!(sent(Home::new()), "Bearer stored");
    assert_eq!(sent(Home::new().with("ARA_ACCESS_TOKEN", "old")), "Bearer old");
    assert_eq!(sent(Home::new().with("ARA_ACCESS_TOKEN", "old").with("ARA_API_KEY", "new")), "Bearer new");
    assert_eq!(sent(Home::new().with("ARA_API_KEY", "")), "Bearer stored", "an empty variable is none");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_tightens_the_folder_of_the_program() {
    let (server, home) = (Server::start().await.unwrap(), Home::new());
    fs::create_dir(home.path().join(".ara")).unwrap();
    fs::set_permissions(home.path().join(".ara"), fs::Permissions::from_mode(0o755)).unwrap();
    let login = home.ara_given("key\n", &["auth", "login", "--no-check", "--base-url", &server.url()]);
    assert_eq!(login.code, 0, "{login:?}");
    assert_eq!(fs::metadata(home.path().join(".ara")).unwrap().permissions().mode() & 0o777, 0o700);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_key_goes_to_the_platform_of_the_old_one() {
    let (server, home) = (Server::start().await.unwrap(), Home::new());
    server.always(Answer::json(200, APPS));
    assert_eq!(home.ara_given("old\n", &["auth", "login", "--base-url", &server.url()]).code, 0);
    let login = home.ara_given("new\n", &["auth", "login", "--json"]);
    assert_eq!((login.code, &login.json()["base_url"]), (0, &server.url().into()), "{login:?}");
    assert_eq!(server.exchanges()[1].header("authorization"), Some("Bearer new"));
    let kept: serde_json::Value = serde_json::from_slice(&fs::read(home.credentials()).unwrap()).unwrap();
    assert_eq!((&kept["api_key"], &kept["api_base_url"]), (&"new".into(), &server.url().into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stored_key_is_sent_to_no_other_platform() {
    let (own, other) = (Server::start().await.unwrap(), Server::start().await.unwrap());
    for server in [&own, &other] {
        server.always(Answer::json(200, r#"{"ok": true}"#));
    }
    for stored in
        [format!(r#"{{"api_key": "sesame", "api_base_url": "{}/v2"}}"#, own.url()), r#"{"api_key": "sesame"}"#.into()]
    {
        let home = Home::new().with("ARA_RUNTIME_KEY", "runtime");
        home.file(".ara/credentials.json", &stored);
        fs::set_permissions(home.credentials(), fs::Permissions::from_mode(0o600)).unwrap();
        let ran = home.ara(&["status", "--base-url", &other.url()]);
        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(ran.err.contains("the stored key is for") && ran.err.contains(&other.url()), "{ran:?}");
        assert!(other.exchanges().is_empty());
    }
    let home = Home::new().with("ARA_RUNTIME_KEY", "runtime");
    home.file(".ara/credentials.json", &format!(r#"{{"api_key": "sesame", "api_base_url": "{}/v2"}}"#, own.url()));
    fs::set_permissions(home.credentials(), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(home.ara(&["status", "--base-url", &own.url()]).code, 0, "a path makes no other platform");
    assert_eq!(own.exchanges()[0].header("authorization"), Some("Bearer sesame"));
    let run = home.ara(&["run", "--app-id", "app_1", "-m", "Hi", "--base-url", &other.url()]);
    assert_eq!(run.code, 0, "a runtime key does without: {run:?}");
    let home = home.with("ARA_API_KEY", "given");
    assert_eq!(home.ara(&["status", "--base-url", &other.url()]).code, 0);
    let sent: Vec<_> = other.exchanges().iter().map(|it| it.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(sent, ["Bearer runtime", "Bearer given"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_others_can_read_is_refused_and_a_login_makes_it_private() {
    let (server, home) = (Server::start().await.unwrap(), Home::new());
    server.always(Answer::json(200, APPS));
    home.file(".ara/credentials.json", r#"{"api_key": "sesame", "team": 7}"#);
    fs::set_permissions(home.credentials(), fs::Permissions::from_mode(0o644)).unwrap();
    let refused = home.ara(&["status", "--base-url", &server.url()]);
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(refused.err.contains("chmod 600") && !refused.all().contains("sesame"), "{refused:?}");
    assert!(server.exchanges().is_empty());
    assert_eq!(home.ara_given("new\n", &["auth", "login", "--base-url", &server.url()]).code, 0);
    assert_eq!(fs::metadata(home.credentials()).unwrap().permissions().mode() & 0o777, 0o600);
    let kept: serde_json::Value = serde_json::from_slice(&fs::read(home.credentials()).unwrap()).unwrap();
    assert_eq!((&kept["team"], &kept["api_key"]), (&7.into(), &"new".into()));
    assert!(kept["updated_at"].is_string());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_header_key_goes_before_the_runtime_key_and_alone() {
    let server = Server::start().await.unwrap();
    let run = ["run", "--app-id", "app_1", "-m", "Hi", "--base-url", &server.url()];
    let home = Home::new().with("ARA_API_KEY", "control").with("ARA_RUNTIME_KEY", "runtime");
    assert_eq!(home.ara(&run).code, 0);
    let home = home.with("ARA_APP_HEADER_KEY", "header");
    assert_eq!(home.ara(&run).code, 0);
    let given = home.ara_given("typed\n", &[&run[..], &["--app-header-key", "-"]].concat());
    assert_eq!(given.code, 0, "{given:?}");
    let bare = Home::new().ara(&[&run[..], &["--runtime-key", "flag"]].concat());
    assert_eq!(bare.code, 0, "{bare:?}");
    let keys: Vec<_> = server
        .exchanges()
        .iter()
        .map(|it| ["authorization", "x-ara-app-key"].map(|name| it.header(name).unwrap_or("-").to_owned()).join(" | "))
        .collect();
    assert_eq!(keys, ["Bearer runtime | -", "- | header", "- | typed", "Bearer flag | -"]);
}
