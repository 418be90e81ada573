//! The loop: ask, run what is asked for, report, until there is a final answer.

use std::fmt;
use std::time::Duration;

use super::execute::{Executor, ProcessExecutor};
use super::message::Message;
use super::parts::{DispatchMessage, DispatchResultMessage, FinalMessage, GenerateMessage};
use super::{Outcome, Setup};
use crate::error::Error;
use crate::module::Module;

/// Commands that one iteration may have run, unless said otherwise.
const MAX_ROUNDS: u32 = 200;

/// Runs iterations of an agent: what a program does that an agent's container starts. `C` is the client of the system
/// whose gateway it asks.
///
/// Calls are repeated by the client's policy. Dropping the future of [`run`](Self::run) kills the command that is
/// running.
#[derive(Clone, Debug)]
#[must_use]
pub struct Bootstrap<C, X = ProcessExecutor> {
    client: C,
    executor: X,
    max_rounds: u32,
    timeout: Option<Duration>,
}

impl<C: Module<Setup> + Clone> Bootstrap<C> {
    /// Runs commands as processes.
    pub fn new(client: &C) -> Self {
        let client = client.clone();
        Self { client, executor: ProcessExecutor::new(), max_rounds: MAX_ROUNDS, timeout: None }
    }
}

impl<C: Module<Setup>, X: Executor> Bootstrap<C, X> {
    /// Runs commands by something else.
    pub fn executor<Y: Executor>(self, executor: Y) -> Bootstrap<C, Y> {
        Bootstrap { client: self.client, executor, max_rounds: self.max_rounds, timeout: self.timeout }
    }

    /// Commands that one iteration may have run. Default 200.
    pub fn max_rounds(self, max_rounds: u32) -> Self {
        Self { max_rounds, ..self }
    }

    /// Time for one answer of the gateway, behind which a language model thinks. Default: the client's.
    pub fn timeout(self, timeout: impl Into<Option<Duration>>) -> Self {
        Self { timeout: timeout.into(), ..self }
    }

    /// Runs one iteration to its end.
    ///
    /// # Errors
    /// A call failed, the gateway said something else than a command or the end, or wanted too many commands.
    pub async fn run(&self, generate: GenerateMessage) -> Result<FinalMessage, DispatchError> {
        let execution_id = generate.execution_id.clone();
        let mut message = Message::Generate(generate);
        for _ in 0..=self.max_rounds {
            let command = match self.exchange(&message).await? {
                Message::Final(it) => return Ok(it),
                Message::Dispatch(it) => it,
                other => return Err(DispatchError::Unexpected(Box::new(other))),
            };
            tracing::debug!(dispatch_id = command.dispatch_id, command = command.command, "running a command");
            let outcome = self.executor.run(&command).await;
            message = report(&execution_id, &command, outcome).into();
        }
        Err(DispatchError::TooManyRounds { limit: self.max_rounds })
    }

    /// Says one thing to the gateway, and gives what it answers.
    ///
    /// # Errors
    /// The call failed.
    pub async fn exchange(&self, message: &Message) -> Result<Message, Error> {
        let call = self.client.core().call::<Message, crate::ErrorBody>(C::setup().operations.exchange).json(message);
        match self.timeout {
            Some(timeout) => call.timeout(timeout).await,
            None => call.await,
        }
    }
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
