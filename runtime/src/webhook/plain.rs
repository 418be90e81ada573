//! Values that are sent as plain text: headers, cookies, queries and forms. What a text is depends on the type
//! that is asked for.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::Delivery;
use super::kind::Place;
use crate::data::{DecodeError, Json};

/// Decodes a form.
pub(super) fn form<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let mut fields: BTreeMap<Cow<'_, str>, Text<'_>> = BTreeMap::new();
    for (name, value) in url::form_urlencoded::parse(body) {
        match fields.entry(name) {
            Entry::Occupied(field) => field.into_mut().further.push(value),
            Entry::Vacant(place) => drop(place.insert(Text::new(value))),
        }
    }
    decoded(fields)
}

/// Reads the parameters that are there.
pub(super) fn params<T: DeserializeOwned>(places: &[Place], delivery: &Delivery<'_>) -> Result<T, DecodeError> {
    let mut fields: Vec<(Cow<'_, str>, Text<'_>)> = Vec::new();
    for place in places {
        let (name, text) = match *place {
            Place::Header(name) => {
                (name, delivery.header(name).map(|it| Text { listed: true, ..Text::new(it.into()) }))
            }
            Place::Query(name) => (name, query(delivery, name)),
            Place::Cookie(name) => (name, cookie(delivery, name).map(|it| Text::new(it.into()))),
        };
        fields.extend(text.map(|it| (Cow::Borrowed(name), it)));
    }
    decoded(fields)
}

fn query<'a>(delivery: &Delivery<'a>, name: &str) -> Option<Text<'a>> {
    let pairs = url::form_urlencoded::parse(delivery.query_text().as_bytes());
    let mut values = pairs.filter(|it| it.0 == name).map(|it| it.1);
    let first = values.next()?;
    Some(Text { first, further: values.collect(), listed: true })
}

fn cookie<'a>(delivery: &Delivery<'a>, name: &str) -> Option<&'a str> {
    let mut pairs = delivery.header("cookie")?.split(';').filter_map(|it| it.trim().split_once('='));
    pairs.find(|it| it.0 == name).map(|it| it.1)
}

fn decoded<'a, T: DeserializeOwned>(
    fields: impl IntoIterator<Item = (Cow<'a, str>, Text<'a>)>,
) -> Result<T, DecodeError> {
    let map = MapDeserializer::<_, Error>::new(fields.into_iter());
    T::deserialize(map).map_err(|error| DecodeError::of_document(&error.to_string()))
}

/// A value as text, or several of one name.
struct Text<'a> {
    first: Cow<'a, str>,
    further: Vec<Cow<'a, str>>,
    /// Whether commas separate the items of a list.
    listed: bool,
}

impl<'a> Text<'a> {
    fn new(first: Cow<'a, str>) -> Self {
        Self { first, further: Vec::new(), listed: false }
    }

    /// The value that JSON would have in this place.
    fn json(&self) -> Json {
        serde_json::from_str(&self.first).unwrap_or_else(|_| Json::String(self.first.clone().into_owned()))
    }

    fn number<N: std::str::FromStr>(&self, expected: &str) -> Result<N, Error> {
        // The value is left out: headers may hold secrets.
        self.first.trim().parse().map_err(|_| Error::custom(format!("invalid text, expected {expected}")))
    }
}

impl<'a> IntoDeserializer<'_, Error> for Text<'a> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Text<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.further.is_empty() { visitor.visit_str(&self.first) } else { self.deserialize_seq(visitor) }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.number("`true` or `false`")?)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i64(self.number("an integer")?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u64(self.number("an integer that is not negative")?)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.number("a number")?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.json().deserialize_newtype_struct(name, visitor).map_err(Error::custom)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut items: Vec<Text<'_>> = Vec::new();
        if self.listed && self.further.is_empty() {
            items.extend(self.first.split(',').map(|it| Text::new(Cow::Borrowed(it.trim()))));
        } else {
            items.push(Text::new(self.first));
            items.extend(self.further.into_iter().map(Text::new));
        }
        visitor.visit_seq(SeqDeserializer::new(items.into_iter()))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.json().deserialize_map(visitor).map_err(Error::custom)
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u128 char str string bytes byte_buf unit unit_struct tuple tuple_struct struct enum
        identifier ignored_any
    }
}
