//! What stands around an answer: `{"data": …, "meta": …, "links": …}`.
//!
//! Servers send the same answer plain or wrapped, some by version, some by route. Whether it is wrapped is seen from
//! its keys, so that both are read as the same type.
//!
//! **Invariant:** an answer that has any other key than those of the envelope is never taken apart.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::RawResponse;
use crate::data::Timestamp;
use crate::data::members::members;
use crate::facts::EnvelopeFacts;

/// What a server says of an answer: the object `meta` beside it.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Meta {
    /// Version of the API that answered: `v2`.
    pub version: Option<String>,
    /// When it answered.
    pub timestamp: Option<Timestamp>,
    /// The id under which the server knows the request.
    pub request_id: Option<String>,
    /// All of it, as received.
    pub raw: Map<String, Value>,
}

/// Where other parts of an answer are: the object `links` beside it. URLs as the server writes them, often without a
/// host.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Links {
    /// This answer: `self`.
    pub own: Option<String>,
    /// The next page.
    pub next: Option<String>,
    /// The page before this one: `prev` or `previous`.
    pub prev: Option<String>,
    /// All of it, as received.
    pub raw: Map<String, Value>,
}

impl Links {
    /// The URL of that name; an object with `href` counts as one (JSON:API).
    pub fn get(&self, name: &str) -> Option<&str> {
        address(self.raw.get(name)?)
    }
}

/// A link as text, or as an object with `href` (JSON:API 1.1, links).
pub(crate) fn address(link: &Value) -> Option<&str> {
    link.as_str().or_else(|| link.get("href")?.as_str()).filter(|it| !it.is_empty())
}

impl RawResponse {
    /// What the server says of the answer; `None` where it has no object `meta`.
    pub fn meta(&self) -> Option<Meta> {
        let raw = self.object(self.envelope().meta)?;
        let text = |name: &str| raw.get(name).and_then(Value::as_str).map(str::to_owned);
        let timestamp = raw.get("timestamp").and_then(|it| serde_json::from_value(it.clone()).ok());
        Some(Meta { version: text("version"), timestamp, request_id: text("request_id"), raw })
    }

    /// Where other parts of the answer are; `None` where it has no object `links`.
    pub fn links(&self) -> Option<Links> {
        let raw = self.object(self.envelope().links)?;
        let links = Links { raw, ..Links::default() };
        let get = |name| links.get(name).map(str::to_owned);
        let (own, next, prev) = (get("self"), get("next"), get("prev").or_else(|| get("previous")));
        Some(Links { own, next, prev, ..links })
    }

    /// The URL of another part of the answer, such as `next`: from the object `links`, else from the headers `Link`
    /// (RFC 8288).
    pub fn link(&self, name: &str) -> Option<String> {
        let links = self.links();
        let own = links.as_ref().and_then(|it| it.get(name));
        own.or_else(|| self.link_header(name)).map(str::to_owned)
    }

    /// The target of a link in the headers.
    pub(crate) fn link_header(&self, relation: &str) -> Option<&str> {
        super::link::target(self.headers(), relation)
    }

    /// The keys of an envelope, the usual ones where the system says nothing of any.
    pub(crate) fn envelope(&self) -> EnvelopeFacts {
        self.envelope.unwrap_or(EnvelopeFacts::NEW)
    }

    /// The answer as JSON text, without the envelope where it has one. `own_data`: the answer itself has a member
    /// that is called as the envelope's data.
    pub(crate) fn payload(&self, own_data: bool) -> &[u8] {
        let whole = self.json_bytes();
        let Some(envelope) = self.envelope else { return whole };
        match data(whole, &envelope) {
            Some(data) if !own_data || member(data, envelope.data).is_some() => data,
            _ => whole,
        }
    }

    /// The same answer without the envelope, where it has one.
    pub(crate) fn opened(&self, own_data: bool) -> Cow<'_, Self> {
        let payload = self.payload(own_data);
        if payload.len() == self.json_bytes().len() {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Self { body: self.body.slice_ref(payload), ..self.clone() })
    }

    /// A member of the body that is an object.
    fn object(&self, key: &str) -> Option<Map<String, Value>> {
        serde_json::from_slice(member(self.json_bytes(), key)?).ok()
    }
}

/// A member of an object's JSON text.
fn member<'a>(json: &'a [u8], key: &str) -> Option<&'a [u8]> {
    members(json)?.get(key).map(|it| it.get().as_bytes())
}

/// What is in the envelope; `None` where there is none.
fn data<'a>(json: &'a [u8], envelope: &EnvelopeFacts) -> Option<&'a [u8]> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let data = Opener(envelope).deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some(data.get().as_bytes())
}

/// Reads an envelope, and fails at the first key that no envelope has: of most answers that is the first key of all.
struct Opener<'e>(&'e EnvelopeFacts);

impl<'de> DeserializeSeed<'de> for Opener<'_> {
    type Value = &'de RawValue;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Opener<'_> {
    type Value = &'de RawValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an envelope")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut data, mut beside) = (None, false);
        while let Some(key) = map.next_key::<String>()? {
            if key == self.0.data {
                data = Some(map.next_value()?);
            } else if key == self.0.meta || key == self.0.links {
                beside = true;
                map.next_value::<IgnoredAny>()?;
            } else {
                return Err(A::Error::custom("no envelope"));
            }
        }
        data.filter(|_| beside).ok_or_else(|| A::Error::custom("no envelope"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, StatusCode};

    fn payload(body: &'static str, own_data: bool) -> String {
        let raw = RawResponse::new(StatusCode::OK, HeaderMap::new(), body).with_envelope(Some(EnvelopeFacts::NEW));
        String::from_utf8(raw.payload(own_data).to_vec()).unwrap()
    }

    #[test]
    fn only_an_envelope_is_opened() {
        assert_eq!(payload(r#"{"data": {"a": 1}, "meta": {}}"#, false), r#"{"a": 1}"#);
        assert_eq!(payload(r#"{"links": null, "data": [1]}"#, false), "[1]");
        for plain in [r#"{"data": 1}"#, r#"{"data": 1, "meta": 2, "x": 3}"#, r#"{"meta": {}}"#, "[1]", "7", "{"] {
            assert_eq!(payload(plain, false), plain);
        }
    }

    #[test]
    fn an_answer_with_data_of_its_own_is_not_taken_for_an_envelope() {
        let plain = r#"{"data": [1], "meta": {"total": 1}}"#;
        assert_eq!(payload(plain, true), plain);
        assert_eq!(payload(r#"{"data": {"data": [1]}, "meta": {}}"#, true), r#"{"data": [1]}"#);
    }
}
