//! The client against a gateway on loopback that checks what it is sent.

use std::time::Duration;

use sdk_runtime::facts::{Method, Operation, Param, SdkFacts, SecurityKind, SecurityScheme};
use sdk_runtime::seal::{Operations, SealCallError, SealClient, SealError, Settings, Setup, Verifier};
use sdk_runtime::testing::{Answer, Server};
use sdk_runtime::{Client, Module, Sdk};
use serde_json::{Value, json};

static FACTS: SdkFacts =
    SdkFacts { security: &[SecurityScheme { name: "bearer", kind: SecurityKind::Bearer }], ..SdkFacts::NEW };
static ATTEST: Operation =
    Operation { id: "attest", method: Method::Post, path: "/attest", security: &[&[0]], ..Operation::NEW };
static INVOKE: Operation = Operation { id: "invoke", method: Method::Post, path: "/invoke", ..Operation::NEW };
static TOOLS: Operation = Operation { id: "tools", path: "/tools", params: &[Param::query("scope")], ..Operation::NEW };
static SETUP: Setup = Setup {
    operations: Operations { attest: &ATTEST, invoke: &INVOKE, tools: &TOOLS },
    settings: Settings { token_lifetime_seconds: 3600, renew_before_seconds: 30, scope_parameter: "scope" },
};

/// What would be generated.
struct Gateway(Client);

impl Sdk for Gateway {
    fn facts() -> &'static SdkFacts {
        &FACTS
    }

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

impl Module<Setup> for Gateway {
    fn setup() -> &'static Setup {
        &SETUP
    }

    fn core(&self) -> &Client {
        &self.0
    }
}

fn client(server: &Server) -> SealClient<Gateway> {
    SealClient::new(server.url(), "my-workload", "default").unwrap()
}

/// An attestation whose token ends so many seconds from now.
fn attested(token: &str, seconds: i64) -> Answer {
    let ends = std::time::SystemTime::now() + Duration::from_secs(seconds.unsigned_abs());
    let ends = sdk_runtime::data::Timestamp::from(ends).to_string();
    let body = json!({"status": "success", "security_token": token, "expires_at": ends, "session_id": "s1"});
    Answer::json(200, body.to_string())
}

fn paths(server: &Server) -> Vec<String> {
    server.exchanges().iter().map(|it| it.path().to_owned()).collect()
}

#[tokio::test]
async fn a_tool_is_called_with_an_envelope_that_verifies() {
    let server = Server::start().await.unwrap();
    server.answer(attested("tok-1", 3600));
    server.answer(Answer::json(200, r#"{"status":"success","content":"fn main() {}"}"#));
    server.answer(Answer::json(200, r#"{"payload":{"jsonrpc":"2.0","id":2,"result":{"content":"wrapped"}}}"#));
    let seal = client(&server).bearer("aegis_key").claim("tenant_id", "t-1");
    let first = seal.call_tool("read_file", json!({"path": "/workspace/main.rs", "é": [1, 0.5]})).await.unwrap();
    let second = seal.call_tool("read_file", json!({})).await.unwrap();
    assert_eq!((first["content"].as_str(), second["content"].as_str()), (Some("fn main() {}"), Some("wrapped")));

    let sent = server.exchanges();
    assert_eq!(paths(&server), ["/attest", "/invoke", "/invoke"]);
    assert_eq!(sent[0].header("authorization"), Some("Bearer aegis_key"));
    assert_eq!(sent[1].header("authorization"), None);
    let claims = sent[0].json();
    let parts = (&claims["workload_id"], &claims["security_context"], &claims["tenant_id"]);
    assert_eq!(parts, (&json!("my-workload"), &json!("default"), &json!("t-1")));
    let verifier = Verifier::new(claims["public_key"].as_str().unwrap().parse().unwrap()).security_token("tok-1");
    let payload = verifier.verify(&sent[1].json()).unwrap();
    assert_eq!((&payload["method"], &payload["params"]["name"]), (&json!("tools/call"), &json!("read_file")));
    assert_ne!(payload["id"], verifier.verify(&sent[2].json()).unwrap()["id"]);
    assert!(!format!("{seal:?}").contains("tok-1") && !format!("{seal:?}").contains("aegis_key"));
}

#[tokio::test]
async fn a_token_that_is_about_to_end_is_renewed_once_for_all_with_a_new_key() {
    let server = Server::start().await.unwrap();
    server.answer(attested("old", 10));
    let seal = client(&server);
    let result = seal.attest().await.unwrap();
    assert_eq!((result.security_token.expose(), result.session_id.as_deref()), ("old", Some("s1")));
    server.answer(attested("new", 3600));
    let (one, other) = tokio::join!(seal.call_tool("a", json!({})), seal.call_tool("b", json!({})));
    one.and(other).unwrap();
    let sent = server.exchanges();
    assert_eq!(paths(&server), ["/attest", "/attest", "/invoke", "/invoke"]);
    assert_ne!(sent[0].json()["public_key"], sent[1].json()["public_key"]);
    let key = sent[1].json()["public_key"].as_str().unwrap().parse().unwrap();
    for invoke in &sent[2..] {
        Verifier::new(key).security_token("new").verify(&invoke.json()).unwrap();
    }
}

#[tokio::test]
async fn a_gateway_that_names_no_end_is_taken_at_the_usual_lifetime() {
    let server = Server::start().await.unwrap();
    server.answer(Answer::json(200, r#"{"security_token":"tok"}"#));
    let seal = client(&server);
    seal.call_tool("a", json!({})).await.unwrap();
    seal.call_tool("b", json!({})).await.unwrap();
    assert_eq!(paths(&server), ["/attest", "/invoke", "/invoke"]);
}

#[tokio::test]
async fn an_erased_client_sends_nothing_until_it_is_attested_again() {
    let server = Server::start().await.unwrap();
    server.always(attested("tok", 3600));
    let seal = client(&server);
    seal.attest().await.unwrap();
    seal.erase();
    let error = seal.call_tool("a", json!({})).await.unwrap_err();
    assert!(matches!(error, SealCallError::Seal(SealError::Erased)), "{error}");
    assert_eq!(paths(&server), ["/attest"]);
    seal.attest().await.unwrap();
    seal.call_tool("a", json!({})).await.unwrap();
}

#[tokio::test]
async fn both_forms_of_refusal_are_read() {
    let protocol = json!({"protocol": "seal/v1", "status": "error",
        "error": {"code": 1004, "message": "stale", "timestamp": "2025-04-02T13:20:00Z", "request_id": "r1"}});
    type Case = (u16, Value, Option<i64>, &'static str, Option<&'static str>);
    let cases: [Case; 5] = [
        (401, protocol.clone(), Some(1004), "stale", Some("r1")),
        (200, protocol, Some(1004), "stale", Some("r1")),
        (400, json!({"error": "signature invalid"}), None, "signature invalid", None),
        (401, json!({"error": "unauthorized"}), None, "unauthorized", None),
        (
            200,
            json!({"payload": {"jsonrpc": "2.0", "id": 1, "error": {"code": -32601, "message": "no such tool"}}}),
            Some(-32601),
            "no such tool",
            None,
        ),
    ];
    for (status, body, code, message, request_id) in cases {
        let server = Server::start().await.unwrap();
        server.answer(attested("tok", 3600));
        server.answer(Answer::json(status, body.to_string()));
        let error = client(&server).call_tool("a", json!({})).await.unwrap_err();
        let refusal = error.refusal().unwrap();
        let found = (refusal.code, refusal.message.as_str(), refusal.request_id.as_deref());
        assert_eq!(found, (code, message, request_id), "{error}");
        assert_eq!(paths(&server).len(), 2, "a call of a tool is sent once");
    }
}

/// A tool's own answer may look like a wrapper or an error, and is left alone.
#[tokio::test]
async fn what_a_tool_gives_is_not_taken_apart() {
    for own in [
        json!({"payload": {"a": 1}}),
        json!({"payload": "text"}),
        json!({"payload": {"result": {"a": 1}, "rows": 7}, "status": "success", "cost": 3}),
        json!({"payload": {"error": "none"}, "status": "success"}),
        json!({"error": "in a field"}),
        json!([1]),
        json!(null),
    ] {
        let server = Server::start().await.unwrap();
        server.answer(attested("tok", 3600));
        server.answer(Answer::json(200, own.to_string()));
        assert_eq!(client(&server).call_tool("a", json!({})).await.unwrap(), own);
    }
}

#[tokio::test]
async fn an_attestation_that_fails_says_why() {
    let server = Server::start().await.unwrap();
    server.answer(Answer::json(401, r#"{"error":"unauthorized"}"#));
    server.answer(Answer::json(200, "{}"));
    let seal = client(&server);
    let error = seal.call_tool("a", json!({})).await.unwrap_err();
    assert_eq!(error.refusal().map(|it| it.message).as_deref(), Some("unauthorized"));
    let error = seal.attest().await.unwrap_err();
    assert!(error.to_string().contains("security_token"), "{error}");
}

#[tokio::test]
async fn an_attestation_that_fails_fails_once_for_all_that_wait_for_it() {
    let server = Server::start().await.unwrap();
    server.answer(Answer::json(403, r#"{"error":"permission_denied"}"#));
    let seal = client(&server);
    let calls = (0..5).map(|_| seal.call_tool("a", json!({})));
    for outcome in futures_util::future::join_all(calls).await {
        let SealCallError::Call(error) = outcome.unwrap_err() else { panic!() };
        assert_eq!((error.status().map(|it| it.as_u16()), error.message()), (Some(403), Some("permission_denied")));
    }
    assert_eq!(paths(&server), ["/attest"]);
    server.always(attested("tok", 3600));
    seal.call_tool("a", json!({})).await.unwrap();
    assert_eq!(paths(&server), ["/attest", "/attest", "/invoke"], "who comes later tries again");
}

#[tokio::test]
async fn tools_are_those_of_the_scope() {
    let server = Server::start().await.unwrap();
    server.answer(Answer::json(200, r#"{"protocol":"seal/v1","tools":[{"name":"fs.read"}]}"#));
    assert_eq!(client(&server).tools().await.unwrap(), [json!({"name": "fs.read"})]);
    assert_eq!(server.exchanges()[0].target, "/tools?scope=default");
}
