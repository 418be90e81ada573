//! Frames: one message, or a list of them; and which catalog a message belongs to.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::data::{DecodeError, Text};
use crate::event::{self, Envelope, Names};

/// The messages of a frame.
///
/// # Errors
/// A list that is not JSON. A frame that is anything else is one message, whatever it is.
pub(super) fn messages(text: &str) -> Result<Vec<&str>, DecodeError> {
    if !text.trim_ascii_start().starts_with('[') {
        return Ok(vec![text]);
    }
    match serde_json::from_str::<Vec<&RawValue>>(text) {
        Ok(items) => Ok(items.into_iter().map(RawValue::get).collect()),
        Err(error) => Err(DecodeError::new(text, &error)),
    }
}

/// Which of several catalogs a message belongs to, by its index.
///
/// The one that knows its name. Where several do, or none does, a message with a `position` belongs to the first of
/// them and one without to the last: events have a place in the server's order, what is said of the connection has
/// none.
pub fn catalog(text: &str, tag: &str, position: &str, catalogs: &[&Names]) -> usize {
    let Some(name) = first_text(text, tag) else { return catalogs.len().saturating_sub(1) };
    let mut known = (0..catalogs.len()).filter(|it| catalogs.get(*it).is_some_and(|it| it.find(&name).is_some()));
    let (first, last) = match known.next() {
        Some(first) => match known.next_back() {
            Some(last) => (first, last),
            None => return first,
        },
        None => (0, catalogs.len().saturating_sub(1)),
    };
    if has_key(text, position) { first } else { last }
}

/// A message of a catalog; a malformed one where it is no event at all.
pub fn decoded<E: Envelope>(text: &str) -> E {
    event::element(text)
}

/// The tag of a message.
pub(super) fn tag<'a>(text: &'a str, tag: &str) -> Option<Cow<'a, str>> {
    first_text(text, tag)
}

/// The text at a key of an object; reading stops there.
fn first_text<'a>(text: &'a str, key: &str) -> Option<Cow<'a, str>> {
    let mut found = None;
    let mut from = serde_json::Deserializer::from_str(text);
    // The visitor gives up as soon as it has what it looks for.
    let _ = from.deserialize_map(Seek { key, found: &mut found });
    found
}

struct Seek<'k, 'f, 'a> {
    key: &'k str,
    found: &'f mut Option<Cow<'a, str>>,
}

impl<'de> Visitor<'de> for Seek<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(is_it) = map.next_key_seed(Is(self.key))? {
            if is_it {
                *self.found = map.next_value::<Text<'de>>().ok().map(|it| it.0);
                return Err(serde::de::Error::custom("found"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Whether a key is this one.
struct Is<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for Is<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Is<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<X>(self, key: &str) -> Result<bool, X> {
        Ok(key == self.0)
    }
}

fn has_key(text: &str, key: &str) -> bool {
    struct Find<'a>(&'a str);
    impl<'de> Visitor<'de> for Find<'_> {
        type Value = bool;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
            let mut found = false;
            while let Some(is_it) = map.next_key_seed(Is(self.0))? {
                found |= is_it;
                map.next_value::<IgnoredAny>()?;
            }
            Ok(found)
        }
    }
    serde_json::Deserializer::from_str(text).deserialize_map(Find(key)).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_one_message_or_a_list_of_them() {
        assert_eq!(messages(r#"{"type":"a"}"#).unwrap(), [r#"{"type":"a"}"#]);
        assert_eq!(messages(r#" [{"type":"a"}, 7]"#).unwrap(), [r#"{"type":"a"}"#, "7"]);
        assert!(messages("[1,").is_err());
    }

    #[test]
    fn the_tag_is_found_wherever_it_stands() {
        assert_eq!(tag(r#"{"type":"a","data":{"#, "type").as_deref(), Some("a"));
        assert_eq!(tag(r#"{"data":{"type":"b"},"type":"a\u0021"}"#, "type").as_deref(), Some("a!"));
        assert_eq!(tag(r#"{"type":7}"#, "type"), None);
        assert_eq!(tag("[]", "type"), None);
    }

    #[test]
    fn a_position_decides_where_two_catalogs_know_a_name() {
        static EVENTS: Names = Names::new(&["error", "vote"]);
        static CONTROL: Names = Names::new(&["error", "sync"]);
        let of = |text: &str| catalog(text, "type", "seq", &[&EVENTS, &CONTROL]);
        assert_eq!(of(r#"{"type":"vote","data":{}}"#), 0);
        assert_eq!(of(r#"{"type":"sync","seq":1}"#), 1);
        assert_eq!(of(r#"{"type":"error","data":{}}"#), 1);
        assert_eq!(of(r#"{"type":"error","data":{},"seq":3}"#), 0);
        assert_eq!(of(r#"{"type":"new","seq":3}"#), 0);
        assert_eq!(of(r#"{"type":"new"}"#), 1);
    }
}
