//! All webhooks of an SDK as one enum: which one a delivery is, and what is kept of one that is not known.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use serde_json::value::RawValue;

use super::Delivery;
use crate::data::members::inside;
use crate::data::{DecodeError, decode_slice};

/// All webhooks of an SDK, as generated code writes them.
pub trait Inbox: Sized {
    /// The webhooks in the order of the variants.
    const MESSAGES: &'static [Message];
    /// How a delivery tells which one it is.
    const DISPATCH: Dispatch;
    /// Decodes a delivery of webhook number `index`.
    ///
    /// # Errors
    /// A body that is not what the specification says.
    fn decode(index: usize, from: &Delivery<'_>) -> Result<Self, DecodeError>;
    /// The variant that keeps what is not known.
    fn unknown(it: UnknownWebhook) -> Self;
}

/// What tells a webhook from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its name in the specification.
    pub name: &'static str,
    /// Values of the distinguishing field or header that mean it.
    pub tags: &'static [&'static str],
}

/// How a delivery tells which webhook it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dispatch {
    /// Not at all: the receiver knows, by the URL that it gave for each.
    Name,
    /// There is only one.
    Only,
    /// By the value under these keys of the JSON body, outermost first.
    Field(&'static [&'static str]),
    /// By the value of a header.
    Header(&'static str),
}

/// A webhook that this version of the SDK does not know: its name, where it could be found, and its whole body.
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownWebhook {
    name: Option<Box<str>>,
    body: Bytes,
}

impl UnknownWebhook {
    fn new(name: Option<&str>, delivery: &Delivery<'_>) -> Self {
        Self { name: name.map(Into::into), body: Bytes::copy_from_slice(delivery.body()) }
    }

    /// What the delivery calls itself; `None` where it does not.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

/// The body is left out.
impl fmt::Debug for UnknownWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownWebhook")
            .field("name", &self.name)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Decodes a delivery, verified or not, by what it says itself; one that says nothing known is kept as unknown. For
/// generated code.
///
/// # Errors
/// A body that is not JSON where the field is in it, and one that is not what the specification says.
#[doc(hidden)]
pub fn decode_unverified<W: Inbox>(delivery: &Delivery<'_>) -> Result<W, DecodeError> {
    let tag = match W::DISPATCH {
        Dispatch::Only => return W::decode(0, delivery),
        Dispatch::Name => None,
        Dispatch::Header(name) => delivery.header(name).map(Cow::Borrowed),
        Dispatch::Field(path) => tag(delivery.body(), path)?,
    };
    let means = |it: &&Message| tag.as_deref().is_some_and(|tag| it.tags.contains(&tag));
    decode(tag.as_deref(), W::MESSAGES.iter().position(|it| means(&it)), delivery)
}

/// Decodes a delivery, verified or not, of the webhook called `name`; one that is not known is kept. For generated code.
///
/// # Errors
/// A body that is not what the specification says.
#[doc(hidden)]
pub fn decode_unverified_as<W: Inbox>(name: &str, delivery: &Delivery<'_>) -> Result<W, DecodeError> {
    decode(Some(name), W::MESSAGES.iter().position(|it| it.name == name), delivery)
}

fn decode<W: Inbox>(name: Option<&str>, found: Option<usize>, delivery: &Delivery<'_>) -> Result<W, DecodeError> {
    match found {
        Some(index) => W::decode(index, delivery),
        None => Ok(W::unknown(UnknownWebhook::new(name, delivery))),
    }
}

/// The value at the end of a path of keys: text as it is, other values as JSON writes them.
fn tag<'a>(body: &'a [u8], path: &[&str]) -> Result<Option<Cow<'a, str>>, DecodeError> {
    // The whole body first, so that a fault anywhere is told with its place.
    let value: &'a RawValue = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(_) => return decode_slice::<serde::de::IgnoredAny>(body).map(|_| None),
    };
    let Some(value) = inside(value, path.iter().copied()) else { return Ok(None) };
    let text = serde_json::from_str::<String>(value.get()).map(Cow::Owned);
    Ok(Some(text.unwrap_or(Cow::Borrowed(value.get()))))
}
