//! The send loop: attempts, waits between them, the deadline over all of it.
//!
//! In: a drafted request. Out: the answer with its body, or an error. Each attempt has the circuit breaker's
//! leave, its own timeout, and follows redirects; what it ends in decides whether there is another.
//!
//! **Invariant:** a request that may do something twice is sent once. No wait and no attempt outlasts the
//! deadline.

mod attempt;
mod judge;
mod places;
mod redirect;
mod warned;

use std::time::Duration;

use http::StatusCode;
use http::header::AUTHORIZATION;
use tokio::time::{Instant, sleep};
use tracing::Instrument;
use tracing::field::Empty;

use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::request::{Draft, Ready};
use crate::response::RawResponse;
use crate::retry::RetryPolicy;
use crate::token::Held;
use crate::transport::BoxFuture;

pub(crate) use attempt::failed;
pub(crate) use places::Places;
pub(crate) use redirect::Hop;
pub(crate) use warned::Warned;

/// Sends a request; a status that is not a success is an error.
pub(crate) fn send(draft: Box<Draft>) -> BoxFuture<'static, Result<RawResponse, Error>> {
    let operation = draft.operation;
    let error_key = draft.client.shared.facts.error_key;
    Box::pin(async move {
        let raw = send_raw(draft).await?;
        match raw.status().is_success() && !raw.is_failure_in_disguise(error_key, operation) {
            true => Ok(raw),
            false => Err(Error::status_error(raw).with_operation(operation.id)),
        }
    })
}

/// Sends a request; any status is an answer.
pub(crate) fn send_raw(mut draft: Box<Draft>) -> BoxFuture<'static, Result<RawResponse, Error>> {
    let operation = draft.operation.id;
    let client = draft.client.clone();
    let span = tracing::info_span!(
        "sdk.call",
        sdk = draft.client.shared.facts.name,
        operation,
        method = draft.method.as_str(),
        path = draft.template(),
        status = Empty,
        attempts = Empty,
    );
    let outer = span.clone();
    let sending = async move {
        let again = draft.for_stream();
        let ready = draft.ready()?;
        Sending::new(&draft, ready).run().await.map(|it| it.with_again(again))
    };
    let reported = async move {
        let result = sending.await.map_err(|it| it.with_operation(operation));
        let (status, attempts) = match &result {
            Ok(raw) => (Some(raw.status()), raw.attempts()),
            Err(error) => (error.status(), error.attempts()),
        };
        outer.record("attempts", attempts);
        if let Some(status) = status {
            outer.record("status", status.as_u16());
        }
        if let Ok(raw) = &result {
            client.shared.warned.of(operation, raw);
        }
        result
    };
    Box::pin(reported.instrument(span))
}

/// One call on its way.
struct Sending {
    client: Client,
    request: Ready,
    host: String,
    policy: RetryPolicy,
    timeout: Duration,
    deadline: Option<Instant>,
    attempts: u32,
    /// Attempts that were made before, at other places.
    before: u32,
    /// What the last answer's body says about another attempt.
    advice: Advice,
    /// The access token of the last attempt.
    held: Option<Held>,
    /// Whether the server refused a token and another was fetched.
    renewed: bool,
    /// How often there was no token to send.
    without_token: u32,
    /// Whether the last try sent nothing.
    unsent: bool,
}

/// What the body of a failed status says about another attempt.
#[derive(Default)]
struct Advice {
    /// It is of no use, whatever the status.
    is_final: bool,
    /// How long to wait before it.
    wait: Option<Duration>,
}

type Outcome = Result<RawResponse, Error>;

impl Sending {
    fn new(draft: &Draft, request: Ready) -> Self {
        Self {
            host: request.url.origin().ascii_serialization(),
            policy: draft.policy(),
            timeout: draft.timeout(),
            deadline: draft.deadline().map(after),
            client: draft.client.clone(),
            request,
            attempts: 0,
            before: 0,
            advice: Advice::default(),
            held: None,
            renewed: false,
            without_token: 0,
            unsent: false,
        }
    }

    /// All attempts at one place.
    async fn run_here(&mut self) -> Outcome {
        let mut outcome = self.attempt().await;
        loop {
            self.settle_budget(&outcome);
            let Some(wait) = self.wait(&outcome) else { return outcome.map_err(|it| self.explained(it)) };
            if self.deadline.is_some_and(|it| it.saturating_duration_since(Instant::now()) <= wait) {
                tracing::debug!(wait_ms = millis(wait), "no retry: the wait would pass the deadline");
                return outcome;
            }
            if self.client.shared.breakers.open_for(&self.host) > wait {
                tracing::debug!(wait_ms = millis(wait), "no retry: the host would not be asked after the wait");
                return outcome;
            }
            if !self.client.shared.budget.take() {
                tracing::debug!("no retry: the budget of the client's retries is used up");
                return outcome;
            }
            tracing::debug!(attempt = self.attempts, wait_ms = millis(wait), cause = %cause(&outcome), "retrying");
            sleep(wait).await;
            let next = self.attempt().await;
            // What the host failed with says more than that it is not asked any longer.
            if !matches!(&next, Err(error) if error.is_circuit_open()) {
                outcome = next;
            } else {
                return outcome;
            }
        }
    }

    /// A call that succeeds gives back to the budget.
    fn settle_budget(&self, outcome: &Outcome) {
        let failed = self.is_failure(outcome).unwrap_or(true) || self.is_transient(outcome);
        if !failed {
            self.client.shared.budget.give(self.tries() > 1);
        }
    }

    /// What was tried at this place.
    fn tries(&self) -> u32 {
        self.attempts + self.without_token - self.before
    }

    /// One attempt; where the server refuses the access token, another with a new one.
    async fn attempt(&mut self) -> Outcome {
        let outcome = self.attempt_once().await;
        match (self.held.take(), &self.request.tokens, &outcome) {
            (Some(held), Some(tokens), Ok(raw)) if raw.status() == StatusCode::UNAUTHORIZED && !self.renewed => {
                self.renewed = true;
                tokens.discard(&held);
                if self.request.body.is_repeatable() { self.attempt_once().await } else { outcome }
            }
            _ => outcome,
        }
    }

    /// Puts the access token on the request, where it needs one that is fetched.
    async fn authorize(&mut self, limit: Instant) -> Result<(), Error> {
        let Some(tokens) = &self.request.tokens else { return Ok(()) };
        self.unsent = true;
        let error = match tokio::time::timeout_at(limit, tokens.get()).await {
            Ok(Ok(held)) => {
                self.request.headers.insert(AUTHORIZATION, held.header.clone());
                self.held = Some(held);
                self.unsent = false;
                return Ok(());
            }
            Ok(Err(error)) => Error::token(error),
            Err(_) => Error::new(ErrorKind::Timeout, "the time was over before there was an access token"),
        };
        self.without_token += 1;
        self.advice = Advice { is_final: false, wait: error.retry_after() };
        Err(error.with_attempts(self.attempts))
    }

    /// One attempt, with the circuit breaker's leave and within the time that is left.
    async fn attempt_once(&mut self) -> Outcome {
        let own = after(self.timeout);
        let limit = self.deadline.map_or(own, |it| it.min(own));
        self.authorize(limit).await?;
        if let Some(signer) = self.request.signer.clone() {
            crate::signing::apply(signer.as_ref(), &mut self.request).map_err(|it| it.with_attempts(self.attempts))?;
        }
        let permit = self.client.shared.breakers.admit(&self.host).map_err(circuit_open)?;
        self.attempts += 1;
        let exchange = attempt::exchange(&self.client.shared, &self.request, self.timeout);
        let outcome = match self.while_it_moves(exchange, limit).await {
            Some(outcome) => outcome,
            None if self.deadline.is_some_and(|it| it <= Instant::now()) => {
                Err(Error::new(ErrorKind::Timeout, "the call's deadline passed"))
            }
            None => Err(Error::new(ErrorKind::Timeout, format!("no whole answer within {:?}", self.timeout))),
        };
        self.advice = self.advice(&outcome);
        if let Some(failed) = self.is_failure(&outcome) {
            permit.settle(failed);
        }
        let attempts = self.attempts;
        let envelope = self.client.shared.facts.envelope;
        outcome.map(|it| it.with_attempts(attempts).with_envelope(envelope)).map_err(|it| it.with_attempts(attempts))
    }

    /// What comes of an exchange; `None`: its time is over. That begins anew whenever a part of a streamed body has moved,
    /// but for the deadline.
    async fn while_it_moves(&self, exchange: impl Future<Output = Outcome>, mut limit: Instant) -> Option<Outcome> {
        let mut exchange = std::pin::pin!(exchange);
        let mut moved = self.request.body.moved();
        loop {
            if let Ok(outcome) = tokio::time::timeout_at(limit, exchange.as_mut()).await {
                return Some(outcome);
            }
            let before = std::mem::replace(&mut moved, self.request.body.moved());
            let own = after(self.timeout);
            limit = self.deadline.map_or(own, |it| it.min(own));
            if moved == before || limit <= Instant::now() {
                return None;
            }
        }
    }
}

/// The time so much later; a very long time stands for ever.
pub(crate) fn after(wait: Duration) -> Instant {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    Instant::now() + wait.min(CENTURY)
}

fn circuit_open(left: Duration) -> Error {
    let message = "the host failed too often and is not asked for now";
    Error::new(ErrorKind::CircuitOpen, message).with_retry_after(left)
}

fn cause(outcome: &Outcome) -> String {
    match outcome {
        Ok(raw) => raw.status().to_string(),
        Err(error) => format!("{:?}", error.kind()),
    }
}

fn millis(wait: Duration) -> u64 {
    u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
}
