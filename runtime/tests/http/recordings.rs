//! The recording server that generated tests stand on.

use sdk_runtime::testing::{Answer, Server};
use serde_json::{Value, json};

use crate::sdk::TestSdk;

#[tokio::test]
async fn each_exchange_is_a_line_of_json() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("exchanges-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("exchanges.jsonl");
    let server = Server::recording_to("things.create", &file).await.unwrap();
    let client = TestSdk::builder(server.url()).build().unwrap();
    server.answer(Answer::json(201, r#"{"id": 1}"#));
    client.create(&json!({"a": "é"})).await.unwrap();
    server.answer(Answer::bytes(200, "application/octet-stream", &b"\xff\x00"[..]));
    client.get("1").raw().await.unwrap();

    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let lines: Vec<Value> = text.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    let (request, response) = (&lines[0]["request"], &lines[0]["response"]);
    assert_eq!(lines[0]["operation"], "things.create");
    assert_eq!((&request["method"], &request["target"]), (&json!("POST"), &json!("/things")));
    assert_eq!(request["body"], r#"{"a":"é"}"#);
    assert!(request["headers"].as_array().unwrap().contains(&json!(["content-type", "application/json"])));
    assert_eq!((&response["status"], &response["body"]), (&json!(201), &json!(r#"{"id": 1}"#)));
    assert_eq!(lines[1]["response"]["body"], json!({"base64": "/wA="}));
}
