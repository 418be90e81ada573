//! First steps: quick starts, configuration, health, errors, retries, events.

use serde_json::json;

use crate::programs::{configuration, decode_events, errors, health, quick_start, quick_start_blocking, retries};
use crate::stage::{fails, get, ok, play, post, sent, serve};

#[tokio::test]
async fn quick_start() {
    let answers = [
        ok(json!({"success": true, "debate_id": "adhoc_1", "status": "created"})),
        ok(json!({
            "debate_id": "adhoc_1",
            "task": "Should we use microservices?",
            "status": "completed",
            "final_answer": "Start with a modular monolith.",
            "consensus_reached": true,
        })),
    ];
    let played = play(answers, quick_start::run).await;
    assert_eq!(played.printed, "Consensus: Start with a modular monolith.\n");
    let question = json!({"task": "Should we use microservices?", "agents": ["anthropic-api", "openai-api"]});
    assert_eq!(played.sent, [post("/api/v1/debates", question), get("/api/v1/debates/adhoc_1")]);
}

#[tokio::test]
async fn quick_start_without_consensus() {
    let answers = [
        ok(json!({"debate_id": "adhoc_1"})),
        ok(json!({"debate_id": "adhoc_1", "task": "Should we?", "status": "failed"})),
    ];
    let played = play(answers, quick_start::run).await;
    assert_eq!(played.printed, "No consensus; the debate is failed.\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn quick_start_without_async() {
    let server = serve([
        ok(json!({"debate_id": "adhoc_1", "status": "created"})),
        ok(json!({"debate_id": "adhoc_1", "task": "Should we use microservices?", "status": "running"})),
    ])
    .await;
    let client = aragora_sdk::Client::builder(server.url()).build().unwrap();
    let program = std::thread::spawn(move || {
        let mut out = Vec::new();
        quick_start_blocking::run(&client, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    });
    assert_eq!(program.join().unwrap(), "Debate started: adhoc_1\nStatus: running\n");
    let question = json!({"task": "Should we use microservices?"});
    assert_eq!(sent(&server), [post("/api/v1/debates", question), get("/api/v1/debates/adhoc_1")]);
}

#[tokio::test]
async fn configuration() {
    let server = serve([ok(json!({"status": "healthy"}))]).await;
    let mut out = Vec::new();
    configuration::run(&server.url(), &mut out).await.unwrap();
    let printed = String::from_utf8(out).unwrap();
    assert!(printed.ends_with(&format!("{} is healthy\n", server.url())), "{printed}");
    assert!(!printed.contains("your-api-key"), "{printed}");
    let exchanges = server.exchanges();
    assert_eq!(exchanges[0].target, "/api/v1/health");
    assert_eq!(exchanges[0].header("authorization"), Some("Bearer another-key"));
    assert_eq!(exchanges[0].header("x-team"), Some("platform"));
}

#[tokio::test]
async fn health() {
    let known = ok(json!({"status": "healthy", "version": "2.11.0", "uptime_seconds": 61.7}));
    let played = play([known], health::run).await;
    assert_eq!(played.printed, "Status: healthy\nVersion: 2.11.0\nUptime: 62s\n");
    assert_eq!(played.sent, [get("/api/v1/health")]);

    let stranger = ok(json!({"status": "degraded", "timestamp": "2026-11-21T22:30:29.243432+00:00Z"}));
    assert_eq!(play([stranger], health::run).await.printed, "Status: degraded\n");
}

#[tokio::test]
async fn errors() {
    let missing = || {
        let details = json!({"debate_id": "nonexistent-id"});
        fails(404, json!({"error": {"code": "NOT_FOUND", "message": "Debate not found", "details": details}}))
    };
    let told = "\
        Error: debates.get: 404 Not Found: Debate not found [NOT_FOUND]\n\
        Code: NOT_FOUND\n\
        Status: Some(404)\n\
        Message: Debate not found\n\
        Details: {\"debate_id\":\"nonexistent-id\"}\n";
    let advice = [
        (fails(400, json!({"error": "No such agent"})), "Fix your request: No such agent\n"),
        (
            fails(429, json!({"error": "Rate limit exceeded", "code": "rate_limit_exceeded", "retry_after": 7})),
            "Rate limited. Retry in 7 s\n",
        ),
        (
            fails(402, json!({"error": "Quota exceeded", "code": "quota_exceeded"})),
            "Upgrade your plan or wait for the quota's reset.\n",
        ),
        (fails(500, json!({"error": "Internal"})), "The server failed; try again.\n"),
    ];
    for (answer, expected) in advice {
        let played = play([missing(), answer], errors::run).await;
        assert_eq!(played.printed, format!("{told}{expected}"));
        let question = json!({"task": "Should we?", "agents": ["invalid-agent"]});
        assert_eq!(played.sent, [get("/api/v1/debates/nonexistent-id"), post("/api/v1/debates", question)]);
    }
}

#[tokio::test]
async fn retries() {
    let busy = || fails(503, json!({"error": "Starting"})).header("Retry-After", "0");
    let server = serve([busy(), ok(json!({"status": "healthy"})), ok(json!({"debates": []})), busy(), busy()]).await;
    let mut out = Vec::new();
    retries::run(&server.url(), &mut out).await.unwrap();
    let expected = "\
        healthy after 2 attempts\n\
        0 debates\n\
        Gave up after 1 attempt: health: 503 Service Unavailable: Starting\n\
        Gave up after 1 attempt: debates.create: 503 Service Unavailable: Starting\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
    let health = get("/api/v1/health");
    let question = post("/api/v1/debates", json!({"task": "Should we?"}));
    assert_eq!(sent(&server), [health.clone(), health.clone(), get("/api/v1/debates"), health, question]);
}

#[test]
fn decode_events() {
    let mut out = Vec::new();
    decode_events::run(decode_events::FRAMES, &mut out).unwrap();
    let printed = String::from_utf8(out).unwrap();
    let (known, malformed) = printed.trim_end().rsplit_once('\n').unwrap();
    let expected = "\
        (debate_start)\n\
        alice: Yes, for a minute.\n\
        bob votes for alice\n\
        Answer: Cache it for a minute.\n\
        A new event, applause: {\"seconds\": 12}";
    assert_eq!(known, expected);
    assert!(malformed.starts_with("A malformed event: ") && malformed.contains("vote"), "{malformed}");
}
