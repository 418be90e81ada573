//! Answers that are read while they arrive.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sdk_runtime::bytes::Bytes;
use sdk_runtime::facts::Operation;
use sdk_runtime::testing::{Answer, Server};
use sdk_runtime::{
    Body, BoxFuture, Call, Chunks, ErrorKind, EventStream, ItemStream, Json, StreamEvent, Transport, TransportError,
    TransportErrorKind, TransportResult, http,
};
use serde_json::json;

use crate::script::{Script, status};
use crate::sdk::TestSdk;

static LISTEN: Operation =
    Operation { id: "things.listen", path: "/listen", accept: "text/event-stream", ..Operation::NEW };

/// Answers with these pieces, then breaks or stays silent.
#[derive(Clone)]
struct Pieces {
    pieces: Vec<&'static str>,
    end: End,
    dropped: Arc<AtomicBool>,
}

#[derive(Clone, Copy)]
enum End {
    Whole,
    Broken,
    Silent,
}

struct Source(VecDeque<&'static str>, End, Arc<AtomicBool>);

impl Drop for Source {
    fn drop(&mut self) {
        self.2.store(true, Ordering::SeqCst);
    }
}

impl Chunks for Source {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            match (self.0.pop_front(), self.1) {
                (Some(piece), _) => Ok(Some(Bytes::from(piece))),
                (None, End::Whole) => Ok(None),
                (None, End::Broken) => Err(TransportError::new(TransportErrorKind::Body, "played")),
                (None, End::Silent) => std::future::pending().await,
            }
        })
    }
}

impl Transport for Pieces {
    fn send(&self, _: http::Request<Bytes>) -> BoxFuture<'static, TransportResult> {
        let source = Source(self.pieces.clone().into(), self.end, Arc::clone(&self.dropped));
        Box::pin(async move { Ok(http::Response::new(Body::chunks(source))) })
    }
}

impl Pieces {
    fn new(pieces: &[&'static str], end: End) -> Self {
        Self { pieces: pieces.to_vec(), end, dropped: Arc::default() }
    }

    fn client(&self) -> sdk_runtime::Client {
        TestSdk::builder("http://host.test").transport(self.clone()).build().unwrap().0
    }

    async fn events(&self) -> EventStream<Json> {
        let call: Call<EventStream<Json>> = self.client().call_events(&LISTEN);
        call.await.unwrap()
    }
}

async fn all(mut events: EventStream<Json>) -> Vec<Result<StreamEvent<Json>, ErrorKind>> {
    let mut seen = Vec::new();
    while let Some(event) = events.next().await {
        seen.push(event.map_err(|it| it.kind()));
    }
    seen
}

fn data(events: Vec<Result<StreamEvent<Json>, ErrorKind>>) -> Vec<Result<Json, ErrorKind>> {
    events.into_iter().map(|it| it.map(|it| it.data)).collect()
}

#[tokio::test]
async fn events_come_over_a_connection() {
    let server = Server::start().await.unwrap();
    let text = ": hi\n\nid: 7\nevent: vote\nretry: 10\ndata: {\"a\":\ndata: 1}\n\ndata: [DONE]\n\ndata: 9\n\n";
    server.answer(Answer::bytes(200, "text/event-stream; charset=utf-8", text));
    let client = TestSdk::builder(server.url()).build().unwrap().0;
    let call: Call<EventStream<Json>> = client.call_events(&LISTEN);
    let response = call.with_response().await.unwrap();
    assert_eq!(response.status(), 200);
    let mut events = response.into_value();
    let first = events.next().await.unwrap().unwrap();
    assert_eq!((first.data.clone(), first.name(), first.id.as_deref()), (json!({"a": 1}), "vote", Some("7")));
    assert_eq!(first.retry, Some(Duration::from_millis(10)));
    assert!(events.next().await.is_none() && events.next().await.is_none());
    assert_eq!((events.last_event_id(), events.retry()), (Some("7"), Some(Duration::from_millis(10))));
    assert_eq!(server.exchanges()[0].header("accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn a_malformed_event_does_not_end_the_stream() {
    let pieces = Pieces::new(&["data: 1\n\nda", "ta: {oops\n\n", "data: 2\r\n\r", "\ndata: 3"], End::Whole);
    let seen = data(all(pieces.events().await).await);
    assert_eq!(seen, [Ok(json!(1)), Err(ErrorKind::Decode), Ok(json!(2)), Ok(json!(3))]);
    let mut events = pieces.events().await;
    let _ = events.next().await;
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!((error.body().as_ref(), error.operation()), (&b"{oops"[..], "things.listen"));
}

#[tokio::test]
async fn an_event_beyond_the_cap_is_skipped() {
    let pieces = Pieces::new(&["data: \"aaaaaaaaaaaaaaaaaaaa\"\n\n", "data: 1\n\n"], End::Whole);
    let events = pieces.events().await.max_event_bytes(16);
    assert_eq!(data(all(events).await), [Err(ErrorKind::TooLarge), Ok(json!(1))]);
}

#[tokio::test]
async fn a_broken_connection_ends_the_stream() {
    let pieces = Pieces::new(&["data: 1\n\ndata: 2"], End::Broken);
    assert_eq!(data(all(pieces.events().await).await), [Ok(json!(1)), Err(ErrorKind::Cut)]);
}

#[tokio::test(start_paused = true)]
async fn silence_ends_the_stream_and_its_length_does_not() {
    let pieces = Pieces::new(&["data: 1\n\n"], End::Silent);
    let begun = tokio::time::Instant::now();
    let seen = data(all(pieces.events().await.idle_timeout(Duration::from_secs(400))).await);
    assert_eq!(seen, [Ok(json!(1)), Err(ErrorKind::Cut)]);
    assert_eq!(begun.elapsed().as_secs(), 400);
}

#[tokio::test]
async fn waiting_may_be_cancelled_and_dropping_closes() {
    let pieces = Pieces::new(&["data: 1\n\n"], End::Silent);
    let mut events = pieces.events().await;
    assert_eq!(events.next().await.unwrap().unwrap().data, json!(1));
    let waited = tokio::time::timeout(Duration::from_millis(1), events.next()).await;
    assert!(waited.is_err() && !pieces.dropped.load(Ordering::SeqCst));
    drop(events);
    assert!(pieces.dropped.load(Ordering::SeqCst));
}

#[tokio::test(start_paused = true)]
async fn the_head_is_retried_and_a_failure_is_one() {
    let script = Script::new([status(503), crate::script::Reply::Answer(200, &[], "data: x\n\n")]);
    let call: Call<EventStream<String>> = script.client().0.call_text_events(&LISTEN);
    let mut events = call.await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, "x");
    assert_eq!(script.count(), 2);

    let script = Script::new([crate::script::Reply::Answer(404, &[], r#"{"code": "gone"}"#)]);
    let call: Call<EventStream<String>> = script.client().0.call_text_events(&LISTEN);
    assert_eq!(call.await.unwrap_err().code(), Some("gone"));
}

#[tokio::test]
async fn values_come_line_by_line() {
    let pieces = Pieces::new(&["{\"a\":", "1}\r\n\n", "no\n", "2"], End::Whole);
    let call: Call<ItemStream<Json>> = pieces.client().call_items(&LISTEN);
    let mut items = call.await.unwrap();
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(item.map_err(|it| it.kind()));
    }
    assert_eq!(seen, [Ok(json!({"a": 1})), Err(ErrorKind::Decode), Ok(json!(2))]);
}

#[tokio::test]
async fn bytes_are_read_while_they_arrive_beyond_the_size_cap() {
    let server = Server::start().await.unwrap();
    server.always(Answer::bytes(200, "application/pdf", vec![7; 200_000]));
    let client = TestSdk::builder(server.url()).max_response_bytes(1000).build().unwrap().0;
    let call = || -> Call<Bytes> { client.call_bytes(&LISTEN) };
    assert_eq!(call().await.unwrap_err().kind(), ErrorKind::TooLarge);
    let mut body = call().stream().await.unwrap();
    let mut length = 0;
    while let Some(piece) = body.next().await {
        length += piece.unwrap().len();
    }
    assert_eq!(length, 200_000);
}

#[tokio::test]
async fn an_undescribed_answer_is_given_as_it_came() {
    let pieces = Pieces::new(&["<p>"], End::Whole);
    let call: Call<sdk_runtime::RawResponse> = pieces.client().call_raw(&LISTEN);
    assert_eq!(call.await.unwrap().text().unwrap(), "<p>");
}
