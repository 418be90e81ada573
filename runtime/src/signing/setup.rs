//! How one system signs, as its generated crate states it.

use std::marker::PhantomData;
use std::time::Duration;

use super::{HmacSigner, Scheme, SecretError, Verifier};
use crate::data::Secret;
use crate::module::Module;

/// How a system signs.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// Names of headers, and what is signed.
    pub settings: Settings,
}

/// A signature of HMAC-SHA256 in lower-case hex.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Header of the signature.
    pub header: &'static str,
    /// What stands in front of the signature there (`sha256=`).
    pub prefix: &'static str,
    /// Header of the time in seconds since the Unix epoch; empty: no time is sent.
    pub timestamp: &'static str,
    /// What is signed; `{timestamp}` and `{body}` stand for themselves.
    pub signed: &'static str,
    /// Seconds that a signed time may be from now, in both directions.
    pub tolerance_seconds: u64,
}

impl Setup {
    /// The scheme that it means.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        let it = &self.settings;
        let scheme = Scheme::hmac(it.header).prefix(it.prefix).tolerance(Duration::from_secs(it.tolerance_seconds));
        if it.timestamp.is_empty() { scheme.signed(it.signed) } else { scheme.timestamp(it.timestamp, it.signed) }
    }
}

/// How the system of a client signs, for both sides.
///
/// ```
/// use std::time::SystemTime;
/// use sdk_runtime::Module;
/// use sdk_runtime::signing::{Delivery, Setup, Signing};
///
/// # fn receive<C: Module<Setup>>(headers: &sdk_runtime::http::HeaderMap, body: &[u8])
/// # -> Result<(), Box<dyn std::error::Error>> {
/// // A generated crate has `signing::Signing` for its own client.
/// let verifier = Signing::<C>::verifier(["the shared secret"])?;
/// let verified = verifier.verify(Delivery::new(headers, body))?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Signing<C>(PhantomData<fn() -> C>);

impl<C: Module<Setup>> Signing<C> {
    /// The scheme. Change what your system has otherwise: `Signing::scheme().tolerance(…)`.
    #[must_use]
    pub fn scheme() -> Scheme {
        C::setup().scheme()
    }

    /// Signs what is sent.
    ///
    /// # Errors
    /// The secret is empty.
    pub fn signer(secret: impl Into<Secret>) -> Result<HmacSigner, SecretError> {
        HmacSigner::new(Self::scheme(), secret)
    }

    /// Verifies what comes in, with the secret in use and, while that is being replaced, the other one too.
    ///
    /// # Errors
    /// There is no secret, or an empty one.
    pub fn verifier<S: Into<Secret>>(secrets: impl IntoIterator<Item = S>) -> Result<Verifier, SecretError> {
        Verifier::new(Self::scheme(), secrets)
    }
}
