//! Events as a debate server sends them, of the sizes that it sends.

/// Name, payload, and what stands after the payload.
const EVENTS: &[(&str, &str, &str)] = &[
    (
        "debate_start",
        r#"{"task": "Should our team adopt a token bucket rate limiter for the public API?", "agents": ["demo|Alice", "demo|Bob", "demo|Carol"]}"#,
        r#""timestamp": 1795300551.071004, "round": 0, "agent": "", "seq": 53, "agent_seq": 0, "loop_id": "adhoc_70293ee7""#,
    ),
    (
        "round_start",
        r#"{"round": 1}"#,
        r#""timestamp": 1795300551.1042175, "round": 1, "agent": "", "seq": 61, "agent_seq": 0, "loop_id": "adhoc_70293ee7""#,
    ),
    (
        "agent_message",
        r#"{"content": "Demo synthesis for: Should our team adopt a token bucket rate limiter for the public API?\n\n- Combine a minimal baseline with explicit risk guardrails.\n- Make metrics and rollback criteria first-class requirements.\n- Ship in phases and revisit assumptions after initial data.\n\nDecision: Proceed with a phased rollout and explicit success metrics.", "role": "proposer"}"#,
        r#""timestamp": 1795300551.0960312, "round": 0, "agent": "demo", "seq": 57, "agent_seq": 8, "loop_id": "adhoc_70293ee7""#,
    ),
    (
        "critique",
        r#"{"target": "alice", "issues": ["Success metrics are underspecified.", "Failure modes and rollback paths are missing.", "Operational ownership and runbooks are unclear."], "severity": 0.4, "content": "Critique from bob (severity: 0.4):\nIssues:\n  - Success metrics are underspecified.\n  - Failure modes and rollback paths are missing."}"#,
        r#""timestamp": 1795301476.7204578, "round": 0, "agent": "bob", "seq": 25, "agent_seq": 1, "loop_id": "adhoc_885909ab""#,
    ),
    (
        "vote",
        r#"{"vote": "demo", "confidence": 0.6}"#,
        r#""timestamp": 1795300551.3354034, "round": 0, "agent": "demo", "seq": 83, "agent_seq": 12, "loop_id": "adhoc_70293ee7""#,
    ),
    (
        "consensus",
        r#"{"reached": true, "confidence": 0.88, "answer": "Use a token bucket", "synthesis": "The agents agree that a token bucket is the simplest limiter that bears bursts."}"#,
        r#""timestamp": 1795300551.3504333, "round": 0, "agent": "", "seq": 87, "agent_seq": 0, "loop_id": "adhoc_70293ee7""#,
    ),
    (
        "debate_end",
        r#"{"duration": 0.31961512565612793, "rounds": 2}"#,
        r#""timestamp": 1795300551.3511057, "round": 0, "agent": "", "seq": 92, "agent_seq": 0, "loop_id": "adhoc_70293ee7""#,
    ),
    (
        "calibration_update",
        r#"{"debate_id": "6ceb010c-76a5-4c8a-828b-39ac543780fc", "predictions_recorded": 3, "total_predictions": 0, "overall_accuracy": 0.0, "domain": "api"}"#,
        r#""timestamp": 1795300551.362114, "round": 0, "agent": "", "seq": 96, "agent_seq": 0, "loop_id": "adhoc_70293ee7""#,
    ),
];

/// The events with the tag before the payload, as the server sends them.
pub(crate) fn tag_first() -> Vec<String> {
    let write = |(name, data, rest): &(&str, &str, &str)| format!(r#"{{"type": "{name}", "data": {data}, {rest}}}"#);
    EVENTS.iter().map(write).collect()
}

/// The events with the tag after everything else.
pub(crate) fn tag_last() -> Vec<String> {
    let write = |(name, data, rest): &(&str, &str, &str)| format!(r#"{{"data": {data}, {rest}, "type": "{name}"}}"#);
    EVENTS.iter().map(write).collect()
}
