//! Messages as they are on the wire.

use sdk_runtime::dispatch::{DispatchMessage, FinalMessage, GenerateMessage, Message};
use serde_json::{Value, json};

fn read(value: &Value) -> Message {
    serde_json::from_str(&value.to_string()).unwrap()
}

#[test]
fn each_type_is_a_variant_and_comes_back_as_it_was() {
    let messages = [
        json!({"type": "generate", "agent_id": "a", "execution_id": "e", "iteration_number": 1, "prompt": "p",
            "messages": [
                {"role": "assistant", "content": "c", "tool_calls": [{"id": "1", "name": "n", "arguments": {"x": 1}}]},
                {"role": "tool", "content": "c", "tool_call_id": "1", "more": true},
            ],
            "model_alias": "fast", "more": [1]}),
        json!({"type": "dispatch", "dispatch_id": "d", "action": "exec", "command": "ls", "args": ["-l"], "cwd": "/",
            "env_additions": {"A": "b"}, "timeout_secs": 5, "max_output_bytes": 10, "more": null}),
        json!({"type": "dispatch_result", "execution_id": "e", "dispatch_id": "d", "exit_code": -1, "stdout": "o",
            "stderr": "e", "duration_ms": 3, "truncated": true, "more": 1}),
        json!({"type": "final", "content": "c", "tool_calls_executed": 2, "conversation": []}),
        json!({"type": "progress", "percent": 50}),
        json!({"type": 7}),
        json!({"nothing": "known"}),
    ];
    for message in messages {
        let read = read(&message);
        assert_eq!(serde_json::to_value(&read).unwrap(), message);
        let is_known = message["type"].as_str().is_some_and(|it| it != "progress");
        assert_eq!(matches!(read, Message::Unknown(_)), !is_known, "{message}");
        assert_eq!(read.kind(), message["type"].as_str());
    }
}

#[test]
fn content_without_a_type_is_the_end() {
    for message in [
        json!({"content": "c", "tool_calls_executed": 1}),
        json!({"type": null, "content": "c", "tool_calls_executed": 1}),
    ] {
        let expected = FinalMessage { content: "c".into(), tool_calls_executed: Some(1), ..FinalMessage::default() };
        assert_eq!(read(&message), Message::Final(expected));
    }
}

#[test]
fn what_is_left_out_has_its_default() {
    let Message::Dispatch(it) = read(&json!({"type": "dispatch", "dispatch_id": "d", "command": "ls"})) else {
        panic!()
    };
    assert_eq!(it, DispatchMessage { dispatch_id: "d".into(), command: "ls".into(), ..DispatchMessage::default() });
    assert_eq!((it.cwd.as_str(), it.max_output_bytes, it.action.as_str()), ("/workspace", 524_288, "exec"));
    let sent = serde_json::to_value(Message::Generate(GenerateMessage::default())).unwrap();
    assert_eq!((&sent["model_alias"], &sent["messages"], sent.get("agent_id")), (&json!("default"), &json!([]), None));
}

#[test]
fn what_is_added_to_the_environment_is_not_shown() {
    let Message::Dispatch(mut message) = read(&json!({"type": "dispatch", "dispatch_id": "d", "command": "ls"})) else {
        panic!()
    };
    message.env_additions.insert("API_KEY".into(), "hunter2".into());
    let shown = format!("{:?} {:?}", message, Message::from(message.clone()));
    assert!(shown.contains("API_KEY") && !shown.contains("hunter2"), "{shown}");
}

#[test]
fn a_known_type_with_another_body_is_an_error_that_says_where() {
    for (message, says) in [
        (json!({"type": "dispatch", "command": "ls"}), "`dispatch_id` is missing"),
        (json!({"type": "dispatch", "dispatch_id": "d", "command": ["ls"]}), "`command`: invalid type"),
        (json!({"type": "generate", "execution_id": "e", "iteration_number": 256, "prompt": ""}), "`iteration_number`"),
        (json!({"type": "final", "content": 1}), "type `final`"),
    ] {
        let error = serde_json::from_str::<Message>(&message.to_string()).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
    }
}
