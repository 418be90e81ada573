//! Decodes events in one pass.
//!
//! The fast path knows no way to say what is wrong: it gives up, and [`super::slow`] looks again.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{Envelope, MAX_DEPTH, Names, Payload, UnknownEvent, Which, slow};
use crate::data::object::{find, store};
use crate::data::{DecodeError, Object, Raw, depth, json_path, utf8, whole};

/// Decodes one event.
///
/// # Errors
/// Bytes that are no JSON object, or one nested more than [`MAX_DEPTH`] deep. Everything else is
/// an event, if a malformed one.
pub fn from_slice<E: Envelope>(bytes: &[u8]) -> Result<E, DecodeError> {
    from_text(utf8(bytes)?)
}

/// Decodes one event.
///
/// # Errors
/// As [`from_slice`].
pub fn from_text<E: Envelope>(text: &str) -> Result<E, DecodeError> {
    if depth::exceeds(text, MAX_DEPTH) {
        return Err(DecodeError::of_document(TOO_DEEP));
    }
    if E::PAYLOAD.is_some() {
        let mut event = E::blank();
        if in_one_pass(text, &mut event).is_ok() {
            return Ok(event);
        }
    }
    let event: E = slow::from_text(text)?;
    Ok(mended(text, &event).unwrap_or(event))
}

/// A malformed event read once more, where all that it lacks is that a whole number be written as an integer.
fn mended<E: Envelope>(text: &str, event: &E) -> Option<E> {
    let Which::Malformed(malformed) = event.data().which() else { return None };
    let event: E = slow::from_text(&whole::mended(text, malformed.error().message())?).ok()?;
    (!matches!(event.data().which(), Which::Malformed(_))).then_some(event)
}

const TOO_DEEP: &str = "lists and objects are nested too deeply for an event";

/// Decodes a frame: one event, or a list of events. An element that is no event is a malformed one.
///
/// # Errors
/// Bytes that are neither a JSON object nor a list; a single event nested more than [`MAX_DEPTH`]
/// deep.
pub fn from_frame<E: Envelope>(bytes: &[u8]) -> Result<Vec<E>, DecodeError> {
    let text = utf8(bytes)?;
    if !text.trim_ascii_start().starts_with('[') {
        return match from_text(text) {
            Ok(it) => Ok(vec![it]),
            Err(error) => Err(error),
        };
    }
    match serde_json::from_str::<Vec<&RawValue>>(text) {
        Ok(items) => Ok(items.into_iter().map(|it| element(it.get())).collect()),
        Err(error) => Err(DecodeError::new(text, &error)),
    }
}

/// Decodes one event; what is none is a malformed one.
pub fn element<E: Envelope>(text: &str) -> E {
    match from_text(text) {
        Ok(it) => it,
        Err(error) => slow::malformed(E::blank(), None, text, error),
    }
}

/// Decodes an event that is part of another document.
///
/// # Errors
/// As [`from_slice`].
pub fn decode<'de, E: Envelope, D: Deserializer<'de>>(from: D) -> Result<E, D::Error> {
    let raw = Raw::deserialize(from)?;
    from_text(&raw.0).map_err(|error| {
        json_path::note(&raw.0);
        D::Error::custom(error.as_message())
    })
}

/// Fills `event`, or fails without saying how.
fn in_one_pass<E: Envelope>(text: &str, event: &mut E) -> Result<(), serde_json::Error> {
    let mut from = serde_json::Deserializer::from_str(text);
    from.deserialize_map(EventVisitor(event))?;
    from.end()
}

struct EventVisitor<'a, E>(&'a mut E);

impl<'de, E: Envelope> Visitor<'de> for EventVisitor<'_, E> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut state = State { event: self.0, tag: None, payload: None, has_payload: false, seen: 0 };
        let mut guess = Guess::Tag;
        while let Some(key) = map.next_key_seed(KeySeed::<E>(guess, PhantomData))? {
            guess = match key {
                Key::Tag => state.tag(&mut map)?,
                Key::Payload => state.payload(&mut map)?,
                Key::Field(index) => state.field(index, &mut map)?,
                Key::Unknown(key) => {
                    let value = map.next_value()?;
                    state.event.extra_mut().put(key, value);
                    Guess::Field(0)
                }
            };
        }
        state.finish()
    }
}

/// What has been read of an event.
struct State<'a, 'de, E> {
    event: &'a mut E,
    tag: Option<Tag<'de>>,
    /// A payload that came before its tag.
    payload: Option<&'de RawValue>,
    has_payload: bool,
    seen: u64,
}

enum Tag<'de> {
    Known(usize),
    Unknown(Cow<'de, str>),
}

impl<'de, E: Envelope> State<'_, 'de, E> {
    fn tag<A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<Guess, A::Error> {
        if self.tag.is_some() {
            return Err(A::Error::custom("two tags"));
        }
        self.tag = Some(map.next_value_seed(TagSeed(E::Data::names()))?);
        Ok(Guess::Payload)
    }

    fn payload<A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<Guess, A::Error> {
        if self.has_payload {
            return Err(A::Error::custom("two payloads"));
        }
        self.has_payload = true;
        match &self.tag {
            Some(Tag::Known(kind)) => {
                *self.event.data_mut() = map.next_value_seed(PayloadSeed(*kind, PhantomData))?;
            }
            Some(Tag::Unknown(name)) => {
                let event = UnknownEvent::new(name, Some(map.next_value()?));
                *self.event.data_mut() = E::Data::unknown(event);
            }
            None => self.payload = Some(map.next_value()?),
        }
        Ok(Guess::Field(0))
    }

    fn field<A: MapAccess<'de>>(&mut self, index: usize, map: &mut A) -> Result<Guess, A::Error> {
        self.seen |= 1_u64.checked_shl(index as u32).unwrap_or(0);
        store(self.event, index, map)?;
        Ok(Guess::Field(index + 1))
    }

    fn finish<X: serde::de::Error>(self) -> Result<(), X> {
        if !self.has_payload || self.tag.is_none() {
            return Err(X::custom("no payload or no tag"));
        }
        if E::REQUIRED.iter().any(|it| self.seen & 1_u64.checked_shl(*it as u32).unwrap_or(0) == 0) {
            return Err(X::custom("a required field is missing"));
        }
        if let Some(raw) = self.payload {
            *self.event.data_mut() = match &self.tag {
                Some(Tag::Known(kind)) => from_raw(*kind, raw.get()).map_err(X::custom)?,
                Some(Tag::Unknown(name)) => E::Data::unknown(UnknownEvent::new(name, Some(raw.to_owned()))),
                None => return Err(X::custom("no tag")),
            };
        }
        Ok(())
    }
}

/// Decodes the payload of event number `kind` from its own text.
pub(super) fn from_raw<P: Payload>(kind: usize, text: &str) -> Result<P, serde_json::Error> {
    P::decode(kind, &mut serde_json::Deserializer::from_str(text))
}

/// The key that probably comes next: tag, payload, then the envelope's fields in order.
#[derive(Clone, Copy)]
enum Guess {
    Tag,
    Payload,
    Field(usize),
}

enum Key {
    Tag,
    Payload,
    Field(usize),
    Unknown(String),
}

struct KeySeed<E>(Guess, PhantomData<E>);

impl<'de, E: Envelope> DeserializeSeed<'de> for KeySeed<E> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<E: Envelope> Visitor<'_> for KeySeed<E> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_str<X>(self, key: &str) -> Result<Key, X> {
        let guess = match self.0 {
            Guess::Field(guess) => guess,
            Guess::Tag if key == E::TAG => return Ok(Key::Tag),
            Guess::Payload if Some(key) == E::PAYLOAD => return Ok(Key::Payload),
            Guess::Tag | Guess::Payload => 0,
        };
        if let Some(index) = <E as Object>::KEYS.get(guess).filter(|it| **it == key).map(|_| guess) {
            return Ok(Key::Field(index));
        }
        Ok(if key == E::TAG {
            Key::Tag
        } else if Some(key) == E::PAYLOAD {
            Key::Payload
        } else if let Some(index) = find(E::KEYS, guess, key) {
            Key::Field(index)
        } else {
            Key::Unknown(key.to_owned())
        })
    }
}

struct TagSeed(&'static Names);

impl<'de> DeserializeSeed<'de> for TagSeed {
    type Value = Tag<'de>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Tag<'de>, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for TagSeed {
    type Value = Tag<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an event")
    }

    fn visit_borrowed_str<X>(self, name: &'de str) -> Result<Tag<'de>, X> {
        Ok(match self.0.find(name) {
            Some(index) => Tag::Known(index),
            None => Tag::Unknown(Cow::Borrowed(name)),
        })
    }

    fn visit_str<X>(self, name: &str) -> Result<Tag<'de>, X> {
        Ok(match self.0.find(name) {
            Some(index) => Tag::Known(index),
            None => Tag::Unknown(Cow::Owned(name.to_owned())),
        })
    }
}

struct PayloadSeed<P>(usize, PhantomData<P>);

impl<'de, P: Payload> DeserializeSeed<'de> for PayloadSeed<P> {
    type Value = P;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<P, D::Error> {
        P::decode(self.0, from)
    }
}
