//! New connections for what is left of a stream that was cut.
//!
//! **Invariant:** connections in a row that bring nothing are bounded by the policy's retries, and the one after such a
//! connection takes from the client's budget. A connection that was of use costs nothing: a stream in good health may be
//! cut for as long as it lasts.

use std::time::Duration;

use tokio::time::sleep;

use crate::error::{Error, ErrorKind};
use crate::request::Draft;
use crate::response::RawResponse;
use crate::retry::RetryPolicy;

/// A server that asks for a longer wait than this is asked again after it: a stream that sleeps for ever looks like one
/// that is quiet.
const LONGEST_ASKED: Duration = Duration::from_secs(60 * 60);

/// The request of a stream, and how often it was sent in vain.
pub(super) struct Again {
    /// `None` where it may not be sent twice.
    pub(super) draft: Option<Box<Draft>>,
    /// New connections since one was of use.
    tries: u32,
    /// The last connection brought something.
    was_of_use: bool,
}

/// Why there is no new connection.
pub(super) enum Refusal {
    /// None was tried, for this reason.
    Untried(&'static str),
    /// None came about.
    Failed(Error),
    /// The server answered with a status that is not retried, or there is no token to send.
    Answered(Error),
}

impl Again {
    pub(super) fn new(draft: Option<Box<Draft>>) -> Self {
        Self { draft, tries: 0, was_of_use: false }
    }

    /// Takes note that the last connection brought something.
    pub(super) fn was_of_use(&mut self) {
        self.tries = 0;
        self.was_of_use = true;
    }

    /// The answer over a new connection, by the whole send loop: with its retries, its budget and a token that is good.
    /// `asked`: the wait that the server asked for; `prepare` says in the request from where it goes on. Where the host is
    /// not asked because it failed too often, the connection is tried once it is asked again.
    pub(super) async fn connect(
        &mut self,
        cut: &Error,
        asked: Option<Duration>,
        prepare: impl Fn(&mut Draft) -> Result<(), Error>,
    ) -> Result<RawResponse, Refusal> {
        let mut is_free = std::mem::take(&mut self.was_of_use);
        let mut shut_for = Duration::ZERO;
        let mut last = None;
        loop {
            let draft = self.draft.as_ref().ok_or(Refusal::Untried("its request may not be sent twice"))?;
            let (mut draft, policy) = (draft.again(), draft.policy());
            let client = draft.client.clone();
            if let Err(why) = self.leave(&draft, &policy, is_free) {
                return Err(last.map_or(Refusal::Untried(why), Refusal::Failed));
            }
            prepare(&mut draft).map_err(Refusal::Failed)?;
            let host = draft.host();
            self.tries += 1;
            let wait = wait(&policy, self.tries, asked).max(shut_for);
            tracing::debug!(operation = draft.operation.id, cause = %cut, wait_ms = wait.as_millis(), "the stream was cut");
            sleep(wait).await;
            let error = match crate::send::send(draft).await {
                Ok(raw) => return Ok(raw),
                Err(error) => error,
            };
            shut_for = host.map_or(Duration::ZERO, |it| client.shared.breakers.open_for(&it));
            // Where nothing was sent, nothing is paid for either.
            is_free = error.is_circuit_open();
            if !is_free && (shut_for.is_zero() || !is_of_host(&policy, &error)) {
                return Err(refusal(error));
            }
            last = Some(error);
        }
    }

    /// Whether there may be another try, and what it costs.
    fn leave(&self, draft: &Draft, policy: &RetryPolicy, is_free: bool) -> Result<(), &'static str> {
        if policy.max_retries == 0 {
            return Err("its policy makes no retries");
        }
        if self.tries >= policy.max_retries {
            return Err("new connections brought nothing");
        }
        match is_free || draft.client.shared.budget.take() {
            true => Ok(()),
            false => Err("the budget of the client's retries is used up"),
        }
    }
}

fn refusal(error: Error) -> Refusal {
    match error.is_status() || error.kind() == ErrorKind::Token {
        true => Refusal::Answered(error),
        false => Refusal::Failed(error),
    }
}

/// Whether an error is one by which hosts are taken for broken.
fn is_of_host(policy: &RetryPolicy, error: &Error) -> bool {
    match error.kind() {
        kind if kind.is_of_host() => true,
        _ => error.is_status() && error.status().is_some_and(|it| it.is_server_error() && policy.wants_status(it)),
    }
}

/// The wait before a connection: what the server asked for or else the policy, longer after each that brought nothing,
/// and some of it by chance.
fn wait(policy: &RetryPolicy, tries: u32, asked: Option<Duration>) -> Duration {
    let random = fastrand::f64();
    match asked.map(|it| it.min(LONGEST_ASKED)) {
        Some(asked) => policy.clone().delay(asked).max_delay(policy.max_delay.max(asked)).wait(tries, random),
        None => policy.wait(tries, random),
    }
}
