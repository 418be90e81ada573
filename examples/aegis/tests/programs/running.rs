//! Agents at work: executions, workflows, approvals, webhooks.

use sdk_runtime::testing::Answer;
use serde_json::json;

use crate::programs::{approvals, executions, webhook, workflows};
use crate::stage::{get, ok, play, post};

const RUN: &str = "5b9d2b54-3a0a-4a87-8a0a-9d0c8e3c1f10";

fn events(lines: &str) -> Answer {
    Answer::bytes(200, "text/event-stream", lines.to_owned())
}

#[tokio::test]
async fn executions() {
    let stream = ": keep-alive\n\n\
        data: {\"event_type\":\"iteration_started\",\"category\":\"execution\",\"iteration\":1,\"message\":\"Attempt 1\"}\n\n\
        : keep-alive\n\n\
        data: {\"type\":\"execution_completed\",\"message\":\"Done\"}\n\n";
    let answers = [
        ok(json!({"id": "2f1cbb3c-5a53-4c43-8f37-0d9a3f5b7c01"})),
        ok(json!({"execution_id": RUN})),
        events(stream),
        Answer::bytes(200, "text/x-python", "print(7)\n"),
    ];
    let played = play(answers, executions::run).await;
    assert_eq!(played.printed, "[iteration_started] Attempt 1\n[execution_completed] Done\n9 bytes\n");
    assert_eq!(played.sent[0], get("/v1/agents/lookup/code-writer"));
    assert_eq!(played.sent[2], get(&format!("/v1/executions/{RUN}/events")));
    assert_eq!(played.sent[3], get(&format!("/v1/executions/{RUN}/files/src/prime%20test.py")));
}

#[tokio::test]
async fn workflows() {
    let workflow =
        json!({"workflow_id": "6f1de2d4-1b0e-4c43-9b0a-8f0e9b8a7c61", "name": "data-pipeline", "version": "1"});
    let log = "data: {\"event_type\":\"workflow_state_entered\",\"state_name\":\"review\",\"message\":\"Waiting\"}\n\n\
        data: {\"event_type\":\"workflow_execution_completed\",\"state_name\":\"end\",\"message\":\"Over\"}\n\n";
    let answers = [
        ok(workflow),
        ok(json!({"execution_id": RUN, "status": "running"})),
        Answer::json(202, json!({"status": "signal_sent", "execution_id": RUN}).to_string()),
        events(log),
        ok(json!({"execution_id": RUN, "status": "completed", "state_outputs": {"review": {}}})),
    ];
    let played = play(answers, workflows::run).await;
    assert_eq!(played.printed, "review: Waiting\nend: Over\ncompleted\n");
    assert_eq!(played.sent[0].0, "POST /v1/workflows");
    assert_eq!(played.sent[1], post("/v1/workflows/data-pipeline/run", json!({"input": "s3://reports"})));
    let signal = post(&format!("/v1/workflows/executions/{RUN}/signal"), json!({"response": "approved"}));
    assert_eq!(played.sent[2], signal);
    assert_eq!(played.sent[3], get(&format!("/v1/workflows/executions/{RUN}/logs/stream")));
}

#[tokio::test]
async fn approvals() {
    let question = |id: &str, prompt: &str| json!({"id": id, "prompt": prompt, "timeout_seconds": 60});
    let answers = [
        ok(json!({"count": 2, "pending_requests": [question("a-1", "Ship it?"), question("a-2", "Delete all?")]})),
        ok(json!({"status": "approved", "request_id": "a-1"})),
        ok(json!({"status": "rejected", "request_id": "a-2"})),
    ];
    let played = play(answers, approvals::run).await;
    let printed = "a-1: Ship it? (timeout: 60s)\napproved\na-2: Delete all? (timeout: 60s)\nrejected\n";
    assert_eq!(played.printed, printed);
    let yes = json!({"feedback": "Looks good, proceed.", "approved_by": "ada@example.com"});
    assert_eq!(played.sent[1], post("/v1/human-approvals/a-1/approve", yes));
    let no = json!({"reason": "Nothing is deleted today."});
    assert_eq!(played.sent[2], post("/v1/human-approvals/a-2/reject", no));
}

#[tokio::test]
async fn webhook() {
    let server = crate::stage::serve([Answer::json(202, r#"{"stimulus_id":"s-1"}"#)]).await;
    let client = crate::stage::client(&server);
    let mut out = Vec::new();
    webhook::run(&client, "whsec", &mut out).await.unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "stimulus s-1\n");
    let sent = &server.exchanges()[0];
    assert_eq!((sent.target.as_str(), sent.header("authorization")), ("/v1/webhooks/buildkite", None));
    assert_eq!(sent.text(), r#"{"branch":"main","build":4711,"failed":true}"#);
    // By `hmac.new(b"whsec", body, "sha256").hexdigest()` of Python.
    let signature = "sha256=9e9123a2a2a101ca3dc2ae95560007230eab381e8b3ebd11953bac1e3289df52";
    assert_eq!(sent.header("x-aegis-signature"), Some(signature));
}
