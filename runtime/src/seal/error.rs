//! What goes wrong with keys and envelopes, and what a gateway says.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::error::Error;

/// Why a key is not usable, an envelope cannot be made or is refused. It holds no part of a key, a token, a signature or
/// a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealError {
    /// The envelope or its payload is not as the protocol says (1000).
    Malformed {
        /// What is wrong.
        reason: &'static str,
    },
    /// The signature is not one of this key for this message (1001).
    BadSignature,
    /// The envelope was made longer ago than is allowed (1004).
    TooOld {
        /// Its age.
        age: Duration,
    },
    /// The envelope was made further ahead than is allowed: a clock is wrong (1004).
    TooNew {
        /// How far ahead.
        ahead: Duration,
    },
    /// The envelope is of another protocol, or another version of it (1005).
    WrongProtocol,
    /// The public key is none (3000).
    BadKey,
    /// The envelope was seen before.
    Replayed,
    /// More envelopes came within the window than are remembered: nothing says that this one is new.
    TooManyEnvelopes,
    /// The envelope carries another token than the one that is expected.
    WrongToken,
    /// The private key was erased.
    Erased,
    /// The operating system gave no randomness.
    NoRandomness,
}

impl SealError {
    /// The protocol's number for it, where it has one.
    #[must_use]
    pub fn code(&self) -> Option<u16> {
        match self {
            Self::Malformed { .. } => Some(1000),
            Self::BadSignature => Some(1001),
            Self::TooOld { .. } | Self::TooNew { .. } => Some(1004),
            Self::WrongProtocol => Some(1005),
            Self::BadKey => Some(3000),
            _ => None,
        }
    }
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { reason } => f.write_str(reason),
            Self::BadSignature => f.write_str("the signature does not fit the envelope and the key"),
            Self::TooOld { age } => write!(f, "the envelope was made {} s ago", age.as_secs()),
            Self::TooNew { ahead } => write!(f, "the envelope was made {} s ahead of this clock", ahead.as_secs()),
            Self::WrongProtocol => f.write_str("the envelope is of another protocol"),
            Self::BadKey => f.write_str("the public key is no Ed25519 key that can be trusted"),
            Self::Replayed => f.write_str("the envelope was seen before"),
            Self::TooManyEnvelopes => f.write_str("too many envelopes at once to know which are new"),
            Self::WrongToken => f.write_str("the envelope carries another token"),
            Self::Erased => f.write_str("the private key was erased"),
            Self::NoRandomness => f.write_str("the operating system gave no randomness"),
        }?;
        match self.code() {
            Some(code) => write!(f, " (SEAL {code})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for SealError {}

/// What a gateway or a tool says instead of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The number, the protocol's or the tool's, where it gives one.
    pub code: Option<i64>,
    /// What it says.
    pub message: String,
    /// The gateway's name for the request.
    pub request_id: Option<String>,
}

impl Refusal {
    /// Reads `{error: {code, message, …}}` and `{error: "…"}`.
    pub(super) fn read(body: &Value) -> Option<Self> {
        let error = body.get("error")?;
        let text = |key: &str| error.get(key).and_then(Value::as_str).map(str::to_owned);
        let message = match error {
            Value::String(it) => it.clone(),
            Value::Object(_) => text("message").unwrap_or_default(),
            _ => return None,
        };
        Some(Self { code: error.get("code").and_then(Value::as_i64), message, request_id: text("request_id") })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match self.code {
            Some(code) => write!(f, " (SEAL {code})"),
            None => Ok(()),
        }
    }
}

/// Why a tool's result did not come.
#[derive(Debug)]
#[non_exhaustive]
pub enum SealCallError {
    /// The key or the envelope.
    Seal(SealError),
    /// The gateway or the tool answered with success, and with an error in the answer.
    Refused(Refusal),
    /// The call failed; [`SealCallError::refusal`] reads what the gateway said.
    Call(Error),
}

impl SealCallError {
    /// The same for another who waited for the same call.
    pub(super) fn share(&self) -> Self {
        match self {
            Self::Seal(it) => Self::Seal(*it),
            Self::Refused(it) => Self::Refused(it.clone()),
            Self::Call(it) => Self::Call(it.share()),
        }
    }

    /// What the gateway or the tool said, whichever way it said so.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Seal(_) => None,
            Self::Refused(it) => Some(it.clone()),
            Self::Call(it) => Refusal::read(&it.json()?),
        }
    }
}

impl From<SealError> for SealCallError {
    fn from(it: SealError) -> Self {
        Self::Seal(it)
    }
}

impl From<Error> for SealCallError {
    fn from(it: Error) -> Self {
        Self::Call(it)
    }
}

impl fmt::Display for SealCallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seal(it) => it.fmt(f),
            Self::Refused(it) => write!(f, "refused: {it}"),
            Self::Call(it) => it.fmt(f),
        }
    }
}

impl std::error::Error for SealCallError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Seal(it) => Some(it),
            Self::Refused(_) => None,
            Self::Call(it) => Some(it),
        }
    }
}
