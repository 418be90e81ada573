//! What generated code says so that a module of this runtime works for its system.
//!
//! A module that needs operations or settings of a system has a struct `Setup` of them (`operations`, `settings`, or
//! one of the two) and types that are generic over the client. The generated crate fills the struct in and names the
//! types for its client.
//!
//! **Invariant:** what differs from system to system (paths, names of headers and of environment variables) is in a
//! module's `Setup`, never in the module.

use crate::client::{Client, Sdk};

/// A client of a system for which a module of this runtime is set up; `S` is that module's `Setup`.
pub trait Module<S: 'static>: Sdk {
    /// What the module knows about the system.
    fn setup() -> &'static S;

    /// The runtime's client below this one.
    fn core(&self) -> &Client;
}
