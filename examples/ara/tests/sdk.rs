//! The SDK of Ara against a server on loopback: endpoints with each kind of proof, deploying that fails half-way, events
//! that are sent once.
#![allow(clippy::panic, clippy::unwrap_used)]

use ara_sdk::deploy::{Failure, Step};
use ara_sdk::endpoint::{Auth, Endpoints};
use ara_sdk::models::{AsyncRunRequest, EventRequest, RunStatus};
use ara_sdk::runtime::data::Secret;
use ara_sdk::signing::{Delivery, Scheme, SignError, Signer, Signing, Unsigned, VerifyError};
use ara_sdk::{Client, Error, ErrorKind, Method};
use hmac::{Hmac, KeyInit, Mac};
use sdk_runtime::testing::{Answer, Exchange, Server};
use serde_json::json;
use sha2::Sha256;
use std::time::{Duration, SystemTime};

/// A client with all three credentials.
async fn platform() -> (Server, Client) {
    let server = Server::start().await.unwrap();
    let builder = Client::builder(server.url()).credential("control", "control").credential("runtime", "runtime");
    (server, builder.retry(ara_sdk::RetryPolicy::new().delay(Duration::ZERO)).build().unwrap())
}

fn headers(exchange: &Exchange) -> Vec<(&str, &str)> {
    ["authorization", "x-key", "x-ara-signature", "x-ara-timestamp", "x-ara-app-key"]
        .into_iter()
        .filter_map(|name| Some((name, exchange.header(name)?)))
        .collect()
}

async fn sent(method: Method, auth: &Auth) -> Exchange {
    let (server, client) = platform().await;
    let answer = client.endpoints().call("app_1", "or ders", method, auth).json(&json!({"article": 7})).await.unwrap();
    assert_eq!(answer.status(), 200);
    server.exchanges().remove(0)
}

#[tokio::test]
async fn an_endpoint_without_proof_gets_none_of_the_clients_credentials() {
    let exchange = sent(Method::Post, &Auth::None).await;
    assert_eq!(exchange.target, "/v1/apps/app_1/endpoints/or%20ders");
    assert_eq!(headers(&exchange), []);
    assert_eq!(exchange.json(), json!({"article": 7}));
}

#[tokio::test]
async fn a_secret_goes_in_its_header() {
    let exchange = sent(Method::Post, &Auth::header("X-Key", "sesame").unwrap()).await;
    assert_eq!(headers(&exchange), [("x-key", "sesame")]);
    assert_eq!(Auth::header("no header", "sesame").unwrap_err().kind(), ErrorKind::Config);
}

#[tokio::test]
async fn a_bearer_token_takes_the_place_of_the_clients() {
    let exchange = sent(Method::Post, &Auth::bearer("sesame")).await;
    assert_eq!(headers(&exchange), [("authorization", "Bearer sesame")]);
}

#[tokio::test]
async fn a_signature_is_what_another_implementation_computes() {
    let exchange = sent(Method::Put, &Endpoints::hmac("sesame").unwrap()).await;
    let (signature, time) = (exchange.header("x-ara-signature").unwrap(), exchange.header("x-ara-timestamp").unwrap());
    let mut mac = Hmac::<Sha256>::new_from_slice(b"sesame").unwrap();
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(&exchange.body);
    let expected: String = mac.finalize().into_bytes().iter().map(|it| format!("{it:02x}")).collect();
    assert_eq!((signature, exchange.method.as_str()), (expected.as_str(), "PUT"));
    assert!(exchange.header("authorization").is_none());
    let verifier = Signing::verifier(["sesame"]).unwrap();
    assert!(verifier.verify(Delivery::new(&exchange.headers, &exchange.body)).is_ok());
}

#[tokio::test]
async fn an_endpoint_takes_any_method() {
    for method in [Method::Get, Method::Put, Method::Patch, Method::Delete, Method::Options, Method::Head] {
        let (server, client) = platform().await;
        client.endpoints().call("app_1", "orders", method, &Auth::None).await.unwrap();
        let exchange = server.exchanges().remove(0);
        assert_eq!((exchange.method.as_str(), exchange.body.len()), (method.as_str(), 0));
    }
}

/// Counts how often it is asked.
struct Counting(std::sync::atomic::AtomicU32);

impl Signer for Counting {
    fn sign(&self, request: &Unsigned<'_>) -> Result<Vec<(String, Secret)>, SignError> {
        assert!(request.url.ends_with("/orders") && request.method == "GET");
        let count = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        match count {
            0 | 1 => Ok(vec![("X-Key".to_owned(), format!("attempt {count}").into())]),
            _ => Err(SignError::new("the key is locked away")),
        }
    }
}

#[tokio::test]
async fn a_signer_of_your_own_is_asked_for_each_attempt() {
    let (server, client) = platform().await;
    server.answer(Answer::empty(503));
    let auth = Auth::signed(Counting(0.into()));
    client.endpoints().call("app_1", "orders", Method::Get, &auth).await.unwrap();
    let keys: Vec<_> = server.exchanges().iter().map(|it| it.header("x-key").unwrap().to_owned()).collect();
    assert_eq!(keys, ["attempt 0", "attempt 1"]);
    let error = client.endpoints().call("app_1", "orders", Method::Get, &auth).await.unwrap_err();
    assert_eq!((error.kind(), server.exchanges().len()), (ErrorKind::Request, 2), "it is not sent unsigned");
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("locked away"));
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[test]
fn what_comes_in_is_verified_for_five_minutes_both_ways() {
    let verifier = Signing::verifier(["sesame", "the one before"]).unwrap();
    let body = br#"{"article":  7}"#;
    let headers = verifier.sign("", body, at(1_000_000));
    let verify = |body: &[u8], now| verifier.verify_at(Delivery::new(&headers, body), at(now)).map(|_| ());
    assert_eq!(verify(body, 1_000_300), Ok(()));
    assert_eq!(verify(body, 999_700), Ok(()));
    assert!(matches!(verify(body, 1_000_301), Err(VerifyError::TooOld { .. })));
    assert!(matches!(verify(body, 999_699), Err(VerifyError::TooNew { .. })));
    assert_eq!(verify(br#"{"article": 7}"#, 1_000_000), Err(VerifyError::BadSignature), "the bytes count");
    let later = [("X-Ara-Timestamp", "1000300"), ("x-ara-signature", headers[1].1.as_str())];
    let moved = verifier.verify_at(Delivery::new(&later, body), at(1_000_300)).unwrap_err();
    assert_eq!(moved, VerifyError::BadSignature, "the time is signed too");
    let none = verifier.verify(Delivery::new(&Vec::<(String, String)>::new(), body)).unwrap_err();
    assert!(matches!(none, VerifyError::MissingHeader { .. }));
}

#[test]
fn headers_and_tolerance_are_set_in_code() {
    let scheme = Scheme::hmac("X-Mine").timestamp("X-Time", "{timestamp}:{body}").tolerance(Duration::from_secs(10));
    let auth = Auth::hmac(scheme, "sesame").unwrap();
    assert!(!format!("{auth:?} {scheme:?}").contains("sesame"));
    assert!(Auth::hmac(scheme, "").is_err());
    assert_eq!(Signing::scheme().tolerance(Duration::from_secs(300)), Signing::scheme());
}

#[tokio::test]
async fn deploying_says_how_far_it_came() {
    let (server, client) = platform().await;
    server.answer(Answer::json(200, r#"{"apps": []}"#));
    server.answer(Answer::json(200, r#"{"app": {"id": "app_1"}}"#));
    server.answer(Answer::json(200, r#"{"key": "ak_app_sesame"}"#));
    server.answer(Answer::json(404, r#"{"detail": "Not Found"}"#));
    let deploy = client.deployments().deploy(&json!({"name": "pets"})).secret("db", [("DB_URL", "sesame")]);
    let error = deploy.await.unwrap_err();
    assert!(matches!(error.failure(), Failure::NoSecrets), "{error:?}");
    assert_eq!(error.done(), [Step::Created { app_id: "app_1".to_owned() }, Step::KeyMade]);
    assert_eq!(error.runtime_key().unwrap().expose(), "ak_app_sesame");
    assert!(!format!("{error} {error:?} {error:#?}").contains("sesame"));
}

#[tokio::test]
async fn a_platform_without_secrets_is_fine_where_there_are_none() {
    let (server, client) = platform().await;
    server.answer(Answer::json(200, r#"{"apps": []}"#));
    server.answer(Answer::json(200, r#"{"app": {"id": "app_1"}}"#));
    server.answer(Answer::json(200, r#"{"key": "ak_app_1"}"#));
    server.answer(Answer::json(404, r#"{"detail": "Not Found"}"#));
    let deployed = client.deployments().deploy(&json!({"name": "pets"})).without_activation().await.unwrap();
    assert!(deployed.created && !deployed.activated && deployed.secrets.stored.is_empty());
    assert_eq!(server.exchanges().len(), 4, "nothing activates it");
    let wrong = client.deployments().deploy(&json!({"name": "pets"})).requests_per_minute(2001).await.unwrap_err();
    assert!(matches!(wrong.failure(), Failure::Input(_)) && server.exchanges().len() == 4);
    let nameless = client.deployments().deploy(&json!({"agent": {}})).await.unwrap_err();
    assert!(nameless.to_string().contains("name"), "{nameless}");
}

#[tokio::test]
async fn an_event_with_a_key_is_sent_again_and_one_without_is_not() {
    let (server, client) = platform().await;
    let event = || EventRequest::new("message.received", "web", "site");
    server.always(Answer::empty(503));
    assert!(client.runtime().events("app_1", event()).await.is_err());
    assert_eq!(server.exchanges().len(), 1);
    assert!(client.runtime().events("app_1", event()).idempotency_key("once").await.is_err());
    let sent = server.exchanges();
    assert_eq!(sent.len(), 1 + 4);
    assert!(sent[1..].iter().all(|it| it.header("x-idempotency-key") == Some("once")));
}

#[tokio::test]
async fn a_run_and_its_states_known_or_not() -> Result<(), Error> {
    let (server, client) = platform().await;
    server.answer(Answer::json(200, r#"{"ok": true, "run": {"run_id": "run_1", "status": "running", "queue": 3}}"#));
    let started = client.runtime().run_async("app_1", AsyncRunRequest::new([("message", "Hi")])).await?.run;
    assert_eq!((started.run_id.as_str(), &started.status), ("run_1", &RunStatus::Running));
    server.answer(Answer::json(200, r#"{"ok": true, "run": {"run_id": "run_1", "status": "paused"}}"#));
    let run = client.runtime().run_status("app_1", "run_1").await?.run;
    assert_eq!(run.status.as_str(), "paused");
    Ok(())
}

#[tokio::test]
async fn a_run_is_waited_for_under_the_app_that_started_it() -> Result<(), Error> {
    let (server, client) = platform().await;
    for status in ["running", "running", "completed"] {
        server.answer(Answer::json(200, format!(r#"{{"run": {{"run_id": "run_1", "status": "{status}"}}}}"#)));
    }
    let waiter = client.runtime().run_and_wait("app_1", AsyncRunRequest::new([("message", "Hi")]));
    let run = waiter.every(Duration::ZERO).await?.run;
    assert_eq!(run.status, RunStatus::Completed);
    let targets: Vec<_> = server.exchanges().into_iter().map(|it| it.target).collect();
    assert_eq!(targets, ["/v1/apps/app_1/runs", "/v1/apps/app_1/runs/run_1", "/v1/apps/app_1/runs/run_1"]);
    Ok(())
}

#[tokio::test]
async fn faults_of_a_request_have_their_places() {
    let (server, client) = platform().await;
    server.answer(Answer::json(
        422,
        r#"{"detail": [{"loc": ["body", "name"], "msg": "Field required", "type": "missing"}]}"#,
    ));
    let error = client.apps().list_apps().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (422, Some("Field required")));
    assert_eq!(error.details().unwrap()[0]["loc"][1], "name");
}

#[test]
fn no_credential_is_in_what_is_printed() {
    let client = Client::builder("http://localhost:1")
        .credential("control", "sesame")
        .credential("runtime", "sesame")
        .credential("app_header", "sesame")
        .build()
        .unwrap();
    let call = client.apps().list_apps();
    let printed = format!("{client:?} {call:?} {:?} {:?}", client.core(), Auth::bearer("sesame"));
    assert!(!printed.contains("sesame") && printed.contains("control"), "{printed}");
}
