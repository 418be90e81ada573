//! Live streams against a real WebSocket server on loopback.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod server;
mod soak;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use sdk_runtime::facts::{Replay, SocketFacts, Subscription, TokenPlace};
use sdk_runtime::socket::{Incoming, Socket, SocketBuilder};
use sdk_runtime::{Client, Error, ErrorKind, RetryPolicy};
use serde_json::{Value, json};
use server::{Manners, Seen, Server, closing};
use tokio_tungstenite::tungstenite::Message as Frame;

/// What a flood may cost is measured.
#[global_allocator]
static MEMORY: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

static FACTS: SocketFacts = SocketFacts {
    id: "stream",
    path: "/ws",
    subprotocol: Some("debates-v1"),
    subscription: Some(Subscription {
        message: "subscribe",
        scope: "debate_id",
        replay: Some(Replay {
            from: "replay_from_seq",
            start: "replay_start",
            end: "replay_end",
            oldest: &["data", "oldest"],
            latest: &["data", "latest"],
            check: None,
        }),
    }),
    revoked: &["auth_revoked"],
    ..SocketFacts::NEW
};

#[derive(Debug)]
struct Message(Value);

impl Incoming for Message {
    fn decode(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }
    fn name(&self) -> &str {
        self.0["type"].as_str().unwrap_or_default()
    }
    fn position(&self) -> Option<i64> {
        self.0["seq"].as_i64()
    }
    fn scope(&self) -> Option<&str> {
        self.0["loop_id"].as_str()
    }
}

type Stream = Socket<Message, Value>;

fn client() -> Client {
    Client::builder("http://127.0.0.1:9").retry(RetryPolicy::none()).build().unwrap()
}

fn builder(server: &Server) -> SocketBuilder<Message, Value> {
    builder_to(server.url())
}

fn builder_to(url: String) -> SocketBuilder<Message, Value> {
    let soon = RetryPolicy::new().delay(Duration::from_millis(1)).max_delay(Duration::from_millis(5));
    SocketBuilder::new(&client(), &FACTS).url(url).reconnect(soon.max_retries(u32::MAX))
}

/// Reads events until there are so many.
async fn events(stream: &mut Stream, count: usize) -> Vec<i64> {
    let mut positions = Vec::new();
    while positions.len() < count {
        positions.extend(stream.next().await.unwrap().unwrap().position());
    }
    positions
}

async fn handshake(server: &mut Server) -> (String, Vec<(String, String)>) {
    loop {
        if let Some(Seen::Handshake(target, headers)) = server.seen.recv().await {
            return (target, headers);
        }
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
}

#[tokio::test]
async fn a_subscriber_hears_what_was_and_what_happens() {
    let server = Server::start(Manners::default()).await;
    server.happen(5);
    let mut stream = builder(&server).subscribe("d").replay_after(0).connect().await.unwrap();
    let before = events(&mut stream, 5).await;
    server.happen(5);
    let after = events(&mut stream, 5).await;
    assert_eq!([before, after].concat(), server.positions());
    assert_eq!(stream.reconnects(), 0);
}

#[tokio::test]
async fn a_broken_connection_is_made_again_and_the_stream_goes_on_where_it_was() {
    let server = Server::start(Manners { overlap: 2, lists: true, ..Manners::default() }).await;
    let mut stream = builder(&server).subscribe("d").replay_after(0).connect().await.unwrap();
    stream.once("replay_end", Duration::from_secs(5)).await.unwrap();
    server.happen(7);
    let mut positions = events(&mut stream, 7).await;
    server.cut();
    server.happen(7);
    positions.extend(events(&mut stream, 7).await);
    server.happen(1);
    positions.extend(events(&mut stream, 1).await);
    assert_eq!(positions, server.positions());
    assert_eq!(stream.reconnects(), 1);
}

#[tokio::test]
async fn what_the_server_has_forgotten_is_said_to_be_missed() {
    let server = Server::start(Manners { buffer: 3, ..Manners::default() }).await;
    server.happen(1);
    let mut stream = builder(&server).subscribe("d").replay_after(0).connect().await.unwrap();
    events(&mut stream, 1).await;
    stream.once("replay_end", Duration::from_secs(5)).await.unwrap();
    server.happen(10);
    server.cut();
    server.happen(10);
    let mut missed = None;
    let mut positions = Vec::new();
    while positions.last() != server.positions().last() {
        match stream.next().await.unwrap() {
            Ok(message) => positions.extend(message.position()),
            Err(error) => missed = Some(error.kind()),
        }
    }
    assert_eq!(missed, Some(ErrorKind::Missed));
    assert!(positions.len() < 20, "{positions:?}");
}

#[tokio::test]
async fn the_subprotocol_is_offered_and_a_refusal_is_the_servers_own_error() {
    static BARE: SocketFacts = SocketFacts { subprotocol: None, ..FACTS };
    let mut server = Server::start(Manners::default()).await;
    let _stream = builder(&server).connect().await.unwrap();
    let (target, headers) = handshake(&mut server).await;
    assert_eq!((target.as_str(), header(&headers, "sec-websocket-protocol")), ("/ws", Some("debates-v1")));
    let refused: Result<Stream, Error> = SocketBuilder::new(&client(), &BARE).url(server.url()).connect().await;
    let error = refused.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 400));
    assert_eq!(error.body().as_ref(), b"missing subprotocol");
}

#[tokio::test]
async fn a_token_goes_where_it_is_wanted_and_a_client_has_its_own() {
    let mut server = Server::start(Manners::default()).await;
    let _a = builder(&server).token("t 1").connect().await.unwrap();
    assert_eq!(header(&handshake(&mut server).await.1, "authorization"), Some("Bearer t 1"));
    let _b = builder(&server).token("t 1").token_in(TokenPlace::Query("token")).connect().await.unwrap();
    let (target, headers) = handshake(&mut server).await;
    assert_eq!((target.as_str(), header(&headers, "authorization")), ("/ws?token=t+1", None));
    let _c = builder(&server).token("t1").token_in(TokenPlace::Subprotocol("access_token.")).connect().await.unwrap();
    let offered = header(&handshake(&mut server).await.1, "sec-websocket-protocol").map(str::to_owned);
    assert_eq!(offered.as_deref(), Some("debates-v1, access_token.t1"));
    let _d = builder(&server).signed_with("secret").connect().await.unwrap();
    let signed = header(&handshake(&mut server).await.1, "authorization").unwrap().to_owned();
    assert!(signed.starts_with("Bearer :") && signed.len() == "Bearer :1800000000:".len() + 64, "{signed}");
    let client = Client::builder(format!("http://{}", server.address)).bearer("own").build().unwrap();
    let _e: Stream = SocketBuilder::new(&client, &FACTS).connect().await.unwrap();
    assert_eq!(header(&handshake(&mut server).await.1, "authorization"), Some("Bearer own"));
}

#[tokio::test]
async fn another_host_gets_neither_credential_nor_header_of_the_client() {
    let mut server = Server::start(Manners::default()).await;
    let client = Client::builder("http://elsewhere.example").bearer("own").header("x-team", "red").build().unwrap();
    let open = SocketBuilder::<Message, Value>::new(&client, &FACTS).url(server.url()).header("x-own", "1");
    let _stream = open.connect().await.unwrap();
    let (_, headers) = handshake(&mut server).await;
    let sent = ["authorization", "x-team", "x-own"].map(|name| header(&headers, name));
    assert_eq!(sent, [None, None, Some("1")]);
}

#[tokio::test]
async fn nothing_that_is_printed_has_a_secret_in_it() {
    let open =
        |url: String| builder_to(url).token("s3cret").token_in(TokenPlace::Query("token")).header("x-key", "s3cret");
    let server = Server::start(Manners::default()).await;
    let mut printed = format!("{:?}", open(server.url()).subscribe("d"));
    printed += &format!("{:?}", open(server.url()).connect().await.unwrap());
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = open(format!("ws://{nobody}/?key=s3cret")).connect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    printed += &format!("{error} {error:?}");
    let error = open("wss:/s3cret".to_owned()).connect().await.unwrap_err();
    printed += &format!("{error} {error:?}");
    assert!(!printed.contains("s3cret"), "{printed}");
}

#[tokio::test]
async fn refusals_are_the_servers_own_errors_and_are_not_tried_again() {
    for status in [401, 403] {
        let mut server = Server::start(Manners { refuse: Some(status), ..Manners::default() }).await;
        let error = builder(&server).connect().await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!((error.body().as_ref(), error.code()), (&br#"{"code":"no"}"#[..], Some("no")));
        handshake(&mut server).await;
        assert!(server.seen.try_recv().is_err(), "tried again");
    }
}

#[tokio::test]
async fn messages_are_sent_in_order() {
    let mut server = Server::start(Manners::default()).await;
    let stream = builder(&server).connect().await.unwrap();
    handshake(&mut server).await;
    for number in 0..3 {
        stream.send(json!({"type": "user_vote", "number": number})).await.unwrap();
    }
    for number in 0..3 {
        let Some(Seen::Message(message)) = server.seen.recv().await else { panic!("no message") };
        assert_eq!(message["number"], number);
    }
}

#[tokio::test]
async fn handlers_see_what_is_read_and_once_waits_for_its_own() {
    let server = Server::start(Manners { lists: true, ..Manners::default() }).await;
    let mut stream = builder(&server).subscribe("d").connect().await.unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&heard);
    stream.on("vote", move |message| shared.lock().unwrap().extend(message.position()));
    stream.once("sync", Duration::from_secs(5)).await.unwrap();
    server.happen(3);
    server.say(Frame::text(r#"{"type":"consensus"}"#));
    stream.once("consensus", Duration::from_secs(5)).await.unwrap();
    let seen = heard.lock().unwrap().len();
    assert!(seen <= 3);
    events(&mut stream, 3 - seen).await;
    assert_eq!(*heard.lock().unwrap(), server.positions());
    let error = stream.once("never", Duration::from_millis(20)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn only_what_is_asked_for_and_what_is_about_nothing() {
    let server = Server::start(Manners::default()).await;
    let mut stream = builder(&server).subscribe("d").only("d").connect().await.unwrap();
    stream.once("sync", Duration::from_secs(5)).await.unwrap();
    server.say(Frame::text(r#"[{"type":"a","loop_id":"other"},{"type":"b"},{"type":"c","loop_id":"d"}]"#));
    let mut names = Vec::new();
    while names.len() < 2 {
        names.push(stream.next().await.unwrap().unwrap().name().to_owned());
    }
    assert_eq!(names, ["b", "c"]);
}

#[tokio::test]
async fn the_end_is_clean_an_error_or_none_at_all() {
    let ends = async |frame: Frame| {
        let server = Server::start(Manners::default()).await;
        let mut stream = builder(&server).subscribe("d").connect().await.unwrap();
        stream.once("sync", Duration::from_secs(5)).await.unwrap();
        server.say(frame);
        stream.next().await.map(|it| it.map(|it| it.name().to_owned()).map_err(|it| it.kind()))
    };
    assert_eq!(ends(closing(1000)).await, None);
    assert_eq!(ends(closing(4003)).await, Some(Err(ErrorKind::Connection)));
    assert_eq!(ends(closing(1008)).await, Some(Err(ErrorKind::Connection)));
    // The server goes away: the stream is made again.
    assert_eq!(ends(closing(1001)).await, Some(Err(ErrorKind::Missed)));
    assert_eq!(ends(Frame::text("[1,")).await, Some(Err(ErrorKind::Decode)));
}

#[tokio::test]
async fn credentials_that_are_taken_back_end_the_stream_after_the_message() {
    let server = Server::start(Manners::default()).await;
    let mut stream = builder(&server).subscribe("d").connect().await.unwrap();
    stream.once("sync", Duration::from_secs(5)).await.unwrap();
    server.say(Frame::text(r#"{"type":"auth_revoked","data":{"reason":"logout"}}"#));
    assert_eq!(stream.next().await.unwrap().unwrap().name(), "auth_revoked");
    assert_eq!(stream.next().await.unwrap().unwrap_err().kind(), ErrorKind::Revoked);
    assert!(stream.next().await.is_none());
    assert_eq!(stream.send(json!({})).await.unwrap_err().kind(), ErrorKind::Connection);
}

#[tokio::test]
#[expect(clippy::result_large_err, reason = "the closure has the signature that the library gives it")]
async fn a_silent_server_is_asked_and_one_that_stays_silent_is_left() {
    static LIVELY: SocketFacts =
        SocketFacts { keep_alive: Some("ping"), every: Duration::from_millis(20), subscription: None, ..FACTS };
    let server = Server::start(Manners::default()).await;
    let mut stream: Stream = SocketBuilder::new(&client(), &LIVELY).url(server.url()).connect().await.unwrap();
    assert_eq!(stream.once("pong", Duration::from_secs(5)).await.unwrap().name(), "pong");
    let deaf = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = deaf.local_addr().unwrap();
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = deaf.accept().await {
            let accept = |_: &_, mut response: tokio_tungstenite::tungstenite::handshake::server::Response| {
                response.headers_mut().insert("sec-websocket-protocol", "debates-v1".parse().unwrap());
                Ok(response)
            };
            held.push(tokio_tungstenite::accept_hdr_async(stream, accept).await);
        }
    });
    let soon = RetryPolicy::new().delay(Duration::from_millis(1));
    let mut stream: Stream =
        SocketBuilder::new(&client(), &LIVELY).url(format!("ws://{address}/")).reconnect(soon).connect().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap_err().kind(), ErrorKind::Missed);
    assert!(stream.reconnects() >= 1);
}

#[tokio::test]
async fn dropping_the_stream_closes_the_connection() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        use futures_util::StreamExt as _;
        let (stream, _) = listener.accept().await.unwrap();
        let mut connection = tokio_tungstenite::accept_async(stream).await.unwrap();
        connection.next().await
    });
    static BARE: SocketFacts = SocketFacts { subprotocol: None, subscription: None, ..FACTS };
    let stream: Stream = SocketBuilder::new(&client(), &BARE).url(url).connect().await.unwrap();
    drop(stream);
    assert!(matches!(server.await.unwrap(), Some(Ok(Frame::Close(_)))));
}
