//! Requests that are signed on the way out, and the same signature verified where they come in.
//!
//! In: a [`Signer`], for a call ([`Call::signed`](crate::Call::signed)). Out: headers that are computed for each attempt,
//! over the bytes that are sent and the time at which they are. [`HmacSigner`] signs by a [`Scheme`]; the
//! `Verifier` of the same scheme is for the serving side.
//!
//! A generated crate names its system's scheme: [`Signing`] is bound to its client there.
//!
//! **Invariant:** no secret and no signature is printed: headers of a signer are marked sensitive.

mod error;
#[cfg(feature = "signing")]
mod hmac;
#[cfg(feature = "signing")]
mod setup;

use std::time::SystemTime;

use http::HeaderMap;

use crate::data::Secret;
use crate::error::Error;
use crate::request::{Ready, checked_header};

pub use error::SignError;
#[cfg(feature = "signing")]
pub use hmac::HmacSigner;
#[cfg(feature = "signing")]
pub use setup::{Settings, Setup, Signing};

#[cfg(feature = "signing")]
pub use crate::webhook::{Algorithm, Delivery, Scheme, SecretError, Verified, Verifier, VerifyError, Written};

/// Makes the headers that prove who sends a request. It is asked for each attempt.
///
/// ```
/// use sdk_runtime::data::Secret;
/// use sdk_runtime::signing::{SignError, Signer, Unsigned};
///
/// struct Stamp;
///
/// impl Signer for Stamp {
///     fn sign(&self, request: &Unsigned<'_>) -> Result<Vec<(String, Secret)>, SignError> {
///         Ok(vec![("X-Length".to_owned(), request.body.len().to_string().into())])
///     }
/// }
/// ```
pub trait Signer: Send + Sync + 'static {
    /// Names and values of the headers.
    ///
    /// # Errors
    /// The request cannot be signed. It is then not sent.
    fn sign(&self, request: &Unsigned<'_>) -> Result<Vec<(String, Secret)>, SignError>;
}

/// A request that is about to be sent.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Unsigned<'a> {
    /// Its method, in capitals.
    pub method: &'a str,
    /// Where it goes.
    pub url: &'a str,
    /// Its headers so far.
    pub headers: &'a HeaderMap,
    /// Its body, byte for byte.
    pub body: &'a [u8],
    /// The time that it is signed for.
    pub time: SystemTime,
}

/// URL and body may be personal.
impl std::fmt::Debug for Unsigned<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unsigned").field("method", &self.method).finish_non_exhaustive()
    }
}

impl<S: Signer + ?Sized> Signer for std::sync::Arc<S> {
    fn sign(&self, request: &Unsigned<'_>) -> Result<Vec<(String, Secret)>, SignError> {
        (**self).sign(request)
    }
}

/// Puts the headers of a signer on a request.
pub(crate) fn apply(signer: &dyn Signer, request: &mut Ready) -> Result<(), Error> {
    let streamed = || SignError::new("a body that is streamed is not known before it is sent").into_error();
    let unsigned = Unsigned {
        method: request.method.as_str(),
        url: request.url.as_str(),
        headers: &request.headers,
        body: request.body.bytes().ok_or_else(streamed)?,
        time: SystemTime::now(),
    };
    for (name, value) in signer.sign(&unsigned).map_err(SignError::into_error)? {
        let (name, value) = checked_header(&name, value.expose()).map_err(|why| SignError::new(why).into_error())?;
        request.headers.insert(name, value);
    }
    Ok(())
}
