//! Which cuts use up patience, and which answers are no streams.

use std::time::Duration;

use sdk_runtime::facts::Operation;
use sdk_runtime::testing::{self, Answer};
use sdk_runtime::{Call, ErrorKind, EventStream, Json, RetryBudget, RetryPolicy};

use super::server::{Connection, End, Server, events};
use super::{LISTEN, NEWS, PLAIN, all, last_error, numbered, numbers};
use crate::sdk::TestSdk;

/// A stream of a client that has no retries to spend.
async fn listen_without_budget(server: &Server, operation: &'static Operation) -> EventStream<Json> {
    let budget = RetryBudget::new().capacity(0).per_success(0.0);
    let client = server.builder().retry_budget(budget).build().unwrap().0;
    let call: Call<EventStream<Json>> = client.call_events(operation);
    call.await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_stream_in_good_health_costs_no_retries() {
    let connections = (1..=300).map(|it| events(&numbered(it), End::Broken)).chain([Connection::Status(204)]);
    let server = Server::new(connections);
    let mut stream = listen_without_budget(&server, &PLAIN).await;
    assert_eq!(all(&mut stream).await, numbers(1..=300));
    assert_eq!(stream.reconnects(), 299);
}

#[tokio::test(start_paused = true)]
async fn a_quiet_stream_is_no_dead_one() {
    let short = || events(": still here\n\n", End::Whole);
    let long = || Connection::Slowly(Duration::from_secs(20), Vec::new());
    let quiet = [short(), short(), short(), short(), short(), long(), long(), long(), long(), long()];
    let before = [events(&numbered(1), End::Whole)];
    let after = [events(&numbered(2), End::Whole), Connection::Status(204)];
    let server = Server::new(before.into_iter().chain(quiet).chain(after));
    let mut stream = listen_without_budget(&server, &NEWS).await;
    assert_eq!(all(&mut stream).await, numbers(1..=2));
}

#[tokio::test(start_paused = true)]
async fn connections_in_vain_use_up_the_budget_of_all_streams() {
    let nothing = || events(":\n\n", End::Broken);
    let connections = [events(&numbered(1), End::Broken), nothing(), nothing(), nothing()];
    let server = Server::new(connections.clone().into_iter().chain(connections));
    let client = server.builder().retry_budget(RetryBudget::new().capacity(3).per_success(0.0)).build().unwrap().0;
    for (why, count) in [("new connections brought nothing", 4), ("the budget of the client's retries is used up", 7)] {
        let call: Call<EventStream<Json>> = client.call_events(&PLAIN);
        let error = last_error(&mut call.await.unwrap()).await;
        assert!(error.to_string().ends_with(why), "{error}");
        assert_eq!(server.count(), count);
    }
}

#[tokio::test(start_paused = true)]
async fn an_open_circuit_breaker_is_waited_for() {
    let refused = std::iter::repeat_n(Connection::Refused, 5);
    let cut = [events(&numbered(1), End::Broken)];
    let server = Server::new(cut.into_iter().chain(refused).chain([events(&numbered(2), End::Whole)]));
    let client = TestSdk::builder("http://host.test").transport(server.clone()).build().unwrap();
    let call: Call<EventStream<Json>> = client.0.call_events(&PLAIN);
    let mut stream = call.await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    for _ in 0..5 {
        client.get("1").no_retry().await.unwrap_err();
    }
    assert_eq!(all(&mut stream).await, numbers([2]));
    assert!(server.waits()[5] >= Duration::from_secs(60), "{:?}", server.waits());
}

#[tokio::test(start_paused = true)]
async fn a_host_that_stays_broken_ends_the_stream() {
    let refused = std::iter::repeat_n(Connection::Refused, 20);
    let server = Server::new([events(&numbered(1), End::Broken)].into_iter().chain(refused));
    let client = TestSdk::builder("http://host.test").transport(server.clone()).build().unwrap();
    let call: Call<EventStream<Json>> = client.0.call_events(&PLAIN);
    let mut stream = call.await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    for _ in 0..5 {
        client.get("1").no_retry().await.unwrap_err();
    }
    assert_eq!(all(&mut stream).await, [Err(ErrorKind::Cut)]);
    assert!(server.count() < 12, "{}", server.count());
}

#[tokio::test(start_paused = true)]
async fn no_server_puts_a_stream_to_sleep_for_ever() {
    let asked = events("retry: 18446744073709551615\nid: 1\ndata: 1\n\n", End::Broken);
    let server = Server::new([asked, events(&numbered(2), End::Whole)]);
    assert_eq!(all(&mut server.listen(&PLAIN).await).await, numbers(1..=2));
    assert!(server.waits()[0] <= Duration::from_secs(3600 * 5 / 4), "{:?}", server.waits());
}

#[tokio::test(start_paused = true)]
async fn no_content_is_the_end_also_at_the_beginning() {
    let server = Server::new([Connection::Status(204)]);
    assert_eq!(all(&mut server.listen(&NEWS).await).await, []);
    assert_eq!(server.count(), 1);
}

async fn client(server: &testing::Server) -> TestSdk {
    TestSdk::builder(server.url()).retry(RetryPolicy::new().delay(Duration::from_millis(1))).build().unwrap()
}

#[tokio::test]
async fn what_is_no_stream_of_events_is_an_error() {
    for (media_type, body) in [("text/html", "<p>log in</p>"), ("application/json; charset=utf-8", r#"{"a": 1}"#)] {
        let server = testing::Server::start().await.unwrap();
        server.answer(Answer::bytes(200, media_type, body));
        let call: Call<EventStream<Json>> = client(&server).await.0.call_events(&LISTEN_ANY);
        let error = call.await.unwrap_err();
        assert_eq!((error.kind(), error.body().as_ref()), (ErrorKind::Decode, body.as_bytes()));
        assert_eq!((error.status().unwrap().as_u16(), error.operation()), (200, "things.listen"));

        server.answer(Answer::bytes(200, "Text/Event-Stream;charset=utf-8", format!("retry: 1\n\n{}", numbered(1))));
        server.answer(Answer::bytes(200, media_type, body));
        let call: Call<EventStream<Json>> = client(&server).await.0.call_events(&NEWS);
        let mut stream = call.await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.body().as_ref()), (ErrorKind::Decode, body.as_bytes()));
        assert!(stream.next().await.is_none());
    }
}

static LISTEN_ANY: Operation = LISTEN;

#[tokio::test]
async fn a_stream_goes_on_at_another_host_too() {
    let (near, far) = (testing::Server::start().await.unwrap(), testing::Server::start().await.unwrap());
    near.always(Answer::empty(307).header("Location", &format!("{}/listen", far.url())));
    let text = format!("retry: 1\n{}", numbered(1));
    far.answer(Answer::bytes(200, "text/event-stream", format!("{text}{}", numbered(2))).cut_after(text.len()));
    far.answer(Answer::bytes(200, "text/event-stream", numbered(2)));
    let call: Call<EventStream<Json>> = client(&near).await.0.call_events(&PLAIN);
    assert_eq!(all(&mut call.await.unwrap()).await, numbers(1..=2));
    assert_eq!(far.exchanges()[1].header("last-event-id"), Some("1"));
}
