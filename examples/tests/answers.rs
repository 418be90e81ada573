//! Answers of a real server, shortened: the types know each of their fields.

use std::collections::BTreeMap;
use std::path::Path;

use aragora_sdk::models;
use sdk_runtime::testing::unknown_fields;
use serde_json::Value;

/// Decodes every answer that was seen of an operation.
fn known<T: serde::de::DeserializeOwned>(operation: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/answers/{operation}.json"));
    let answers: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(!answers.is_empty(), "{operation}");
    for answer in answers {
        let unknown = unknown_fields::<T>(&answer.to_string());
        let unknown = unknown.unwrap_or_else(|error| panic!("{operation}: {error}"));
        assert!(unknown.is_empty(), "{operation}: {unknown:?}");
    }
}

#[test]
fn every_field_of_an_answer_has_a_type() {
    known::<models::AgentProfile>("agents.get");
    known::<models::AgentHistory>("agents.get_history");
    known::<models::AgentLeaderboardView>("agents.get_leaderboard_view");
    known::<models::AgentPerformance>("agents.get_performance");
    known::<models::AgentRankings>("agents.get_rankings");
    known::<models::AgentRecentMatches>("agents.get_recent_matches");
    known::<models::AgentList>("agents.list");
    known::<models::AgentAvailability>("agents.list_availability");
    known::<models::AgentHealth>("agents.list_health");
    known::<models::BatchList>("batch.list");
    known::<models::SettledTopics>("consensus.list_settled_topics");
    known::<models::DebateCreateResponse>("debates.create");
    known::<models::Debate>("debates.get");
    known::<models::DebateCitations>("debates.get_citations");
    known::<models::DebateConvergence>("debates.get_convergence");
    known::<models::DebateHistory>("debates.get_history");
    known::<models::DebateMessages>("debates.get_messages");
    known::<models::DebateQueueStatus>("debates.get_queue_status");
    known::<models::DebateVerificationReport>("debates.get_verification_report");
    known::<models::DebateList>("debates.list");
    known::<models::DebateSearchResults>("debates.search");
    known::<models::DebateUpdateResponse>("debates.update");
    known::<models::HealthCheck>("health");
    known::<BTreeMap<String, String>>("health_checks.healthz");
    known::<BTreeMap<String, String>>("health_checks.readyz");
    known::<models::Leaderboard>("leaderboard.get");
    known::<models::ReceiptListResponse>("receipts.list");
}
