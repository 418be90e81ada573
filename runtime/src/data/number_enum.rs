//! Enums of numbers that keep values which they do not know.
//!
//! A generated enum implements [`NumberEnum`]; its `From<f64>`, `Deserialize`, `Serialize`, `Display`
//! and `Debug` are one-line calls of the functions here. Numbers are kept as JSON text, so that a large
//! integer keeps its digits.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

use super::Blank;

/// An enum of numbers, as the generator writes it.
pub trait NumberEnum: Sized {
    /// Name of the type.
    const NAME: &'static str;
    /// The known values as JSON text.
    const KNOWN: &'static [&'static str];
    /// The variant of known value number `index`.
    fn known(index: usize) -> Option<Self>;
    /// The variant that keeps a value which is not known.
    fn unknown(value: UnknownNumber) -> Self;
    /// The value as JSON text.
    fn as_str(&self) -> &str;
}

/// A number that this version of the SDK does not know.
///
/// Only decoding and `From<f64>` of the enum make one, and they never make one of a known value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownNumber(Box<str>);

impl UnknownNumber {
    /// The number as JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest float.
    #[must_use]
    pub fn value(&self) -> f64 {
        float(&self.0)
    }
}

impl Blank for UnknownNumber {
    fn blank() -> Self {
        Self("0".into())
    }
}

impl fmt::Display for UnknownNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The variant of a value on the wire.
pub fn from_value<T: NumberEnum>(value: f64) -> T {
    from_text(&value.to_string())
}

/// The nearest float of a value.
pub fn value<T: NumberEnum>(it: &T) -> f64 {
    float(it.as_str())
}

fn from_text<T: NumberEnum>(text: &str) -> T {
    let index = T::KNOWN.iter().position(|it| is_same(it, text));
    match index.and_then(T::known) {
        Some(it) => it,
        None => T::unknown(UnknownNumber(text.into())),
    }
}

/// Whether two texts are the same number: integers of 64 bits by their digits, others as floats.
fn is_same(left: &str, right: &str) -> bool {
    let is_integer = |it: &str| it.parse::<i64>().is_ok() || it.parse::<u64>().is_ok();
    left == right || !(is_integer(left) && is_integer(right)) && float(left) == float(right)
}

fn float(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// Decodes an enum from a number; a value that is not known is kept.
///
/// # Errors
/// A value that is no number.
pub fn decode<'de, T: NumberEnum, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_f64(EnumVisitor(PhantomData))
}

struct EnumVisitor<T>(PhantomData<T>);

impl<T: NumberEnum> Visitor<'_> for EnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number (")?;
        f.write_str(T::NAME)?;
        f.write_str(")")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        Ok(from_text(&value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        Ok(from_text(&value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        Ok(from_value(value))
    }
}

/// Encodes an enum as its number.
///
/// # Errors
/// What the serializer reports.
pub fn encode<T: NumberEnum, S: Serializer>(it: &T, to: S) -> Result<S::Ok, S::Error> {
    let text = it.as_str();
    match (text.parse::<i64>(), text.parse::<u64>()) {
        (Ok(value), _) => to.serialize_i64(value),
        (_, Ok(value)) => to.serialize_u64(value),
        _ => to.serialize_f64(float(text)),
    }
}

/// Prints the value on the wire.
///
/// # Errors
/// What the formatter reports.
pub fn display<T: NumberEnum>(it: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.pad(it.as_str())
}

/// Prints an enum for debugging: `Band(2.4)`.
///
/// # Errors
/// What the formatter reports.
pub fn debug<T: NumberEnum>(it: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_tuple(T::NAME).field(&format_args!("{}", it.as_str())).finish()
}
