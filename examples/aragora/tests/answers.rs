//! Answers of a real server, shortened: the types know each of their fields.

#![allow(clippy::unwrap_used, clippy::panic, reason = "it is a test")]

use std::collections::BTreeMap;
use std::path::Path;

use aragora_sdk::models;
use sdk_runtime::testing::unknown_fields;
use serde_json::Value;

/// Decodes every answer that was seen of an operation, and says what is wrong with it.
fn known<T: serde::de::DeserializeOwned>(operation: &str, wrong: &mut Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/answers/{operation}.json"));
    let answers: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(!answers.is_empty(), "{operation}");
    for answer in answers {
        match unknown_fields::<T>(&answer.to_string()) {
            Ok(unknown) => wrong.extend(unknown.iter().map(|it| format!("{operation}: {it}"))),
            Err(error) => wrong.push(format!("{operation}: {error}")),
        }
    }
}

#[test]
fn every_field_of_an_answer_has_a_type() {
    let wrong = &mut Vec::new();
    known::<models::AgentProfile>("agents.get", wrong);
    known::<models::AgentHistory>("agents.get_history", wrong);
    known::<models::AgentLeaderboardView>("agents.get_leaderboard_view", wrong);
    known::<models::AgentPerformance>("agents.get_performance", wrong);
    known::<models::AgentRankings>("agents.get_rankings", wrong);
    known::<models::AgentRecentMatches>("agents.get_recent_matches", wrong);
    known::<models::AgentList>("agents.list", wrong);
    known::<models::AgentAvailability>("agents.list_availability", wrong);
    known::<models::AgentHealth>("agents.list_health", wrong);
    known::<models::BatchList>("batch.list", wrong);
    known::<models::SettledTopics>("consensus.list_settled_topics", wrong);
    known::<models::DebateCreateResponse>("debates.create", wrong);
    known::<models::Debate>("debates.get", wrong);
    known::<models::DebateCitations>("debates.get_citations", wrong);
    known::<models::DebateConvergence>("debates.get_convergence", wrong);
    known::<models::DebateHistory>("debates.get_history", wrong);
    known::<models::DebateMessages>("debates.get_messages", wrong);
    known::<models::DebateQueueStatus>("debates.get_queue_status", wrong);
    known::<models::DebateVerificationReport>("debates.get_verification_report", wrong);
    known::<models::DebateList>("debates.list", wrong);
    known::<models::DebateSearchResults>("debates.search", wrong);
    known::<models::DebateUpdateResponse>("debates.update", wrong);
    known::<models::HealthCheck>("health", wrong);
    known::<BTreeMap<String, String>>("health_checks.healthz", wrong);
    known::<BTreeMap<String, String>>("health_checks.readyz", wrong);
    known::<models::Leaderboard>("leaderboard.get", wrong);
    known::<models::ReceiptListResponse>("receipts.list", wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
