//! A server that refuses, stalls, cuts, breaks or sends nonsense: each ends in its error, in bounded time.

use std::time::{Duration, Instant};

use sdk_runtime::testing::{Answer, Server, refusing_url};
use sdk_runtime::{ErrorKind, RetryPolicy};
use serde_json::json;

use crate::sdk::TestSdk;

/// Retries that do not make the tests slow.
fn quick() -> RetryPolicy {
    RetryPolicy::new().delay(Duration::from_millis(1))
}

fn client(url: String) -> TestSdk {
    TestSdk::builder(url).retry(quick()).timeout(Duration::from_secs(20)).no_circuit_breaker().build().unwrap()
}

#[tokio::test]
async fn a_refused_connection() {
    let client = client(refusing_url().unwrap());
    let error = client.get("1").await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(error.attempts(), 4);
    assert_eq!(client.create(&json!({})).await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn a_server_that_stalls() {
    let server = Server::start().await.unwrap();
    server.always(Answer::stall());
    let client = client(server.url());
    let begun = Instant::now();
    let error = client.get("1").timeout(Duration::from_millis(30)).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.attempts(), 4);
    let error = client.create(&json!({})).timeout(Duration::from_millis(30)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert!(begun.elapsed() < Duration::from_secs(15));
}

#[tokio::test]
async fn a_body_that_stalls_is_within_the_timeout() {
    let server = Server::start().await.unwrap();
    server.always(Answer::json(200, r#"{"a": 1}"#).stall_after(3));
    let call = client(server.url()).get("1").timeout(Duration::from_millis(30)).no_retry();
    assert!(call.await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn a_body_that_is_cut() {
    let server = Server::start().await.unwrap();
    server.answer(Answer::json(200, r#"{"a": 1}"#).cut_after(3));
    server.answer(Answer::json(200, r#"{"a": 1}"#));
    assert_eq!(client(server.url()).get("1").await.unwrap(), json!({"a": 1}));

    server.answer(Answer::json(200, r#"{"a": 1}"#).cut_after(3));
    let error = client(server.url()).create(&json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Body, 1), "{error:?}");
}

#[tokio::test]
async fn a_connection_that_is_closed_before_the_answer() {
    let server = Server::start().await.unwrap();
    server.always(Answer::close());
    let error = client(server.url()).get("1").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 4), "{error:?}");
    let error = client(server.url()).create(&json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 1));
}

#[tokio::test]
async fn a_server_that_fails_for_ever() {
    let server = Server::start().await.unwrap();
    server.always(Answer::json(500, r#"{"error": "broken", "code": "INTERNAL_ERROR"}"#));
    let error = client(server.url()).get("1").await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.code()), (500, Some("INTERNAL_ERROR")));
    assert_eq!((error.attempts(), server.exchanges().len()), (4, 4));
    client(server.url()).create(&json!({})).await.unwrap_err();
    assert_eq!(server.exchanges().len(), 5);
}

#[tokio::test]
async fn a_server_that_asks_to_come_back() {
    let server = Server::start().await.unwrap();
    let past = "Wed, 21 Oct 2015 07:28:00 GMT";
    for wait in ["0", past] {
        server.answer(Answer::json(429, "{}").header("Retry-After", wait));
        server.answer(Answer::json(200, "[1]"));
        assert_eq!(client(server.url()).get("1").await.unwrap(), json!([1]));
    }
    server.always(Answer::json(429, "{}").header("Retry-After", "86400"));
    let error = client(server.url()).get("1").await.unwrap_err();
    assert_eq!((error.attempts(), error.retry_after()), (1, Some(Duration::from_secs(86400))));
    server.always(Answer::json(503, "{}").header("Retry-After", "Sat, 21 Oct 2215 07:28:00 GMT"));
    let error = client(server.url()).get("1").await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert!(error.retry_after().unwrap() > Duration::from_secs(86400));
}

#[tokio::test]
async fn a_server_that_sends_garbage() {
    let server = Server::start().await.unwrap();
    server.always(Answer::bytes(200, "text/html", &b"\xff\xfe<html>"[..]));
    let error = client(server.url()).get("1").await.unwrap_err();
    assert!(error.is_decode(), "{error:?}");
    assert_eq!(error.body().as_ref(), b"\xff\xfe<html>");
    assert_eq!(server.exchanges().len(), 1);
}

#[tokio::test]
async fn an_answer_that_is_not_http() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        use tokio::io::AsyncWriteExt;
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.7\r\n\r\n").await;
        }
    });
    let error = client(url).get("1").no_retry().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Connection | ErrorKind::Connect), "{error:?}");
}

#[tokio::test]
async fn a_body_that_is_too_large() {
    let server = Server::start().await.unwrap();
    server.always(Answer::json(200, format!("\"{}\"", "x".repeat(100))));
    let small = TestSdk::builder(server.url()).max_response_bytes(101).build().unwrap();
    let error = small.get("1").await.unwrap_err();
    assert_eq!((error.kind(), server.exchanges().len()), (ErrorKind::TooLarge, 1));
    let enough = TestSdk::builder(server.url()).max_response_bytes(102).build().unwrap();
    enough.get("1").await.unwrap();
}

#[tokio::test]
async fn a_body_of_unknown_length_that_is_too_large() {
    use crate::script::{Reply, Script};
    let script = Script::new([Reply::Answer(200, &[], "\"more than ten bytes\"")]);
    let small = script.builder().max_response_bytes(10).build().unwrap();
    assert_eq!(small.get("1").await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn many_calls_at_once() {
    let server = Server::start().await.unwrap();
    let client = client(server.url());
    let calls: Vec<_> = (0..50).map(|it| tokio::spawn(client.get(&it.to_string()).into_future())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let mut seen: Vec<_> = server.exchanges().into_iter().map(|it| it.target).collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 50);
}
