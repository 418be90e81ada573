//! String enums that keep values which they do not know.
//!
//! A generated enum implements [`OpenEnum`]; its `From<&str>`, `Deserialize`, `Serialize`,
//! `Display` and `Debug` are one-line calls of the functions here.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

use super::Blank;

/// A string enum, as the generator writes it.
pub trait OpenEnum: Sized {
    /// Name of the type.
    const NAME: &'static str;
    /// The known values on the wire.
    const KNOWN: &'static [&'static str];
    /// The variant of known value number `index`.
    fn known(index: usize) -> Option<Self>;
    /// The variant that keeps a value which is not known.
    fn unknown(value: UnknownValue) -> Self;
    /// The value on the wire.
    fn as_str(&self) -> &str;
}

/// A value that this version of the SDK does not know.
///
/// Only decoding and `From<&str>` of the enum make one, and they never make one of a known value:
/// code that handles it goes on working when a later version knows the value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// The value on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Blank for UnknownValue {
    fn blank() -> Self {
        Self(Box::default())
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// The variant of a value on the wire.
pub fn from_str<T: OpenEnum>(value: &str) -> T {
    let index = T::KNOWN.iter().position(|it| *it == value);
    match index.and_then(T::known) {
        Some(it) => it,
        None => T::unknown(UnknownValue(value.into())),
    }
}

/// Decodes an enum from a string; a value that is not known is kept.
///
/// # Errors
/// A value that is no string.
pub fn decode<'de, T: OpenEnum, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_str(EnumVisitor(PhantomData))
}

struct EnumVisitor<T>(PhantomData<T>);

impl<T: OpenEnum> Visitor<'_> for EnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string (")?;
        f.write_str(T::NAME)?;
        f.write_str(")")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        Ok(from_str(value))
    }
}

/// Encodes an enum as its string.
///
/// # Errors
/// What the serializer reports.
pub fn encode<T: OpenEnum, S: Serializer>(it: &T, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(it.as_str())
}

/// Prints the value on the wire.
///
/// # Errors
/// What the formatter reports.
pub fn display<T: OpenEnum>(it: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.pad(it.as_str())
}

/// Prints an enum for debugging: `DebateStatus("pending")`.
///
/// # Errors
/// What the formatter reports.
pub fn debug<T: OpenEnum>(it: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_tuple(T::NAME).field(&it.as_str()).finish()
}
