//! Streams of events whose connection is cut: what is resumed, what ends, and what is said of it.

mod health;
mod server;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use sdk_runtime::bytes::Bytes;
use sdk_runtime::facts::{Method, Operation, RetrySafety, StreamEnd, StreamFacts};
use sdk_runtime::testing::{self, Answer};
use sdk_runtime::{
    AccessToken, BoxFuture, Call, Error, ErrorKind, EventStream, Json, Resume, RetryPolicy, TokenError, TokenSource,
};
use serde_json::json;

use self::server::{Connection, End, Server, events};
use crate::sdk::TestSdk;

const LISTEN: Operation = Operation {
    id: "things.listen",
    path: "/listen",
    accept: "text/event-stream",
    security: &[&[0], &[]],
    ..Operation::NEW
};

/// Ends as servers usually do: with its answer.
static PLAIN: Operation = LISTEN;

/// Ends after `done` or `failed`.
static RUN: Operation = Operation {
    stream: StreamFacts {
        end: StreamEnd::Event { field: &["kind", "name"], values: &["done", "failed"] },
        resume: Resume::Ids,
    },
    ..LISTEN
};

/// Has no end.
static NEWS: Operation = Operation { stream: StreamFacts { end: StreamEnd::Never, resume: Resume::Ids }, ..LISTEN };

/// An event with an id, and the number as its data.
fn numbered(number: u32) -> String {
    format!("id: {number}\ndata: {number}\n\n")
}

/// Everything that a stream gives: data, or kinds of errors.
async fn all(events: &mut EventStream<Json>) -> Vec<Result<Json, ErrorKind>> {
    let mut seen = Vec::new();
    while let Some(event) = events.next().await {
        seen.push(event.map(|it| it.data).map_err(|it| it.kind()));
    }
    seen
}

fn numbers(numbers: impl IntoIterator<Item = u32>) -> Vec<Result<Json, ErrorKind>> {
    numbers.into_iter().map(|it| Ok(json!(it))).collect()
}

async fn last_error(events: &mut EventStream<Json>) -> Error {
    loop {
        if let Err(error) = events.next().await.expect("an error before the end") {
            return error;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_with_ids_goes_on_wherever_it_is_cut() {
    let text: String = (1..=4).map(numbered).chain(["data: {\"é\": 1}\nid: é\n\n".to_owned()]).collect();
    for at in 0..=text.len() {
        let (before, _) = text.as_bytes().split_at(at);
        // The server sends again what follows the last event that came whole.
        let whole = String::from_utf8_lossy(before).matches("\n\n").count();
        let rest: String = text.split_inclusive("\n\n").skip(whole).collect();
        let first =
            Connection::Events(vec![Bytes::from(": hi\n\nid: 0\n\n"), Bytes::copy_from_slice(before)], End::Broken);
        let server = Server::new([first, events(&rest, End::Whole)]);
        let mut stream = server.listen(&PLAIN).await;
        let mut expected = numbers(1..=4);
        expected.push(Ok(json!({"é": 1})));
        assert_eq!(all(&mut stream).await, expected, "cut at {at}");
        let id = if whole == 5 { "é".to_owned() } else { whole.to_string() };
        assert_eq!(server.ids(), [None, Some(id)], "cut at {at}");
        assert_eq!((stream.reconnects(), stream.last_event_id()), (1, Some("é")));
    }
}

#[tokio::test(start_paused = true)]
async fn silence_is_a_cut_and_comments_are_life() {
    let minute = Duration::from_secs(60);
    let comments = vec![Bytes::from(": still here\n\n"); 10];
    let server = Server::new([
        events(&numbered(1), End::Silent),
        Connection::Slowly(minute / 2, comments.into_iter().chain([Bytes::from(numbered(2))]).collect()),
    ]);
    let mut stream = server.listen(&PLAIN).await.idle_timeout(minute);
    assert_eq!(all(&mut stream).await, numbers(1..=2));
    assert!(server.waits()[0] >= minute && server.waits()[0] < minute * 2);
}

#[tokio::test(start_paused = true)]
async fn the_server_says_how_long_to_wait_and_each_wait_in_vain_is_longer() {
    let nothing = || events(":\n\n", End::Broken);
    let asked = events("retry: 7000\n\nid: 1\ndata: 1\n\n", End::Broken);
    let server = Server::new([asked, nothing(), nothing(), nothing()]);
    let mut stream = server.listen(&PLAIN).await;
    let error = last_error(&mut stream).await;
    assert_eq!(error.to_string().split_once(": ").unwrap().0, "things.listen");
    assert!(error.to_string().ends_with("new connections brought nothing"), "{error}");
    assert!(stream.next().await.is_none());
    let waits: Vec<_> = server.waits().iter().map(Duration::as_secs_f64).collect();
    let expected = [7.0, 14.0, 28.0];
    assert_eq!(waits.len(), expected.len());
    for (wait, least) in waits.iter().zip(expected) {
        assert!((least..least * 1.26).contains(wait), "{waits:?}");
    }
    assert_eq!((stream.retry(), server.open()), (Some(Duration::from_secs(7)), 0));
}

#[tokio::test(start_paused = true)]
async fn events_between_cuts_renew_the_patience() {
    let server = Server::new((1..=20).map(|it| events(&numbered(it), End::Broken)).chain([Connection::Status(204)]));
    let mut stream = server.listen(&PLAIN).await;
    assert_eq!(all(&mut stream).await, numbers(1..=20));
    assert_eq!((stream.reconnects(), server.count()), (19, 21));
}

#[tokio::test(start_paused = true)]
async fn without_ids_a_cut_is_said() {
    let cut = || events("data: 1\n\n", End::Broken);
    let server = Server::new([cut()]);
    let error = last_error(&mut server.listen(&PLAIN).await).await;
    assert_eq!(error.kind(), ErrorKind::Cut);
    assert!(error.to_string().ends_with("the server gave no id to go on from"), "{error}");
    let source = std::error::Error::source(&error).unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!((source.kind(), server.count()), (ErrorKind::Body, 1));

    let server = Server::new([cut(), events("data: 2\n\n", End::Whole)]);
    let mut stream = server.listen(&PLAIN).await.resume(Resume::Reconnect);
    assert_eq!(all(&mut stream).await, [Ok(json!(1)), Err(ErrorKind::Missed), Ok(json!(2))]);
    assert_eq!(server.ids(), [None, None]);

    let server = Server::new([events(&numbered(1), End::Broken)]);
    let mut stream = server.listen(&PLAIN).await.resume(Resume::Never);
    assert_eq!(all(&mut stream).await, [Ok(json!(1)), Err(ErrorKind::Cut)]);
}

#[tokio::test(start_paused = true)]
async fn an_id_that_is_taken_back_is_none() {
    let server = Server::new([events("id: 1\ndata: 1\n\nid\ndata: 2\n\n", End::Broken)]);
    let mut stream = server.listen(&PLAIN).await;
    assert_eq!(all(&mut stream).await, [Ok(json!(1)), Ok(json!(2)), Err(ErrorKind::Cut)]);
}

#[tokio::test(start_paused = true)]
async fn the_end_of_the_answer_is_the_end_unless_another_is_declared() {
    let server = Server::new([events(&numbered(1), End::Whole)]);
    assert_eq!(all(&mut server.listen(&PLAIN).await).await, numbers([1]));

    let server =
        Server::new([events(&numbered(1), End::Whole), events(&numbered(2), End::Whole), Connection::Status(204)]);
    assert_eq!(all(&mut server.listen(&NEWS).await).await, numbers(1..=2));
    assert_eq!(server.ids().last().unwrap().as_deref(), Some("2"));
}

#[tokio::test(start_paused = true)]
async fn after_a_terminal_event_nothing_is_sent_again() {
    let done = r#"{"kind": {"name": "done"}}"#;
    let going = r#"{"kind": {"name": "going"}}"#;
    for end in [End::Whole, End::Broken, End::Silent] {
        let server = Server::new([events(&format!("id: 1\ndata: {done}\n\n"), end)]);
        assert_eq!(all(&mut server.listen(&RUN).await).await.len(), 1, "{end:?}");
        assert_eq!(server.count(), 1);
    }
    // Neither the event before it nor one that merely names the word is terminal, and what follows counts.
    for text in [going, r#"{"kind": "done"}"#, r#""done""#] {
        let first = events(&format!("id: 1\ndata: {done}\n\nid: 2\ndata: {text}\n\n"), End::Whole);
        let server = Server::new([first, events(&format!("id: 3\ndata: {done}"), End::Whole)]);
        assert_eq!(all(&mut server.listen(&RUN).await).await.len(), 3, "{text}");
        assert_eq!(server.ids(), [None, Some("2".to_owned())]);
    }
    // What was left over of an event comes again.
    let first = events(&format!("id: 1\ndata: {going}\n\nid: 2\ndata: {going}\n"), End::Whole);
    let server = Server::new([first, events(&format!("id: 2\ndata: {going}\n\ndata: {done}\n\n"), End::Whole)]);
    assert_eq!(all(&mut server.listen(&RUN).await).await.len(), 3);
    assert_eq!(server.ids(), [None, Some("1".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn an_early_end_without_ids_is_an_error() {
    let server = Server::new([events("data: {\"kind\": {\"name\": \"going\"}}\n\n", End::Whole)]);
    let mut stream = server.listen(&RUN).await;
    assert!(stream.next().await.unwrap().is_ok());
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cut);
    assert!(error.to_string().contains("the answer ended before the stream did"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn statuses_end_a_stream_or_are_retried() {
    let cut = || events(&numbered(1), End::Broken);
    let server = Server::new([cut(), Connection::Status(404)]);
    let error = last_error(&mut server.listen(&PLAIN).await).await;
    assert_eq!(error.status().unwrap().as_u16(), 404);

    let busy = Connection::Status(503);
    let server = Server::new([cut(), busy, Connection::Refused, events(&numbered(2), End::Whole)]);
    assert_eq!(all(&mut server.listen(&PLAIN).await).await, numbers(1..=2));
    assert_eq!(server.count(), 4);

    let server = Server::new([cut()]);
    let error = last_error(&mut server.listen(&PLAIN).await).await;
    assert!(error.to_string().ends_with("no new connection came about"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn what_may_not_be_sent_twice_is_not() {
    static ASK: Operation = Operation { method: Method::Post, ..LISTEN };
    static ASK_SAFELY: Operation = Operation { retry: RetrySafety::Safe, ..ASK };
    let connections = || [events(&numbered(1), End::Broken), events(&numbered(2), End::Whole)];
    let server = Server::new(connections());
    assert_eq!(all(&mut server.listen(&ASK).await).await, [Ok(json!(1)), Err(ErrorKind::Cut)]);
    let server = Server::new(connections());
    assert_eq!(all(&mut server.listen(&ASK_SAFELY).await).await, numbers(1..=2));

    let server = Server::new(connections());
    let call: Call<EventStream<Json>> = server.builder().build().unwrap().0.call_events(&PLAIN);
    assert_eq!(all(&mut call.no_retry().await.unwrap()).await, [Ok(json!(1)), Err(ErrorKind::Cut)]);
    let server = Server::new(connections());
    let call: Call<EventStream<Json>> = server.builder().build().unwrap().0.call_events(&PLAIN);
    let mut stream = call.no_retry().await.unwrap().reconnect_policy(RetryPolicy::new());
    assert_eq!(all(&mut stream).await, numbers(1..=2));
}

/// Gives `t1`, `t2`, …
struct Counting(Arc<AtomicU32>);

impl TokenSource for Counting {
    fn token(&self) -> BoxFuture<'static, Result<AccessToken, TokenError>> {
        let count = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        Box::pin(async move { Ok(AccessToken::new(format!("t{count}"))) })
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_has_expired_meanwhile_is_renewed_once() {
    let cut = || events(&numbered(1), End::Broken);
    let server = Server::new([cut(), Connection::Status(401), events(&numbered(2), End::Whole)]);
    let client = server.builder().token_source(Counting(Arc::default())).build().unwrap().0;
    let call: Call<EventStream<Json>> = client.call_events(&PLAIN);
    assert_eq!(all(&mut call.await.unwrap()).await, numbers(1..=2));
    assert_eq!(server.tokens(), ["Bearer t1", "Bearer t1", "Bearer t2"]);

    let server = Server::new([cut(), Connection::Status(401), Connection::Status(401)]);
    let client = server.builder().token_source(Counting(Arc::default())).build().unwrap().0;
    let call: Call<EventStream<Json>> = client.call_events(&PLAIN);
    let error = last_error(&mut call.await.unwrap()).await;
    assert_eq!((error.status().unwrap().as_u16(), server.count()), (401, 3));
}

#[tokio::test(start_paused = true)]
async fn dropping_ends_it_whatever_it_does() {
    // While it waits for an event, before a new connection, and while it connects.
    let silent = Server::new([events(&numbered(1), End::Silent)]);
    let waiting = Server::new([events("retry: 3600000\nid: 1\ndata: 1\n\n", End::Broken)]);
    let connecting = Server::new([events(&numbered(1), End::Broken), Connection::Silent]);
    for (server, sent) in [(silent, 1), (waiting, 1), (connecting, 2)] {
        let mut stream = server.listen(&PLAIN).await;
        assert!(stream.next().await.unwrap().is_ok());
        assert!(tokio::time::timeout(Duration::from_secs(30), stream.next()).await.is_err());
        // Giving up a wait loses nothing, and the step goes on with the next.
        assert!(stream.next().now_or_never().is_none());
        assert_eq!(server.count(), sent);
        drop(stream);
        assert_eq!(server.open(), 0);
        tokio::time::sleep(Duration::from_secs(86_400)).await;
        assert_eq!(server.count(), sent, "nothing goes on in the background");
    }
}

#[tokio::test(start_paused = true)]
async fn a_program_goes_on_where_another_was() {
    let server = Server::new([events("data: 8\n\n", End::Broken), events(&numbered(9), End::Whole)]);
    let call: Call<EventStream<Json>> = server.builder().build().unwrap().0.call_events(&PLAIN);
    let mut stream = call.after_event("7").await.unwrap();
    assert_eq!(stream.last_event_id(), Some("7"));
    assert_eq!(all(&mut stream).await, numbers(8..=9));
    assert_eq!(server.ids(), [Some("7".to_owned()), Some("7".to_owned())]);
}

#[tokio::test]
async fn connections_that_are_really_cut() {
    let server = testing::Server::start().await.unwrap();
    let text = format!("retry: 1\n\n{}{}", numbered(1), numbered(2));
    let answer = |text: &str| Answer::bytes(200, "text/event-stream", text.to_owned());
    server.answer(answer(&text).cut_after(text.len() - 3));
    server.answer(answer(&numbered(2)).stall_after(5));
    server.answer(answer(&numbered(2)).until_close());
    let client = TestSdk::builder(server.url()).build().unwrap().0;
    let call: Call<EventStream<Json>> = client.call_events(&PLAIN);
    let mut stream = call.await.unwrap().idle_timeout(Duration::from_millis(50));
    assert_eq!(all(&mut stream).await, numbers(1..=2));
    let ids: Vec<_> = server.exchanges().iter().map(|it| it.header("last-event-id").map(str::to_owned)).collect();
    assert_eq!(ids, [None, Some("1".to_owned()), Some("1".to_owned())]);
}
