//! Signatures by a shared secret.

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
        // For schemes that number messages.
        let id = format!("msg_{:032x}", fastrand::u128(..));
        let headers = self.verifier.sign(&id, request.body, request.time);
        Ok(headers.into_iter().map(|(name, value)| (name, value.into())).collect())
    }
}
