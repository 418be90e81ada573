//! The program `ara` as its users meet it: the built binary, a home of its own, a platform on loopback, and faults.
#![allow(clippy::panic, clippy::unwrap_used)]

mod auth;
mod deploy;
mod faults;
mod run;
mod support;
