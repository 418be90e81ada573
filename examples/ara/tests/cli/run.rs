//! `ara run`, `run-async`, `run-status`, `events` and the session.

use sdk_runtime::testing::{Answer, Server};

use crate::support::{APPS, Home, MANIFEST};

fn home() -> Home {
    Home::new().with("ARA_API_KEY", "control").with("ARA_RUNTIME_KEY", "runtime")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_text_of_a_run_is_printed_alone() {
    let (server, home) = (Server::start().await.unwrap(), home());
    server.answer(Answer::json(200, APPS));
    server.answer(Answer::json(200, r#"{"run_id": "run_1", "result": {"output_text": "Hello.\u001b[2J"}}"#));
    let (url, file) = (server.url(), home.file("app.yaml", MANIFEST));
    let ran = home.ara(&["run", &file, "--base-url", &url, "--agent", "assistant", "-m", "Hi"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "Hello.[2J\n"), "nothing that a terminal acts on: {ran:?}");
    let sent = server.exchanges();
    assert_eq!(sent[1].target, "/v1/apps/app_1/run");
    assert_eq!(sent[1].header("authorization"), Some("Bearer runtime"));
    assert_eq!(
        sent[1].json(),
        serde_json::json!({"agent_id": "assistant", "workflow_id": "assistant", "warmup": false, "input": {"message": "Hi"}})
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_is_started_and_waited_for() {
    let (server, home) = (Server::start().await.unwrap(), home());
    server.answer(Answer::json(200, r#"{"ok": true, "run": {"run_id": "run_1", "status": "running"}}"#));
    server.answer(Answer::json(200, r#"{"ok": true, "run": {"run_id": "run_1", "status": "failed"}}"#));
    let app = ["--app-id", "app_1", "--base-url", &server.url(), "--json"];
    let ran = home.ara(&[&["run-async", "--wait", "--input", "{\"n\": 1}"][..], &app].concat());
    assert_eq!((ran.code, &ran.json()["run"]["status"]), (1, &"failed".into()), "{ran:?}");
    assert_eq!(server.exchanges()[0].json()["response_mode"], "poll");
    server.answer(Answer::json(200, r#"{"ok": true, "run": {"run_id": "run_1", "status": "running"}}"#));
    let status = home.ara(&[&["run-status", "run_1"][..], &app].concat());
    assert_eq!((status.code, &status.json()["run"]["status"]), (0, &"running".into()), "{status:?}");
    assert_eq!(server.exchanges()[2].target, "/v1/apps/app_1/runs/run_1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_has_its_key_in_a_header() {
    let (server, home) = (Server::start().await.unwrap(), home());
    let app = ["--app-id", "app_1", "--base-url", &server.url()];
    let payload = home.file("payload.json", r#"{"customer": 7}"#);
    let event = ["events", "--type", "message.received", "--payload", &format!("@{payload}")];
    assert_eq!(home.ara(&[&event[..], &app, &["--idempotency-key", "once"]].concat()).code, 0);
    assert_eq!(home.ara(&[&event[..], &app].concat()).code, 0);
    let sent = server.exchanges();
    assert_eq!(sent[0].header("x-idempotency-key"), Some("once"));
    assert!(sent[1].header("x-idempotency-key").is_some_and(|it| it.len() > 20));
    assert_eq!(sent[0].json()["payload"]["customer"], 7);
    assert!(sent[0].json().get("idempotency_key").is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_session_has_two_names_and_hides_its_token() {
    let (server, home) = (Server::start().await.unwrap(), home());
    server.always(Answer::json(200, r#"{"sessionId": "s1", "token": "sesame"}"#));
    let url = server.url();
    let base = ["--base-url", url.as_str()];
    for (short, long) in
        [("start", "POST /session/start"), ("status", "GET /session/status"), ("stop", "POST /session/stop")]
    {
        for words in [vec![short], vec!["runtime", "session", short]] {
            let ran = home.ara(&[&words[..], &base].concat());
            assert_eq!(ran.code, 0, "{ran:?}");
            assert!(!ran.all().contains("sesame"), "{ran:?}");
            let last = server.exchanges().pop().unwrap();
            assert_eq!(format!("{} {}", last.method, last.target), long);
            assert_eq!(last.header("authorization"), Some("Bearer control"));
        }
    }
}
