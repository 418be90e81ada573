//! Values that stand in a struct until decoding has stored the real ones.

/// A type that has a value to start from: its default, or one that says nothing.
///
/// Decoding starts from a blank struct and stores what it reads; a required field that was not read
/// is an error, so that no blank value of a required field is ever seen.
///
/// A type must not hold itself through required fields alone: its blank value would have no end. Generated
/// structs with required fields, and enums, have a blank value though they have no default.
pub trait Blank: Sized {
    /// The value to start from.
    fn blank() -> Self;
}

impl<T: Default> Blank for T {
    fn blank() -> Self {
        Self::default()
    }
}

/// The blank value of a type.
#[must_use]
pub fn blank<T: Blank>() -> T {
    T::blank()
}
