//! Encodes events and prints them for debugging.

use std::fmt;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use super::slow::Entries;
use super::{Envelope, Payload, Which, name};
use crate::data::Text;
use crate::data::extra::Mark;
use crate::data::object::{Encoder, Printer, has_value};

/// Encodes an event: tag, payload, the envelope's fields, then the fields that nobody names. A
/// malformed event is written as it was received.
///
/// # Errors
/// What the serializer reports.
pub fn encode<E: Envelope, S: Serializer>(it: &E, to: S) -> Result<S::Ok, S::Error> {
    let data = it.data();
    let has_payload = match data.which() {
        Which::Malformed(event) => return event.serialize(to),
        Which::Unknown(event) => event.has_payload(),
        Which::Known(_) => true,
    };
    let mut to = Encoder::new(to.serialize_map(None)?, it.extra());
    to.entry(E::TAG, name(data));
    match E::PAYLOAD {
        None => beside(data, &mut to)?,
        Some(key) => match without_payload(it, key).map_err(S::Error::custom)? {
            None if has_payload => to.entry(key, &Encoded(data)),
            Some(Mark::Null) => to.entry(key, &()),
            None | Some(Mark::Absent) => {}
        },
    }
    it.visit(&mut to);
    to.finish(|key| key == E::TAG || Some(key) == E::PAYLOAD || has_value(it, key))
}

/// How a payload without fields was received, if it is one that was not there.
fn without_payload<E: Envelope>(it: &E, key: &str) -> Result<Option<Mark>, serde_json::Error> {
    let is_marked = |mark| it.extra().is_marked(mark, key);
    let Some(mark) = [Mark::Null, Mark::Absent].into_iter().find(|mark| is_marked(*mark)) else {
        return Ok(None);
    };
    let is_empty = serde_json::to_string(&Encoded(it.data()))? == "{}";
    Ok(is_empty.then_some(mark))
}

/// Writes the payload's fields beside the tag.
fn beside<M, R, P>(data: &P, to: &mut Encoder<'_, M, R>) -> Result<(), M::Error>
where
    M: serde::ser::SerializeMap,
    R: Serialize,
    P: Payload,
{
    let text = serde_json::to_string(&Encoded(data)).map_err(M::Error::custom)?;
    let entries: Entries<'_> = serde_json::from_str(&text).map_err(M::Error::custom)?;
    for (Text(key), value) in &entries.0 {
        to.entry(key, value);
    }
    Ok(())
}

/// A payload as a value that serde can write.
struct Encoded<'a, P>(&'a P);

impl<P: Payload> Serialize for Encoded<'_, P> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.encode(to)
    }
}

/// Prints an event as `#[derive(Debug)]` would.
///
/// # Errors
/// What the formatter reports.
pub fn debug<E: Envelope>(it: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result
where
    E::Data: fmt::Debug,
{
    let mut to = Printer(f.debug_struct(E::NAME));
    to.0.field("data", it.data());
    to.fields(it);
    to.0.finish()
}
