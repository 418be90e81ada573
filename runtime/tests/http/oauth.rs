//! OAuth 2.0 client credentials: when a token is fetched, kept and renewed, and what goes wrong.

use std::time::Duration;

use sdk_runtime::testing::{Answer, Server};
use sdk_runtime::{
    AccessToken, BoxFuture, ClientAuth, ClientBuilder, ClientCredentials, ErrorKind, TokenError, TokenErrorKind,
    TokenSource, TransportErrorKind,
};
use tokio::time::{advance, timeout};

use crate::script::{OK, Reply, Script, status};
use crate::sdk::TestSdk;

const TOKEN_PATH: &str = "/base/realms/main/protocol/openid-connect/token";

const fn token(body: &'static str) -> Reply {
    Reply::Answer(200, &[], body)
}

const FIRST: Reply = token(r#"{"access_token": "t-1", "token_type": "Bearer", "expires_in": 300}"#);
const SECOND: Reply = token(r#"{"access_token": "t-2", "token_type": "bearer", "expires_in": "300"}"#);

fn credentials() -> ClientCredentials {
    ClientCredentials::new("reporter", "s3cret").token_url("realms/main/protocol/openid-connect/token")
}

fn builder(script: &Script) -> ClientBuilder<TestSdk> {
    script.builder().client_credentials(credentials())
}

fn client(script: &Script) -> TestSdk {
    builder(script).build().unwrap()
}

/// What each request was: the token endpoint, or the token that it carried.
fn story(script: &Script) -> Vec<String> {
    let told = |index| {
        let request = script.request(index);
        let carried = request.headers().get("authorization").map(|it| it.to_str().unwrap().to_owned());
        if request.uri().path() == TOKEN_PATH { "fetch".to_owned() } else { carried.unwrap_or_default() }
    };
    (0..script.count()).map(told).collect()
}

#[tokio::test(start_paused = true)]
async fn a_token_is_kept_until_shortly_before_it_expires() {
    let script = Script::new([FIRST, OK, OK, SECOND, OK]);
    let client = client(&script);
    client.get("1").await.unwrap();
    advance(Duration::from_secs(269)).await;
    client.get("1").await.unwrap();
    advance(Duration::from_secs(2)).await;
    client.get("1").await.unwrap();
    assert_eq!(story(&script), ["fetch", "Bearer t-1", "Bearer t-1", "fetch", "Bearer t-2"]);
    assert_eq!(script.body(0), "grant_type=client_credentials");
    let asked = script.request(0);
    assert_eq!(asked.headers()["authorization"], "Basic cmVwb3J0ZXI6czNjcmV0");
    assert_eq!(asked.headers()["content-type"], "application/x-www-form-urlencoded");
}

#[tokio::test(start_paused = true)]
async fn what_is_asked_for_is_sent_as_the_server_wants_it() {
    let script = Script::new([token(r#"{"access_token": "t"}"#), OK]);
    let own = ClientCredentials::new("a:b", "c d&e").token_url("http://auth.test/token").auth(ClientAuth::Body);
    let own = own.scopes(["read", "write"]).audience("api");
    let client = script.builder().client_credentials(own).build().unwrap();
    client.get("1").await.unwrap();
    let expected = "grant_type=client_credentials&scope=read+write&audience=api&client_id=a%3Ab&client_secret=c+d%26e";
    assert_eq!(script.body(0), expected);
    assert_eq!(script.request(0).uri().to_string(), "http://auth.test/token");
    assert!(script.request(0).headers().get("authorization").is_none());
}

#[tokio::test(start_paused = true)]
async fn calls_that_wait_share_one_request() {
    let script = Script::new([Reply::LateAnswer(Duration::from_secs(2), 200, FIRST_BODY), OK]);
    let client = client(&script);
    let calls: Vec<_> = (0..50).map(|it| tokio::spawn(client.get(&it.to_string()).into_future())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(story(&script).iter().filter(|it| *it == "fetch").count(), 1);
    assert_eq!(script.count(), 51);
}

const FIRST_BODY: &str = r#"{"access_token": "t-1", "expires_in": 300}"#;

#[tokio::test(start_paused = true)]
async fn a_call_that_gives_up_leaves_the_request_to_the_others() {
    let script = Script::new([Reply::LateAnswer(Duration::from_secs(20), 200, FIRST_BODY), OK]);
    let client = client(&script);
    let hasty = tokio::spawn(client.get("1").deadline(Duration::from_secs(5)).into_future());
    let dropped = tokio::spawn(timeout(Duration::from_secs(3), client.get("2").into_future()));
    let patient = tokio::spawn(client.get("3").into_future());
    assert!(dropped.await.unwrap().is_err());
    let error = hasty.await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    patient.await.unwrap().unwrap();
    assert_eq!(story(&script), ["fetch", "Bearer t-1"]);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_once_also_for_what_is_sent_once() {
    let script = Script::new([FIRST, status(401), SECOND, OK]);
    let client = client(&script);
    client.once().await.unwrap();
    assert_eq!(story(&script), ["fetch", "Bearer t-1", "fetch", "Bearer t-2"]);

    let script = Script::new([FIRST, status(401), SECOND, status(401)]);
    let error = self::client(&script).get("1").await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (401, 2));
    assert_eq!(script.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn many_refusals_of_one_token_renew_it_once() {
    let script = Script::new([FIRST, OK]);
    let client = client(&script);
    client.get("0").await.unwrap();
    let refused = Reply::LateAnswer(Duration::from_secs(1), 401, "{}");
    let script = script.then([refused.clone(), refused.clone(), refused, SECOND, OK]);
    let calls = [client.get("1"), client.get("2"), client.get("3")].map(|it| tokio::spawn(it.into_future()));
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(story(&script).iter().filter(|it| *it == "fetch").count(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_refusal_of_the_token_endpoint_is_typed_and_final() {
    let body = r#"{"error": "invalid_client", "error_description": "no such client, or s3cret is wrong"}"#;
    let script = Script::new([Reply::Answer(401, &[], body)]);
    let error = client(&script).get("1").await.unwrap_err();
    let token = error.token_error().unwrap();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Token, 0));
    assert_eq!(
        (token.kind(), token.code(), token.status()),
        (TokenErrorKind::Refused, Some("invalid_client"), Some(401))
    );
    assert_eq!(script.count(), 1);
    let shown = format!("{error} {error:?} {token} {token:?} {:?} {:?}", client(&script), credentials());
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_fails_is_asked_again_also_for_what_is_sent_once() {
    let broken = Reply::Fail(TransportErrorKind::Connection);
    let script = Script::new([status(503), broken, FIRST, OK]);
    client(&script).once().await.unwrap();
    assert_eq!(story(&script), ["fetch", "fetch", "fetch", "Bearer t-1"]);

    let script = Script::new([status(503)]);
    let error = client(&script).get("1").await.unwrap_err();
    assert_eq!(error.token_error().unwrap().kind(), TokenErrorKind::Unavailable);
    assert_eq!(script.count(), 4, "as often as the call's own policy says");
}

#[tokio::test(start_paused = true)]
async fn answers_without_a_token_are_an_error() {
    let bodies = ["{}", "no JSON", r#"{"access_token": ""}"#, r#"{"access_token": "a\nb"}"#, "null"];
    for body in bodies.into_iter().chain([r#"{"access_token": "t", "token_type": "mac"}"#]) {
        let script = Script::new([token(body)]);
        let error = client(&script).get("1").await.unwrap_err();
        assert_eq!(error.token_error().unwrap().kind(), TokenErrorKind::Malformed, "{body}");
        assert_eq!(script.count(), 1, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_still_good_serves_while_the_endpoint_is_down() {
    let script = Script::new([FIRST, OK, status(500), OK]);
    let client = client(&script);
    client.get("1").await.unwrap();
    advance(Duration::from_secs(280)).await;
    client.get("1").await.unwrap();
    assert_eq!(story(&script), ["fetch", "Bearer t-1", "fetch", "Bearer t-1"]);
}

#[tokio::test(start_paused = true)]
async fn a_silent_token_endpoint_times_out() {
    let script = Script::new([Reply::Never]);
    let error = builder(&script).no_retry().build().unwrap().get("1").await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Token), "{error:?}");
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_program_can_bring_tokens_of_its_own() {
    struct Vault;
    impl TokenSource for Vault {
        fn token(&self) -> BoxFuture<'static, Result<AccessToken, TokenError>> {
            Box::pin(async { Ok(AccessToken::new("own")) })
        }
    }
    struct Empty;
    impl TokenSource for Empty {
        fn token(&self) -> BoxFuture<'static, Result<AccessToken, TokenError>> {
            Box::pin(async { Err(TokenError::other("the vault is sealed")) })
        }
    }
    let script = Script::new([OK]);
    script.builder().token_source(Vault).build().unwrap().get("1").await.unwrap();
    assert_eq!(story(&script), ["Bearer own"]);
    let error = script.builder().token_source(Empty).build().unwrap().get("1").await.unwrap_err();
    assert_eq!(error.token_error().unwrap().kind(), TokenErrorKind::Other);
    assert_eq!(script.count(), 1);
}

#[test]
fn the_token_endpoint_has_to_be_known() {
    let script = Script::new([OK]);
    for credentials in [
        ClientCredentials::new("a", "b"),
        credentials().token_url("file:///etc/passwd"),
        credentials().token_url("http://user:password@auth.test/token"),
    ] {
        let error = script.builder().client_credentials(credentials).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!error.to_string().contains("password"));
    }
}

#[tokio::test]
async fn over_real_connections() {
    let server = Server::start().await.unwrap();
    server.answer(Answer::close());
    server.answer(Answer::json(200, r#"{"access_token": "t-1", "expires_in": 300}"#));
    let own = ClientCredentials::new("a", "b").token_url("/token");
    let quick = sdk_runtime::RetryPolicy::new().delay(Duration::ZERO);
    let client = TestSdk::builder(server.url()).client_credentials(own).retry(quick).build().unwrap();
    client.get("1").await.unwrap();
    let targets: Vec<String> = server.exchanges().into_iter().map(|it| it.target).collect();
    assert_eq!(targets.last().unwrap(), "/things/1");
    assert!(targets.iter().filter(|it| *it == "/token").count() >= 1);
}
