//! A server of events, played connection by connection, so that time can be paused.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sdk_runtime::bytes::Bytes;
use sdk_runtime::facts::Operation;
use sdk_runtime::{
    Body, BoxFuture, Call, Chunks, ClientBuilder, EventStream, Json, Transport, TransportError, TransportErrorKind,
    TransportResult, http,
};
use tokio::time::{Instant, sleep};

use crate::sdk::TestSdk;

/// What a connection does.
#[derive(Clone, Debug)]
pub(super) enum Connection {
    /// Answers with these pieces, and ends so.
    Events(Vec<Bytes>, End),
    /// Sends a piece whenever so much time has passed, so many times, and then ends whole.
    Slowly(Duration, Vec<Bytes>),
    /// Answers with this status.
    Status(u16),
    /// Never answers.
    Silent,
    /// Cannot be made.
    Refused,
}

/// How an answer ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    Whole,
    Broken,
    Silent,
}

/// Events in one piece.
pub(super) fn events(text: &str, end: End) -> Connection {
    Connection::Events(vec![Bytes::copy_from_slice(text.as_bytes())], end)
}

/// The played server; clones share what happened.
#[derive(Clone, Default)]
pub(super) struct Server {
    connections: Arc<Mutex<VecDeque<Connection>>>,
    sent: Arc<Mutex<Vec<(Instant, http::HeaderMap)>>>,
    /// Answers and requests that somebody still waits for.
    open: Arc<AtomicUsize>,
}

impl Server {
    /// Plays these connections, and refuses others.
    pub(super) fn new(connections: impl IntoIterator<Item = Connection>) -> Self {
        let connections = Arc::new(Mutex::new(connections.into_iter().collect()));
        Self { connections, ..Self::default() }
    }

    pub(super) fn builder(&self) -> ClientBuilder<TestSdk> {
        TestSdk::builder("http://host.test").transport(self.clone()).no_circuit_breaker()
    }

    pub(super) async fn listen(&self, operation: &'static Operation) -> EventStream<Json> {
        let call: Call<EventStream<Json>> = self.builder().build().unwrap().0.call_events(operation);
        call.await.unwrap()
    }

    /// `Last-Event-ID` of each request.
    pub(super) fn ids(&self) -> Vec<Option<String>> {
        let text = |it: &http::HeaderValue| String::from_utf8(it.as_bytes().to_vec()).unwrap();
        self.sent.lock().unwrap().iter().map(|(_, it)| it.get("last-event-id").map(text)).collect()
    }

    /// `Authorization` of each request.
    pub(super) fn tokens(&self) -> Vec<String> {
        let sent = self.sent.lock().unwrap();
        sent.iter().map(|(_, it)| it["authorization"].to_str().unwrap().to_owned()).collect()
    }

    /// The waits between the requests.
    pub(super) fn waits(&self) -> Vec<Duration> {
        self.sent.lock().unwrap().windows(2).map(|pair| pair[1].0 - pair[0].0).collect()
    }

    pub(super) fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }

    pub(super) fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }
}

/// Counts what is open.
struct Open(Arc<AtomicUsize>);

impl Open {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Transport for Server {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'static, TransportResult> {
        self.sent.lock().unwrap().push((Instant::now(), request.headers().clone()));
        let connection = self.connections.lock().unwrap().pop_front().unwrap_or(Connection::Refused);
        let open = Open::new(&self.open);
        Box::pin(async move {
            let (pieces, wait, end) = match connection {
                Connection::Events(pieces, end) => (pieces, Duration::ZERO, end),
                Connection::Slowly(wait, pieces) => (pieces, wait, End::Whole),
                Connection::Status(status) => {
                    return Ok(http::Response::builder().status(status).body(Body::from("{}")).unwrap());
                }
                Connection::Silent => return std::future::pending().await,
                Connection::Refused => return Err(TransportError::new(TransportErrorKind::Connect, "played")),
            };
            Ok(http::Response::new(Body::chunks(Pieces { pieces: pieces.into(), wait, end, _open: open })))
        })
    }
}

struct Pieces {
    pieces: VecDeque<Bytes>,
    wait: Duration,
    end: End,
    _open: Open,
}

impl Chunks for Pieces {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            if !self.wait.is_zero() {
                sleep(self.wait).await;
            }
            match (self.pieces.pop_front(), self.end) {
                (Some(piece), _) => Ok(Some(piece)),
                (None, End::Whole) => Ok(None),
                (None, End::Broken) => Err(TransportError::new(TransportErrorKind::Body, "played")),
                (None, End::Silent) => std::future::pending().await,
            }
        })
    }
}
