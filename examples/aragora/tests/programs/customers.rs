//! Organizations and tenants.

use serde_json::json;

use crate::programs::{organizations, tenants};
use crate::stage::{get, ok, play, post};

#[tokio::test]
async fn organizations() {
    let answers = [
        ok(json!({"organizations": [{"org_id": "org-1", "role": "owner", "is_default": true}]})),
        ok(json!({"organization": {"id": "org-1", "name": "Acme", "member_count": 1}})),
        ok(json!({"members": [{"id": "u-1", "email": "tester@example.com", "role": "owner"}], "count": 1})),
        ok(json!({"message": "Invitation sent to user@acme.com", "invitation_id": "inv-1"})),
        ok(json!({"organization": {"id": "org-1", "name": "Acme"}})),
    ];
    let played = play(answers, organizations::run).await;
    let expected = "\
        Acme has 1 members\n\
        - tester@example.com\n\
        Invitation sent to user@acme.com\n\
        Calls count for Acme.\n";
    assert_eq!(played.printed, expected);
    let expected = [
        get("/api/v1/user/organizations"),
        get("/api/v1/org/org-1"),
        get("/api/v1/org/org-1/members"),
        post("/api/v1/org/org-1/invite", json!({"email": "user@acme.com", "role": "member"})),
        post("/api/v1/user/organizations/switch", json!({"org_id": "org-1"})),
    ];
    assert_eq!(played.sent, expected);
}

#[tokio::test]
async fn nobodys_organization() {
    let played = play([ok(json!({"organizations": []}))], organizations::run).await;
    assert_eq!(played.printed, "You belong to no organization.\n");
}

#[tokio::test]
async fn tenants() {
    let answers = [
        ok(json!({"tenants": [], "total": 0})),
        ok(json!({"tenant": {"id": "t-1", "name": "Acme Corp", "slug": "acme", "tier": "enterprise"}})),
        ok(json!({"tenant_id": "t-1", "debates_this_month": 12})),
        ok(json!({"quotas": {"debates_per_month": 5000, "users_per_org": 50}})),
    ];
    let played = play(answers, tenants::run).await;
    assert_eq!(played.printed, "0 tenants\n12 debates this month\n5000 debates allowed\n");
    let expected = [
        get("/api/v1/tenants"),
        post("/api/v1/tenants", json!({"name": "Acme Corp", "slug": "acme", "tier": "enterprise"})),
        get("/api/v1/tenants/t-1/usage"),
        ("PATCH /api/v1/tenants/t-1/quotas".to_owned(), json!({"debates_per_month": 5000})),
    ];
    assert_eq!(played.sent, expected);
}
