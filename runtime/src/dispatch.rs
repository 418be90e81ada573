//! Dispatch: an agent's program in a container asks a gateway for the next step, runs the commands that it is given, and
//! reports what they gave, until there is a final answer.
//!
//! [`Message`] is everything that the two say to each other. [`Bootstrap`] is the loop, [`Environment`] what the
//! container is told by its environment, and an [`Executor`] runs commands (feature `dispatch`; the messages alone are
//! the feature `dispatch-messages`).
//!
//! **Invariant:** a command never outlives the loop: it is killed, on Unix with its process group, when its time is
//! over or the future is dropped. Two things may: what it moved to a session of its own, and what it left in the
//! background, with its output elsewhere, when it came to its end.

#[cfg(feature = "dispatch")]
mod bootstrap;
#[cfg(feature = "dispatch")]
mod environment;
#[cfg(feature = "dispatch")]
mod execute;
mod fields;
mod message;
#[cfg(feature = "dispatch")]
mod output;
mod parts;
#[cfg(feature = "dispatch")]
mod running;

#[cfg(feature = "dispatch")]
pub use bootstrap::{Bootstrap, DispatchError};
#[cfg(feature = "dispatch")]
pub use environment::{Environment, EnvironmentError, EnvironmentProblem};
#[cfg(feature = "dispatch")]
pub use execute::{Executor, Outcome, ProcessExecutor};
pub use message::Message;
pub use parts::{ConversationMessage, DispatchMessage, DispatchResultMessage, FinalMessage, GenerateMessage, ToolCall};

/// What the module knows of a system.
#[cfg(feature = "dispatch")]
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// What is called.
    pub operations: Operations,
    /// Names of environment variables.
    pub settings: Settings,
}

/// The gateway's operations.
#[cfg(feature = "dispatch")]
#[derive(Clone, Copy, Debug)]
pub struct Operations {
    /// Takes a [`Message`], answers with one.
    pub exchange: &'static crate::facts::Operation,
}

/// Names of the environment variables that a container is told things by.
#[cfg(feature = "dispatch")]
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The agent's identifier; need not be there.
    pub agent_id: &'static str,
    /// The execution's identifier.
    pub execution_id: &'static str,
    /// The model to use; `default` where it is not there.
    pub model_alias: &'static str,
    /// The gateway's base URL.
    pub gateway_url: &'static str,
    /// The agent's instruction; need not be there.
    pub instruction: &'static str,
    /// Template of the prompt; need not be there.
    pub prompt_template: &'static str,
    /// Number of the iteration; 1 where it is not there.
    pub iteration: &'static str,
    /// What earlier iterations gave; need not be there.
    pub iteration_history: &'static str,
    /// Time for one answer in seconds; need not be there.
    pub timeout_seconds: &'static str,
    /// Whether to say what is done; off where it is not there.
    pub debug: &'static str,
}
