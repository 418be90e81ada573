//! Decodes an object: guesses keys, stores values, checks what is required.

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Object, Slot};
use crate::data::Nullable;
use crate::data::extra::Mark;

/// Decodes an object.
///
/// # Errors
/// A value of the wrong type, a required key that is missing, a null for a required key.
#[inline]
pub fn decode<'de, T: Object, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut it = T::blank();
    from.deserialize_map(ObjectVisitor(&mut it))?;
    Ok(it)
}

/// Fills an object in place: what a visitor returns is moved once for each function that it goes
/// through, and these may be large.
struct ObjectVisitor<'a, T>(&'a mut T);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object (")?;
        f.write_str(T::NAME)?;
        f.write_str(")")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = Seen::default();
        let mut guess = 0;
        while let Some(key) = map.next_key_seed(KeySeed { keys: T::KEYS, guess })? {
            match key {
                Key::Known(index) => {
                    guess = index + 1;
                    seen.insert(index);
                    store(self.0, index, &mut map)?;
                }
                Key::Unknown(key) => {
                    if let Some(index) = stands_for::<T>(&key).filter(|it| !seen.contains(*it)) {
                        seen.insert(index);
                        store(self.0, index, &mut map)?;
                        continue;
                    }
                    #[cfg(feature = "testing")]
                    crate::data::beyond::met::<T>(&key);
                    let value: T::Rest = map.next_value()?;
                    self.0.extra_mut().put(key, value);
                }
            }
        }
        match seen.missing(T::KEYS, T::REQUIRED) {
            Some(key) => Err(A::Error::missing_field(key)),
            None => Ok(()),
        }
    }
}

/// The index of the key that another one stands for.
fn stands_for<T: Object>(key: &str) -> Option<usize> {
    T::ALSO.iter().find(|it| it.0 == key).map(|it| it.1)
}

/// Stores the next value in field `index` and remembers a null.
pub(crate) fn store<'de, T: Object, A: MapAccess<'de>>(it: &mut T, index: usize, map: &mut A) -> Result<(), A::Error> {
    let mut null = false;
    it.store(index, MapSlot { map, null: &mut null })?;
    if null && let Some(key) = T::KEYS.get(index) {
        it.extra_mut().mark(Mark::Null, key);
    }
    Ok(())
}

/// The slot that the next value of a map is stored from.
pub(crate) struct MapSlot<'a, A> {
    pub(crate) map: &'a mut A,
    pub(crate) null: &'a mut bool,
}

impl<'de, A: MapAccess<'de>> Slot<'de> for MapSlot<'_, A> {
    type Error = A::Error;

    #[inline]
    fn required<T: Deserialize<'de>>(self, to: &mut T) -> Result<(), A::Error> {
        *to = self.map.next_value()?;
        Ok(())
    }

    #[inline]
    fn optional<T: Deserialize<'de>>(self, to: &mut Option<T>) -> Result<(), A::Error> {
        *to = self.map.next_value()?;
        *self.null = to.is_none();
        Ok(())
    }

    #[inline]
    fn nullable<T: Deserialize<'de>>(self, to: &mut Option<T>) -> Result<(), A::Error> {
        *to = self.map.next_value()?;
        Ok(())
    }

    #[inline]
    fn optional_nullable<T: Deserialize<'de>>(self, to: &mut Nullable<T>) -> Result<(), A::Error> {
        *to = self.map.next_value()?;
        Ok(())
    }

    fn ignore(self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>()?;
        Ok(())
    }
}

/// A key of an object.
pub(crate) enum Key {
    /// Its index among the known ones.
    Known(usize),
    /// One that the type does not know.
    Unknown(String),
}

/// Reads a key; tries the one that probably comes next first.
#[derive(Clone, Copy)]
pub(crate) struct KeySeed {
    pub(crate) keys: &'static [&'static str],
    pub(crate) guess: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        Ok(match find(self.keys, self.guess, key) {
            Some(index) => Key::Known(index),
            None => Key::Unknown(key.to_owned()),
        })
    }
}

/// The index of `key`, searched from `guess` on and then from the start.
#[inline]
pub(crate) fn find(keys: &[&str], guess: usize, key: &str) -> Option<usize> {
    if keys.get(guess).is_some_and(|it| *it == key) {
        return Some(guess);
    }
    search(keys, guess, key)
}

#[inline(never)]
fn search(keys: &[&str], guess: usize, key: &str) -> Option<usize> {
    let (before, after) = keys.split_at_checked(guess + 1).unwrap_or((keys, &[]));
    match after.iter().position(|it| *it == key) {
        Some(index) => Some(before.len() + index),
        None => before.iter().position(|it| *it == key),
    }
}

/// The set of the fields that were read.
#[derive(Default)]
struct Seen {
    first: u64,
    further: Vec<usize>,
}

impl Seen {
    #[inline]
    fn insert(&mut self, index: usize) {
        if index < 64 {
            self.first |= 1 << index;
        } else {
            self.further.push(index);
        }
    }

    #[inline]
    fn contains(&self, index: usize) -> bool {
        if index < 64 { self.first & (1 << index) != 0 } else { self.further.contains(&index) }
    }

    #[inline]
    fn missing(&self, keys: &[&'static str], required: &[usize]) -> Option<&'static str> {
        let index = required.iter().find(|it| !self.contains(**it))?;
        keys.get(*index).copied()
    }
}
