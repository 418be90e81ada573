//! Programs in containers: tools that are called with signatures, and the loop of an agent's own bootstrap program.

use std::collections::BTreeMap;

use aegis_sdk::dispatch::{Environment, Message, Setup};
use aegis_sdk::runtime::Module;
use aegis_sdk::seal::{SealClient, Verifier};
use aegis_sdk::{Client, models::AttestSealRequest};
use serde_json::json;

use crate::programs::{bootstrap, seal_tools};
use crate::stage::{client, fails, ok, sent, serve};

fn attested() -> sdk_runtime::testing::Answer {
    ok(
        json!({"status": "success", "security_token": "seal-jwt", "expires_at": "2099-01-01T00:00:00Z", "session_id": "s-1"}),
    )
}

#[tokio::test]
async fn tools_are_called_with_signatures_that_hold() {
    let server = serve([
        ok(json!({"protocol": "seal/v1", "tools": [{"name": "fs.read"}]})),
        attested(),
        ok(json!({"status": "success", "content": "print(1)"})),
        fails(400, json!({"error": "policy violation"})),
    ])
    .await;
    let mut out = Vec::new();
    seal_tools::run(&server.url(), "user-jwt", &mut out).await.unwrap();
    let printed = "may call \"fs.read\"\nprint(1)\nrefused: policy violation\n";
    assert_eq!(String::from_utf8(out).unwrap(), printed);

    let exchanges = server.exchanges();
    let targets: Vec<&str> = exchanges.iter().map(|it| it.target.as_str()).collect();
    assert_eq!(
        targets,
        ["/v1/seal/tools?security_context=default", "/v1/seal/attest", "/v1/seal/invoke", "/v1/seal/invoke"]
    );
    let bearers: Vec<_> = exchanges.iter().map(|it| it.header("authorization")).collect();
    assert_eq!(bearers, [None, Some("Bearer user-jwt"), None, None]);
    let key = exchanges[1].json()["public_key"].as_str().unwrap().parse().unwrap();
    let payload = Verifier::new(key).security_token("seal-jwt").verify(&exchanges[2].json()).unwrap();
    assert_eq!(payload["params"], json!({"name": "fs.read", "arguments": {"path": "/workspace/main.py"}}));
}

/// Another client's credentials, transport and policies serve as well; and the operations can be called one by one.
#[tokio::test]
async fn a_client_s_credentials_attest_a_key() {
    let server = serve([attested(), attested()]).await;
    let client = client(&server);
    let seal = SealClient::with_client(client.clone(), "my-workload", "default").claim("tenant_id", "t-1");
    let result = seal.attest().await.unwrap();
    assert_eq!((result.security_token.expose(), result.session_id.as_deref()), ("seal-jwt", Some("s-1")));
    client.seal().attest_seal(AttestSealRequest::new("a-key")).await.unwrap();
    let exchanges = server.exchanges();
    assert!(exchanges.iter().all(|it| it.header("authorization") == Some("Bearer user-jwt")));
    assert_eq!(exchanges[0].json()["tenant_id"], "t-1");
}

const ID: &str = "8c5b8e3e-4a3c-4d8f-9f4e-0d9c2b1a7e66";

fn environment(url: &str) -> Environment {
    let variables = BTreeMap::from([
        ("AEGIS_AGENT_ID", ID),
        ("AEGIS_EXECUTION_ID", ID),
        ("AEGIS_ORCHESTRATOR_URL", url),
        ("AEGIS_MODEL_ALIAS", "fast"),
        ("AEGIS_AGENT_INSTRUCTION", "Run the tests."),
    ]);
    let settings = &<Client as Module<Setup>>::setup().settings;
    Environment::read(settings, |name| variables.get(name).map(|it| (*it).to_owned())).unwrap()
}

#[tokio::test]
async fn a_bootstrap_program_runs_what_it_is_told_until_the_end() {
    let server = serve([
        ok(json!({"type": "dispatch", "dispatch_id": "d-1", "action": "exec", "command": "sh", "args": ["-c", "echo 3 passed"], "cwd": "/"})),
        ok(json!({"type": "final", "content": "All tests pass.", "tool_calls_executed": 1})),
    ])
    .await;
    let mut out = Vec::new();
    bootstrap::run(&environment(&server.url()), &mut out).await.unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "All tests pass.\n");
    let sent = sent(&server);
    assert!(sent.iter().all(|it| it.0 == "POST /v1/dispatch-gateway"));
    let asked = json!({"type": "generate", "agent_id": ID, "execution_id": ID, "iteration_number": 1, "prompt": "Run the tests.", "messages": [], "model_alias": "fast"});
    assert_eq!(sent[0].1, asked);
    assert_eq!((&sent[1].1["stdout"], &sent[1].1["exit_code"]), (&json!("3 passed\n"), &json!(0)));
}

#[test]
fn a_container_is_told_all_that_is_missing() {
    let error = Environment::read(&<Client as Module<Setup>>::setup().settings, |_| None).unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("AEGIS_EXECUTION_ID is missing") && message.contains("AEGIS_ORCHESTRATOR_URL is missing"),
        "{message}"
    );
}

/// The operation of the client speaks the same messages, without the loop.
#[tokio::test]
async fn the_gateway_s_operation_takes_and_gives_messages() {
    let server = serve([ok(json!({"content": "Done.", "tool_calls_executed": 0}))]).await;
    let asked = environment(&server.url()).generate("Go.");
    let Message::Final(last) = client(&server).dispatch().dispatch_gateway(asked.into()).await.unwrap() else {
        panic!()
    };
    assert_eq!(last.content, "Done.");
}
