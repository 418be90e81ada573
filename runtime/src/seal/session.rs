//! What an attestation gives, and how long it is good.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::error::{Refusal, SealCallError};
use super::key::Ed25519Key;
use crate::data::{Secret, Timestamp};
use crate::error::Error;

/// What a gateway gives for a key. `Debug` does not show the token.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AttestationResult {
    /// The token for calls of tools.
    pub security_token: Secret,
    /// When it ends, where the gateway says.
    pub expires_at: Option<Timestamp>,
    /// The gateway's name for the session.
    pub session_id: Option<String>,
}

impl AttestationResult {
    pub(super) fn read(answer: &Value) -> Result<Self, SealCallError> {
        let text = |key: &str| answer.get(key).and_then(Value::as_str);
        let Some(token) = text("security_token") else {
            return Err(match Refusal::read(answer) {
                Some(refusal) => SealCallError::Refused(refusal),
                None => Error::missing_field("security_token").into(),
            });
        };
        Ok(Self {
            security_token: token.into(),
            expires_at: text("expires_at").map(Timestamp::from),
            session_id: text("session_id").map(str::to_owned),
        })
    }
}

/// A key with its token.
pub(super) struct Session {
    pub(super) key: Ed25519Key,
    pub(super) result: AttestationResult,
    ends: SystemTime,
}

impl Session {
    /// `lifetime` holds where the gateway says nothing that can be read.
    pub(super) fn new(key: Ed25519Key, result: AttestationResult, now: SystemTime, lifetime: Duration) -> Self {
        let ends = result.expires_at.as_ref().and_then(Timestamp::to_system_time);
        Self { key, result, ends: ends.or_else(|| now.checked_add(lifetime)).unwrap_or(now) }
    }

    /// Whether the token is good for longer than `margin`.
    pub(super) fn lasts(&self, now: SystemTime, margin: Duration) -> bool {
        self.ends.duration_since(now).is_ok_and(|left| left > margin)
    }
}
