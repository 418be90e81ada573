//! Waiters: start, poll, end.

use std::time::Duration;

use sdk_runtime::facts::{Pending, WaiterFacts};
use sdk_runtime::{Call, Client, Error, ErrorKind, Json, Waiter};
use serde_json::json;
use tokio::time::Instant;

use crate::script::{Reply, Script, status};
use crate::sdk::{ApiError, CREATE, GET};

static RUN: WaiterFacts = WaiterFacts {
    id: "things.run",
    until: &["completed", "failed"],
    pending: &[Pending::Status(404), Pending::Code("NOT_YET")],
    ..WaiterFacts::NEW
};

const CREATED: Reply = answer(r#"{"id": "t1"}"#);
const RUNNING: Reply = answer(r#"{"status": "running"}"#);
const COMPLETED: Reply = answer(r#"{"status": "Completed", "n": 1}"#);

const fn answer(body: &'static str) -> Reply {
    Reply::Answer(200, &[], body)
}

fn poll(client: &Client, started: &Json) -> Result<Call<Json>, Error> {
    match started["id"].as_str() {
        Some(id) => Ok(client.call(&GET).path("id", id)),
        None => Err(Error::missing_field("id")),
    }
}

fn state(polled: &Json) -> Option<&str> {
    polled["status"].as_str()
}

fn fetch(client: &Client, _: &Json) -> Result<Call<String>, Error> {
    Ok(client.call_text(&GET).path("id", "result"))
}

fn run(script: &Script) -> Waiter<Json, Json, ApiError> {
    Waiter::new(&RUN, script.client().0.call(&CREATE).json(&json!({})), poll, state)
}

#[tokio::test(start_paused = true)]
async fn it_polls_until_a_state_ends_it() {
    let not_yet = Reply::Answer(400, &[], r#"{"error": true, "code": "NOT_YET", "message": "m"}"#);
    let script = Script::new([CREATED, status(404), RUNNING, not_yet, answer("{}"), COMPLETED]);
    let result = run(&script).await.unwrap();
    assert_eq!(result["n"], 1);
    assert_eq!(script.count(), 6);
    assert_eq!(script.request(1).uri().path(), "/base/things/t1");
    assert!(script.waits()[1..].iter().all(|it| it.as_secs() == 2), "{:?}", script.waits());
}

#[tokio::test(start_paused = true)]
async fn the_result_can_be_fetched_at_the_end() {
    let script = Script::new([CREATED, RUNNING, COMPLETED, answer("the receipt")]);
    let start: Call<Json, ApiError> = script.client().0.call(&CREATE);
    let waiter = Waiter::fetching(&RUN, start, poll, state, fetch);
    assert_eq!(waiter.every(Duration::from_secs(9)).await.unwrap(), "the receipt");
    assert_eq!(script.waits()[1].as_secs(), 9);
}

#[tokio::test(start_paused = true)]
async fn what_means_not_yet_to_a_poll_is_an_error_of_the_fetch() {
    let script = Script::new([CREATED, status(404), COMPLETED, status(404)]);
    let start: Call<Json, ApiError> = script.client().0.call(&CREATE);
    let error = Waiter::fetching(&RUN, start, poll, state, fetch).await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::Status, 4));
}

#[tokio::test(start_paused = true)]
async fn it_ends_in_time_and_tells_the_last_state() {
    let script = Script::new([CREATED, RUNNING]);
    let begun = Instant::now();
    let error = run(&script).timeout(Duration::from_secs(11)).await.unwrap_err();
    assert!(begun.elapsed() <= Duration::from_secs(11));
    assert!(error.is_timeout());
    assert_eq!(error.to_string(), "things.run: it did not end within 11s; the last state was `running`");

    let script = Script::new([CREATED, Reply::Never]);
    let begun = Instant::now();
    let error = run(&script).timeout(Duration::from_secs(11)).await.unwrap_err();
    assert_eq!(error.to_string(), "things.run: it did not end within 11s; no state was seen");
    assert!(begun.elapsed() < Duration::from_secs(12));
}

#[tokio::test(start_paused = true)]
async fn other_failures_end_it() {
    let error = run(&Script::new([status(422)])).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Status, "things.create"));
    let error = run(&Script::new([CREATED, status(403)])).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Status, "things.get"));
    let error = run(&Script::new([answer("{}")])).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("`id`"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn it_can_only_be_started() {
    let script = Script::new([CREATED]);
    let waiter = run(&script).with_start(|call| call.idempotency_key("k"));
    assert_eq!(waiter.start().await.unwrap()["id"], "t1");
    assert_eq!(script.request(0).headers()["x-idempotency-key"], "k");
}
