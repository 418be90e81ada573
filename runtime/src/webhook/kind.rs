//! One webhook: its name, how its body becomes a value, and where its parameters stand.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::{Delivery, Verified, plain};
use crate::data::{DecodeError, decode_slice, utf8};

/// One webhook or callback, as generated code states it: `T` is what its body is, `P` its parameters.
///
/// A constant. [`parse`](Self::parse) is the way to a value; it takes what a [`Verifier`] has seen.
///
/// [`Verifier`]: super::Verifier
pub struct Kind<T, P = ()> {
    name: &'static str,
    read: fn(&[u8]) -> Result<T, DecodeError>,
    places: &'static [Place],
    params: PhantomData<fn() -> P>,
}

/// Where a parameter of a webhook stands, and its name there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// In a header.
    Header(&'static str),
    /// In the query of the URL, see [`Delivery::query`].
    Query(&'static str),
    /// In a cookie.
    Cookie(&'static str),
}

impl<T: DeserializeOwned> Kind<T> {
    /// One whose body is JSON.
    #[must_use]
    pub const fn json(name: &'static str) -> Self {
        Self::new(name, decode_slice::<T>)
    }

    /// One whose body is `application/x-www-form-urlencoded`.
    #[must_use]
    pub const fn form(name: &'static str) -> Self {
        Self::new(name, plain::form::<T>)
    }
}

impl Kind<String> {
    /// One whose body is text.
    #[must_use]
    pub const fn text(name: &'static str) -> Self {
        Self::new(name, |body| utf8(body).map(str::to_owned))
    }
}

impl Kind<Bytes> {
    /// One whose body is none of the forms that are decoded here: its bytes are handed on.
    #[must_use]
    pub const fn bytes(name: &'static str) -> Self {
        Self::new(name, |body| Ok(Bytes::copy_from_slice(body)))
    }
}

impl Kind<()> {
    /// One without a body.
    #[must_use]
    pub const fn empty(name: &'static str) -> Self {
        Self::new(name, |_| Ok(()))
    }
}

impl<T> Kind<T> {
    const fn new(name: &'static str, read: fn(&[u8]) -> Result<T, DecodeError>) -> Self {
        Self { name, read, places: &[], params: PhantomData }
    }

    /// With parameters at these places, each a field of `P` under its name.
    #[must_use]
    pub const fn with<P: DeserializeOwned>(self, places: &'static [Place]) -> Kind<T, P> {
        Kind { name: self.name, read: self.read, places, params: PhantomData }
    }
}

impl<T, P> Kind<T, P> {
    /// The name in the specification.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Decodes the body of a verified delivery.
    ///
    /// # Errors
    /// A body that is not what the specification says, with the path of what is wrong.
    pub fn parse(&self, message: &Verified<'_>) -> Result<T, DecodeError> {
        (self.read)(message.body())
    }

    /// Decodes a body that anybody may have sent: for tests, and for receivers that know the sender by
    /// other means.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_unverified(&self, delivery: &Delivery<'_>) -> Result<T, DecodeError> {
        (self.read)(delivery.body())
    }

    /// The variant of an enum for a message without a body; for generated code.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    #[doc(hidden)]
    pub fn unit_unverified<W>(&self, delivery: &Delivery<'_>, variant: W) -> Result<W, DecodeError> {
        self.parse_unverified(delivery).map(|_| variant)
    }

    /// The variant of an enum that holds the decoded body; for generated code.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    #[doc(hidden)]
    pub fn boxed_unverified<W>(&self, delivery: &Delivery<'_>, variant: fn(Box<T>) -> W) -> Result<W, DecodeError> {
        self.parse_unverified(delivery).map(|it| variant(Box::new(it)))
    }
}

impl<T, P: DeserializeOwned> Kind<T, P> {
    /// Reads the parameters. No scheme signs them, but for the headers that a scheme itself reads.
    ///
    /// # Errors
    /// A required parameter that is missing, and a value that its type cannot hold.
    pub fn params(&self, delivery: &Delivery<'_>) -> Result<P, DecodeError> {
        plain::params(self.places, delivery)
    }
}

impl<T, P> Clone for Kind<T, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, P> Copy for Kind<T, P> {}

impl<T, P> fmt::Debug for Kind<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kind").field("name", &self.name).field("places", &self.places).finish_non_exhaustive()
    }
}
