//! Every form in which the orchestrator says no.

use aegis_sdk::models::{ApiError, ApproveRequest};
use aegis_sdk::{Client, Error, ErrorCode};
use sdk_runtime::testing::Answer;
use serde_json::json;

use crate::stage::{client, fails, ok, serve};

async fn answered(answer: Answer, call: impl AsyncFnOnce(Client) -> Error) -> Error {
    let server = serve([answer]).await;
    call(client(&server)).await
}

async fn listing(client: Client) -> Error {
    client.executions().list_executions().await.unwrap_err()
}

#[tokio::test]
async fn failures_with_status_200_are_errors() {
    let no = |text: &str| ok(json!({"error": text}));
    let errors = [
        answered(no("database is gone"), listing).await,
        answered(no("database is gone"), async |it| it.swarms().get_swarm("s").await.unwrap_err()).await,
        answered(no("database is gone"), async |it| it.stimulus().get_stimulus("s").await.unwrap_err()).await,
        answered(no("database is gone"), async |it| it.observability().list_storage_violations().await.unwrap_err())
            .await,
        answered(no("database is gone"), async |it| it.human_approvals().get_pending_approval("a").await.unwrap_err())
            .await,
        answered(no("database is gone"), async |it| {
            it.human_approvals().approve_request("a", ApproveRequest::new()).await.unwrap_err()
        })
        .await,
    ];
    for error in errors {
        assert!(error.is_status(), "{error:?}");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(200));
        assert_eq!(error.message(), Some("database is gone"));
        let typed = error.typed::<ApiError>().unwrap().unwrap();
        assert_eq!(typed.error.as_deref(), Some("database is gone"));
    }
}

#[tokio::test]
async fn lists_come_in_every_form() {
    for body in [json!([{"id": "e"}]), json!({"executions": [{"id": "e"}]})] {
        let server = serve([ok(body)]).await;
        assert_eq!(client(&server).executions().list_executions().await.unwrap()[0].id, "e");
    }
    let node = json!([{"node_id": "n"}]);
    for body in [json!({"source": "x", "items": node}), json!({"nodes": node}), node.clone()] {
        let server = serve([ok(body)]).await;
        assert_eq!(client(&server).cluster().get_cluster_nodes().await.unwrap()[0].node_id, "n");
    }
    let incident = json!([{"category": "policy"}]);
    for body in [json!({"items": incident}), json!({"incidents": incident, "error": null})] {
        let server = serve([ok(body)]).await;
        assert_eq!(client(&server).observability().list_security_incidents().await.unwrap()[0].category, "policy");
    }
}

#[tokio::test]
async fn a_refusal_is_plain_text_or_json() {
    let plain = Answer::bytes(401, "text/plain; charset=utf-8", "Invalid Authorization header format");
    let error = answered(plain, listing).await;
    assert_eq!(error.message(), Some("Invalid Authorization header format"));
    assert_eq!(error.code(), None);

    let extractor = Answer::bytes(422, "text/plain; charset=utf-8", "Failed to deserialize the JSON body");
    assert_eq!(answered(extractor, listing).await.message(), Some("Failed to deserialize the JSON body"));

    let edge = fails(400, json!({"status": "error", "code": "bad_selector", "message": "No such group"}));
    let error = answered(edge, async |it| it.edge().list_groups().await.unwrap_err()).await;
    assert_eq!((error.code(), error.message()), (Some("bad_selector"), Some("No such group")));
}

#[tokio::test]
async fn codes_are_known_by_name() {
    let cases = [
        (403, json!({"error": "operator_required", "message": "x"}), ErrorCode::OperatorRequired),
        (402, json!({"error": "colony_suspended", "message": "x", "remediation": "pay"}), ErrorCode::ColonySuspended),
        (501, json!({"error": "billing_not_configured", "message": "x"}), ErrorCode::BillingNotConfigured),
        (503, json!({"error": "cortex_not_configured", "message": "x"}), ErrorCode::CortexNotConfigured),
        (409, json!({"error": "idempotent_duplicate", "message": "x"}), ErrorCode::IdempotentDuplicate),
        (403, json!({"error": "insufficient_scope", "required": "agent:list"}), ErrorCode::InsufficientScope),
    ];
    for (status, body, code) in cases {
        let error = answered(fails(status, body), listing).await;
        assert_eq!(ErrorCode::of(&error), Some(code), "{error}");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
    }
}

#[tokio::test]
async fn what_is_suspended_says_what_helps() {
    let body = json!({"error": "colony_suspended", "team_id": "t", "reason": "unpaid", "remediation": "pay"});
    let error = answered(fails(402, body), listing).await;
    let typed = error.typed::<ApiError>().unwrap().unwrap();
    assert_eq!((typed.reason.as_deref(), typed.remediation.as_deref()), (Some("unpaid"), Some("pay")));
}

#[tokio::test]
async fn secrets_are_not_listed_and_credentials_are_no_service_s() {
    let error = answered(fails(501, json!({"error": "not implemented"})), async |it| {
        it.secrets().list_secrets().await.unwrap_err()
    })
    .await;
    assert_eq!((error.status().map(|it| it.as_u16()), ErrorCode::of(&error)), (Some(501), None));
    let body = json!({"error": "service accounts have no credentials"});
    let error = answered(fails(403, body), async |it| it.credentials().list_credentials().await.unwrap_err()).await;
    assert_eq!(error.status().map(|it| it.as_u16()), Some(403));
}
