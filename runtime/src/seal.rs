//! SEAL: calls of tools that are signed with a key which exists only in the caller's memory.
//!
//! A workload makes an Ed25519 key, has a gateway attest it, and gets a token. Each call of a tool then goes in an
//! envelope: the payload, the token, the time, and a signature over a canonical form of the three. The gateway checks
//! the signature, refuses what is older than a window or was seen before, and needs no other credential.
//!
//! [`SealClient`] does all of it. [`Ed25519Key`], [`create_envelope`] and [`verify_envelope`] are the pieces, and
//! [`Verifier`] with a [`ReplayGuard`] is the gateway's side.
//!
//! **Invariant:** no part of a private key is in any error, `Debug` output or serialised value, and it is zeroed when
//! it is erased or dropped, but for what the compiler may leave on the stack.
//!
//! **Invariant:** what is signed does not depend on the features of `serde_json` that a program has turned on.

mod canonical;
mod client;
mod envelope;
mod error;
mod key;
mod public_key;
mod replay;
mod session;
mod verify;

pub use canonical::canonical_message;
pub use client::SealClient;
pub use envelope::{Envelope, PROTOCOL, create_envelope};
pub use error::{Refusal, SealCallError, SealError};
pub use key::Ed25519Key;
pub use public_key::PublicKey;
pub use replay::ReplayGuard;
pub use session::AttestationResult;
pub use verify::{MAX_AGE, Verifier, verify_envelope};

/// What the module knows of a system.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// What is called.
    pub operations: Operations,
    /// How long tokens are good.
    pub settings: Settings,
}

/// The gateway's operations.
#[derive(Clone, Copy, Debug)]
pub struct Operations {
    /// Takes a public key, gives a token.
    pub attest: &'static crate::facts::Operation,
    /// Takes an envelope, calls a tool.
    pub invoke: &'static crate::facts::Operation,
    /// Lists tools.
    pub tools: &'static crate::facts::Operation,
}

/// How long tokens are good.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Lifetime of a token whose end the gateway does not say, in seconds.
    pub token_lifetime_seconds: u64,
    /// How long before its end a token is renewed, in seconds.
    pub renew_before_seconds: u64,
    /// Query parameter of `tools` that names the security scope.
    pub scope_parameter: &'static str,
}
