//! The gateway's side: whether an envelope is to be believed.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use subtle::ConstantTimeEq;

use super::canonical::canonical_message;
use super::envelope::Envelope;
use super::error::SealError;
use super::public_key::PublicKey;
use super::replay::ReplayGuard;
use crate::data::Secret;

/// How old an envelope may be unless said otherwise, and how far ahead.
pub const MAX_AGE: Duration = Duration::from_secs(30);

/// Checks envelopes of one key: protocol, form, signature, age, and whether each is new.
///
/// ```
/// # #[cfg(feature = "seal")] {
/// use std::sync::Arc;
/// use sdk_runtime::seal::{Ed25519Key, ReplayGuard, SealError, Verifier, create_envelope};
///
/// let key = Ed25519Key::generate().unwrap();
/// let verifier = Verifier::new(key.public_key().unwrap()).replay_guard(Arc::new(ReplayGuard::new()));
/// let envelope = create_envelope("tok", serde_json::json!({"method": "tools/list"}), &key).unwrap();
/// assert_eq!(verifier.check(&envelope).unwrap()["method"], "tools/list");
/// assert_eq!(verifier.check(&envelope), Err(SealError::Replayed));
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct Verifier {
    key: PublicKey,
    max_age: Duration,
    guard: Option<Arc<ReplayGuard>>,
    token: Option<Secret>,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Verifier {
    /// Takes envelopes of this key that are up to [`MAX_AGE`] old. Without a guard, each as often as it comes.
    pub fn new(key: PublicKey) -> Self {
        Self { key, max_age: MAX_AGE, guard: None, token: None, clock: Arc::new(SystemTime::now) }
    }

    /// How old an envelope may be, and how far ahead, in whole seconds.
    pub fn max_age(self, max_age: Duration) -> Self {
        Self { max_age, ..self }
    }

    /// Takes each envelope once. Verifiers of several keys may share a guard, also with windows of different lengths.
    pub fn replay_guard(self, guard: Arc<ReplayGuard>) -> Self {
        Self { guard: Some(guard), ..self }
    }

    /// Takes envelopes with this token alone: the one that was given for the key. It is compared in constant time.
    pub fn security_token(self, token: impl Into<Secret>) -> Self {
        Self { token: Some(token.into()), ..self }
    }

    /// Asks this for the time instead of the system.
    pub fn clock(self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Checks an envelope as it came; gives its payload.
    ///
    /// # Errors
    /// Why it is not to be believed.
    pub fn verify(&self, envelope: &Value) -> Result<Value, SealError> {
        self.check(&Envelope::read(envelope)?)
    }

    /// Checks an envelope; gives its payload.
    ///
    /// # Errors
    /// Why it is not to be believed.
    pub fn check(&self, envelope: &Envelope) -> Result<Value, SealError> {
        if envelope.protocol != super::PROTOCOL {
            return Err(SealError::WrongProtocol);
        }
        let (signature, made) = (envelope.signature()?, envelope.seconds()?);
        let now = self.now()?;
        self.fresh(made, now)?;
        let token = envelope.security_token.expose();
        let message = canonical_message(token, &envelope.payload, made)?;
        self.key.verify(&message, &signature)?;
        if let Some(expected) = &self.token
            && !bool::from(expected.expose().as_bytes().ct_eq(token.as_bytes()))
        {
            return Err(SealError::WrongToken);
        }
        if let Some(guard) = &self.guard {
            guard.take(signature, made, now, self.window())?;
        }
        Ok(envelope.payload.clone())
    }

    fn window(&self) -> i64 {
        i64::try_from(self.max_age.as_secs()).unwrap_or(i64::MAX)
    }

    fn now(&self) -> Result<i64, SealError> {
        let now = jiff::Timestamp::try_from((self.clock)());
        now.map(|it| it.as_second()).map_err(|_| SealError::Malformed { reason: "the clock shows no date" })
    }

    fn fresh(&self, made: i64, now: i64) -> Result<(), SealError> {
        let apart = Duration::from_secs(now.abs_diff(made));
        match apart.as_secs() <= self.max_age.as_secs() {
            true => Ok(()),
            false if now > made => Err(SealError::TooOld { age: apart }),
            false => Err(SealError::TooNew { ahead: apart }),
        }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verifier = &mut f.debug_struct("Verifier");
        verifier.field("key", &self.key).field("max_age", &self.max_age).field("guard", &self.guard);
        verifier.finish_non_exhaustive()
    }
}

/// Checks an envelope as it came against the 32 bytes of a public key, and gives its payload. `max_age` is
/// [`MAX_AGE`] where there is none. That it is new is not checked; a [`Verifier`] does that.
///
/// # Errors
/// Why it is not to be believed.
pub fn verify_envelope(envelope: &Value, public_key: &[u8], max_age: Option<Duration>) -> Result<Value, SealError> {
    Verifier::new(PublicKey::from_bytes(public_key)?).max_age(max_age.unwrap_or(MAX_AGE)).verify(envelope)
}
