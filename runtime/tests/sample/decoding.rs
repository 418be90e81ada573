//! What decoded models and events are, seen from outside.

use sdk_runtime::serde_json::{from_str, json, to_string};

use crate::models::{AgentChoice, AgentSpec, Debate, DebateStatus};

#[test]
fn a_model_is_built_and_written() {
    let debate = Debate::new("d1", None).status("pending").agents([AgentSpec::new("demo")]).parent_null();
    assert_eq!(
        to_string(&debate).unwrap(),
        r#"{"debate_id":"d1","status":"pending","note":null,"parent":null,"agents":[{"provider":"demo"}]}"#
    );
}

#[test]
fn a_model_is_decoded_and_debugged() {
    let text = json!({"debate_id": "d1", "note": null, "status": "new", "agents": ["demo", 5], "more": 1}).to_string();
    let debate: Debate = from_str(&text).unwrap();
    assert_eq!(debate.status, Some(DebateStatus::from("new")));
    assert_eq!(debate.agents.as_deref().map(|it| it[0].clone()), Some(AgentChoice::from("demo")));
    assert_eq!(
        format!("{debate:?}"),
        "Debate { debate_id: \"d1\", status: Some(DebateStatus(\"new\")), note: None, parent: Absent, \
         child: None, agents: Some([Text(\"demo\"), Unknown(5)]), priority: None, created_at: None, \
         rounds: None, settings: None, extra: {\"more\": Number(1)} }"
    );
}
