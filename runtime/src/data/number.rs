//! Numbers that keep their digits.
//!
//! In: the text of a JSON number. Out: a value that is compared and computed with as a number, and written as
//! the same number. Integers of 64 bits and floats take no memory of their own; whatever these cannot hold
//! exactly is kept by its digits.

mod decimal;
mod digits;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use self::decimal::Decimal;
use self::digits::Digits;
use super::{Raw, json_path};

/// A number of a specification that gives it no size (`type: number`): an integer or a decimal fraction, kept exactly
/// up to 44 characters (integers of 128 bits, decimals of 34 digits and an exponent). Of what is longer the
/// nearest float is kept.
///
/// Two numbers are equal if they have the same value, however they are written. Comparisons with Rust's own
/// numbers are exact too.
///
/// ```
/// use sdk_runtime::data::Number;
///
/// let price = Number::from(19.5);
/// assert_eq!(price.as_f64(), 19.5);
/// assert!(price > 3 && price < 20.0);
/// let id: Number = "12345678901234567890123".parse().unwrap();
/// assert_eq!(id.to_string(), "12345678901234567890123");
/// ```
#[derive(Clone, Copy)]
pub struct Number(Repr);

#[derive(Clone, Copy)]
enum Repr {
    Signed(i64),
    /// One that exceeds the signed range.
    Unsigned(u64),
    Float(f64),
    /// What none of the others holds exactly.
    Digits(Digits),
}

impl Number {
    /// The nearest float; infinite where there is none.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        match self.0 {
            Repr::Signed(it) => it as f64,
            Repr::Unsigned(it) => it as f64,
            Repr::Float(it) => it,
            Repr::Digits(it) => it.to_string().parse().unwrap_or(f64::NAN),
        }
    }

    /// The number as a signed integer; `None` if it has a fraction or is out of range.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        i64::try_from(self.whole()?).ok()
    }

    /// The number as an integer that is not negative; `None` if it is negative, has a fraction or is out of range.
    #[must_use]
    pub fn as_u64(self) -> Option<u64> {
        u64::try_from(self.whole()?).ok()
    }

    fn whole(self) -> Option<i128> {
        match self.0 {
            Repr::Signed(it) => Some(it.into()),
            Repr::Unsigned(it) => Some(it.into()),
            Repr::Float(it) if it.fract() == 0.0 && it.abs() < 1e38 => Some(it as i128),
            Repr::Float(_) => None,
            Repr::Digits(it) => it.to_string().parse().ok(),
        }
    }

    /// The one text of floats that have the same value: no fraction where there is none.
    pub(super) fn plain(self) -> String {
        match self.0 {
            Repr::Float(it) => it.to_string(),
            _ => self.to_string(),
        }
    }

    /// The number that a JSON text is; `None` if it is none, or too long for its digits and too large for a float.
    fn read(text: &str) -> Option<Self> {
        text.bytes().next().filter(|it| *it == b'-' || it.is_ascii_digit())?;
        let is_integer = !text.contains(['.', 'e', 'E']) && text != "-0";
        let exact = if is_integer {
            let signed = text.parse().map(Repr::Signed);
            signed.or_else(|_| text.parse().map(Repr::Unsigned)).ok()
        } else {
            let float = text.parse::<f64>().ok().filter(|it| is_exact(text, *it));
            float.map(Repr::Float)
        };
        let rounded = || text.parse().ok().filter(|it: &f64| it.is_finite()).map(Repr::Float);
        exact.or_else(|| Digits::of(text).map(Repr::Digits)).or_else(rounded).map(Self)
    }

    fn compare(self, other: Self) -> Option<Ordering> {
        match (self.0, other.0) {
            (Repr::Float(a), Repr::Float(b)) => a.partial_cmp(&b),
            (Repr::Float(it), _) | (_, Repr::Float(it)) if !it.is_finite() => {
                self.as_f64().partial_cmp(&other.as_f64())
            }
            (Repr::Signed(a), Repr::Signed(b)) => Some(a.cmp(&b)),
            _ => Some(Decimal::of(&self.to_string()).cmp(&Decimal::of(&other.to_string()))),
        }
    }
}

/// Whether a float is written as the number that the text is.
fn is_exact(text: &str, float: f64) -> bool {
    let digits = text.bytes().take_while(|it| !matches!(it, b'e' | b'E')).filter(u8::is_ascii_digit).count();
    let is_short = digits <= 15 && float.is_normal();
    float.is_finite() && (is_short || Decimal::of(text) == Decimal::of(&format!("{float:?}")))
}

impl Default for Number {
    fn default() -> Self {
        Self(Repr::Signed(0))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.compare(*other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.compare(*other)
    }
}

/// A value that is not finite is sent as null, since JSON has no such numbers.
impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self(Repr::Float(value))
    }
}

/// The shortest decimal fraction that is this float: `0.1_f32` is 0.1.
impl From<f32> for Number {
    fn from(value: f32) -> Self {
        Self(Repr::Float(value.to_string().parse().unwrap_or_else(|_| value.into())))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(i64::try_from(value).map_or(Repr::Unsigned(value), Repr::Signed))
    }
}

/// Conversions from integers that fit the signed range.
macro_rules! from_integers {
    ($($type:ty)*) => {$(
        impl From<$type> for Number {
            fn from(value: $type) -> Self {
                Self(Repr::Signed(value.into()))
            }
        }
    )*};
}

/// Comparisons with Rust's own numbers.
macro_rules! compare_with {
    ($($type:ty)*) => {$(
        impl PartialEq<$type> for Number {
            fn eq(&self, other: &$type) -> bool {
                self.compare(Self::from(*other)) == Some(Ordering::Equal)
            }
        }

        impl PartialOrd<$type> for Number {
            fn partial_cmp(&self, other: &$type) -> Option<Ordering> {
                self.compare(Self::from(*other))
            }
        }
    )*};
}

from_integers! { i8 i16 i32 i64 u8 u16 u32 }
compare_with! { i32 i64 u32 u64 f32 f64 }

impl FromStr for Number {
    type Err = ParseNumberError;

    /// Reads a number as JSON writes it.
    fn from_str(text: &str) -> Result<Self, ParseNumberError> {
        let raw: &RawValue = serde_json::from_str(text).map_err(|_| ParseNumberError(()))?;
        Self::read(raw.get()).ok_or(ParseNumberError(()))
    }
}

/// A text that is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseNumberError(());

impl fmt::Display for ParseNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number as JSON writes it")
    }
}

impl std::error::Error for ParseNumberError {}

/// As JSON writes it.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Signed(it) => fmt::Display::fmt(it, f),
            Repr::Unsigned(it) => fmt::Display::fmt(it, f),
            Repr::Float(it) => fmt::Debug::fmt(it, f),
            Repr::Digits(it) => fmt::Display::fmt(it, f),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(from)?;
        Self::read(&raw.0).ok_or_else(|| {
            json_path::note(&raw.0);
            // The colon ends the path of the value inside of what was noted: it is that itself.
            D::Error::custom(format_args!(": invalid type: {}, expected a number", kind(&raw.0)))
        })
    }
}

/// What a value is, without saying what it holds.
fn kind(text: &str) -> &'static str {
    match text.bytes().next() {
        Some(b'"') => "string",
        Some(b'{') => "map",
        Some(b'[') => "sequence",
        Some(b't' | b'f') => "boolean",
        Some(b'-' | b'0'..=b'9') => "number that is too large",
        _ => "null",
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Repr::Signed(it) => to.serialize_i64(*it),
            Repr::Unsigned(it) => to.serialize_u64(*it),
            Repr::Float(it) => to.serialize_f64(*it),
            Repr::Digits(it) => super::write_raw(&it.to_string(), to),
        }
    }
}
