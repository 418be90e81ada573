//! Debates of all kinds.

use serde_json::json;

use crate::programs::{batch, debate_workflow, debates, decision_analysis, graph_debates, matrix_debates};
use crate::stage::{fails, get, ok, play, post};

#[tokio::test]
async fn debates() {
    let answers = [
        ok(json!({"success": true, "debate_id": "adhoc_1", "status": "created"})),
        ok(json!({"debate_id": "adhoc_1", "task": "Should we adopt Kubernetes?", "status": "running"})),
        ok(json!({
            "debates": [{
                "slug": "should-our-team-adopt-2026-11-21",
                "debate_id": "adhoc_0",
                "task": "Should our team adopt a token bucket rate limiter?",
                "agents": ["demo|Alice", "demo|Bob"],
                "created_at": "2026-11-21 22:35:51",
                "status": "completed",
            }],
            "count": 1,
            "has_more": false,
        })),
        ok(json!({"debate_id": "adhoc_2"})),
        ok(json!({
            "debate_id": "adhoc_2",
            "task": "Design a rate limiter",
            "status": "completed",
            "final_answer": "A token bucket for each user.",
        })),
    ];
    let played = play(answers, debates::run).await;
    let expected = "\
        adhoc_1 is running\n\
        - Should our team adopt a token bucket rate limiter?\n\
        Answer: A token bucket for each user.\n";
    assert_eq!(played.printed, expected);
    let question = json!({
        "task": "Should we adopt Kubernetes?",
        "agents": ["anthropic-api", "openai-api", "gemini"],
        "rounds": 3,
        "consensus": "majority",
        "context": "For a startup with 5 engineers",
    });
    let expected = [
        post("/api/v1/debates", question),
        get("/api/v1/debates/adhoc_1"),
        get("/api/v1/debates?limit=20&status=completed"),
        post("/api/v1/debates", json!({"task": "Design a rate limiter"})),
        get("/api/v1/debates/adhoc_2"),
    ];
    assert_eq!(played.sent, expected);
}

#[tokio::test]
async fn debate_workflow() {
    let answers = [
        ok(json!({"debate_id": "adhoc_1"})),
        ok(json!({
            "debate_id": "adhoc_1",
            "task": "Design a secure authentication system",
            "status": "completed",
            "rounds": 3,
            "consensus_reached": true,
            "agreement": 0.87,
            "final_answer": "Passkeys, with recovery codes.",
        })),
    ];
    let played = play(answers, debate_workflow::run).await;
    assert_eq!(played.printed, "Agreement: 87%\nAnswer: Passkeys, with recovery codes.\n");
    let question = json!({
        "task": "Design a secure authentication system",
        "agents": ["anthropic-api", "openai-api", "mistral-api"],
        "rounds": 3,
        "consensus": "majority",
    });
    assert_eq!(played.sent, [post("/api/v1/debates", question), get("/api/v1/debates/adhoc_1")]);
}

#[tokio::test]
async fn debate_workflow_without_agreement() {
    let message = json!({"agent": "demo", "role": "proposer", "content": "Passkeys. ".repeat(20), "round": 0});
    let answers = [
        ok(json!({"debate_id": "adhoc_1"})),
        ok(json!({
            "debate_id": "adhoc_1",
            "task": "Design a secure authentication system",
            "status": "completed",
            "consensus_reached": false,
            "messages": [message],
        })),
    ];
    let played = play(answers, debate_workflow::run).await;
    assert_eq!(played.printed, format!("No consensus reached\ndemo: {}...\n", "Passkeys. ".repeat(10)));
}

#[tokio::test]
async fn graph_debates() {
    let id = "32aaed21-9d6a-4141-ba70-1329c746355c";
    let branch = json!({"id": "main", "name": "Main", "end_node_id": null, "node_count": 3});
    let answers = [
        ok(json!({"debate_id": id, "status": "completed"})),
        ok(json!({"debate_id": id, "status": "completed", "branches": [branch], "node_count": 3, "branch_count": 1})),
        ok(json!({"debate_id": id, "branches": [branch]})),
    ];
    let played = play(answers, graph_debates::run).await;
    assert_eq!(played.printed, "3 nodes\nBranch: Main (3 nodes)\n");
    let question = json!({
        "task": "Design a distributed system architecture",
        "agents": ["anthropic-api", "openai-api"],
        "max_rounds": 5,
        "branch_threshold": 0.5,
        "max_branches": 5,
    });
    let expected = [
        post("/api/v1/debates/graph", question),
        get(&format!("/api/v1/graph-debates/{id}")),
        get(&format!("/api/v1/graph-debates/{id}/branches")),
    ];
    assert_eq!(played.sent, expected);
}

#[tokio::test]
async fn matrix_debates() {
    let id = "11d909fc-107a-4609-8629-30f2818c9ea1";
    let conclusion = json!({
        "condition": "When small_team",
        "parameters": {"team_size": 5},
        "conclusion": "Start with a modular monolith.",
        "confidence": 0.8,
    });
    let created = json!({
        "matrix_id": id,
        "results": [{"scenario_name": "small_team", "parameters": {"team_size": 5}, "winner": null}],
        "best_result": null,
        "universal_conclusions": ["All scenarios reached consensus"],
        "conditional_conclusions": [conclusion],
    });
    let answers = [ok(created), fails(404, json!({"error": "Matrix debate not found"}))];
    let played = play(answers, matrix_debates::run).await;
    let expected = "\
        Universal conclusions (true in all scenarios):\n  \
          - All scenarios reached consensus\n\
        Conditional conclusions:\n  \
          When small_team: Start with a modular monolith.\n\
        Not stored\n";
    assert_eq!(played.printed, expected);
    let question = json!({
        "task": "Should we adopt microservices?",
        "scenarios": [
            {"name": "small_team", "parameters": {"team_size": 5}, "is_baseline": true},
            {"name": "large_team", "parameters": {"team_size": 50}},
            {"name": "high_scale", "parameters": {"requests_per_sec": 1_000_000}},
        ],
        "agents": ["anthropic-api", "openai-api"],
        "max_rounds": 3,
    });
    let conclusions = get(&format!("/api/v1/debates/matrix/{id}/conclusions"));
    assert_eq!(played.sent, [post("/api/v1/debates/matrix", question), conclusions]);
}

#[tokio::test]
async fn decision_analysis() {
    let answers = [
        ok(json!({"matrix_id": "m-1", "status": "running"})),
        ok(json!({"matrix_id": "m-1", "status": "completed"})),
        ok(json!({
            "matrix_id": "m-1",
            "universal": ["Boundaries matter more than deployment"],
            "conditional": {"startup": ["A monolith is enough"]},
            "contradictions": [],
        })),
    ];
    let played = play(answers, decision_analysis::run).await;
    let expected = "\
        Universal conclusions:\n  \
          - Boundaries matter more than deployment\n\
        Conditional conclusions:\n  \
          startup:\n    \
            - A monolith is enough\n";
    assert_eq!(played.printed, expected);
    let question = json!({
        "task": "Should we refactor our monolith to microservices?",
        "scenarios": [
            {"name": "startup", "parameters": {"team_size": 5, "budget": "low"}},
            {"name": "scaleup", "parameters": {"team_size": 25, "budget": "medium"}},
            {"name": "enterprise", "parameters": {"team_size": 100, "budget": "high"}},
        ],
    });
    let expected = [
        post("/api/v1/debates/matrix", question),
        get("/api/v1/debates/matrix/m-1"),
        get("/api/v1/debates/matrix/m-1/conclusions"),
    ];
    assert_eq!(played.sent, expected);
}

#[tokio::test]
async fn batch() {
    let answers = [
        ok(json!({"success": true, "batch_id": "batch_7debb1fe5499", "items_queued": 2})),
        ok(json!({
            "batches": [{
                "batch_id": "batch_7debb1fe5499",
                "status": "processing",
                "total_items": 2,
                "failed": 0,
                "created_at": 1795309463.582,
                "completed_at": null,
            }],
            "count": 1,
        })),
        ok(json!({"batch_id": "batch_7debb1fe5499", "status": "completed", "total_items": 2})),
    ];
    let played = play(answers, batch::run).await;
    assert_eq!(played.printed, "batch_7debb1fe5499: 0 of 2 failed\nbatch_7debb1fe5499 is completed\n");
    let debates = json!({
        "items": [
            {"question": "Evaluate rate limiting options", "agents": "openai-api,anthropic-api"},
            {"question": "Design a cache invalidation strategy", "rounds": 2},
        ],
        "webhook_url": "https://example.com/webhooks/batch",
    });
    let expected = [
        post("/api/v1/debates/batch", debates),
        get("/api/v1/debates/batch?status=processing&limit=25"),
        get("/api/v1/debates/batch/batch_7debb1fe5499/status"),
    ];
    assert_eq!(played.sent, expected);
}
