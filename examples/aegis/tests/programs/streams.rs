//! Streams of events: what they are read as, keep-alives, tokens of their own, and cuts.

use aegis_sdk::models::{EventCategory, ExecutionEventType};
use futures_util::StreamExt as _;
use sdk_runtime::testing::Answer;

use crate::stage::{client, serve};

fn events(lines: &str) -> Answer {
    Answer::bytes(200, "text/event-stream", lines.to_owned())
}

#[tokio::test]
async fn events_are_typed_and_keep_what_they_have() {
    let line = "data: {\"event_type\":\"llm_interaction\",\"category\":\"execution\",\"timestamp\":\"2026-05-08T09:00:00Z\",\
        \"iteration\":2,\"details\":{\"tokens\":512},\"model\":\"fast\"}\n\n\
        data: {\"type\":\"something_new\",\"category\":\"new_too\"}\n\n";
    let server = serve([events(line)]).await;
    let mut stream = client(&server).agents().stream_agent_events("a-1").await.unwrap();
    let first = stream.next().await.unwrap().unwrap().data;
    assert_eq!(first.event_type, ExecutionEventType::LlmInteraction);
    assert_eq!(first.category, Some(EventCategory::Execution));
    assert_eq!(first.iteration, Some(2));
    assert_eq!(serde_json::to_value(&first).unwrap()["details"]["tokens"], 512);
    assert_eq!(serde_json::to_value(&first).unwrap()["model"], "fast");
    let second = stream.next().await.unwrap().unwrap().data;
    assert_eq!(second.event_type.to_string(), "something_new");
    assert_eq!(second.category.unwrap().to_string(), "new_too");
}

#[tokio::test]
async fn a_token_for_one_stream_is_a_header() {
    let server = serve([events("data: {\"event_type\":\"execution_completed\"}\n\n")]).await;
    let client = client(&server);
    let stream = client.executions().stream_execution("e-1").bearer("override").await.unwrap();
    assert_eq!(stream.count().await, 1);
    let sent = &server.exchanges()[0];
    assert_eq!(sent.header("authorization"), Some("Bearer override"));
    assert_eq!(sent.target, "/v1/executions/e-1/events");
    assert_eq!(sent.header("accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn a_stream_that_is_cut_is_an_error_and_none_of_its_events_is_lost() {
    let line = "data: {\"event_type\":\"iteration_started\"}\n\n: keep-alive\n\ndata: {\"event_type\":\"iter";
    let server = serve([events(&format!("{line}ation_completed\"}}\n\n")).cut_after(line.len())]).await;
    let mut stream = client(&server).executions().stream_execution("e-1").await.unwrap();
    let first = stream.next().await.unwrap().unwrap().data;
    assert_eq!(first.event_type, ExecutionEventType::IterationStarted);
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(!error.is_status() && !error.is_decode(), "{error}");
}

#[tokio::test]
async fn a_stream_that_ends_before_the_execution_does_is_cut() {
    let server = serve([events("data: {\"event_type\":\"iteration_started\"}\n\n")]).await;
    let mut stream = client(&server).executions().stream_execution("e-1").await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), aegis_sdk::ErrorKind::Cut, "{error}");
}

#[tokio::test]
async fn a_stream_that_is_refused_is_an_error_of_the_call() {
    let server = serve([Answer::json(404, r#"{"error":"execution not found"}"#)]).await;
    let error = client(&server).executions().stream_execution("e-1").await.unwrap_err();
    assert_eq!(error.message(), Some("execution not found"));
}
