//! Operations on their way out: what a user is told of them.

use sdk_runtime::testing::{Answer, Server};
use sdk_runtime::{Client, DeprecationLevel, ErrorKind, Method};

use crate::sdk::TestSdk;

fn deprecated(status: u16) -> Answer {
    Answer::json(status, "{}")
        .header("deprecation", "true")
        .header("sunset", "2026-06-01")
        .header("x-deprecation-level", "sunset")
        .header("link", "</api/v2/things>; rel=\"successor-version\"")
}

#[tokio::test]
async fn is_a_value_of_answers_and_errors() {
    let server = Server::start().await.unwrap();
    let client: Client = Client::builder(server.url()).build().unwrap();
    server.answer(deprecated(200));
    let answer = client.request(Method::Get, "/").with_response().await.unwrap();
    let deprecation = answer.deprecation().unwrap();
    assert_eq!(deprecation.level, Some(DeprecationLevel::Sunset));
    server.answer(deprecated(404));
    let error = client.request(Method::Get, "/").await.unwrap_err();
    assert_eq!(error.deprecation(), Some(deprecation));
    assert_eq!(client.request(Method::Get, "/").with_response().await.unwrap().deprecation(), None);
}

#[tokio::test]
async fn what_is_gone_says_what_takes_its_place() {
    let server = Server::start().await.unwrap();
    let client = TestSdk::builder(server.url()).build().unwrap();
    let body = r#"{"error": "endpoint_sunset", "code": "ENDPOINT_REMOVED", "message": "This endpoint was removed.",
        "sunset_date": "2026-06-01", "replacement": "/api/v2/things", "migration_guide": "https://docs.test/v2"}"#;
    server.answer(Answer::json(410, body));
    let error = client.get("1").await.unwrap_err();
    assert_eq!((error.kind(), error.code(), error.attempts()), (ErrorKind::Gone, Some("ENDPOINT_REMOVED"), 1));
    assert!(error.is_status());
    let gone = error.gone().unwrap();
    assert_eq!(gone.replacement.as_deref(), Some("/api/v2/things"));
    assert_eq!(gone.sunset.unwrap().as_str(), Some("2026-06-01"));
    assert_eq!(gone.guide.as_deref(), Some("https://docs.test/v2"));
    let line = "things.get: 410 Gone: This endpoint was removed. [ENDPOINT_REMOVED], use /api/v2/things instead";
    assert_eq!(error.to_string(), line);

    server.answer(deprecated(410));
    let gone = client.get("1").await.unwrap_err().gone().unwrap();
    assert_eq!((gone.replacement.as_deref(), gone.guide), (Some("/api/v2/things"), None));
    server.answer(Answer::json(404, body));
    assert_eq!(client.get("1").await.unwrap_err().gone(), None);
}

#[tokio::test]
async fn rate_limits_are_values_of_answers_and_errors() {
    let server = Server::start().await.unwrap();
    let client = TestSdk::builder(server.url()).no_retry().build().unwrap();
    let limited = |status, body| {
        Answer::json(status, body).header("x-ratelimit-limit", "10").header("x-ratelimit-remaining", "19")
    };
    server.answer(limited(200, "{}"));
    let limit = client.get("1").with_response().await.unwrap().rate_limit().unwrap();
    assert_eq!((limit.limit, limit.remaining, limit.retry_after), (Some(10), Some(19), None));
    server.answer(limited(429, r#"{"error": "slow down", "code": "rate_limit_exceeded", "retry_after": 1}"#));
    let limit = client.get("1").await.unwrap_err().rate_limit().unwrap();
    assert_eq!((limit.limit, limit.retry_after.unwrap().as_secs()), (Some(10), 1));
    let quota = r#"{"error": "Monthly quota used up", "code": "quota_exceeded", "limit": 10, "used": 10}"#;
    server.answer(Answer::json(429, quota));
    let limit = client.get("1").await.unwrap_err().rate_limit().unwrap();
    assert_eq!((limit.limit, limit.remaining), (Some(10), Some(0)));
    assert_eq!(client.get("1").with_response().await.unwrap().rate_limit(), None);
}
