//! Where the end is: by what the server says, and by what came.

use sdk_runtime::ErrorKind;
use sdk_runtime::facts::{NextPage, Operation, Paging};
use serde_json::json;

use super::{OFFSET, call, list, numbers, page, reply, targets};
use crate::script::Script;

static LIST: Operation = list(OFFSET);
static SILENT: Operation = list(Paging { has_more: None, total: None, limit: None, ..OFFSET });
static NUMBERED: Operation = list(Paging {
    next: NextPage::Number { parameter: "page", first: 1 },
    pages: Some("pages"),
    limit: Some("limit"),
    ..OFFSET
});
static CURSOR: Operation =
    list(Paging { next: NextPage::Cursor { parameter: "cursor", from: "next_cursor" }, limit: None, ..OFFSET });

#[tokio::test(start_paused = true)]
async fn a_limit_that_the_server_lowers_is_counted_by_what_came() {
    let rest = json!({"limit": 100, "total": 150});
    let script = Script::new([page(0..100, rest.clone()), page(100..150, rest)]);
    let (numbers, error) = numbers(call(&script, &LIST).query("limit", &500)).await;
    assert!(error.is_none());
    assert_eq!(numbers.len(), 150);
    assert_eq!(targets(&script), ["/base/things?limit=500", "/base/things?limit=500&offset=100"]);
}

#[tokio::test(start_paused = true)]
async fn without_a_word_of_the_server_it_ends_with_a_page_that_is_shorter_or_empty() {
    let script = Script::new([page(0..3, json!({})), page(3..6, json!({})), page(6..7, json!({}))]);
    assert_eq!(numbers(call(&script, &SILENT).query("limit", &500)).await.0.len(), 7);
    assert_eq!(script.count(), 3);

    let script = Script::new([page(0..3, json!({})), page(0..0, json!({}))]);
    assert_eq!(numbers(call(&script, &SILENT).query("limit", &3)).await.0.len(), 3);
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_limit_that_the_server_names_tells_a_last_page() {
    let script = Script::new([page(0..3, json!({"limit": 3})), page(3..4, json!({"limit": 3}))]);
    assert_eq!(numbers(call(&script, &LIST)).await.0.len(), 4);
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_empty_list_may_be_left_out_but_not_any_list() {
    for body in [json!({"total": 0}), json!({"has_more": false}), json!({"things": null}), json!({"things": []})] {
        let script = Script::new([reply(&body)]);
        let (numbers, error) = numbers(call(&script, &LIST)).await;
        assert!(numbers.is_empty() && error.is_none(), "{body}");
    }
    let script = Script::new([reply(&json!({"results": [{"n": 1}]}))]);
    assert!(numbers(call(&script, &LIST)).await.1.unwrap().is_decode());
}

#[tokio::test(start_paused = true)]
async fn pages_without_progress_are_an_error() {
    let script = Script::new([page(0..2, json!({"has_more": true}))]);
    let (same, error) = numbers(call(&script, &LIST)).await;
    assert_eq!((same.len(), error.unwrap().kind()), (2, ErrorKind::Paging));
    assert_eq!(script.count(), 2);

    let script = Script::new([page(0..2, json!({"has_more": true})), page(0..0, json!({"has_more": true}))]);
    let (empty, error) = numbers(call(&script, &LIST)).await;
    assert_eq!((empty.len(), error.unwrap().kind()), (2, ErrorKind::Paging));
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn plain_values_that_come_again_and_again_are_an_error_too() {
    let script = Script::new([reply(&json!({"things": ["a", "b"], "has_more": true}))]);
    let mut items = call(&script, &LIST).items();
    for _ in 0..2 {
        assert!(items.next().await.unwrap().is_ok());
    }
    assert_eq!(items.next().await.unwrap().unwrap_err().kind(), ErrorKind::Paging);
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_empty_page_ends_a_list_whose_total_is_too_large() {
    let script = Script::new([page(0..2, json!({"total": 9})), page(0..0, json!({"total": 9}))]);
    let (numbers, error) = numbers(call(&script, &LIST)).await;
    assert!(error.is_none());
    assert_eq!(numbers.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn numbered_pages_start_where_the_call_says() {
    let script = Script::new([page(10..15, json!({"pages": 4})), page(15..20, json!({"pages": 4}))]);
    let (numbers, error) = numbers(call(&script, &NUMBERED).query("page", &3)).await;
    assert!(error.is_none());
    assert_eq!(numbers.len(), 10);
    assert_eq!(targets(&script), ["/base/things?page=3", "/base/things?page=4"]);
}

#[tokio::test(start_paused = true)]
async fn a_total_counts_the_pages_that_were_left_out() {
    let script = Script::new([page(10..15, json!({"total": 17})), page(15..17, json!({"total": 17}))]);
    let call = call(&script, &NUMBERED).query("page", &3).query("limit", &5);
    assert_eq!(numbers(call).await.0.len(), 7);
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_cursor_leads_on_until_there_is_none() {
    let script = Script::new([
        page(0..1, json!({"next_cursor": "a+b/="})),
        page(0..0, json!({"next_cursor": 7})),
        page(1..2, json!({"next_cursor": null})),
    ]);
    let (numbers, error) = numbers(call(&script, &CURSOR).query("cursor", "start")).await;
    assert!(error.is_none());
    assert_eq!(numbers, [0, 1]);
    let expected = ["/base/things?cursor=start", "/base/things?cursor=a%2Bb%2F%3D", "/base/things?cursor=7"];
    assert_eq!(targets(&script), expected);
}

#[tokio::test(start_paused = true)]
async fn a_cursor_that_came_before_is_an_error() {
    let cursors = ["a", "b", "a"].into_iter().zip(0..).map(|(it, n)| page(n..n + 1, json!({"next_cursor": it})));
    let script = Script::new(cursors);
    let (numbers, error) = numbers(call(&script, &CURSOR)).await;
    assert_eq!((numbers.len(), error.unwrap().kind()), (3, ErrorKind::Paging));
    assert_eq!(script.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn another_page_without_a_way_to_it_is_an_error() {
    let script = Script::new([page(0..1, json!({"has_more": true}))]);
    let (numbers, error) = numbers(call(&script, &CURSOR)).await;
    assert_eq!((numbers.len(), error.unwrap().kind()), (1, ErrorKind::Paging));
}

#[tokio::test(start_paused = true)]
async fn a_search_sends_where_it_is_in_its_body() {
    static SEARCH: Operation = Operation { method: sdk_runtime::Method::Post, params: &[], ..list(OFFSET) };
    let script = Script::new([page(0..2, json!({"has_more": true})), page(2..3, json!({"has_more": false}))]);
    let (numbers, error) = numbers(call(&script, &SEARCH).json(&json!({"query": "q", "offset": 0}))).await;
    assert!(error.is_none());
    assert_eq!(numbers.len(), 3);
    assert_eq!(script.body(1), r#"{"offset":2,"query":"q"}"#);
}
