//! What servers remember: memory, knowledge, consensus, agents, recordings, routing, critiques.

use serde_json::{Value, json};

use crate::programs::{agents, consensus, critiques, knowledge, leaderboard, memory, replays, routing};
use crate::stage::{get, ok, play, post};

#[tokio::test]
async fn memory() {
    let advice = json!(["Enlarge the fast tier", {"type": "decay", "description": "Forget sooner", "impact": "high"}]);
    let answers = [
        ok(json!({
            "tier_stats": {"fast": {"tier": "fast", "entries": 12, "total_hits": 48}},
            "total_entries": 12,
            "learning_velocity": 0.4,
            "recommendations": advice,
        })),
        ok(json!({"tier": "fast", "entries": 12, "total_hits": 48})),
        ok(json!({"status": "success", "message": "Snapshot recorded"})),
    ];
    let played = play(answers, memory::run).await;
    let expected = "\
        Total entries: 12\n\
        Learning velocity: 0.40\n\
        fast: 12 entries\n\
        - Enlarge the fast tier\n\
        - Forget sooner\n\
        Hits in the fast tier: 48\n\
        Snapshot recorded\n";
    assert_eq!(played.printed, expected);
    let expected = [
        get("/api/v1/memory/analytics?days=30"),
        get("/api/v1/memory/analytics/tier/fast?days=7"),
        post("/api/v1/memory/analytics/snapshot", json!({})),
    ];
    assert_eq!(played.sent, expected);
}

#[tokio::test]
async fn knowledge() {
    let unchecked = json!({"fact_id": "fact_1", "verified": null, "message": "No agents are available"});
    let answers = [
        ok(json!({"results": [{"id": "km_1", "content": "Reset links are valid for an hour.", "score": 0.83}]})),
        ok(json!({"id": "fact_1", "statement": "All customer data is encrypted at rest"})),
        ok(unchecked),
        ok(json!({"contradictions": [{"id": "fact_2", "statement": "Backups are not encrypted"}], "count": 1})),
    ];
    let played = play(answers, knowledge::run).await;
    let expected = "\
        Reset links are valid for an hour.\n\
        Not checked: No agents are available\n\
        Contradiction: Backups are not encrypted\n";
    assert_eq!(played.printed, expected);
    let fact = json!({
        "statement": "All customer data is encrypted at rest",
        "workspace_id": "default",
        "confidence": 0.85,
        "topics": ["security", "compliance"],
    });
    let expected = [
        get("/api/v1/knowledge/search?q=password%20reset%20policies&limit=5"),
        post("/api/v1/knowledge/facts", fact),
        post("/api/v1/knowledge/facts/fact_1/verify", json!({})),
        get("/api/v1/knowledge/facts/fact_1/contradictions"),
    ];
    assert_eq!(played.sent, expected);
}

#[tokio::test]
async fn consensus() {
    let answers = [
        ok(json!({"similar": [{"conclusion": "Use a token bucket.", "similarity": 0.7, "strength": "strong"}]})),
        ok(json!({"total_topics": 24, "by_strength": {"moderate": 7, "strong": 17}})),
        ok(json!({"warnings": [{"severity": "high", "description": "A shared counter can be exhausted."}]})),
    ];
    let played = play(answers, consensus::run).await;
    let expected = "\
        70% Use a token bucket.\n\
        24 topics are settled\n\
        Warning: A shared counter can be exhausted.\n";
    assert_eq!(played.printed, expected);
    let expected = [
        get("/api/v1/consensus/similar?topic=rate%20limiting&limit=5"),
        get("/api/v1/consensus/stats"),
        get("/api/v1/consensus/risk-warnings?limit=5"),
    ];
    assert_eq!(played.sent, expected);
}

#[tokio::test]
async fn agents() {
    let answers = [
        ok(json!({"agents": [{"name": "demo", "elo": 1516.0, "win_rate": 1.0}, {"name": "demo-openai"}], "total": 2})),
        ok(json!({"name": "anthropic-api", "rank": null, "capabilities": ["debate", "critique"]})),
    ];
    let played = play(answers, agents::run).await;
    let expected = "\
        demo: Elo 1516, 100% win rate\n\
        demo-openai\n\
        Capabilities: debate, critique\n";
    assert_eq!(played.printed, expected);
    assert_eq!(played.sent, [get("/api/v1/agents"), get("/api/v1/agent/anthropic-api/profile")]);
}

#[tokio::test]
async fn leaderboard() {
    let rankings = json!([
        {"name": "demo", "elo": 1516.0, "recent_trend": "up"},
        {"name": "demo-openai", "elo": 1484.2, "recent_trend": "sideways"},
    ]);
    let played = play([ok(json!({"rankings": rankings, "agents": []}))], leaderboard::run).await;
    assert_eq!(played.printed, "#1 demo: 1516 (+)\n#2 demo-openai: 1484 (?)\n");
    assert_eq!(played.sent, [get("/api/v1/leaderboard?limit=10")]);
}

#[tokio::test]
async fn replays() {
    let message = json!({"event_type": "agent_message", "timestamp": 1795300551.65, "content": "A monolith."});
    let answers = [
        ok(json!([{"id": "replay-1", "topic": "Should we use microservices?"}])),
        ok(json!({"id": "replay-1", "events": [message], "has_more": false})),
        ok(json!({"format": "json", "data": {"events": []}})),
        ok(json!({"success": true})),
    ];
    let played = play(answers, replays::run).await;
    assert_eq!(played.printed, "[agent_message] A monolith.\n{\"events\":[]}\n");
    let expected = [
        get("/api/v1/replays?limit=10"),
        get("/api/v1/replays/replay-1"),
        get("/api/v1/replays/replay-1/export?format=json"),
        ("DELETE /api/v1/replays/replay-1".to_owned(), Value::Null),
    ];
    assert_eq!(played.sent, expected);

    assert_eq!(play([ok(json!([]))], replays::run).await.printed, "This server has no recordings.\n");
}

#[tokio::test]
async fn routing() {
    let answers = [
        ok(json!({"recommendations": [{"agent": "claude", "score": 0.8}], "count": 1})),
        ok(json!({"detected_domain": {"general": 0.85}, "rationale": "Selected 2 agents for the task."})),
        ok(json!({"domains": [{"domain": "security", "confidence": 1.0}], "primary_domain": "security"})),
        ok(json!({"status": "success", "rules": [], "count": 0})),
        ok(json!({"status": "success", "rule": {"id": "rule-1", "name": "SOC2 escalation"}})),
    ];
    let played = play(answers, routing::run).await;
    let expected = "\
        claude: 0.8\n\
        Selected 2 agents for the task.\n\
        Domain: security\n\
        The rule is stored.\n";
    assert_eq!(played.printed, expected);
    let task = json!({
        "task": "Assess SOC2 audit readiness",
        "limit": 4,
        "required_traits": ["security", "compliance"],
    });
    let rule = json!({
        "name": "SOC2 escalation",
        "conditions": [{"field": "risk_level", "operator": "gte", "value": "high"}],
        "actions": [{"type": "notify", "target": "slack"}],
        "priority": 10,
    });
    let expected = [
        post("/api/v1/routing/recommendations", task),
        post("/api/v1/routing/auto-route", json!({"task": "Summarize customer feedback"})),
        post("/api/v1/routing/detect-domain", json!({"task": "Create a phishing training plan"})),
        get("/api/v1/routing-rules"),
        post("/api/v1/routing-rules", rule),
    ];
    assert_eq!(played.sent, expected);
}

#[tokio::test]
async fn critiques() {
    let answers = [
        ok(json!({"patterns": [{"pattern": "No limit is named", "success_rate": 0.8, "usage_count": 5}], "count": 1})),
        ok(json!({"reputations": [{"agent": "claude", "score": 0.8, "vote_weight": 1.2}], "count": 1})),
        ok(json!({"agent": "claude", "reputation": null, "message": "No reputation data"})),
    ];
    let played = play(answers, critiques::run).await;
    let expected = "\
        No limit is named: helped in 80%\n\
        claude: 0.80\n\
        Nothing is known of claude.\n";
    assert_eq!(played.printed, expected);
    let expected = [
        get("/api/v1/critiques/patterns?limit=5"),
        get("/api/v1/reputation/all"),
        get("/api/v1/agent/claude/reputation"),
    ];
    assert_eq!(played.sent, expected);
}
