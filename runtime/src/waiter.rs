//! Starts something on the server and polls until it has ended.

use std::fmt;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::call::Call;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::facts::{Pending, WaiterFacts};
use crate::response::ErrorBody;
use crate::send::after;
use crate::transport::BoxFuture;

/// Makes the next call from the answer of the start operation.
type Next<S, T> = Box<dyn Fn(&Client, &S) -> Result<Call<T>, Error> + Send + Sync>;

/// Starts something and waits for its end. Nothing is sent until it is awaited.
///
/// `S` is what the start operation answers, `T` the result, `E` the start operation's described failures, `P`
/// what the poll answers where that is not the result itself.
///
/// Awaiting it sends the start operation, then polls until a state is reached that ends it; which, the
/// specification says. Each poll is a call with its own retries. A state that means failure is a result like
/// any other.
#[must_use = "a waiter starts when it is awaited"]
pub struct Waiter<S, T, E = ErrorBody, P = T> {
    facts: &'static WaiterFacts,
    start: Call<S, E>,
    poll: Next<S, P>,
    state: fn(&P) -> Option<&str>,
    finish: Finish<S, T, P>,
    every: Duration,
    timeout: Duration,
}

/// Where the result comes from.
enum Finish<S, T, P> {
    /// The last poll.
    Poll(fn(P) -> T),
    /// A last call.
    Fetch(Next<S, T>),
}

impl<S, T, E> Waiter<S, T, E> {
    /// A waiter whose result is the last poll's answer.
    pub fn new(
        facts: &'static WaiterFacts,
        start: Call<S, E>,
        poll: impl Fn(&Client, &S) -> Result<Call<T>, Error> + Send + Sync + 'static,
        state: fn(&T) -> Option<&str>,
    ) -> Self {
        Self::with(facts, start, Box::new(poll), state, Finish::Poll(|it| it))
    }
}

impl<S, T, E, P> Waiter<S, T, E, P> {
    /// A waiter whose result is fetched at the end.
    pub fn fetching(
        facts: &'static WaiterFacts,
        start: Call<S, E>,
        poll: impl Fn(&Client, &S) -> Result<Call<P>, Error> + Send + Sync + 'static,
        state: fn(&P) -> Option<&str>,
        fetch: impl Fn(&Client, &S) -> Result<Call<T>, Error> + Send + Sync + 'static,
    ) -> Self {
        Self::with(facts, start, Box::new(poll), state, Finish::Fetch(Box::new(fetch)))
    }

    fn with(
        facts: &'static WaiterFacts,
        start: Call<S, E>,
        poll: Next<S, P>,
        state: fn(&P) -> Option<&str>,
        finish: Finish<S, T, P>,
    ) -> Self {
        Self { facts, start, poll, state, finish, every: facts.every, timeout: facts.timeout }
    }

    /// Time between polls.
    pub fn every(mut self, every: Duration) -> Self {
        self.every = every;
        self
    }

    /// Longest wait, the start operation included.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Changes the call that starts it, for example to add an idempotency key.
    pub fn with_start(mut self, change: impl FnOnce(Call<S, E>) -> Call<S, E>) -> Self {
        self.start = change(self.start);
        self
    }

    #[cfg(feature = "testing")]
    pub(crate) fn id(&self) -> &'static str {
        self.facts.id
    }

    /// The start operation alone, without waiting.
    pub fn start(self) -> Call<S, E> {
        self.start
    }
}

impl<S, T, E, P> Waiter<S, T, E, P>
where
    S: Send + 'static,
    T: Send + 'static,
    E: 'static,
    P: Send + 'static,
{
    /// Waits for the end on this thread, for programs without an async runtime.
    ///
    /// # Errors
    /// As for awaiting it; [`ErrorKind::Blocking`] inside an async runtime.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<T, Error> {
        crate::blocking::wait(self.into_future())?
    }

    async fn run(self) -> Result<T, Error> {
        let mut clock = Clock { facts: self.facts, end: after(self.timeout), timeout: self.timeout, state: None };
        let client = self.start.client().clone();
        let started = match self.start.within(clock.left()).await {
            Ok(started) => started,
            Err(error) => return Err(clock.read(error)),
        };
        loop {
            let polled = (self.poll)(&client, &started)?.within(clock.left()).await;
            if let Some(last) = clock.ended(polled, self.state)? {
                return match &self.finish {
                    Finish::Poll(finish) => Ok(finish(last)),
                    // It has ended: an error that means "not yet" to a poll is the result here.
                    Finish::Fetch(fetch) => {
                        fetch(&client, &started)?.within(clock.left()).await.map_err(|error| clock.read(error))
                    }
                };
            }
            if clock.left() <= self.every {
                return Err(clock.timed_out());
            }
            sleep(self.every).await;
        }
    }
}

/// What a wait has seen, and how long it may still last.
struct Clock {
    facts: &'static WaiterFacts,
    end: Instant,
    timeout: Duration,
    state: Option<String>,
}

impl Clock {
    fn left(&self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
    }

    /// The poll's answer, if its state ends the wait.
    fn ended<P>(&mut self, polled: Result<P, Error>, state: fn(&P) -> Option<&str>) -> Result<Option<P>, Error> {
        let polled = match polled {
            Err(error) if self.is_pending(&error) => return Ok(None),
            polled => polled.map_err(|error| self.read(error))?,
        };
        let seen = state(&polled).unwrap_or_default();
        let ended = self.facts.until.iter().any(|it| it.eq_ignore_ascii_case(seen));
        tracing::debug!(waiter = self.facts.id, state = seen, "polled");
        self.state = Some(seen.to_owned());
        Ok(ended.then_some(polled))
    }

    fn is_pending(&self, error: &Error) -> bool {
        self.facts.pending.iter().any(|it| match it {
            Pending::Status(status) => error.is_status() && error.status().is_some_and(|it| it.as_u16() == *status),
            Pending::Code(code) => error.code() == Some(code),
        })
    }

    /// A call that ran out of the waiter's time is the waiter's timeout.
    fn read(&self, error: Error) -> Error {
        if error.is_timeout() && self.left().is_zero() { self.timed_out().with_source(error) } else { error }
    }

    fn timed_out(&self) -> Error {
        let state = match &self.state {
            Some(state) => format!("the last state was `{}`", state.escape_debug()),
            None => "no state was seen".to_owned(),
        };
        let message = format!("it did not end within {:?}; {state}", self.timeout);
        Error::new(ErrorKind::Timeout, message).with_operation(self.facts.id)
    }
}

impl<S, T, E, P> IntoFuture for Waiter<S, T, E, P>
where
    S: Send + 'static,
    T: Send + 'static,
    E: 'static,
    P: Send + 'static,
{
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Result<T, Error>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<S, T, E, P> fmt::Debug for Waiter<S, T, E, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter").field("id", &self.facts.id).field("start", &self.start).finish_non_exhaustive()
    }
}
