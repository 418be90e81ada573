//! Unions: one of several types, chosen by what the JSON looks like.
//!
//! A generated enum implements [`Union`]; its `Deserialize` and `Serialize` are one-line calls of
//! [`decode`] and [`encode`].
//!
//! **Invariant:** a value that no variant holds is kept as it came; a variant that would drop a part
//! of it does not exist, since objects keep what they do not know.

mod choose;
mod in_vain;
mod kinds;

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

pub use self::kinds::{Kinds, Variant};
use super::extra::Mark;
use super::object::{self, Encoder};
use super::{Blank, DecodeError, Object, Raw, json_path};

/// A union, as the generator writes it.
pub trait Union: Sized {
    /// Name of the type.
    const NAME: &'static str;
    /// Key whose value tells the variant.
    const DISCRIMINATOR: Option<&'static str>;
    /// What is known of each variant.
    const VARIANTS: &'static [Variant];
    /// Decodes variant number `variant`; the number past the last is the variant that keeps anything.
    fn decode<'de, D: Deserializer<'de>>(variant: usize, from: D) -> Result<Self, D::Error>;
    /// Encodes the variant's value.
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
}

/// Decodes a union. The discriminator chooses the variant; without one the variants that fit the
/// value's JSON kind, constants and required keys are tried, the one that knows most of the keys
/// first. If none holds the value, it is kept as it is.
///
/// # Errors
/// Text that is no JSON, and a variant chosen by the discriminator that cannot hold the value.
pub fn decode<'de, T: Union, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let raw = Raw::deserialize(from)?;
    match choose::choose(&raw.0) {
        Ok(it) => Ok(it),
        Err(error) => {
            json_path::note(&raw.0);
            Err(D::Error::custom(error.as_message()))
        }
    }
}

/// Encodes a union.
///
/// # Errors
/// What the serializer reports.
pub fn encode<T: Union, S: Serializer>(it: &T, to: S) -> Result<S::Ok, S::Error> {
    it.encode(to)
}

/// Decodes the value of a variant.
///
/// # Errors
/// A value that the type cannot hold.
#[inline(never)]
pub fn variant<'de, T, V, D>(from: D, variant: fn(V) -> T) -> Result<T, D::Error>
where
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    V::deserialize(from).map(variant)
}

/// Decodes the value of a variant that holds it in a box.
///
/// # Errors
/// A value that the type cannot hold.
#[inline(never)]
pub fn boxed<'de, T, V, D>(from: D, variant: fn(Box<V>) -> T) -> Result<T, D::Error>
where
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    V::deserialize(from).map(Box::new).map(variant)
}

/// Decodes the object of a variant that the discriminator's value chooses. That it came without the discriminator is
/// remembered, so that it is written back without.
///
/// # Errors
/// A value that the type cannot hold.
#[inline(never)]
pub fn object<'de, T: Union, V, D>(from: D, variant: fn(Box<V>) -> T) -> Result<T, D::Error>
where
    V: Object + Deserialize<'de>,
    D: Deserializer<'de>,
{
    let mut it = Box::new(V::deserialize(from)?);
    if let Some(discriminator) = T::DISCRIMINATOR.filter(|key| !object::writes(&*it, key)) {
        it.extra_mut().mark(Mark::Absent, discriminator);
    }
    Ok(variant(it))
}

/// Keeps a value that no variant holds.
///
/// # Errors
/// Text that is no JSON.
pub fn unknown<'de, T, D>(from: D, variant: fn(UnknownJson) -> T) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    UnknownJson::deserialize(from).map(variant)
}

/// Encodes an object as a variant, with the discriminator's value if the object does not write one and was not
/// received without.
///
/// # Errors
/// What the serializer reports.
pub fn tagged<T: Object, S: Serializer>(
    discriminator: &'static str,
    tag: &str,
    it: &T,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut to = Encoder::new(to.serialize_map(None)?, it.extra());
    if !object::writes(it, discriminator) && !it.extra().is_marked(Mark::Absent, discriminator) {
        to.entry(discriminator, tag);
    }
    it.visit(&mut to);
    to.finish(|key| object::has_value(it, key))
}

/// A value of a form that this version of the SDK does not know, kept as the text that came.
#[derive(Clone)]
pub struct UnknownJson(Box<RawValue>);

impl UnknownJson {
    /// The text of the value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Decodes the value as a type of the caller's.
    ///
    /// # Errors
    /// A value that the type cannot hold.
    pub fn decode<T: serde::de::DeserializeOwned>(&self) -> Result<T, DecodeError> {
        super::decode_text(self.0.get())
    }
}

impl Blank for UnknownJson {
    fn blank() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl PartialEq for UnknownJson {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

impl fmt::Debug for UnknownJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.get())
    }
}

impl fmt::Display for UnknownJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.get())
    }
}

impl<'de> Deserialize<'de> for UnknownJson {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(from)?;
        match RawValue::from_string(raw.0.into_owned()) {
            Ok(it) => Ok(Self(it)),
            Err(error) => Err(D::Error::custom(error)),
        }
    }
}

impl Serialize for UnknownJson {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}
