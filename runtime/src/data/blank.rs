//! Values that stand in a struct until decoding has stored the real ones.

use std::collections::BTreeMap;

use super::{Extra, Json, Nullable};

/// A type that has a value to start from.
///
/// Decoding starts from a blank struct and stores what it reads; a required field that was not read
/// is an error, so that no blank value of a required field is ever seen.
///
/// A type must not hold itself through required fields alone: its blank value would have no end.
pub trait Blank: Sized {
    /// The value to start from.
    fn blank() -> Self;
}

/// The blank value of a type.
#[must_use]
pub fn blank<T: Blank>() -> T {
    T::blank()
}

impl Blank for () {
    fn blank() -> Self {}
}

impl Blank for bool {
    fn blank() -> Self {
        false
    }
}

impl Blank for i32 {
    fn blank() -> Self {
        0
    }
}

impl Blank for i64 {
    fn blank() -> Self {
        0
    }
}

impl Blank for u64 {
    fn blank() -> Self {
        0
    }
}

impl Blank for f32 {
    fn blank() -> Self {
        0.0
    }
}

impl Blank for f64 {
    fn blank() -> Self {
        0.0
    }
}

impl Blank for String {
    fn blank() -> Self {
        Self::new()
    }
}

impl Blank for Json {
    fn blank() -> Self {
        Self::Null
    }
}

impl Blank for bytes::Bytes {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T> Blank for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T> Blank for Option<T> {
    fn blank() -> Self {
        None
    }
}

impl<T> Blank for Nullable<T> {
    fn blank() -> Self {
        Self::Absent
    }
}

impl<T> Blank for Extra<T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
}
