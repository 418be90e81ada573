//! A socket to be opened.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use http::HeaderMap;
use secrecy::SecretString;
use serde::Serialize;
use tokio::sync::mpsc;

use super::dial::{Connection, Dial};
use super::driver::{Driver, mends};
use super::resume::Resume;
use super::token::Token;
use super::{Incoming, Socket, address};
use crate::client::Client;
use crate::error::Error;
use crate::facts::{SocketFacts, TokenPlace};
use crate::request::checked_header;
use crate::retry::RetryPolicy;

/// A WebSocket to be opened: where, with which credentials, and what to hear of. `M` is what it sends, `S` what it is
/// sent.
#[must_use = "a socket does nothing until `connect`"]
pub struct SocketBuilder<M, S> {
    client: Client,
    facts: &'static SocketFacts,
    url: Option<String>,
    headers: HeaderMap,
    token: Option<Token>,
    place: TokenPlace,
    scope: Option<String>,
    only: Option<String>,
    from: Option<i64>,
    capacity: usize,
    max_message_bytes: usize,
    reconnect: RetryPolicy,
    problem: Option<Error>,
    types: PhantomData<fn(S) -> M>,
}

impl<M: Incoming, S: Serialize> SocketBuilder<M, S> {
    /// A socket of the client's server; for generated code.
    pub fn new(client: &Client, facts: &'static SocketFacts) -> Self {
        Self {
            client: client.clone(),
            facts,
            url: None,
            headers: HeaderMap::new(),
            token: None,
            place: facts.token,
            scope: None,
            only: None,
            from: None,
            capacity: 1024,
            max_message_bytes: 16 << 20,
            reconnect: RetryPolicy::new().delay(Duration::from_millis(500)).max_retries(u32::MAX),
            problem: None,
            types: PhantomData,
        }
    }

    /// Connects to this address (`ws://` or `wss://`) instead of the one beside the client's base URL. Another host, or
    /// one that is reached without TLS where the base URL is not, gets no credential and no header of the client: only
    /// what [`token`](Self::token) and [`header`](Self::header) give.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Adds a header to the handshake.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match checked_header(name, value) {
            Ok((name, mut value)) => {
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            Err(why) => drop(self.problem.get_or_insert_with(|| Error::request(why))),
        }
        self
    }

    /// Proves itself with this token instead of the client's credential.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(Token::Plain(SecretString::from(token.into())));
        self
    }

    /// Proves itself with a token that is signed with this secret, anew for each connection: `SCOPE:EXPIRY:SIGNATURE`,
    /// the signature being the hexadecimal HMAC-SHA-256 of what stands before it.
    pub fn signed_with(mut self, secret: impl Into<String>) -> Self {
        self.token = Some(Token::Signed(SecretString::from(secret.into()), self.facts.token_lifetime));
        self
    }

    /// Where the token goes. Default: what the specification says.
    pub fn token_in(mut self, place: TokenPlace) -> Self {
        self.place = place;
        self
    }

    /// Subscribes to this: for as long as the stream lives, also after a broken connection.
    pub fn subscribe(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Asks for what came after this position too; 0 is everything that the server still has.
    pub fn replay_after(mut self, position: i64) -> Self {
        self.from = Some(position);
        self
    }

    /// Leaves out messages that are about something else. Messages that are about nothing stay.
    pub fn only(mut self, scope: impl Into<String>) -> Self {
        self.only = Some(scope.into());
        self
    }

    /// Messages that wait for the program before the stream stops reading. Default 1024.
    pub fn buffer(mut self, messages: usize) -> Self {
        self.capacity = messages.max(1);
        self
    }

    /// Longest message that is accepted; a longer one ends the stream. Default 16 MiB.
    pub fn max_message_bytes(mut self, max: usize) -> Self {
        self.max_message_bytes = max;
        self
    }

    /// How patiently a broken connection is made again; its `max_retries` counts attempts in a row. Default: waits of
    /// 500 ms, 1 s, 2 s, … 30 s, without end.
    pub fn reconnect(mut self, policy: RetryPolicy) -> Self {
        self.reconnect = policy;
        self
    }

    /// Opens the connection and begins to read. The first connection is tried as often as the client's retry policy
    /// says.
    ///
    /// # Errors
    /// The server is not reached or refuses ([`Error::status`] and [`Error::body`] have its answer).
    pub async fn connect(self) -> Result<Socket<M, S>, Error> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let url = match &self.url {
            Some(url) => address::given(url)?,
            None => address::beside(&self.client.shared.base_url, self.facts)?,
        };
        let dial = Dial {
            url,
            facts: self.facts,
            headers: self.headers,
            token: self.token.map(|it| (it, self.place)),
            scope: String::new(),
            max_message_bytes: self.max_message_bytes,
            client: self.client,
        };
        let first = open(&dial).await?;
        let (messages, received) = mpsc::channel(self.capacity);
        let (commands, requested) = mpsc::channel(1);
        let reconnects = Arc::new(AtomicU32::new(0));
        let driver = Driver {
            dial,
            resume: Resume::new(self.facts, self.scope, self.from),
            failed: 0,
            reconnect: self.reconnect,
            only: self.only,
            messages,
            commands: requested,
            reconnects: Arc::clone(&reconnects),
        };
        tokio::spawn(driver.run(first));
        Ok(Socket::new(received, commands, reconnects))
    }
}

async fn open(dial: &Dial) -> Result<Connection, Error> {
    let policy = &dial.client.shared.retry;
    let mut failed = 0;
    loop {
        let error = match dial.open().await {
            Ok(connection) => return Ok(connection),
            Err(error) => error,
        };
        failed += 1;
        if !mends(&error) || failed > policy.max_retries {
            return Err(error.with_attempts(failed));
        }
        let wait = error.retry_after().unwrap_or_else(|| policy.wait(failed, fastrand::f64()));
        tokio::time::sleep(wait).await;
    }
}

impl<M, S> fmt::Debug for SocketBuilder<M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SocketBuilder")
            .field("socket", &self.facts.id)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}
