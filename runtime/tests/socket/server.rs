//! A WebSocket server on loopback that behaves as debate servers do: it replays, sends lists, sends some events twice
//! around a replay, and breaks connections.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

/// How a server behaves.
#[derive(Clone)]
pub struct Manners {
    /// A connection breaks after a random number of frames up to this; 0: never.
    pub cut_within: u64,
    /// Events of each scope that can be replayed.
    pub buffer: usize,
    /// Events at the end of a replay that come live as well.
    pub overlap: usize,
    /// Whether frames hold lists.
    pub lists: bool,
}

impl Default for Manners {
    fn default() -> Self {
        Self { cut_within: 0, buffer: usize::MAX, overlap: 0, lists: false }
    }
}

/// What the server was sent, and each handshake.
#[derive(Debug)]
pub enum Seen {
    /// Target and headers of a handshake.
    Handshake(String, Vec<(String, String)>),
    /// A message.
    Message(Value),
}

pub struct Server {
    pub address: SocketAddr,
    pub seen: mpsc::UnboundedReceiver<Seen>,
    log: Arc<Log>,
}

/// The positions of all events so far; some numbers are left out, as if they were another debate's.
struct Log {
    positions: Mutex<Vec<i64>>,
    count: watch::Sender<usize>,
    /// What is sent beside the events.
    says: watch::Sender<Option<Message>>,
}

impl Server {
    pub async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Log {
            positions: Mutex::default(),
            count: watch::Sender::new(0),
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

    pub fn url(&self) -> String {
        format!("ws://{}/ws", self.address)
    }

    /// Lets so many events happen.
    pub fn happen(&self, events: usize) {
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
    pub fn positions(&self) -> Vec<i64> {
        self.log.positions.lock().unwrap().clone()
    }

    /// Sends this to every connection.
    pub fn say(&self, message: Message) {
        self.log.says.send_replace(Some(message));
    }

    /// Breaks every connection.
    pub fn cut(&self) {
        self.say(Message::Pong(b"cut".to_vec().into()));
    }
}

type Connection = WebSocketStream<TcpStream>;

async fn serve(stream: TcpStream, log: Arc<Log>, seen: mpsc::UnboundedSender<Seen>, manners: Manners) {
    let handshake = |request: &Request, mut response: Response| {
        let headers = request.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
        seen.send(Seen::Handshake(request.uri().to_string(), headers.collect())).ok();
        let Some(offered) = request.headers().get("sec-websocket-protocol") else {
            let refusal = http::Response::builder().status(400).body(Some("missing subprotocol".to_owned()));
            return Err(refusal.unwrap());
        };
        let chosen = offered.to_str().unwrap().split(", ").next().unwrap().to_owned();
        response.headers_mut().insert("sec-websocket-protocol", chosen.parse().unwrap());
        Ok(response)
    };
    let Ok(mut connection) = tokio_tungstenite::accept_hdr_async(stream, handshake).await else { return };
    let _ = talk(&mut connection, &log, &seen, &manners).await;
    // Without a word: the socket is closed by dropping it.
}

type Done = Result<(), tokio_tungstenite::tungstenite::Error>;

async fn talk(connection: &mut Connection, log: &Log, seen: &mpsc::UnboundedSender<Seen>, manners: &Manners) -> Done {
    let mut frames = if manners.cut_within == 0 { u64::MAX } else { 1 + fastrand::u64(..manners.cut_within) };
    let (mut count, mut says) = (log.count.subscribe(), log.says.subscribe());
    says.mark_unchanged();
    let mut sent: Option<usize> = None;
    loop {
        if let Some(from) = sent {
            let until = *count.borrow_and_update();
            let mut next = from;
            while next < until {
                let batch = if manners.lists { 1 + fastrand::usize(..10) } else { 1 };
                let end = until.min(next + batch);
                let frame = frame(&log.positions.lock().unwrap()[next..end], manners.lists);
                connection.send(frame).await?;
                next = end;
                frames -= 1;
                if frames == 0 {
                    return Ok(());
                }
            }
            sent = Some(until);
        }
        tokio::select! {
            message = connection.next() => {
                let Some(message) = message else { return Ok(()) };
                let Ok(text) = message?.into_text() else { continue };
                let Ok(message) = serde_json::from_str::<Value>(&text) else { continue };
                seen.send(Seen::Message(message.clone())).ok();
                match message["type"].as_str() {
                    Some("subscribe") => sent = Some(subscribe(connection, log, &message, manners).await?),
                    Some("ping") => connection.send(Message::text(r#"{"type":"pong","data":{}}"#)).await?,
                    _ => {}
                }
            }
            _ = count.changed(), if sent.is_some() => {}
            _ = says.changed() => match says.borrow_and_update().clone() {
                Some(Message::Pong(_)) | None => return Ok(()),
                Some(message) => connection.send(message).await?,
            }
        }
    }
}

/// Answers a subscription; returns the index of the first event that comes live.
async fn subscribe(connection: &mut Connection, log: &Log, message: &Value, manners: &Manners) -> Result<usize, tokio_tungstenite::tungstenite::Error> {
    let positions = log.positions.lock().unwrap().clone();
    let Some(from) = message["replay_from_seq"].as_i64() else {
        connection.send(Message::text(json!({"type": "sync", "data": {}}).to_string())).await?;
        return Ok(positions.len());
    };
    let buffered = &positions[positions.len().saturating_sub(manners.buffer)..];
    let (oldest, latest) = (buffered.first().copied().unwrap_or(0), buffered.last().copied().unwrap_or(0));
    let start = json!({"type": "replay_start", "data": {"oldest": oldest, "latest": latest}});
    connection.send(Message::text(start.to_string())).await?;
    for position in buffered.iter().filter(|it| **it > from) {
        connection.send(frame(&[*position], false)).await?;
    }
    connection.send(Message::text(json!({"type": "replay_end", "data": {}}).to_string())).await?;
    Ok(positions.len().saturating_sub(manners.overlap))
}

fn frame(positions: &[i64], list: bool) -> Message {
    let event = |it: &i64| json!({"type": "vote", "data": {"text": "x".repeat(20)}, "seq": it, "loop_id": "d"});
    match positions {
        [one] if !list => Message::text(event(one).to_string()),
        many => Message::text(Value::from_iter(many.iter().map(event)).to_string()),
    }
}

/// A closing frame with this code.
pub fn closing(code: u16) -> Message {
    Message::Close(Some(CloseFrame { code: code.into(), reason: "enough".into() }))
}
