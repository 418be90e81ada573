//! Private keys.

use std::fmt;

use ed25519_dalek::{Signer, SigningKey};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::error::SealError;
use super::public_key::PublicKey;
use crate::data::base64;

/// An Ed25519 key pair (RFC 8032) that lives in memory alone.
///
/// It is not `Clone`, has no serialised form and shows nothing in `Debug`. The private half is zeroed by
/// [`erase`](Self::erase) and when it is dropped. What the compiler leaves of it on the stack while the key is made or
/// signs is out of reach.
///
/// ```
/// # #[cfg(feature = "seal")] {
/// use sdk_runtime::seal::{Ed25519Key, SealError};
///
/// let mut key = Ed25519Key::generate().unwrap();
/// assert_eq!(key.sign(b"message").unwrap().len(), 64);
/// key.erase();
/// assert_eq!(key.sign(b"message"), Err(SealError::Erased));
/// # }
/// ```
// Boxed: moving the key moves a pointer, and the private half stays in one place.
pub struct Ed25519Key(Option<Box<SigningKey>>);

/// Fails to compile where keys are not zeroed.
const _: fn(SigningKey) = zeroed::<SigningKey>;

fn zeroed<T: ZeroizeOnDrop>(_: T) {}

impl Ed25519Key {
    /// A new key from the operating system's randomness.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`].
    pub fn generate() -> Result<Self, SealError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut_slice()).map_err(|_| SealError::NoRandomness)?;
        Ok(Self::from_seed(&seed))
    }

    /// The key of a seed (RFC 8032 §5.1.5), for those who keep keys themselves. Zero the seed afterwards.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(Some(Box::new(SigningKey::from_bytes(seed))))
    }

    fn key(&self) -> Result<&SigningKey, SealError> {
        self.0.as_deref().ok_or(SealError::Erased)
    }

    /// The signature of a message: 64 bytes.
    ///
    /// # Errors
    /// [`SealError::Erased`].
    pub fn sign(&self, message: &[u8]) -> Result<[u8; 64], SealError> {
        Ok(self.key()?.sign(message).to_bytes())
    }

    /// The signature of a message in base64, with the standard alphabet and padding.
    ///
    /// # Errors
    /// [`SealError::Erased`].
    pub fn sign_base64(&self, message: &[u8]) -> Result<String, SealError> {
        Ok(base64::write(&self.sign(message)?))
    }

    /// The public half.
    ///
    /// # Errors
    /// [`SealError::Erased`].
    pub fn public_key(&self) -> Result<PublicKey, SealError> {
        Ok(PublicKey::of(self.key()?.verifying_key()))
    }

    /// The 32 bytes of the public half.
    ///
    /// # Errors
    /// [`SealError::Erased`].
    pub fn public_key_bytes(&self) -> Result<[u8; 32], SealError> {
        Ok(self.key()?.verifying_key().to_bytes())
    }

    /// The public half in base64.
    ///
    /// # Errors
    /// [`SealError::Erased`].
    pub fn public_key_base64(&self) -> Result<String, SealError> {
        Ok(base64::write(&self.public_key_bytes()?))
    }

    /// Zeroes the private half; every later use is [`SealError::Erased`].
    pub fn erase(&mut self) {
        self.0 = None;
    }

    /// Whether [`erase`](Self::erase) was called.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.0.is_none()
    }
}

impl fmt::Debug for Ed25519Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_erased() { "Ed25519Key(erased)" } else { "Ed25519Key(..)" })
    }
}
