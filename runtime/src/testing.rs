//! A loopback server for tests: records what it is sent, answers what it is told to, also with faults.
//!
//! It speaks just enough HTTP/1.1 for that, one request per connection. Generated tests use it, and so can the
//! tests of a program that uses an SDK:
//!
//! ```
//! use sdk_runtime::testing::{Answer, Server, run};
//! use sdk_runtime::{Client, Method};
//!
//! run(async {
//!     let server = Server::start().await?;
//!     server.answer(Answer::json(200, r#"{"status": "healthy"}"#));
//!     let client: Client = Client::builder(server.url()).build()?;
//!     let health = client.request(Method::Get, "/api/health").await?;
//!     assert_eq!(health["status"], "healthy");
//!     assert_eq!(server.exchanges()[0].target, "/api/health");
//!     Ok::<_, Box<dyn std::error::Error>>(())
//! })
//! # .unwrap();
//! ```

mod answer;
mod exchange;
mod rehearsal;
mod serve;
mod trial;

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use answer::Answer;
pub use exchange::Exchange;
pub use rehearsal::{Failure, Rehearsal};
pub use trial::{TRIAL_ENV, Trial, unknown_fields};

/// Environment variable that names the file to which [`Server::recording`] appends.
pub const EXCHANGES_ENV: &str = "SDK_EXCHANGES";

/// A server on a free loopback port. It stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
    accepting: JoinHandle<()>,
}

/// What the connections share.
#[derive(Debug, Default)]
struct State {
    script: Mutex<Script>,
    record: Option<PathBuf>,
}

#[derive(Debug, Default)]
struct Script {
    queue: VecDeque<Answer>,
    otherwise: Answer,
    exchanges: Vec<Exchange>,
    /// What exchanges are recorded as.
    label: String,
}

impl Server {
    /// Starts a server that answers `200` with `{}` until it is told otherwise.
    ///
    /// # Errors
    /// No loopback port is free.
    pub async fn start() -> io::Result<Self> {
        Self::with("", None).await
    }

    /// Starts a server that [records to](Self::recording_to) the file which the environment variable
    /// [`EXCHANGES_ENV`] names; where it names none, nothing is written.
    ///
    /// # Errors
    /// No loopback port is free.
    pub async fn recording(label: &str) -> io::Result<Self> {
        match std::env::var_os(EXCHANGES_ENV) {
            Some(path) => Self::recording_to(label, path).await,
            None => Self::start().await,
        }
    }

    /// Starts a server that appends each exchange to this file as one line of JSON: `operation` (the label),
    /// `request` (`method`, `target`, `headers`, `body`) and `response` (`status`, `headers`, `body`). A body
    /// that is not text is written as `{"base64": …}`.
    ///
    /// # Errors
    /// No loopback port is free.
    pub async fn recording_to(label: &str, path: impl Into<PathBuf>) -> io::Result<Self> {
        Self::with(label, Some(path.into())).await
    }

    async fn with(label: &str, record: Option<PathBuf>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(State { record, ..State::default() });
        state.script().label = label.to_owned();
        let accepting = tokio::spawn(serve::accept(listener, Arc::clone(&state)));
        Ok(Self { address, state, accepting })
    }

    /// Its base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers the next request that has no answer yet with this.
    pub fn answer(&self, answer: Answer) {
        self.state.script().queue.push_back(answer);
    }

    /// Answers with this whenever nothing else is queued.
    pub fn always(&self, answer: Answer) {
        self.state.script().otherwise = answer;
    }

    /// Records what comes from now on under this label; nothing under an empty one.
    pub fn label(&self, label: &str) {
        self.state.script().label = label.to_owned();
    }

    /// Forgets the exchanges and the queued answers, and says how many exchanges there were.
    fn forget(&self) -> usize {
        let mut script = self.state.script();
        script.queue.clear();
        std::mem::take(&mut script.exchanges).len()
    }

    /// What was sent so far, in the order of arrival.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.state.script().exchanges.clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl State {
    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a request and says what it is answered.
    fn take(&self, mut exchange: Exchange) -> Answer {
        let mut script = self.script();
        let answer = script.queue.pop_front().unwrap_or_else(|| script.otherwise.clone());
        exchange.status = answer.status;
        if let Some(record) = self.record.as_ref().filter(|_| !script.label.is_empty()) {
            exchange.append_to(record, &script.label, &answer);
        }
        script.exchanges.push(exchange);
        answer
    }
}

/// A base URL at which nothing listens.
///
/// # Errors
/// No loopback port is free.
pub fn refusing_url() -> io::Result<String> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    Ok(format!("http://{}", listener.local_addr()?))
}

/// Runs a test's future to its end, so that a test needs no async runtime of its own.
///
/// # Panics
/// The operating system gives no resources for a runtime.
pub fn run<F: Future>(future: F) -> F::Output {
    #[allow(clippy::expect_used)]
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime for a test");
    runtime.block_on(future)
}
