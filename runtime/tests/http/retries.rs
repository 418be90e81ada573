//! When a call is sent again, after which wait, and when never.

use std::time::Duration;

use sdk_runtime::TransportErrorKind::{Body, Connect, Connection, Other};
use sdk_runtime::{ErrorKind, RetryPolicy};
use serde_json::json;
use tokio::time::Instant;

use crate::script::{OK, Reply, Script, status};
use crate::sdk::{FACTS, ONCE, TestSdk};

const TRANSIENT: [Reply; 9] = [
    status(429),
    status(500),
    status(502),
    status(503),
    status(504),
    Reply::Fail(Connect),
    Reply::Fail(Connection),
    Reply::Fail(Body),
    Reply::Never,
];

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test(start_paused = true)]
async fn a_safe_call_is_retried_after_everything_transient() {
    for reply in TRANSIENT {
        let script = Script::new([reply.clone(), OK]);
        let answer = script.client().get("1").with_response().await.unwrap();
        assert_eq!((script.count(), answer.raw.attempts()), (2, 2), "{reply:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_unsafe_call_is_sent_once() {
    for reply in TRANSIENT {
        let script = Script::new([reply.clone(), OK]);
        let error = script.client().create(&json!({})).await.unwrap_err();
        assert_eq!((script.count(), error.attempts()), (1, 1), "{reply:?}");
        let patient = RetryPolicy::new().max_retries(9);
        script.client().create(&json!({})).retry(patient).await.unwrap();
        assert_eq!(script.count(), 2, "{reply:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn facts_make_a_post_safe_and_a_get_unsafe() {
    let script = Script::new([status(503), OK]);
    script.client().ping().await.unwrap();
    assert_eq!(script.count(), 2);

    let script = Script::new([status(503), OK]);
    let error = script.client().0.call::<sdk_runtime::Json, crate::sdk::ApiError>(&ONCE).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), script.count()), (503, 1));
}

#[tokio::test(start_paused = true)]
async fn an_idempotency_key_makes_a_call_safe_where_the_server_honours_one() {
    let script = Script::new([status(503), OK]);
    script.client().create(&json!({})).idempotency_key("k1").await.unwrap();
    assert_eq!(script.count(), 2);
    assert_eq!(script.request(0).headers()["x-idempotency-key"], "k1");
    assert_eq!(script.request(1).headers()["x-idempotency-key"], "k1");
    assert_eq!(FACTS.retry.idempotency_header, Some("X-Idempotency-Key"));

    let script = Script::new([status(503), OK]);
    let plain: sdk_runtime::Client =
        sdk_runtime::Client::builder("http://host.test").transport(script.clone()).build().unwrap();
    let call = plain.request(sdk_runtime::Method::Post, "/things").idempotency_key("k1");
    assert!(call.await.unwrap_err().is_status());
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn waits_double_with_up_to_a_quarter_of_jitter() {
    let script = Script::new([status(500)]);
    let error = script.client().get("1").await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (500, 4));
    let waits = script.waits();
    assert_eq!(waits.len(), 3);
    for (wait, base) in waits.iter().zip([1, 2, 4]) {
        let most = seconds(base) * 5 / 4 + Duration::from_millis(2);
        assert!((seconds(base)..=most).contains(wait), "{wait:?} for {base} s");
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_replaces_the_wait_in_both_forms_and_on_every_retried_status() {
    let date = Reply::Answer(
        503,
        &[("date", "Wed, 21 Oct 2015 07:28:00 GMT"), ("retry-after", "Wed, 21 Oct 2015 07:28:07 GMT")],
        "",
    );
    let cases = [
        (Reply::Answer(429, &[("retry-after", "7")], ""), 7),
        (Reply::Answer(500, &[("retry-after", "100")], ""), 100),
        (date, 7),
        (Reply::Answer(429, &[], r#"{"error": "slow down", "retry_after": 9}"#), 9),
    ];
    for (reply, wait) in cases {
        let script = Script::new([reply.clone(), OK]);
        script.client().get("1").await.unwrap();
        let got = script.waits()[0];
        assert!(got >= seconds(wait) && got < seconds(wait) + Duration::from_millis(5), "{reply:?}: {got:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_the_error_at_once() {
    let script = Script::new([Reply::Answer(429, &[("retry-after", "3600")], "")]);
    let begun = Instant::now();
    let error = script.client().get("1").await.unwrap_err();
    assert_eq!(begun.elapsed(), Duration::ZERO);
    assert_eq!(error.retry_after(), Some(seconds(3600)));
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1));
}

#[tokio::test(start_paused = true)]
async fn the_deadline_bounds_attempts_and_waits() {
    let script = Script::new([Reply::Never]);
    let begun = Instant::now();
    let error = script.client().get("1").deadline(seconds(90)).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.attempts(), 2);
    assert!((seconds(90)..seconds(91)).contains(&begun.elapsed()), "{:?}", begun.elapsed());

    let begun = Instant::now();
    let error = script.client().get("1").timeout(seconds(5)).no_retry().await.unwrap_err();
    assert!(error.is_timeout());
    assert!((seconds(5)..seconds(6)).contains(&begun.elapsed()));
}

#[tokio::test(start_paused = true)]
async fn the_default_deadline_is_five_timeouts() {
    let script = Script::new([Reply::Never]);
    let client = script.builder().retry(RetryPolicy::new().max_retries(100)).no_circuit_breaker().build().unwrap();
    let begun = Instant::now();
    assert!(client.get("1").await.unwrap_err().is_timeout());
    assert!((seconds(300)..seconds(301)).contains(&begun.elapsed()), "{:?}", begun.elapsed());

    let begun = Instant::now();
    assert!(client.get("1").timeout(seconds(1000)).no_retry().await.unwrap_err().is_timeout());
    assert!((seconds(1000)..seconds(1001)).contains(&begun.elapsed()), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn times_can_be_as_long_as_one_likes() {
    let forever = Duration::MAX;
    let patient = RetryPolicy::new().delay(forever).max_delay(forever).backoff(f64::MAX);
    let script = Script::new([Reply::Answer(503, &[("retry-after", "1e19")], ""), OK]);
    let client = script.builder().timeout(forever).retry(patient).no_deadline().build().unwrap();
    client.get("1").await.unwrap();
    assert_eq!(script.count(), 2);
    client.get("1").timeout(forever).deadline(forever).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_no_retry_can_mend_is_not_retried() {
    let cases = [
        status(400),
        status(404),
        status(501),
        Reply::Answer(500, &[], r#"{"error": "x", "code": "no_use"}"#),
        Reply::Answer(200, &[], "garbage"),
        Reply::Fail(Other),
    ];
    for reply in cases {
        let script = Script::new([reply.clone(), OK]);
        script.client().get("1").await.unwrap_err();
        assert_eq!(script.count(), 1, "{reply:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_policy_is_the_calls_else_the_clients() {
    let script = Script::new([status(418)]);
    let teapots = RetryPolicy::new().statuses([418]).max_retries(1);
    let client: TestSdk = script.builder().retry(teapots).build().unwrap();
    client.get("1").await.unwrap_err();
    assert_eq!(script.count(), 2);
    client.get("1").no_retry().await.unwrap_err();
    assert_eq!(script.count(), 3);
    client.get("1").retry(RetryPolicy::new().statuses([418]).max_retries(2)).await.unwrap_err();
    assert_eq!(script.count(), 6);
}

#[tokio::test(start_paused = true)]
async fn kinds_of_failures_can_be_left_out_of_the_policy() {
    let stubborn = RetryPolicy::new().connection_errors(false).timeouts(false);
    for reply in [Reply::Fail(Connect), Reply::Never] {
        let script = Script::new([reply, OK]);
        script.client().get("1").retry(stubborn.clone()).await.unwrap_err();
        assert_eq!(script.count(), 1);
    }
}
