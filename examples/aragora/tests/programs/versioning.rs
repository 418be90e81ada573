//! One program in both versions of the API.

use aragora_sdk::ApiVersion;
use sdk_runtime::testing::{Answer, Server};
use serde_json::json;

use crate::programs::versions;
use crate::stage::{fails, get, ok, post, sent, serve};

async fn play(server: &Server, version: ApiVersion) -> String {
    let mut out = Vec::new();
    versions::run(&server.url(), version, &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

#[tokio::test]
async fn in_the_deprecated_version() {
    let health = ok(json!({"status": "healthy"}))
        .header("deprecation", "true")
        .header("sunset", "2026-06-01")
        .header("link", "</api/v2/health>; rel=\"successor-version\"");
    let created = Answer::json(200, r#"{"success": true, "debate_id": "adhoc_1", "status": "created"}"#);
    let server = serve([created, health, ok(json!([]))]).await;
    let printed = play(&server, ApiVersion::V1).await;
    assert_eq!(printed, "Started: adhoc_1\nStatus: healthy\nDeprecated; ends 2026-06-01; instead /api/v2/health\n");
    let question = json!({"task": "Should we?", "agents": ["demo", "demo"]});
    assert_eq!(sent(&server), [post("/api/v1/debates", question), get("/api/v1/health"), get("/api/v1/replays")]);
}

#[tokio::test]
async fn in_the_current_version_with_its_envelope_and_its_paths() {
    let meta = json!({"version": "v2", "timestamp": "2025-01-18T12:00:00Z", "request_id": "req_abc123xyz"});
    let server = serve([
        ok(json!({"data": {"debate_id": "adhoc_1"}, "meta": meta})),
        fails(404, json!({"error": "API endpoint not found: /api/v2/health", "code": "not_found"})),
        ok(json!({"data": {"status": "healthy"}, "meta": meta})).header("x-ratelimit-remaining", "45"),
        ok(json!([])),
    ])
    .await;
    let printed = play(&server, ApiVersion::V2).await;
    let own = "Replays are in v1, not in v2\nReplays: 0\n";
    assert_eq!(printed, format!("Started: adhoc_1\nStatus: healthy\nRequest: req_abc123xyz\nRequests left: 45\n{own}"));
    let question = json!({"task": "Should we?", "agents": ["demo", "demo"]});
    assert_eq!(
        sent(&server),
        [
            post("/api/v2/debates", question),
            get("/api/v2/health"),
            get("/api/v2/system/health"),
            get("/api/v1/replays"),
        ]
    );
}
