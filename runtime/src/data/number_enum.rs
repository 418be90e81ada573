//! Enums of numbers that keep values which they do not know.
//!
//! A generated enum implements [`NumberEnum`]; its `From<f64>`, `Deserialize`, `Serialize`, `Display`
//! and `Debug` are one-line calls of the functions here. Numbers are kept as JSON text, so that a large
//! integer keeps its digits.

use std::fmt;

use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

use super::{Blank, Number};

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

/// Whether two texts are the same number.
fn is_same(left: &str, right: &str) -> bool {
    let read = |it: &str| it.parse::<Number>().ok();
    left == right || read(left).is_some_and(|it| Some(it) == read(right))
}

fn float(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// Decodes an enum from a number; a value that is not known is kept.
///
/// # Errors
/// A value that is no number.
pub fn decode<'de, T: NumberEnum, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    Number::deserialize(from).map(|it| from_text(&it.plain()))
}

/// Encodes an enum as its number.
///
/// # Errors
/// What the serializer reports.
pub fn encode<T: NumberEnum, S: Serializer>(it: &T, to: S) -> Result<S::Ok, S::Error> {
    match it.as_str().parse::<Number>() {
        Ok(it) => it.serialize(to),
        Err(_) => to.serialize_f64(float(it.as_str())),
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
