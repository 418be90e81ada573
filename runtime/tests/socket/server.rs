//! A WebSocket server on loopback that behaves as debate servers do: it replays, sends lists, sends some events twice
//! around a replay, and breaks connections.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::http::{self, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Error, Message};

/// How a server behaves.
#[derive(Clone)]
pub(crate) struct Manners {
    /// A connection breaks after a random number of frames up to this; 0: never.
    pub(crate) cut_within: u64,
    /// Events of each scope that can be replayed.
    pub(crate) buffer: usize,
    /// Events at the end of a replay that come live as well.
    pub(crate) overlap: usize,
    /// Whether frames hold lists.
    pub(crate) lists: bool,
    /// Whether messages come in several frames, and connections break in the midst of one.
    pub(crate) pieces: bool,
    /// Characters of each event.
    pub(crate) length: usize,
    /// Status with which the handshake is refused.
    pub(crate) refuse: Option<u16>,
}

impl Default for Manners {
    fn default() -> Self {
        Self { cut_within: 0, buffer: usize::MAX, overlap: 0, lists: false, pieces: false, length: 20, refuse: None }
    }
}

/// What the server was sent, and each handshake.
#[derive(Debug)]
pub(crate) enum Seen {
    /// Target and headers of a handshake.
    Handshake(String, Vec<(String, String)>),
    /// A message.
    Message(Value),
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) seen: mpsc::UnboundedReceiver<Seen>,
    log: Arc<Log>,
}

/// The positions of all events so far; some numbers are left out, as if they were another debate's.
struct Log {
    positions: Mutex<Vec<i64>>,
    count: watch::Sender<usize>,
    /// Events that went out, replayed ones too.
    sent: AtomicUsize,
    /// What is sent beside the events.
    says: watch::Sender<Option<Message>>,
}

impl Server {
    pub(crate) async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Log {
            positions: Mutex::default(),
            count: watch::Sender::new(0),
            sent: AtomicUsize::new(0),
            says: watch::Sender::new(None),
        });
        let (sender, seen) = mpsc::unbounded_channel();
        let shared = Arc::clone(&log);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared), sender.clone(), manners.clone()));
            }
        });
        Self { address, seen, log }
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://{}/ws", self.address)
    }

    /// Lets so many events happen.
    pub(crate) fn happen(&self, events: usize) {
        let count = {
            let mut positions = self.log.positions.lock().unwrap();
            for _ in 0..events {
                let next = positions.last().copied().unwrap_or(0) + 1 + i64::from(fastrand::u8(..3));
                positions.push(next);
            }
            positions.len()
        };
        self.log.count.send_replace(count);
    }

    /// The positions of all events so far.
    pub(crate) fn positions(&self) -> Vec<i64> {
        self.log.positions.lock().unwrap().clone()
    }

    /// How many events went out, replayed ones too.
    pub(crate) fn sent(&self) -> usize {
        self.log.sent.load(Ordering::Relaxed)
    }

    /// Sends this to every connection.
    pub(crate) fn say(&self, message: Message) {
        self.log.says.send_replace(Some(message));
    }

    /// Breaks every connection.
    pub(crate) fn cut(&self) {
        self.say(Message::Pong(b"cut".to_vec().into()));
    }
}

type Connection = WebSocketStream<TcpStream>;
type Done<T = ()> = Result<T, Error>;

#[expect(clippy::result_large_err, reason = "the closure has the signature that the library gives it")]
async fn serve(stream: TcpStream, log: Arc<Log>, seen: mpsc::UnboundedSender<Seen>, manners: Manners) {
    let handshake = |request: &Request, mut response: Response| {
        let text = |value: &HeaderValue| value.to_str().unwrap().to_owned();
        let headers = request.headers().iter().map(|(name, value)| (name.to_string(), text(value)));
        seen.send(Seen::Handshake(request.uri().to_string(), headers.collect())).ok();
        let refusal =
            |status: u16, body: &str| http::Response::builder().status(status).body(Some(body.to_owned())).unwrap();
        if let Some(status) = manners.refuse {
            return Err(refusal(status, r#"{"code":"no"}"#));
        }
        let Some(offered) = request.headers().get("sec-websocket-protocol") else {
            return Err(refusal(400, "missing subprotocol"));
        };
        let chosen = text(offered).split(", ").next().unwrap().to_owned();
        response.headers_mut().insert("sec-websocket-protocol", chosen.parse().unwrap());
        Ok(response)
    };
    let Ok(connection) = tokio_tungstenite::accept_hdr_async(stream, handshake).await else { return };
    let frames = if manners.cut_within == 0 { u64::MAX } else { 1 + fastrand::u64(..manners.cut_within) };
    let _ = Guest { connection, log, seen, manners, frames }.talk().await;
    // Without a word: the socket is closed by dropping it.
}

/// One connection.
struct Guest {
    connection: Connection,
    log: Arc<Log>,
    seen: mpsc::UnboundedSender<Seen>,
    manners: Manners,
    /// Frames with events until the connection breaks.
    frames: u64,
}

impl Guest {
    async fn talk(&mut self) -> Done {
        let (mut count, mut says) = (self.log.count.subscribe(), self.log.says.subscribe());
        says.mark_unchanged();
        let mut sent: Option<usize> = None;
        loop {
            if let Some(from) = sent {
                let until = *count.borrow_and_update();
                self.live(from, until).await?;
                sent = Some(until);
            }
            tokio::select! {
                biased;
                _ = says.changed() => {
                    let said = says.borrow_and_update().clone();
                    match said {
                        Some(Message::Pong(_)) | None => return Ok(()),
                        Some(message) => self.connection.send(message).await?,
                    }
                }
                message = self.connection.next() => {
                    let Some(message) = message else { return Ok(()) };
                    if let Some(from) = self.answer(&message?).await? {
                        sent = Some(from);
                    }
                }
                _ = count.changed(), if sent.is_some() => {}
            }
        }
    }

    /// Answers a message; returns where events begin that come live, if it subscribes.
    async fn answer(&mut self, message: &Message) -> Done<Option<usize>> {
        let Ok(message) = serde_json::from_slice::<Value>(&message.clone().into_data()) else { return Ok(None) };
        self.seen.send(Seen::Message(message.clone())).ok();
        match message["type"].as_str() {
            Some("subscribe") => return self.subscribe(&message).await.map(Some),
            Some("ping") => self.say(json!({"type": "pong", "data": {}})).await?,
            _ => {}
        }
        Ok(None)
    }

    /// Answers a subscription; returns the index of the first event that comes live.
    async fn subscribe(&mut self, message: &Value) -> Done<usize> {
        let positions = self.log.positions.lock().unwrap().clone();
        let Some(from) = message["replay_from_seq"].as_i64() else {
            self.say(json!({"type": "sync", "data": {}})).await?;
            return Ok(positions.len());
        };
        let buffered = &positions[positions.len().saturating_sub(self.manners.buffer)..];
        let (oldest, latest) = (buffered.first().copied().unwrap_or(0), buffered.last().copied().unwrap_or(0));
        self.say(json!({"type": "replay_start", "data": {"oldest": oldest, "latest": latest}})).await?;
        for position in buffered.iter().filter(|it| **it > from) {
            self.events(&[*position], false).await?;
        }
        self.say(json!({"type": "replay_end", "data": {}})).await?;
        Ok(positions.len().saturating_sub(self.manners.overlap))
    }

    async fn live(&mut self, from: usize, until: usize) -> Done {
        let mut next = from;
        while next < until {
            let batch = if self.manners.lists { 1 + fastrand::usize(..10) } else { 1 };
            let end = until.min(next + batch);
            let positions = self.log.positions.lock().unwrap()[next..end].to_vec();
            self.events(&positions, self.manners.lists).await?;
            next = end;
        }
        Ok(())
    }

    async fn events(&mut self, positions: &[i64], list: bool) -> Done {
        let text = "x".repeat(self.manners.length);
        let event = |it: &i64| json!({"type": "vote", "data": {"text": text}, "seq": it, "loop_id": "d"});
        let message = match positions {
            [one] if !list => event(one),
            many => Value::from_iter(many.iter().map(event)),
        };
        self.frames -= 1;
        if self.frames == 0 && self.manners.pieces {
            // The head of a frame of 100 bytes, and three of them.
            self.connection.get_mut().write_all(&[0x81, 100, b'{', b'"', b't']).await?;
        }
        if self.frames == 0 {
            return Err(Error::ConnectionClosed);
        }
        self.log.sent.fetch_add(positions.len(), Ordering::Relaxed);
        self.say(message).await
    }

    async fn say(&mut self, message: Value) -> Done {
        let text = message.to_string();
        if !self.manners.pieces || fastrand::bool() {
            return self.connection.send(Message::text(text)).await;
        }
        let (first, rest) = text.as_bytes().split_at(fastrand::usize(..text.len()));
        for (bytes, code, last) in [(first, Data::Text, false), (rest, Data::Continue, true)] {
            let frame = Frame::message(bytes.to_vec(), OpCode::Data(code), last);
            self.connection.send(Message::Frame(frame)).await?;
        }
        Ok(())
    }
}

/// A closing frame with this code.
pub(crate) fn closing(code: u16) -> Message {
    Message::Close(Some(CloseFrame { code: code.into(), reason: "enough".into() }))
}
