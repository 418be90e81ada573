//! Teams, keys and bills.

use serde_json::json;

use aegis_sdk::models::InviteMemberRequest;

use crate::programs::{billing, keys, team};
use crate::stage::{client, fails, ok, play, serve};

#[tokio::test]
async fn team() {
    let server = serve([
        ok(json!({"members": [{"user_id": "u-17", "role": "owner", "joined_at": 1_777_777_777}], "count": 1})),
        sdk_runtime::testing::Answer::json(
            201,
            r#"{"invitation":{"id":"i-1","invitee_email":"ada@example.com","expires_at":"2026-12-01T00:00:00Z"}}"#,
        ),
        ok(json!({"tier": "business", "members_used": 1, "is_team": true})),
    ])
    .await;
    let mut out = Vec::new();
    team::run(&server.url(), "user-jwt", &mut out).await.unwrap();
    let printed = "u-17 is owner\ninvited until 2026-12-01T00:00:00Z\nanother team has business\n";
    assert_eq!(String::from_utf8(out).unwrap(), printed);
    let tenants: Vec<_> = server.exchanges().iter().map(|it| it.header("x-tenant-id").unwrap().to_owned()).collect();
    let own = "t-3fa85f64-5717-4562-b3fc-2c963f66afa6";
    assert_eq!(tenants, [own, own, "t-another"]);
}

#[tokio::test]
async fn a_team_s_call_without_its_tenant_is_not_sent() {
    let server = serve([]).await;
    let client = client(&server);
    let error = client.colony().invite_member(InviteMemberRequest::new("ada@example.com")).await.unwrap_err();
    assert!(error.is_request(), "{error}");
    assert!(error.to_string().contains("set `tenant_id` of the client"), "{error}");
    assert_eq!(server.exchanges().len(), 0);
}

#[tokio::test]
async fn keys() {
    let key = json!({"id": "k-1", "name": "ci-pipeline", "api_key": "aegis_0123456789", "scopes": ["agent:list"]});
    let created = |body: serde_json::Value| sdk_runtime::testing::Answer::json(201, body.to_string());
    let played = play([created(json!({"id": "c-1"})), created(key)], keys::run).await;
    assert_eq!(played.printed, "credential c-1\nkey k-1: aegis_…\n");
    let stored =
        json!({"provider": "github", "label": "github-token", "value": "ghp_xxxx", "credential_type": "secret"});
    assert_eq!(played.sent[0], ("POST /v1/credentials/api-keys".to_owned(), stored));
    assert_eq!(played.sent[1].1, json!({"name": "ci-pipeline", "scopes": ["agent:list"]}));
}

#[tokio::test]
async fn billing() {
    let price = json!({"price_id": "price_pro", "amount": 4900, "currency": "usd"});
    let played = play(
        [
            ok(json!({"tiers": [{"tier": "pro", "monthly": price}, {"tier": "free", "monthly": null}]})),
            ok(json!({"url": "https://checkout.example.com/1"})),
            ok(json!({"url": "https://portal.example.com/1"})),
            ok(json!({"tier": "pro", "status": "active", "stripe_subscription_id": "sub_1"})),
            ok(json!({"invoices": [
                {"id": "in_1", "amount_due": 4900, "status": "paid"},
                {"id": "in_2", "amount": 100, "pdf_url": "https://x.example.com", "status": "open"},
            ], "count": 2})),
        ],
        billing::run,
    )
    .await;
    let printed = "pro: Some(4900)\nfree: None\npay at https://checkout.example.com/1\n\
        manage at https://portal.example.com/1\npro is active\nin_1: 4900, paid\nin_2: 100, open\n";
    assert_eq!(played.printed, printed);
    assert_eq!(played.sent[1].1["seats"], 5);
    assert_eq!(played.sent[2].1, json!({"return_url": "https://app.example.com/settings"}));
}

#[tokio::test]
async fn an_installation_without_billing_says_so_once() {
    let none = || fails(501, json!({"error": "billing_not_configured", "message": "Stripe is not configured"}));
    let played = play([none()], billing::run).await;
    assert_eq!(played.printed, "This installation has no billing.\n");

    let server = serve([none(), none()]).await;
    let client = aegis_sdk::Client::builder(server.url()).bearer("user-jwt").build().unwrap();
    let error = client.billing().get_invoices().await.unwrap_err();
    assert_eq!(error.status().map(|it| it.as_u16()), Some(501));
    assert_eq!((error.code(), error.attempts()), (Some("billing_not_configured"), 1));
}
