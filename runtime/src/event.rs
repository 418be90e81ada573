//! Events: an envelope, a tag that names the event, and the payload of that event.
//!
//! In: what a stream sends, one event or a frame of them. Out: a generated event struct. The tag
//! usually comes first, and then the payload is decoded in the same pass, straight into its struct.
//!
//! **Invariant:** an event that this version does not know, or that is not what the catalog says,
//! is an event too ([`UnknownEvent`], [`MalformedEvent`]): it keeps its text and ends no stream.

mod decode;
mod encode;
mod names;
mod other;
mod slow;

use serde::de::Deserialize;
use serde::{Deserializer, Serializer};

pub use self::decode::{decode, element, from_frame, from_slice, from_text};
pub use self::encode::{debug, encode};
pub use self::names::{Names, UnknownKind, kind, kind_from_str};
pub use self::other::{MalformedEvent, UnknownEvent};
use crate::data::Object;

/// How deeply an event's lists and objects may be nested; a deeper one is an error.
///
/// Decoding goes one call deeper with every level, and must end well on a thread with a stack of
/// 64 KiB, in a debug build too. The deepest event that a debate server was seen to send has six levels.
pub const MAX_DEPTH: usize = 16;

/// An event struct, as the generator writes it: its fields are those of the envelope beside tag
/// and payload.
pub trait Envelope: Object {
    /// The payloads.
    type Data: Payload;
    /// Key that names the event.
    const TAG: &'static str;
    /// Key of the payload; `None` where the payload's fields stand beside the tag.
    const PAYLOAD: Option<&'static str>;
    /// The payload.
    fn data(&self) -> &Self::Data;
    /// The payload, for changing.
    fn data_mut(&mut self) -> &mut Self::Data;
}

/// The payloads of a catalog, as the generator writes them.
pub trait Payload: Sized {
    /// Names of the events on the wire, in the order of the catalog.
    fn names() -> &'static Names;
    /// Decodes the payload of event number `kind`.
    fn decode<'de, D: Deserializer<'de>>(kind: usize, from: D) -> Result<Self, D::Error>;
    /// Encodes the payload.
    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
    /// Which event it is of.
    fn which(&self) -> Which<'_>;
    /// The payload of an event that the catalog does not name.
    fn unknown(event: UnknownEvent) -> Self;
    /// The payload of an event that is not what the catalog says.
    fn malformed(event: MalformedEvent) -> Self;
}

/// Which event a payload is of.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// The number of an event in the catalog.
    Known(usize),
    /// An event that the catalog does not name.
    Unknown(&'a UnknownEvent),
    /// An event that is not what the catalog says.
    Malformed(&'a MalformedEvent),
}

/// Decodes a payload into a box; each payload type has its own small function, so that the stack
/// of one event does not hold the payloads of all.
///
/// # Errors
/// A value that the type cannot hold.
#[inline(never)]
pub fn payload<'de, T, P, D>(from: D, variant: fn(Box<T>) -> P) -> Result<P, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    match T::deserialize(from) {
        Ok(it) => Ok(variant(Box::new(it))),
        Err(error) => Err(error),
    }
}

/// The name of an event on the wire; empty where it has none.
pub fn name<P: Payload>(data: &P) -> &str {
    match data.which() {
        Which::Known(index) => P::names().name(index),
        Which::Unknown(event) => event.name(),
        Which::Malformed(event) => event.name().unwrap_or(""),
    }
}
