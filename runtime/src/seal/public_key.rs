//! Public keys, in the forms in which they are registered.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, VerifyingKey};

use super::error::SealError;
use crate::data::base64;

/// What stands before the 32 bytes in a `SubjectPublicKeyInfo` of an Ed25519 key (RFC 8410 §4).
const SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

const PEM: (&str, &str) = ("-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----");

/// An Ed25519 public key that signatures can be checked with. Keys for which a signature says nothing (points of small
/// order) are none, nor are those in another spelling than their own.
///
/// Read by [`str::parse`] from base64 of the 32 bytes, either alphabet, of the DER form (RFC 8410), or from PEM.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    pub(super) fn of(key: VerifyingKey) -> Self {
        Self(key)
    }

    /// The key of 32 raw bytes, or of the 44 bytes of its DER form.
    ///
    /// # Errors
    /// [`SealError::BadKey`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let bare = bytes.strip_prefix(&SPKI).unwrap_or(bytes);
        let bare: &[u8; 32] = bare.try_into().map_err(|_| SealError::BadKey)?;
        let key = VerifyingKey::from_bytes(bare).map_err(|_| SealError::BadKey)?;
        // Each point has one spelling (RFC 8032 §5.1.3).
        let is_canonical = key.to_edwards().compress().as_bytes() == bare;
        if is_canonical && !key.is_weak() { Ok(Self(key)) } else { Err(SealError::BadKey) }
    }

    /// The 32 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The 32 bytes in base64.
    #[must_use]
    pub fn to_base64(&self) -> String {
        base64::write(self.0.as_bytes())
    }

    /// The key in PEM.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let der = [SPKI.as_slice(), self.0.as_bytes()].concat();
        format!("{}\n{}\n{}\n", PEM.0, base64::write(&der), PEM.1)
    }

    /// Checks a signature, strictly (RFC 8032 §5.1.7 without cofactors): each message has one signature that is good.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), SealError> {
        let signature = Signature::from_bytes(signature);
        self.0.verify_strict(message, &signature).map_err(|_| SealError::BadSignature)
    }
}

impl FromStr for PublicKey {
    type Err = SealError;

    fn from_str(text: &str) -> Result<Self, SealError> {
        let text = text.trim();
        let body = text.strip_prefix(PEM.0).and_then(|it| it.strip_suffix(PEM.1));
        let bytes = base64::read(body.unwrap_or(text).trim()).ok_or(SealError::BadKey)?;
        Self::from_bytes(&bytes)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.to_base64())
    }
}
