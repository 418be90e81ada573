//! SEAL: messages and signatures that another implementation made, envelopes that are tampered with, and a gateway on
//! loopback.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;
mod envelopes;
mod keys;
mod vectors;
