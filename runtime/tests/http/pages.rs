//! Lists that come in pages: where the next one is looked for, and when the end is.

mod ends;
mod links;

use futures_core::Stream;
use sdk_runtime::facts::{NextPage, Operation, Paging, Param};
use sdk_runtime::{Call, Error, ErrorKind, Items, Json, Paged, Pages};
use serde_json::json;

use crate::script::{Reply, Script, status};
use crate::sdk::ApiError;

pub(crate) type Listing = Call<Json, ApiError, Paged<Json>>;

pub(crate) const OFFSET: Paging = Paging {
    items: "things",
    next: NextPage::Offset("offset"),
    has_more: Some("has_more"),
    total: Some("total"),
    limit: Some("limit"),
    ..Paging::NEW
};

static LIST: Operation = list(OFFSET);

pub(crate) const fn list(paging: Paging) -> Operation {
    const PARAMS: &[Param] = &[Param::query("offset"), Param::query("limit"), Param::query("page")];
    const SECURITY: &[&[usize]] = &[&[0], &[2], &[]];
    let operation = Operation { id: "things.list", path: "/things", params: PARAMS, ..Operation::NEW };
    Operation { security: SECURITY, paging: Some(paging), ..operation }
}

/// A page of things with these numbers, and what else it says.
pub(crate) fn page(numbers: std::ops::Range<u32>, rest: Json) -> Reply {
    let mut body = rest;
    body["things"] = numbers.map(|it| json!({"n": it})).collect();
    reply(&body)
}

pub(crate) fn reply(body: &Json) -> Reply {
    Reply::Answer(200, &[], body.to_string().leak())
}

pub(crate) fn call(script: &Script, operation: &'static Operation) -> Listing {
    script.client().0.call_pages(operation)
}

/// The numbers of the items up to the end or the first error, and that error.
pub(crate) async fn numbers(call: Listing) -> (Vec<u64>, Option<Error>) {
    let (mut items, mut numbers) = (call.items(), Vec::new());
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => numbers.push(item["n"].as_u64().unwrap()),
            Err(error) => {
                assert!(items.next().await.is_none(), "an error ends it");
                return (numbers, Some(error));
            }
        }
    }
    (numbers, None)
}

/// Path and query of each request.
pub(crate) fn targets(script: &Script) -> Vec<String> {
    (0..script.count()).map(|it| script.request(it).uri().path_and_query().unwrap().to_string()).collect()
}

#[tokio::test(start_paused = true)]
async fn one_call_is_one_page() {
    let script = Script::new([page(0..2, json!({"has_more": true}))]);
    let answer = call(&script, &LIST).await.unwrap();
    assert_eq!(answer["things"].as_array().unwrap().len(), 2);
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn items_go_on_over_the_pages() {
    let more = json!({"has_more": true});
    let script = Script::new([page(0..2, more.clone()), page(2..4, more), page(4..5, json!({"has_more": false}))]);
    let (numbers, error) = numbers(call(&script, &LIST).query("limit", &2)).await;
    assert!(error.is_none());
    assert_eq!(numbers, [0, 1, 2, 3, 4]);
    assert_eq!(
        targets(&script),
        ["/base/things?limit=2", "/base/things?limit=2&offset=2", "/base/things?limit=2&offset=4"]
    );
}

#[tokio::test(start_paused = true)]
async fn pages_are_whole_answers() {
    let script = Script::new([page(0..2, json!({"total": 3})), page(2..3, json!({"total": 3}))]);
    let mut pages = call(&script, &LIST).pages();
    assert_eq!(pages.next().await.unwrap().unwrap()["things"][1]["n"], 1);
    assert_eq!(pages.next().await.unwrap().unwrap()["total"], 3);
    assert!(pages.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_page_is_sent_for_when_its_items_are_waited_for() {
    let script = Script::new([page(0..2, json!({"has_more": true})), page(2..4, json!({"has_more": true}))]);
    let mut items = call(&script, &LIST).items();
    assert_eq!(script.count(), 0);
    items.next().await.unwrap().unwrap();
    items.next().await.unwrap().unwrap();
    assert_eq!(script.count(), 1);
    items.next().await.unwrap().unwrap();
    drop(items);
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_is_set_for_the_call_holds_for_every_page() {
    let script = Script::new([
        page(10..12, json!({"has_more": true})),
        status(503),
        status(503),
        page(12..13, json!({"has_more": false})),
    ]);
    let call = call(&script, &LIST).query("offset", &10).query("state", "open").header("X-Trace", "t1");
    let (numbers, error) = numbers(call.bearer("own").retry(sdk_runtime::RetryPolicy::new().max_retries(2))).await;
    assert!(error.is_none());
    assert_eq!(numbers, [10, 11, 12]);
    let last = script.request(3);
    assert_eq!(last.uri().query(), Some("state=open&offset=12"));
    assert_eq!(last.headers()["x-trace"], "t1");
    assert_eq!(last.headers()["authorization"], "Bearer own");
}

#[tokio::test(start_paused = true)]
async fn a_later_page_that_fails_ends_it_with_its_error() {
    let missing = Reply::Answer(404, &[], r#"{"error": "gone", "code": "NOT_FOUND"}"#);
    let script = Script::new([page(0..2, json!({"has_more": true})), missing]);
    let (numbers, error) = numbers(call(&script, &LIST)).await;
    let error = error.unwrap();
    assert_eq!(numbers, [0, 1]);
    assert_eq!((error.code(), error.operation()), (Some("NOT_FOUND"), "things.list"));
    assert!(error.typed::<ApiError>().unwrap().is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_timeout_is_one_of_a_page() {
    let script = Script::new([page(0..1, json!({"has_more": true})), Reply::Never]);
    let call = call(&script, &LIST).no_retry().timeout(std::time::Duration::from_secs(3));
    let (numbers, error) = numbers(call).await;
    assert_eq!((numbers, error.unwrap().kind()), (vec![0], ErrorKind::Timeout));
}

#[tokio::test(start_paused = true)]
async fn an_item_that_cannot_be_read_is_an_error_of_its_own() {
    static COUNTS: Operation = list(OFFSET);
    let script = Script::new([reply(&json!({"things": [1, "two", 3], "has_more": false}))]);
    let call: Call<Json, ApiError, Paged<u8>> = script.client().0.call_pages(&COUNTS);
    let mut items = call.items();
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.body().as_ref(), b"\"two\"");
    assert_eq!(items.next().await.unwrap().unwrap(), 3);
    assert!(items.next().await.is_none());
}

#[test]
fn streams_can_be_spawned_and_are_streams() {
    fn is_stream<S: Stream + Send + Unpin + 'static>() {}
    is_stream::<Pages<Json>>();
    is_stream::<Items<Json>>();
}

#[test]
fn programs_without_a_runtime_have_an_iterator() {
    let script = Script::new([page(0..2, json!({"has_more": true})), page(2..3, json!({"has_more": false}))]);
    let items: Result<Vec<Json>, Error> = call(&script, &LIST).items().blocking().collect();
    assert_eq!(items.unwrap().len(), 3);
    assert_eq!(call(&script, &LIST).pages().blocking().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_given_up_loses_nothing() {
    let script = Script::new([Reply::Late(std::time::Duration::from_secs(5)), page(0..1, json!({"has_more": false}))]);
    static BARE: Operation = list(Paging { items: "", ..OFFSET });
    let mut pages = call(&script, &BARE).pages();
    assert!(tokio::time::timeout(std::time::Duration::from_secs(1), pages.next()).await.is_err());
    assert!(pages.next().await.is_some());
    assert_eq!(script.count(), 1, "the request that was on its way is the one that answers");
}
