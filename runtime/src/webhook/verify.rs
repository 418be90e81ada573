//! Verification of deliveries with shared secrets.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretSlice};

use super::error::{SecretError, VerifyError};
use super::scheme::{Form, Scheme, Written};
use super::signature::{Claim, bytes};
use super::{Delivery, Verified};
use crate::data::Secret;

/// The most bytes of a body, unless set otherwise: 1 MiB.
const MAX_BYTES: usize = 1 << 20;

/// Verifies deliveries: somebody who has one of the secrets signed them, not long ago.
#[derive(Clone)]
pub struct Verifier {
    scheme: Scheme,
    keys: Arc<[SecretSlice<u8>]>,
    max_bytes: usize,
}

impl Verifier {
    /// A verifier with these secrets: the one in use, and while it is being replaced the other one too.
    ///
    /// # Errors
    /// No secret at all, an empty one, and one that is not written as the scheme says; a scheme that leaves the body or
    /// the time unsigned.
    pub fn new<S: Into<Secret>>(scheme: Scheme, secrets: impl IntoIterator<Item = S>) -> Result<Self, SecretError> {
        if !scheme.covers_what_counts() {
            return Err(SecretError::Uncovered);
        }
        let keys = secrets.into_iter().map(|it| key(scheme.secret, &it.into()));
        let keys = keys.collect::<Result<Vec<_>, SecretError>>()?;
        if keys.is_empty() {
            return Err(SecretError::None);
        }
        Ok(Self { scheme, keys: keys.into(), max_bytes: MAX_BYTES })
    }

    /// Sets how far the signed time may be from now, in both directions; 5 minutes unless set.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.scheme = self.scheme.tolerance(tolerance);
        self
    }

    /// Sets the most bytes that a body may have; 1 MiB unless set.
    #[must_use]
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// Verifies a delivery by the system's clock.
    ///
    /// # Errors
    /// See [`VerifyError`]. Answer it with status 400 or 401, without the reason.
    pub fn verify<'a>(&self, delivery: Delivery<'a>) -> Result<Verified<'a>, VerifyError> {
        self.verify_at(delivery, SystemTime::now())
    }

    /// Verifies a delivery as if it were `now`.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub fn verify_at<'a>(&self, delivery: Delivery<'a>, now: SystemTime) -> Result<Verified<'a>, VerifyError> {
        if delivery.body().len() > self.max_bytes {
            return Err(VerifyError::TooLarge { limit: self.max_bytes });
        }
        let claim = Claim::read(&self.scheme, &delivery)?;
        let fits = |key: &SecretSlice<u8>| claim.fits(&self.scheme, key.expose_secret(), delivery.body());
        if !self.keys.iter().fold(false, |found, key| fits(key) | found) {
            return Err(VerifyError::BadSignature);
        }
        if let Some(timestamp) = claim.timestamp {
            self.check_age(timestamp, now)?;
        }
        Ok(Verified::new(delivery))
    }

    /// The headers that a sender with the first secret would put: for tests of receivers. `id` is that of the
    /// message, for schemes that have one.
    #[must_use]
    pub fn sign(&self, id: &str, body: &[u8], now: SystemTime) -> Vec<(String, String)> {
        let seconds = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs().to_string();
        let key = self.keys.first().map(ExposeSecret::expose_secret).unwrap_or_default();
        let signature = Claim::new(id, &seconds).sign(&self.scheme, key, body);
        let header = self.scheme.header;
        match self.scheme.form {
            Form::Standard => vec![
                (format!("{header}-id"), id.to_owned()),
                (format!("{header}-timestamp"), seconds),
                (format!("{header}-signature"), format!("v1,{signature}")),
            ],
            Form::Timestamped => vec![(header.to_owned(), format!("t={seconds},v1={signature}"))],
            Form::Plain => {
                let time = self.scheme.timestamp.map(|it| (it.to_owned(), seconds));
                let signature = (header.to_owned(), format!("{}{signature}", self.scheme.prefix));
                time.into_iter().chain([signature]).collect()
            }
        }
    }

    fn check_age(&self, timestamp: &str, now: SystemTime) -> Result<(), VerifyError> {
        let signed = Duration::from_secs(timestamp.parse().unwrap_or(u64::MAX));
        let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let (age, ahead) = (now.saturating_sub(signed), signed.saturating_sub(now));
        if age > self.scheme.tolerance {
            return Err(VerifyError::TooOld { age });
        }
        if ahead > self.scheme.tolerance {
            return Err(VerifyError::TooNew { ahead });
        }
        Ok(())
    }
}

fn key(written: Written, secret: &Secret) -> Result<SecretSlice<u8>, SecretError> {
    let text = secret.expose();
    let text = match written {
        Written::Base64 => text.trim().strip_prefix("whsec_").unwrap_or(text.trim()),
        Written::Hex => text.trim(),
        Written::Text => text,
    };
    let bytes = bytes(written, text).ok_or(SecretError::Malformed)?;
    if bytes.trim_ascii().is_empty() { Err(SecretError::Empty) } else { Ok(bytes.into()) }
}

/// The secrets are left out.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("scheme", &self.scheme)
            .field("secrets", &self.keys.len())
            .field("max_bytes", &self.max_bytes)
            .finish()
    }
}
