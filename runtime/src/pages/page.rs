//! One page as it came: its items, and what it says about the next page.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

use bytes::Bytes;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::data::DecodeError;
use crate::data::members::{self, Members, members};
use crate::facts::{EnvelopeFacts, NextPage, Operation, Paging};
use crate::response::{RawResponse, address, unwrapped};

/// What is read of a page without knowing its type.
#[derive(Default)]
pub(super) struct Page {
    /// The text of each item; a part of the answer's body.
    pub(super) items: VecDeque<Bytes>,
    pub(super) has_more: Option<bool>,
    pub(super) total: Option<u64>,
    pub(super) pages: Option<u64>,
    pub(super) limit: Option<u64>,
    /// The link in the body; `Some(None)` where the answer says that there is none.
    pub(super) link: Option<Option<String>>,
    /// The word that leads to the next page.
    pub(super) cursor: Option<Value>,
    /// What tells the list from others, where its items are objects.
    pub(super) print: Option<u64>,
}

impl Page {
    /// Reads a page.
    ///
    /// # Errors
    /// The body is not JSON, or has no list where the facts say.
    pub(super) fn read(raw: &RawResponse, operation: &Operation, paging: &Paging) -> Result<Self, DecodeError> {
        let text = unwrapped(raw.json_bytes(), operation.unwrap);
        let answer = Answer::read(text, raw.envelope())?;
        let number = |place: Option<&str>| answer.as_value(place?)?.as_u64();
        let cursor = match paging.next {
            NextPage::Cursor { from, .. } => answer.as_value(from).filter(is_word),
            _ => None,
        };
        let counted = matches!(paging.next, NextPage::Offset(_) | NextPage::Number { .. });
        let mut page = Self {
            has_more: paging.has_more.and_then(|it| answer.as_value(it)?.as_bool()),
            total: number(paging.total),
            pages: number(paging.pages),
            limit: number(paging.limit),
            link: paging.link.and_then(|it| answer.as_value(it)).map(|it| address(&it).map(str::to_owned)),
            cursor,
            ..Self::default()
        };
        match answer.at(paging.items).filter(|it| it.get() != "null") {
            Some(list) => page.take(list, raw.body(), counted)?,
            // Some servers leave out a list that is empty.
            None if page.total == Some(0) || page.has_more == Some(false) => {}
            None if answer.at(paging.items).is_some() => {}
            None => return Err(DecodeError::of_document(&format!("there is no list `{}`", paging.items))),
        }
        Ok(page)
    }

    fn take(&mut self, list: &RawValue, body: &Bytes, counted: bool) -> Result<(), DecodeError> {
        let items: Vec<&RawValue> = crate::data::borrowed(list.get())?;
        // Two pages of plain values may be equal; asked for by number, they are more likely one page twice.
        let tells = items.first().is_some_and(|it| counted || it.get().starts_with('{'));
        self.print = tells.then(|| print(list.get()));
        self.items = items.iter().map(|it| body.slice_ref(it.get().as_bytes())).collect();
        Ok(())
    }
}

/// Tells texts apart.
pub(super) fn print(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn is_word(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty(),
        Value::Number(_) => true,
        _ => false,
    }
}

/// An answer, its outermost object taken apart.
struct Answer<'a> {
    whole: &'a RawValue,
    members: Members<'a>,
    envelope: EnvelopeFacts,
}

impl<'a> Answer<'a> {
    fn read(text: &'a [u8], envelope: EnvelopeFacts) -> Result<Self, DecodeError> {
        let whole: &RawValue = crate::data::borrowed(crate::data::utf8(text)?)?;
        Ok(Self { whole, members: members(whole.get().as_bytes()).unwrap_or_default(), envelope })
    }

    /// What stands at a place; in an answer with an envelope, also what stands there inside of its `data` and `meta`.
    fn at(&self, place: &str) -> Option<&'a RawValue> {
        if place.is_empty() && !self.members.contains_key(self.envelope.data) {
            return Some(self.whole);
        }
        let wrapped = |key: &str| inside(self.members.get(key).copied()?, place);
        let direct = || {
            let (first, rest) = place.split_once('.').unwrap_or((place, ""));
            inside(self.members.get(first).copied()?, rest)
        };
        direct().or_else(|| wrapped(self.envelope.data)).or_else(|| wrapped(self.envelope.meta))
    }

    fn as_value(&self, place: &str) -> Option<Value> {
        serde_json::from_str(self.at(place)?.get()).ok()
    }
}

/// What stands at a place below a value.
fn inside<'a>(value: &'a RawValue, place: &str) -> Option<&'a RawValue> {
    members::inside(value, place.split('.').filter(|it| !it.is_empty()))
}
