//! Events that have no payload type: unknown ones and malformed ones.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::data::{Blank, DecodeError};

/// An event that this version of the SDK does not know, with the JSON of its payload.
///
/// Only decoding makes one, and never one of a known event: code that handles it goes on working
/// when a later version knows the event.
#[derive(Clone)]
pub struct UnknownEvent(Option<Box<Unknown>>);

#[derive(Clone)]
struct Unknown {
    name: Box<str>,
    raw: Option<Box<RawValue>>,
}

impl UnknownEvent {
    pub(super) fn new(name: &str, raw: Option<Box<RawValue>>) -> Self {
        let name = name.into();
        Self(Some(Box::new(Unknown { name, raw })))
    }

    /// The name on the wire.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.as_ref().map_or("", |it| &it.name)
    }

    /// The JSON text of the payload as it was received; `null` where there was none. Where payloads
    /// stand beside the tag, it is an object of the fields that the envelope does not name.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.payload().map_or("null", RawValue::get)
    }

    /// Decodes the payload as a type of the caller's.
    ///
    /// # Errors
    /// A payload that the type cannot hold.
    pub fn decode<T: serde::de::DeserializeOwned>(&self) -> Result<T, DecodeError> {
        crate::data::decode_text(self.raw())
    }

    pub(super) fn has_payload(&self) -> bool {
        self.payload().is_some()
    }

    fn payload(&self) -> Option<&RawValue> {
        self.0.as_ref()?.raw.as_deref()
    }
}

impl Blank for UnknownEvent {
    fn blank() -> Self {
        Self(None)
    }
}

impl PartialEq for UnknownEvent {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name() && self.raw() == other.raw()
    }
}

impl fmt::Debug for UnknownEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownEvent").field("name", &self.name()).field("raw", &self.raw()).finish()
    }
}

/// Writes the payload.
impl Serialize for UnknownEvent {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        crate::data::write_raw(self.raw(), to)
    }
}

/// An event that is not what the catalog says: no tag or two, a payload or a field of the envelope
/// that its type cannot hold. It keeps the text of the whole event.
#[derive(Clone)]
pub struct MalformedEvent(Box<Malformed>);

#[derive(Clone)]
struct Malformed {
    name: Option<Box<str>>,
    index: Option<usize>,
    raw: Box<str>,
    error: DecodeError,
}

impl MalformedEvent {
    pub(super) fn new(name: Option<&str>, index: Option<usize>, raw: &str, error: DecodeError) -> Self {
        Self(Box::new(Malformed { name: name.map(Into::into), index, raw: raw.into(), error }))
    }

    /// The name on the wire, where there is exactly one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// The text of the whole event as it was received.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.0.raw
    }

    /// What is wrong, with its path.
    #[must_use]
    pub fn error(&self) -> &DecodeError {
        &self.0.error
    }

    pub(super) fn index(&self) -> Option<usize> {
        self.0.index
    }
}

impl PartialEq for MalformedEvent {
    fn eq(&self, other: &Self) -> bool {
        self.raw() == other.raw()
    }
}

impl fmt::Debug for MalformedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MalformedEvent")
            .field("name", &self.name())
            .field("raw", &self.raw())
            .field("error", self.error())
            .finish()
    }
}

/// Writes the whole event.
impl Serialize for MalformedEvent {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        crate::data::write_raw(self.raw(), to)
    }
}
