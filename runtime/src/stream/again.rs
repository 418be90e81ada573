//! New connections for what is left of a stream that was cut.
//!
//! **Invariant:** connections in a row that bring nothing are bounded by the policy's retries, and each of them takes from
//! the client's budget.

use std::time::Duration;

use tokio::time::sleep;

use crate::error::{Error, ErrorKind};
use crate::request::Draft;
use crate::response::RawResponse;
use crate::retry::RetryPolicy;

/// The request of a stream, and how often it was sent in vain.
pub(super) struct Again {
    /// `None` where it may not be sent twice.
    pub(super) draft: Option<Box<Draft>>,
    in_vain: u32,
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
        Self { draft, in_vain: 0 }
    }

    /// Takes note that the last connection brought something.
    pub(super) fn was_of_use(&mut self) {
        self.in_vain = 0;
    }

    /// The answer over a new connection, by the whole send loop: with its retries, its budget and a token that is good.
    /// `asked`: the wait that the server asked for; `prepare` says in the request from where it goes on.
    pub(super) async fn connect(
        &mut self,
        cut: &Error,
        asked: Option<Duration>,
        prepare: impl FnOnce(&mut Draft) -> Result<(), Error>,
    ) -> Result<RawResponse, Refusal> {
        let mut draft = self.draft.as_ref().ok_or(Refusal::Untried("its request may not be sent twice"))?.again();
        let policy = draft.retry.clone().unwrap_or_else(|| draft.client.shared.retry.clone());
        if self.in_vain >= policy.max_retries {
            let nothing =
                if self.in_vain == 0 { "its policy makes no retries" } else { "new connections brought nothing" };
            return Err(Refusal::Untried(nothing));
        }
        if !draft.client.shared.budget.take() {
            return Err(Refusal::Untried("the budget of the client's retries is used up"));
        }
        prepare(&mut draft).map_err(Refusal::Failed)?;
        self.in_vain += 1;
        let wait = wait(&policy, self.in_vain, asked);
        tracing::debug!(operation = draft.operation.id, cause = %cut, wait_ms = wait.as_millis(), "the stream was cut");
        sleep(wait).await;
        crate::send::send(draft).await.map_err(|error| match error.is_status() || error.kind() == ErrorKind::Token {
            true => Refusal::Answered(error),
            false => Refusal::Failed(error),
        })
    }
}

/// The wait before a connection: what the server asked for or else the policy, longer after each that brought nothing,
/// and some of it by chance.
fn wait(policy: &RetryPolicy, tries: u32, asked: Option<Duration>) -> Duration {
    let random = fastrand::f64();
    match asked {
        Some(asked) => policy.clone().delay(asked).max_delay(policy.max_delay.max(asked)).wait(tries, random),
        None => policy.wait(tries, random),
    }
}
