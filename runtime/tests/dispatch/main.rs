//! Dispatch: the messages, the environment, commands, and the loop against a gateway on loopback.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(unix)]
mod bootstrap;
#[cfg(unix)]
mod commands;
mod environment;
mod messages;
