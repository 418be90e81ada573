//! Numbers that keep what the document says.

use std::fmt;

/// A number as JSON writes it. Integers of any size keep every digit.
///
/// A number with a fraction or an exponent is the shortest text that gives the same 64-bit float, so
/// `1.10` becomes `1.1`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(Box<str>);

impl Number {
    /// The number with this JSON text; the caller vouches for it.
    pub(crate) fn from_text(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// A float; `None` for infinities and NaN, which JSON does not have.
    pub fn from_f64(value: f64) -> Option<Self> {
        serde_json::Number::from_f64(value).map(|it| Self(it.to_string().into()))
    }

    /// JSON text.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The integer, if it is one that fits; `5.0` is.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok().or_else(|| self.whole()?.parse().ok())
    }

    /// The integer, if it is one that fits; `5.0` is.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok().or_else(|| self.whole()?.parse().ok())
    }

    /// The nearest float.
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// Whether it has no fractional part (`5`, `5.0`, `1e3`).
    pub fn is_integer(&self) -> bool {
        self.0.bytes().all(|it| it == b'-' || it.is_ascii_digit()) || self.as_f64().fract() == 0.0
    }

    fn whole(&self) -> Option<&str> {
        self.0.strip_suffix(".0")
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(value.to_string().into())
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(value.to_string().into())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
