//! Tuples: lists whose items have types of their own, as structs with a field for each place.
//!
//! A generated struct implements [`Object`] as any other does; field number *i* is item number *i*. Its
//! `Deserialize` and `Serialize` are one-line calls of [`decode`] and [`encode`]. Items past the last field
//! are kept in [`Extra`](super::Extra) under their place (`"2"`).

use std::fmt;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::extra::Mark;
use super::{Json, Nullable, Object, Slot, Visit};

/// Decodes a list into the fields of a struct.
///
/// # Errors
/// An item of the wrong type, and a list that is too short.
pub fn decode<'de, T: Object, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut it = T::blank();
    from.deserialize_seq(TupleVisitor(&mut it))?;
    Ok(it)
}

struct TupleVisitor<'a, T>(&'a mut T);

impl<'de, T: Object> Visitor<'de> for TupleVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list (")?;
        f.write_str(T::NAME)?;
        f.write_str(")")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        for (index, key) in T::KEYS.iter().enumerate() {
            let (mut null, mut ended) = (false, false);
            self.0.store(index, ItemSlot { items: &mut items, null: &mut null, ended: &mut ended })?;
            if ended {
                return match T::REQUIRED.contains(&index) {
                    true => Err(A::Error::missing_field(key)),
                    false => Ok(()),
                };
            }
            if null {
                self.0.extra_mut().mark(Mark::Null, key);
            }
        }
        let mut place = T::KEYS.len();
        while let Some(item) = items.next_element::<T::Rest>()? {
            self.0.extra_mut().put(place.to_string(), item);
            place += 1;
        }
        Ok(())
    }
}

/// The slot that the next item of a list is stored from.
struct ItemSlot<'a, A> {
    items: &'a mut A,
    null: &'a mut bool,
    ended: &'a mut bool,
}

impl<'de, A: SeqAccess<'de>> ItemSlot<'_, A> {
    fn next<T: Deserialize<'de>>(self, to: &mut T) -> Result<(), A::Error> {
        match self.items.next_element()? {
            Some(item) => *to = item,
            None => *self.ended = true,
        }
        Ok(())
    }
}

impl<'de, A: SeqAccess<'de>> Slot<'de> for ItemSlot<'_, A> {
    type Error = A::Error;

    fn required<T: Deserialize<'de>>(self, to: &mut T) -> Result<(), A::Error> {
        self.next(to)
    }

    fn optional<T: Deserialize<'de>>(self, to: &mut Option<T>) -> Result<(), A::Error> {
        match self.items.next_element::<Option<T>>()? {
            Some(item) => {
                *self.null = item.is_none();
                *to = item;
            }
            None => *self.ended = true,
        }
        Ok(())
    }

    fn nullable<T: Deserialize<'de>>(self, to: &mut Option<T>) -> Result<(), A::Error> {
        self.next(to)
    }

    fn optional_nullable<T: Deserialize<'de>>(self, to: &mut Nullable<T>) -> Result<(), A::Error> {
        self.next(to)
    }

    fn ignore(self) -> Result<(), A::Error> {
        self.next(&mut Json::Null)
    }
}

/// Encodes a struct as a list: its fields up to the last that is there, then the items that have no field.
/// A field that is absent before one that is there is written as null.
///
/// # Errors
/// What the serializer reports.
pub fn encode<T: Object, S: Serializer>(it: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut rest: Vec<(usize, &T::Rest)> =
        it.extra().iter().filter_map(|(key, item)| Some((key.parse().ok()?, item))).collect();
    rest.sort_unstable_by_key(|it| it.0);
    let mut encoder = Encoder {
        list: to.serialize_seq(None)?,
        error: None,
        skipped: 0,
        is_marked: &|key| it.extra().is_marked(Mark::Null, key),
    };
    it.visit(&mut encoder);
    for (_, item) in rest {
        encoder.item(item);
    }
    match encoder.error {
        Some(error) => Err(error),
        None => encoder.list.end(),
    }
}

struct Encoder<'a, L: SerializeSeq> {
    list: L,
    error: Option<L::Error>,
    /// Fields in front that are absent and not written yet.
    skipped: usize,
    is_marked: &'a dyn Fn(&str) -> bool,
}

impl<L: SerializeSeq> Encoder<'_, L> {
    fn item<T: Serialize + ?Sized>(&mut self, item: &T) {
        for _ in 0..std::mem::take(&mut self.skipped) {
            self.write(&());
        }
        self.write(item);
    }

    fn write<T: Serialize + ?Sized>(&mut self, item: &T) {
        if self.error.is_none() {
            self.error = self.list.serialize_element(item).err();
        }
    }
}

impl<L: SerializeSeq> Visit for Encoder<'_, L> {
    fn required<T: Serialize + fmt::Debug>(&mut self, _: &'static str, value: &T) {
        self.item(value);
    }

    fn optional<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &Option<T>) {
        match value.is_some() || (self.is_marked)(key) {
            true => self.item(value),
            false => self.skipped += 1,
        }
    }

    fn nullable<T: Serialize + fmt::Debug>(&mut self, _: &'static str, value: &Option<T>) {
        self.item(value);
    }

    fn optional_nullable<T: Serialize + fmt::Debug>(&mut self, _: &'static str, value: &Nullable<T>) {
        match value.is_absent() {
            true => self.skipped += 1,
            false => self.item(value),
        }
    }
}
