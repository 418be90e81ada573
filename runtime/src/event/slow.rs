//! Decodes events entry by entry: flat ones, and whatever the one pass gave up on.
//!
//! In: the text of one event. Out: the event, with what is wrong and where if something is.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::decode::from_raw;
use super::{Envelope, MalformedEvent, Payload, UnknownEvent};
use crate::data::extra::Mark;
use crate::data::object::{Slot, find};
use crate::data::{DecodeError, Nullable, Text, quote};

/// Decodes one event.
pub(super) fn from_text<E: Envelope>(text: &str) -> Result<E, DecodeError> {
    let entries: Entries<'_> = match serde_json::from_str(text) {
        Ok(it) => it,
        Err(error) => return Err(DecodeError::new(text, &error)),
    };
    let mut parts = Parts::new(text, E::blank());
    for (Text(key), value) in &entries.0 {
        parts.entry(key, value);
    }
    Ok(parts.finish())
}

/// An event of which nothing but its text is certain.
pub(super) fn malformed<E: Envelope>(mut event: E, name: Option<&str>, text: &str, error: DecodeError) -> E {
    let index = name.and_then(|it| E::Data::names().find(it));
    *event.data_mut() = E::Data::malformed(MalformedEvent::new(name, index, text, error));
    event
}

/// The entries of an object, in their order, repeated ones too.
pub(super) struct Entries<'de>(pub(super) Vec<(Text<'de>, &'de RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object (an event)")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

/// What has been read of an event.
struct Parts<'de, E> {
    text: &'de str,
    event: E,
    name: Option<String>,
    tags: usize,
    payload: Option<&'de RawValue>,
    /// The text of the payload of an event whose fields stand beside the tag.
    beside: String,
    seen: Vec<usize>,
    error: Option<DecodeError>,
}

impl<'de, E: Envelope> Parts<'de, E> {
    fn new(text: &'de str, event: E) -> Self {
        Self {
            text,
            event,
            name: None,
            tags: 0,
            payload: None,
            beside: String::from("{"),
            seen: Vec::new(),
            error: None,
        }
    }

    fn entry(&mut self, key: &str, value: &'de RawValue) {
        if key == E::TAG {
            self.tag(value);
        } else if Some(key) == E::PAYLOAD {
            if self.payload.replace(value).is_some() {
                self.fail_at(value, "the payload stands there twice");
            }
        } else if let Some(index) = find(E::KEYS, 0, key) {
            self.field(index, value);
        } else if E::PAYLOAD.is_some() {
            match serde_json::from_str(value.get()) {
                Ok(it) => self.event.extra_mut().put(key.to_owned(), it),
                Err(error) => self.fail(value, &error),
            }
        } else {
            if self.beside.len() > 1 {
                self.beside.push(',');
            }
            self.beside.push_str(&quote(key));
            self.beside.push(':');
            self.beside.push_str(value.get());
        }
    }

    fn tag(&mut self, value: &'de RawValue) {
        self.tags += 1;
        match serde_json::from_str(value.get()) {
            Ok(name) => self.name = Some(name),
            Err(error) => self.fail(value, &error),
        }
        if self.tags > 1 {
            self.fail_at(value, "the tag stands there twice");
        }
    }

    fn field(&mut self, index: usize, value: &'de RawValue) {
        let mut null = false;
        let slot = TextSlot { text: value.get(), null: &mut null };
        if let Err(error) = self.event.store(index, slot) {
            self.fail(value, &error);
        }
        if null && let Some(key) = E::KEYS.get(index) {
            self.event.extra_mut().mark(Mark::Null, key);
        }
        self.seen.push(index);
    }

    /// Remembers the first failure: an error of decoding `value`.
    fn fail(&mut self, value: &'de RawValue, error: &serde_json::Error) {
        if self.error.is_none() {
            self.error = Some(DecodeError::inside(self.text, value.get(), error));
        }
    }

    fn fail_at(&mut self, value: &'de RawValue, message: &str) {
        self.fail(value, &serde::de::Error::custom(message));
    }

    fn finish(mut self) -> E {
        let missing = E::REQUIRED.iter().find(|it| !self.seen.contains(it));
        if let Some(key) = missing.and_then(|it| E::KEYS.get(*it)) {
            self.fail_whole(&format!("missing field `{key}`"));
        }
        if self.tags == 0 {
            self.fail_whole(&format!("missing field `{}`", E::TAG));
        }
        let name = self.name.take();
        if self.error.is_none()
            && let Some(name) = &name
        {
            match E::Data::names().find(name) {
                Some(kind) => self.known(kind),
                None => self.unknown(name),
            }
        }
        match self.error {
            Some(error) => {
                let name = name.filter(|_| self.tags == 1);
                malformed(self.event, name.as_deref(), self.text, error)
            }
            None => self.event,
        }
    }

    fn fail_whole(&mut self, message: &str) {
        if self.error.is_none() {
            self.error = Some(DecodeError::of_document(message));
        }
    }

    fn known(&mut self, kind: usize) {
        let Some(key) = E::PAYLOAD else {
            self.beside.push('}');
            match from_raw(kind, &self.beside) {
                Ok(it) => *self.event.data_mut() = it,
                Err(error) => self.error = Some(DecodeError::new(&self.beside, &error)),
            }
            return;
        };
        let error = match self.payload.map(|value| (value, from_raw(kind, value.get()))) {
            Some((_, Ok(it))) => {
                *self.event.data_mut() = it;
                return;
            }
            Some((value, Err(error))) if value.get() != "null" => {
                self.fail(value, &error);
                return;
            }
            Some((value, Err(error))) => DecodeError::inside(self.text, value.get(), &error),
            None => DecodeError::of_document(&format!("missing field `{key}`")),
        };
        self.without_payload(kind, key, error);
    }

    /// A payload that is absent or null is one without fields, if there can be one.
    fn without_payload(&mut self, kind: usize, key: &'static str, error: DecodeError) {
        let mark = match self.payload {
            Some(_) => Mark::Null,
            None => Mark::Absent,
        };
        match from_raw(kind, "{}") {
            Ok(it) => {
                *self.event.data_mut() = it;
                self.event.extra_mut().mark(mark, key);
            }
            Err(_) => self.error = Some(error),
        }
    }

    fn unknown(&mut self, name: &str) {
        let raw = if E::PAYLOAD.is_some() {
            self.payload.map(RawValue::to_owned)
        } else {
            self.beside.push('}');
            RawValue::from_string(std::mem::take(&mut self.beside)).ok()
        };
        *self.event.data_mut() = E::Data::unknown(UnknownEvent::new(name, raw));
    }
}

/// A slot that decodes from the text of one value.
struct TextSlot<'a, 'de> {
    text: &'de str,
    null: &'a mut bool,
}

impl<'de> Slot<'de> for TextSlot<'_, 'de> {
    type Error = serde_json::Error;

    fn required<T: Deserialize<'de>>(self, to: &mut T) -> Result<(), serde_json::Error> {
        *to = serde_json::from_str(self.text)?;
        Ok(())
    }

    fn optional<T: Deserialize<'de>>(self, to: &mut Option<T>) -> Result<(), serde_json::Error> {
        *to = serde_json::from_str(self.text)?;
        *self.null = to.is_none();
        Ok(())
    }

    fn nullable<T: Deserialize<'de>>(self, to: &mut Option<T>) -> Result<(), serde_json::Error> {
        *to = serde_json::from_str(self.text)?;
        Ok(())
    }

    fn optional_nullable<T: Deserialize<'de>>(self, to: &mut Nullable<T>) -> Result<(), serde_json::Error> {
        *to = serde_json::from_str(self.text)?;
        Ok(())
    }

    fn ignore(self) -> Result<(), serde_json::Error> {
        serde_json::from_str::<IgnoredAny>(self.text)?;
        Ok(())
    }
}
