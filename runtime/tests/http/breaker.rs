//! The circuit breaker: open after failures in a row, one probe later, closed by a success.

use std::time::Duration;

use sdk_runtime::{CircuitBreaker, Client, ErrorKind, Method, TransportErrorKind};
use tokio::time::{Instant, advance};

use crate::script::{OK, Reply, Script, status};
use crate::sdk::TestSdk;

async fn fail(client: &TestSdk, times: usize) {
    for _ in 0..times {
        client.get("1").no_retry().await.unwrap_err();
    }
}

#[tokio::test(start_paused = true)]
async fn five_failures_in_a_row_open_it_for_a_minute() {
    let failures = [
        status(500),
        status(503),
        Reply::Fail(TransportErrorKind::Connect),
        Reply::Never,
        Reply::Fail(TransportErrorKind::Body),
    ];
    let script = Script::new(failures.into_iter().chain([OK]));
    let client = script.client();
    fail(&client, 5).await;
    let error = client.get("1").await.unwrap_err();
    assert!(error.is_circuit_open());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    assert_eq!((script.count(), error.attempts()), (5, 0));

    advance(Duration::from_secs(59)).await;
    assert_eq!(client.get("1").await.unwrap_err().retry_after(), Some(Duration::from_secs(1)));
    advance(Duration::from_secs(1)).await;
    client.get("1").await.unwrap();
    client.get("1").await.unwrap();
    assert_eq!(script.count(), 7);
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_a_host_that_is_well_begins_the_count_anew() {
    let refused = Reply::Answer(500, &[], r#"{"error": "m", "code": "no_use"}"#);
    for between in [OK, status(404), status(429), refused] {
        let four = || (0..4).map(|_| status(500));
        let script = Script::new(four().chain([between]).chain(four()).chain([OK]));
        let client = script.client();
        for _ in 0..9 {
            let _ = client.get("1").no_retry().await;
        }
        client.get("1").await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_failed_probe_opens_it_again() {
    let script = Script::new([status(500)]);
    let client = script.client();
    fail(&client, 5).await;
    advance(Duration::from_secs(60)).await;
    assert!(client.get("1").no_retry().await.unwrap_err().is_status());
    let error = client.get("1").no_retry().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    assert_eq!(script.count(), 6);
}

#[tokio::test(start_paused = true)]
async fn one_probe_at_a_time() {
    let five = (0..5).map(|_| status(500));
    let script = Script::new(five.chain([Reply::Late(Duration::from_secs(2)), OK]));
    let client = script.client();
    fail(&client, 5).await;
    advance(Duration::from_secs(60)).await;
    let (probe, other) = tokio::join!(client.get("1"), client.get("1"));
    probe.unwrap();
    assert!(other.unwrap_err().is_circuit_open());
    client.get("1").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_is_given_up_makes_room_for_the_next() {
    let five = (0..5).map(|_| status(500));
    let script = Script::new(five.chain([Reply::Never, OK]));
    let client = script.client();
    fail(&client, 5).await;
    advance(Duration::from_secs(60)).await;
    let given_up = tokio::time::timeout(Duration::from_secs(1), client.get("1").into_future());
    assert!(given_up.await.is_err());
    client.get("1").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_own_retries_open_it_ends_in_what_the_host_said() {
    let script = Script::new([status(503)]);
    let client = script.client();
    fail(&client, 3).await;
    let begun = Instant::now();
    let error = client.get("1").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 2));
    assert!(begun.elapsed() < Duration::from_secs(2), "only the wait before the second attempt");
    assert!(client.get("1").await.unwrap_err().is_circuit_open());
}

#[tokio::test(start_paused = true)]
async fn it_can_be_set_and_switched_off() {
    let script = Script::new([status(500)]);
    let sensitive = CircuitBreaker::new().failures(1).open_for(Duration::from_secs(5));
    let client = script.builder().circuit_breaker(sensitive).build().unwrap();
    fail(&client, 1).await;
    let error = client.get("1").await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));

    let client = script.builder().no_circuit_breaker().build().unwrap();
    fail(&client, 20).await;
    assert!(client.get("1").no_retry().await.unwrap_err().is_status());
}

#[tokio::test(start_paused = true)]
async fn clients_have_breakers_of_their_own() {
    let script = Script::new([status(500)]);
    fail(&script.client(), 5).await;
    let other: Client = Client::builder("http://host.test").transport(script).build().unwrap();
    assert!(other.request(Method::Get, "/").no_retry().await.unwrap_err().is_status());
}
