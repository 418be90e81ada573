//! Tests of texts, proofs, explanations and policies.

use sdk_runtime::testing::Answer;
use serde_json::json;

use crate::programs::{explainability, gauntlet, policies, policy_review, verification};
use crate::stage::{fails, get, ok, play, post};

#[tokio::test]
async fn gauntlet() {
    let id = "gauntlet-20261122010319-ef7dff";
    let unfinished = json!({"error": {"code": "GAUNTLET_406", "message": "The run has not ended"}});
    let receipt = json!({
        "gauntlet_id": id,
        "verdict": "APPROVED_WITH_CONDITIONS",
        "risk_score": 0.13,
        "findings": [{"severity": 0.525, "severity_level": "MEDIUM", "title": "No lawful basis", "mitigation": null}],
    });
    let answers = [
        ok(json!({"gauntlet_id": id, "status": "pending"})),
        fails(400, unfinished),
        ok(json!({"gauntlet_id": id, "status": "pending"})),
        ok(json!({"gauntlet_id": id, "status": "completed"})),
        ok(receipt),
    ];
    let played = play(answers, gauntlet::run).await;
    let expected =
        format!("{id} goes on\nVerdict: APPROVED_WITH_CONDITIONS\nRisk score: 13%\n- [MEDIUM] No lawful basis\n");
    assert_eq!(played.printed, expected);
    let request = json!({
        "input_content": "Your specification or policy text...",
        "input_type": "text",
        "persona": "security",
        "profile": "default",
    });
    let run = post("/api/v1/gauntlet/run", request);
    let (state, receipt) = (format!("/api/v1/gauntlet/{id}"), format!("/api/v1/gauntlet/{id}/receipt"));
    assert_eq!(played.sent, [run.clone(), get(&receipt), run, get(&state), get(&receipt)]);
}

#[tokio::test]
async fn policy_review() {
    let receipt = json!({
        "gauntlet_id": "gauntlet-1",
        "verdict": "REJECTED",
        "risk_summary": {"critical": 0, "high": 1, "total": 1},
        "vulnerability_details": [{
            "severity": "high",
            "category": "persona/legal_basis",
            "title": "Data is kept without limit",
            "description": "No period of retention is named.",
            "mitigation": "Name one.",
        }],
    });
    let answers = [
        ok(json!({"gauntlet_id": "gauntlet-1", "status": "pending"})),
        ok(json!({"gauntlet_id": "gauntlet-1", "status": "completed"})),
        ok(receipt),
    ];
    let played = play(answers, policy_review::run).await;
    let expected = "\
        Verdict: REJECTED\n\
        Risks: 0 critical, 1 high\n\
        [persona/legal_basis] Data is kept without limit\n  \
          No period of retention is named.\n  \
          Fix: Name one.\n";
    assert_eq!(played.printed, expected);
    let (target, request) = &played.sent[0];
    assert_eq!(target, "POST /api/v1/gauntlet/run");
    assert_eq!([&request["persona"], &request["profile"]], ["gdpr", "thorough"]);
    assert!(request["input_content"].as_str().unwrap().ends_with("for advertising."));
}

#[tokio::test]
async fn verification() {
    let backends = json!([{"language": "z3_smt", "available": true}, {"language": "lean4", "available": false}]);
    let answers = [
        ok(json!({"available": true, "backends": backends})),
        ok(json!({
            "status": "proof_found",
            "is_verified": true,
            "proof": "unsat",
            "counterexample": null,
            "timestamp": "2026-11-22T01:03:18.434414",
        })),
    ];
    let played = play(answers, verification::run).await;
    let expected = "z3_smt: available\nlean4: unavailable\nStatus: proof_found\nProof: unsat\n";
    assert_eq!(played.printed, expected);
    let claim = json!({
        "claim": "All prime numbers greater than 2 are odd",
        "context": "Number theory",
        "backend": "z3",
        "timeout": 30.0,
    });
    let expected = [get("/api/v1/verification/status"), post("/api/v1/verification/formal-verify", claim)];
    assert_eq!(played.sent, expected);
}

#[tokio::test]
async fn explainability() {
    let answers = [
        ok(json!({
            "debate_id": "adhoc_1",
            "conclusion": "Use a token bucket.",
            "counterfactuals": [{"condition": "Without bob", "outcome_change": "No consensus", "likelihood": 0.3}],
        })),
        ok(json!({"debate_id": "adhoc_1", "evidence": [{"id": "ev-1", "content": "Bursts are common"}]})),
        Answer::bytes(200, "text/plain", "# Token bucket"),
        ok(json!({"batch_id": "batch-1", "status": "pending", "total_debates": 1})),
        ok(json!({"batch_id": "batch-1", "status": "completed", "started_at": 1795309462.545})),
    ];
    let played = play(answers, async |client, out| explainability::run(client, "adhoc_1", out).await).await;
    let expected = "\
        Conclusion: Use a token bucket.\n\
        Without bob: No consensus\n\
        Evidence: Bursts are common\n\
        # Token bucket\n\
        batch-1 is completed\n";
    assert_eq!(played.printed, expected);
    let batch = json!({"debate_ids": ["adhoc_1"], "options": {"include_evidence": true}});
    let expected = [
        get("/api/v1/debates/adhoc_1/explanation"),
        get("/api/v1/debates/adhoc_1/evidence"),
        get("/api/v1/debates/adhoc_1/summary?format=markdown"),
        post("/api/v1/explainability/batch", batch),
        get("/api/v1/explainability/batch/batch-1/status"),
    ];
    assert_eq!(played.sent, expected);
}

#[tokio::test]
async fn policies() {
    let rule = json!({"rule_id": "r-1", "name": "Region", "severity": "high"});
    let issue = json!({
        "framework": "gdpr",
        "severity": "high",
        "description": "Personal data may leave the EEA without safeguards.",
        "line_number": 1,
    });
    let answers = [
        ok(json!({"policies": [{"id": "pol_f3b08059c623", "name": "No storage outside the EU"}], "total": 1})),
        ok(json!({"policy": {"id": "pol_f3b08059c623", "name": "No storage outside the EU", "rules": [rule]}})),
        ok(json!({"violations": [{"id": "vio-1", "status": "open", "description": "Data is stored in us-east-1."}]})),
        ok(json!({"result": {"compliant": false, "score": 0.8, "issues": [issue]}, "compliant": false})),
    ];
    let played = play(answers, policies::run).await;
    let expected = "\
        No storage outside the EU: 1 rules\n\
        Open: Data is stored in us-east-1.\n\
        Compliant: false\n\
        - Personal data may leave the EEA without safeguards.\n";
    assert_eq!(played.printed, expected);
    let text = json!({"content": "We store EU customer data in us-east-1", "frameworks": ["gdpr"]});
    let expected = [
        get("/api/v1/policies?limit=50"),
        get("/api/v1/policies/pol_f3b08059c623"),
        get("/api/v1/compliance/violations?status=open"),
        post("/api/v1/compliance/check", text),
    ];
    assert_eq!(played.sent, expected);
}
