//! Signatures by a shared secret.

use std::fmt;

use super::{Scheme, SecretError, SignError, Signer, Unsigned, Verifier};
use crate::data::Secret;

/// Signs with a shared secret, as a [`Scheme`] says.
#[derive(Clone, Debug)]
pub struct HmacSigner {
    verifier: Verifier,
}

impl HmacSigner {
    /// A signer with this secret.
    ///
    /// # Errors
    /// The secret is empty, or not written as the scheme says.
    pub fn new(scheme: Scheme, secret: impl Into<Secret>) -> Result<Self, SecretError> {
        Ok(Self { verifier: Verifier::new(scheme, [secret.into()])? })
    }
}

impl Signer for HmacSigner {
    fn sign(&self, request: &Unsigned<'_>) -> Result<Vec<(String, Secret)>, SignError> {
        let id = MessageId(fastrand::u128(..)).to_string();
        let headers = self.verifier.sign(&id, request.body, request.time);
        Ok(headers.into_iter().map(|(name, value)| (name, value.into())).collect())
    }
}

/// Tells a message from all others, for schemes that number them.
struct MessageId(u128);

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "msg_{:032x}", self.0)
    }
}
