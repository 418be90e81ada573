//! First steps: both ways to sign in, agents, errors.

use serde_json::json;

use crate::programs::{bearer, deploy, errors, quick_start};
use crate::stage::{fails, ok, play, post, sent, serve};

const TOKENS: &str = "/realms/aegis-system/protocol/openid-connect/token";

#[tokio::test]
async fn quick_start() {
    let token = json!({"access_token": "service-jwt", "token_type": "Bearer", "expires_in": 300});
    let keycloak = serve([ok(token)]).await;
    let server = serve([ok(json!({"execution_id": "5b9d2b54-3a0a-4a87-8a0a-9d0c8e3c1f10"}))]).await;
    let mut out = Vec::new();
    // A slash at the end of the realm server's URL does no harm.
    quick_start::run(&server.url(), &format!("{}/", keycloak.url()), "s3cret", &mut out).await.unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "5b9d2b54-3a0a-4a87-8a0a-9d0c8e3c1f10\n");
    let task = json!({"input": "Write a primality check in Python", "intent": "code-generation"});
    assert_eq!(sent(&server), [post("/v1/agents/2f1cbb3c-5a53-4c43-8f37-0d9a3f5b7c01/execute", task)]);
    assert_eq!(server.exchanges()[0].header("authorization"), Some("Bearer service-jwt"));
    let asked = &keycloak.exchanges()[0];
    assert_eq!(asked.target, TOKENS);
    assert_eq!(asked.text(), "grant_type=client_credentials&client_id=your-client-id&client_secret=s3cret");
}

#[tokio::test]
async fn bearer() {
    let agent = json!({"id": "2f1cbb3c-5a53-4c43-8f37-0d9a3f5b7c01", "name": "code-reviewer", "status": "Active"});
    let server = serve([ok(json!([agent])), ok(json!({"agents": []}))]).await;
    let mut out = Vec::new();
    bearer::run(&server.url(), "user-jwt", &mut out).await.unwrap();
    let printed = String::from_utf8(out).unwrap();
    assert_eq!(printed, "code-reviewer (2f1cbb3c-5a53-4c43-8f37-0d9a3f5b7c01)\n0 of another user\n");
    let tokens: Vec<_> = server.exchanges().iter().map(|it| it.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(tokens, ["Bearer user-jwt", "Bearer another-user-jwt"]);
}

#[tokio::test]
async fn deploy() {
    let id = "2f1cbb3c-5a53-4c43-8f37-0d9a3f5b7c01";
    let agent = json!({"id": id, "name": "code-reviewer", "version": "1.0.0", "manifest": {}, "manifest_yaml": ""});
    let played = play([ok(json!({"agent_id": id})), ok(agent)], deploy::run).await;
    assert_eq!(played.printed, format!("{id}\ncode-reviewer 1.0.0\n"));
    assert_eq!(played.sent[0].0, "POST /v1/agents");
    assert_eq!(played.sent[0].1["spec"]["task"]["instruction"], "You are a code reviewer.");
    assert_eq!(played.sent[1].0, format!("GET /v1/agents/{id}"));
}

#[tokio::test]
async fn errors() {
    let scope = fails(403, json!({"error": "insufficient_scope", "required": "agent:list"}));
    assert_eq!(play([scope], errors::run).await.printed, "The token lacks the scope agent:list.\n");
    let plain = sdk_runtime::testing::Answer::bytes(401, "text/plain; charset=utf-8", "Missing Authorization header");
    assert_eq!(play([plain], errors::run).await.printed, "Not signed in: Missing Authorization header\n");
    let operator = fails(403, json!({"error": "operator_required", "message": "Operators only"}));
    assert_eq!(play([operator], errors::run).await.printed, "OperatorRequired: Operators only\n");
    let text = fails(409, json!({"error": "agent exists"}));
    assert_eq!(play([text], errors::run).await.printed, "agents.list_agents: 409 Conflict: agent exists\n");
}
