//! Keeps a token, and fetches the next one once for all calls that wait.
//!
//! Nothing runs in the background: the calls that wait poll the one request in turn, so that one of them which gives up
//! leaves it to the others.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use tokio::time::Instant;

use super::{AccessToken, TokenError, TokenErrorKind, TokenSource};
use crate::client::bearer;
use crate::send::after;
use crate::transport::BoxFuture;

/// A token is replaced earlier by this part of its lifetime, but by no more than [`MARGIN`].
const PART: u32 = 10;
const MARGIN: Duration = Duration::from_secs(60);

/// The tokens of one source.
pub(crate) struct Tokens {
    source: Arc<dyn TokenSource>,
    state: Mutex<State>,
    /// The request that is on its way. Who holds the lock polls it.
    flight: tokio::sync::Mutex<Option<BoxFuture<'static, Result<AccessToken, TokenError>>>>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// Requests that have ended.
    ended: u64,
    /// How the last one failed, if it did.
    failure: Option<TokenError>,
}

/// A token that can be sent.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) header: HeaderValue,
    /// Tells it from others.
    number: u64,
    /// From when on another is fetched.
    fresh_until: Option<Instant>,
    good_until: Option<Instant>,
}

impl Tokens {
    pub(crate) fn new(source: Arc<dyn TokenSource>) -> Self {
        Self { source, state: Mutex::default(), flight: tokio::sync::Mutex::new(None) }
    }

    /// A token, fetched if there is none that is fresh.
    pub(crate) async fn get(&self) -> Result<Held, TokenError> {
        let seen = {
            let state = self.state();
            if let Some(held) = state.fresh() {
                return Ok(held);
            }
            state.ended
        };
        let mut flight = self.flight.lock().await;
        if let Some(settled) = self.settled_since(seen) {
            return settled;
        }
        // One that everybody gave up may have died since: its failure says nothing to a new call.
        let inherited = flight.is_some();
        let mut result = flight.get_or_insert_with(|| self.source.token()).await;
        if inherited && result.is_err() {
            result = flight.insert(self.source.token()).await;
        }
        *flight = None;
        self.state().settle(result)
    }

    /// Forgets a token that the server refused.
    pub(crate) fn discard(&self, refused: &Held) {
        let mut state = self.state();
        if state.held.as_ref().is_some_and(|it| it.number == refused.number) {
            state.held = None;
        }
    }

    /// What came of a request that ended after this call began to wait.
    fn settled_since(&self, seen: u64) -> Option<Result<Held, TokenError>> {
        let state = self.state();
        match (state.fresh(), &state.failure) {
            (Some(held), _) => Some(Ok(held)),
            (None, Some(error)) if state.ended > seen => Some(state.good().ok_or_else(|| error.clone())),
            _ => None,
        }
    }

    /// The state is whole at every step, so that a panic elsewhere does not poison it.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn fresh(&self) -> Option<Held> {
        let now = Instant::now();
        self.held.clone().filter(|it| it.fresh_until.is_none_or(|until| now < until))
    }

    /// A token that is about to expire, but has not.
    fn good(&self) -> Option<Held> {
        let now = Instant::now();
        self.held.clone().filter(|it| it.good_until.is_none_or(|until| now < until))
    }

    fn settle(&mut self, result: Result<AccessToken, TokenError>) -> Result<Held, TokenError> {
        self.ended += 1;
        let held = result.and_then(|token| Held::new(&token, self.ended));
        match held {
            Ok(held) => {
                tracing::debug!("a new access token");
                self.failure = None;
                self.held = Some(held.clone());
                Ok(held)
            }
            Err(error) => {
                tracing::warn!(%error, "no new access token");
                self.failure = Some(error.clone());
                self.good().ok_or(error)
            }
        }
    }
}

impl Held {
    fn new(token: &AccessToken, number: u64) -> Result<Self, TokenError> {
        let empty = token.expose().is_empty();
        let header = bearer(token.expose()).ok().filter(|_| !empty);
        let header = header.ok_or_else(|| TokenError::new(TokenErrorKind::Malformed))?;
        let margin = |lifetime: Duration| (lifetime / PART).min(MARGIN);
        Ok(Self {
            header,
            number,
            fresh_until: token.lifetime.map(|it| after(it.saturating_sub(margin(it)))),
            good_until: token.lifetime.map(after),
        })
    }
}
