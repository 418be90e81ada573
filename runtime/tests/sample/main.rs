//! What generated code looks like, written by hand: models, an event catalog with payloads under a
//! key, and one with payloads beside the tag. The templates mirror these files; the tests beside
//! them say what such code does.
//!
//! In a generated crate the modules `models`, `events` and `messages` are public and this file is
//! its `lib.rs`.

#![allow(dead_code, unreachable_pub)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod events;
pub mod messages;
pub mod models;

mod decoding;
mod hostile;
mod streams;
