//! Why a delivery is not verified, and why a secret is none.

use std::fmt;
use std::time::Duration;

/// Why a delivery is not verified. It holds no part of the body, the signature or the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// A header that the scheme needs is not there.
    MissingHeader {
        /// Its name.
        header: String,
    },
    /// A header is not written as the scheme says.
    Malformed {
        /// Its name.
        header: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// No signature fits any of the secrets: another sender, another secret, or changed on the way.
    BadSignature,
    /// Signed well, but longer ago than the tolerance: sent again by somebody, or delayed.
    TooOld {
        /// Its age.
        age: Duration,
    },
    /// Signed well, but for a time further ahead than the tolerance: a clock is wrong.
    TooNew {
        /// How far ahead.
        ahead: Duration,
    },
    /// The body is longer than the verifier takes.
    TooLarge {
        /// The most bytes it takes.
        limit: usize,
    },
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingHeader { header } => write!(f, "the header `{header}` is missing"),
            Self::Malformed { header, reason } => write!(f, "the header `{header}` {reason}"),
            Self::BadSignature => f.write_str("no signature fits the secret"),
            Self::TooOld { age } => write!(f, "the message was signed {} s ago", age.as_secs()),
            Self::TooNew { ahead } => write!(f, "the message is signed for a time {} s ahead", ahead.as_secs()),
            Self::TooLarge { limit } => write!(f, "the body is longer than {limit} bytes"),
        }
    }
}

impl std::error::Error for VerifyError {}

/// Why a secret is none. It holds no part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretError {
    /// No secret was given: everything would be refused.
    None,
    /// A secret is empty: anybody could sign with it.
    Empty,
    /// A secret is not written as the scheme says (base64, hex).
    Malformed,
    /// The secret may be one, but the scheme signs less than deliveries are judged by, or something that they do not have.
    Uncovered,
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "there is no secret to verify with",
            Self::Empty => "a secret is empty",
            Self::Malformed => "a secret is not written as its scheme says",
            Self::Uncovered => {
                "the scheme leaves the body or the time unsigned, or signs what a delivery does not have"
            }
        })
    }
}

impl std::error::Error for SecretError {}
