//! The loop: ask, run what is asked for, report, until there is a final answer.

use std::fmt;
use std::time::Duration;

use super::execute::{Executor, ProcessExecutor};
use super::message::Message;
use super::parts::{DispatchMessage, DispatchResultMessage, FinalMessage, GenerateMessage};
use super::{Outcome, Setup};
use crate::error::Error;
use crate::module::Module;
use crate::retry::RetryPolicy;

/// Commands that one iteration may have run, unless said otherwise.
const MAX_ROUNDS: u32 = 200;

/// Time for one answer, unless said otherwise.
const TIMEOUT: Duration = Duration::from_secs(300);

/// Statuses by which a proxy or a server says that time ran out (RFC 9110 §15.5.9, §15.6.5).
const OUT_OF_TIME: [u16; 2] = [408, 504];

/// Runs iterations of an agent: what a program does that an agent's container starts. `C` is the client of the system
/// whose gateway it asks.
///
/// A step is sent again by the client's policy, but not where time ran out, here or at a proxy: the model may still be at
/// it, and would begin anew for the same prompt. So what is sent again is a step that the gateway says has failed, or
/// whose connection broke. That holds for prompts and for results alike; a result names its command, and no command is
/// run again for it.
///
/// Dropping the future of [`run`](Self::run) kills the command that is running.
#[derive(Clone, Debug)]
#[must_use]
pub struct Bootstrap<C, X = ProcessExecutor> {
    client: C,
    executor: X,
    max_rounds: u32,
    timeout: Duration,
    retry: Option<RetryPolicy>,
}

impl<C: Module<Setup> + Clone> Bootstrap<C> {
    /// Runs commands as processes.
    pub fn new(client: &C) -> Self {
        let client = client.clone();
        Self { client, executor: ProcessExecutor::new(), max_rounds: MAX_ROUNDS, timeout: TIMEOUT, retry: None }
    }
}

impl<C: Module<Setup>, X: Executor> Bootstrap<C, X> {
    /// Runs commands by something else.
    pub fn executor<Y: Executor>(self, executor: Y) -> Bootstrap<C, Y> {
        let Self { client, max_rounds, timeout, retry, .. } = self;
        Bootstrap { client, executor, max_rounds, timeout, retry }
    }

    /// Commands that one iteration may have run. Default 200.
    pub fn max_rounds(self, max_rounds: u32) -> Self {
        Self { max_rounds, ..self }
    }

    /// Time for one answer of the gateway, behind which a language model thinks. Default, also for `None`: 300 s,
    /// whatever the client's is.
    pub fn timeout(self, timeout: impl Into<Option<Duration>>) -> Self {
        Self { timeout: timeout.into().unwrap_or(TIMEOUT), ..self }
    }

    /// Sends steps again by this policy. Default: the client's, without retries where time ran out.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self { retry: Some(policy), ..self }
    }

    /// Runs one iteration to its end.
    ///
    /// # Errors
    /// A call failed, the gateway said something else than a command or the end, or wanted too many commands.
    pub async fn run(&self, generate: GenerateMessage) -> Result<FinalMessage, DispatchError> {
        let execution_id = generate.execution_id.clone();
        let mut message = Message::Generate(generate);
        let mut rounds = 0;
        loop {
            let command = match self.exchange(&message).await? {
                Message::Final(it) => return Ok(it),
                Message::Dispatch(it) => it,
                other => return Err(DispatchError::Unexpected(Box::new(other))),
            };
            if rounds == self.max_rounds {
                return Err(DispatchError::TooManyRounds { limit: self.max_rounds });
            }
            rounds += 1;
            tracing::debug!(dispatch_id = command.dispatch_id, command = command.command, "running a command");
            let outcome = self.executor.run(&command).await;
            message = report(&execution_id, &command, outcome).into();
        }
    }

    /// Says one thing to the gateway, and gives what it answers.
    ///
    /// # Errors
    /// The call failed.
    pub async fn exchange(&self, message: &Message) -> Result<Message, Error> {
        let call = self.client.core().call::<Message, crate::ErrorBody>(C::setup().operations.exchange);
        let policy = self.retry.clone().unwrap_or_else(|| without_timeouts(self.client.core().shared.retry.clone()));
        call.json(message).timeout(self.timeout).retry(policy).await
    }
}

fn without_timeouts(policy: RetryPolicy) -> RetryPolicy {
    let statuses: Vec<u16> = policy.statuses.iter().copied().filter(|it| !OUT_OF_TIME.contains(it)).collect();
    policy.timeouts(false).statuses(statuses)
}

fn report(execution_id: &str, command: &DispatchMessage, outcome: Outcome) -> DispatchResultMessage {
    DispatchResultMessage {
        execution_id: execution_id.to_owned(),
        dispatch_id: command.dispatch_id.clone(),
        exit_code: outcome.exit_code,
        stdout: outcome.stdout,
        stderr: outcome.stderr,
        duration_ms: u64::try_from(outcome.duration.as_millis()).unwrap_or(u64::MAX),
        truncated: outcome.truncated,
        ..DispatchResultMessage::default()
    }
}

/// Why an iteration came to no end.
#[derive(Debug)]
#[non_exhaustive]
pub enum DispatchError {
    /// A call failed.
    Call(Error),
    /// The gateway said what it has no business to say.
    Unexpected(Box<Message>),
    /// The gateway wanted more commands than are allowed.
    TooManyRounds {
        /// How many are.
        limit: u32,
    },
}

impl From<Error> for DispatchError {
    fn from(it: Error) -> Self {
        Self::Call(it)
    }
}

impl fmt::Display for DispatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(it) => it.fmt(f),
            Self::Unexpected(it) => match it.kind() {
                Some(kind) => write!(f, "the gateway sent a message of type `{kind}`"),
                None => f.write_str("the gateway sent a message without a type"),
            },
            Self::TooManyRounds { limit } => write!(f, "the gateway wanted more than {limit} commands"),
        }
    }
}

impl std::error::Error for DispatchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(it) => Some(it),
            _ => None,
        }
    }
}
