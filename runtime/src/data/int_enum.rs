//! Integer enums that keep values which they do not know.
//!
//! A generated enum implements [`IntEnum`]; its `From<i64>`, `Deserialize`, `Serialize`, `Display`
//! and `Debug` are one-line calls of the functions here.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserializer, Serializer};

use super::Blank;

/// An integer enum, as the generator writes it.
pub trait IntEnum: Sized {
    /// Name of the type.
    const NAME: &'static str;
    /// The known values on the wire.
    const KNOWN: &'static [i64];
    /// The variant of known value number `index`.
    fn known(index: usize) -> Option<Self>;
    /// The variant that keeps a value which is not known.
    fn unknown(value: UnknownInteger) -> Self;
    /// The value on the wire.
    fn value(&self) -> i64;
}

/// A value that this version of the SDK does not know.
///
/// Only decoding and `From<i64>` of the enum make one, and they never make one of a known value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    /// The value on the wire.
    #[must_use]
    pub fn value(self) -> i64 {
        self.0
    }
}

impl Blank for UnknownInteger {
    fn blank() -> Self {
        Self(0)
    }
}

impl fmt::Display for UnknownInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The variant of a value on the wire.
pub fn from_value<T: IntEnum>(value: i64) -> T {
    let index = T::KNOWN.iter().position(|it| *it == value);
    match index.and_then(T::known) {
        Some(it) => it,
        None => T::unknown(UnknownInteger(value)),
    }
}

/// Decodes an enum from an integer; a value that is not known is kept.
///
/// # Errors
/// A value that is no integer of 64 bits with a sign.
pub fn decode<'de, T: IntEnum, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_i64(EnumVisitor(PhantomData))
}

struct EnumVisitor<T>(PhantomData<T>);

impl<T: IntEnum> Visitor<'_> for EnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer (")?;
        f.write_str(T::NAME)?;
        f.write_str(")")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        Ok(from_value(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        match i64::try_from(value) {
            Ok(value) => Ok(from_value(value)),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(value), &self)),
        }
    }
}

/// Encodes an enum as its integer.
///
/// # Errors
/// What the serializer reports.
pub fn encode<T: IntEnum, S: Serializer>(it: &T, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_i64(it.value())
}

/// Prints the value on the wire.
///
/// # Errors
/// What the formatter reports.
pub fn display<T: IntEnum>(it: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Display::fmt(&it.value(), f)
}

/// Prints an enum for debugging: `Priority(3)`.
///
/// # Errors
/// What the formatter reports.
pub fn debug<T: IntEnum>(it: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_tuple(T::NAME).field(&it.value()).finish()
}
