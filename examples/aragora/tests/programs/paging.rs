//! Lists that come in pages: what is sent for the next one, and when nothing is.

use serde_json::{Value, json};

use crate::programs::every_debate;
use crate::stage::{get, ok, play};

/// A page as the server sends it.
fn page(offset: usize, tasks: &[&str]) -> Value {
    let debate = |task: &&str| json!({"debate_id": format!("adhoc_{task}"), "task": task, "status": "completed"});
    let debates: Vec<Value> = tasks.iter().map(debate).collect();
    let (count, has_more) = (tasks.len(), offset + tasks.len() < 3);
    json!({"debates": debates, "count": count, "total": 3, "has_more": has_more, "offset": offset, "limit": 2})
}

#[tokio::test]
async fn every_debate() {
    let answers = [ok(page(0, &["one", "two"])), ok(page(2, &["three"])), ok(page(0, &["one", "two"]))];
    let played = play(answers, every_debate::run).await;
    assert_eq!(played.printed, "one\ntwo\nthree\n3 in all\n");
    let expected = [
        get("/api/v1/debates?limit=2&status=completed"),
        get("/api/v1/debates?limit=2&status=completed&offset=2"),
        get("/api/v1/debates"),
    ];
    assert_eq!(played.sent, expected);
}

#[tokio::test]
async fn the_envelope_of_the_second_version_leads_on_by_its_link() {
    let wrapped = |offset: usize, tasks: &[&str], next: Value| {
        let mut data = page(offset, tasks);
        data.as_object_mut().unwrap().remove("has_more");
        ok(json!({"data": data, "meta": {"version": "v2"}, "links": {"self": "/x", "next": next}}))
    };
    let answers = [
        wrapped(0, &["one", "two"], json!("/api/v2/debates?limit=2&offset=2&cursor=c")),
        wrapped(2, &["three"], Value::Null),
        ok(page(0, &["one"])),
    ];
    let played = play(answers, every_debate::run).await;
    assert_eq!(played.printed, "one\ntwo\nthree\n3 in all\n");
    assert_eq!(played.sent[1], get("/api/v2/debates?limit=2&offset=2&cursor=c"));
}
