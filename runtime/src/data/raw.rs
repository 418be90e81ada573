//! JSON text that has been read but not yet decoded.
//!
//! In: any deserializer. Out: the text of one value, borrowed from the input where serde_json
//! allows that, so that integers and the order of keys stay exactly what they were.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::Json;

/// The name by which serde_json knows that the text itself is wanted. A deserializer that does not
/// know it gives its value, which is then written as JSON.
const TOKEN: &str = "$serde_json::private::RawValue";

/// The text of one JSON value.
pub(crate) struct Raw<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Raw<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_newtype_struct(TOKEN, RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw<'de>, A::Error> {
        let mut text = String::from("{");
        while let Some(Text(key)) = map.next_key()? {
            if key == TOKEN {
                return Ok(Raw(map.next_value::<Text<'de>>()?.0));
            }
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&quote(&key));
            text.push(':');
            text.push_str(&map.next_value::<Raw<'de>>()?.0);
        }
        text.push('}');
        Ok(Raw(Cow::Owned(text)))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Raw<'de>, D::Error> {
        Ok(written(&Json::deserialize(from)?))
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Raw<'de>, D::Error> {
        Raw::deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Raw<'de>, A::Error> {
        let list = Json::deserialize(SeqAccessDeserializer::new(seq))?;
        Ok(written(&list))
    }

    fn visit_bool<E: Error>(self, it: bool) -> Result<Raw<'de>, E> {
        Ok(written(&Json::from(it)))
    }

    fn visit_i64<E: Error>(self, it: i64) -> Result<Raw<'de>, E> {
        Ok(written(&Json::from(it)))
    }

    fn visit_u64<E: Error>(self, it: u64) -> Result<Raw<'de>, E> {
        Ok(written(&Json::from(it)))
    }

    fn visit_f64<E: Error>(self, it: f64) -> Result<Raw<'de>, E> {
        Ok(written(&Json::from(it)))
    }

    fn visit_str<E: Error>(self, it: &str) -> Result<Raw<'de>, E> {
        Ok(Raw(Cow::Owned(quote(it))))
    }

    fn visit_unit<E: Error>(self) -> Result<Raw<'de>, E> {
        Ok(Raw(Cow::Borrowed("null")))
    }

    fn visit_none<E: Error>(self) -> Result<Raw<'de>, E> {
        Ok(Raw(Cow::Borrowed("null")))
    }
}

fn written(value: &Json) -> Raw<'static> {
    Raw(Cow::Owned(value.to_string()))
}

/// A string as JSON text.
pub(crate) fn quote(text: &str) -> String {
    Json::from(text).to_string()
}

/// A string, borrowed where it has no escapes.
pub(crate) struct Text<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text)))
    }
}

/// Writes JSON text as the value that it is.
///
/// # Errors
/// What the serializer reports, and a text that is no JSON.
pub(crate) fn write<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    let raw: &RawValue = serde_json::from_str(text).map_err(serde::ser::Error::custom)?;
    raw.serialize(to)
}
