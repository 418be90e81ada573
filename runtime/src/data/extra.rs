//! The fields of an object that the specification does not name.

use std::collections::{BTreeMap, btree_map};
use std::fmt;

use super::Json;

/// Fields that the specification does not name, kept as JSON and written back; one pointer wide,
/// and allocated only when there are any.
///
/// It also remembers what the typed fields cannot tell: which optional fields were received as
/// `null`. Comparing two values does not look at that.
pub struct Extra<T = Json>(Option<Box<Kept<T>>>);

#[derive(Clone)]
struct Kept<T> {
    fields: BTreeMap<String, T>,
    marks: Vec<(Mark, &'static str)>,
}

/// What is remembered of a named field that holds no value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It was received as null.
    Null,
    /// It was not received, though a value that says nothing stands for it.
    Absent,
}

impl<T> Extra<T> {
    /// No fields.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// The value of a field.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.as_ref().and_then(|kept| kept.fields.get(key))
    }

    /// Sets a field and returns the value that it had.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<T>) -> Option<T> {
        self.kept().fields.insert(key.into(), value.into())
    }

    /// Takes a field out.
    pub fn remove(&mut self, key: &str) -> Option<T> {
        self.0.as_mut().and_then(|kept| kept.fields.remove(key))
    }

    /// Whether there is such a field.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The fields, in the order of their keys.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self.0.as_ref().map(|kept| kept.fields.iter()))
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |kept| kept.fields.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Keeps a field that was received.
    #[inline(never)]
    pub(crate) fn put(&mut self, key: String, value: T) {
        self.kept().fields.insert(key, value);
    }

    pub(crate) fn mark(&mut self, mark: Mark, key: &'static str) {
        if !self.is_marked(mark, key) {
            self.kept().marks.push((mark, key));
        }
    }

    #[inline]
    pub(crate) fn is_marked(&self, mark: Mark, key: &str) -> bool {
        match &self.0 {
            Some(kept) => kept.marks.iter().any(|it| it.0 == mark && it.1 == key),
            None => false,
        }
    }

    fn kept(&mut self) -> &mut Kept<T> {
        self.0.get_or_insert_with(|| Box::new(Kept { fields: BTreeMap::new(), marks: Vec::new() }))
    }
}

impl<T: Clone> Clone for Extra<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for Extra<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: PartialEq> PartialEq for Extra<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: fmt::Debug> fmt::Debug for Extra<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<K: Into<String>, T> FromIterator<(K, T)> for Extra<T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(fields: I) -> Self {
        let mut extra = Self::new();
        extra.extend(fields);
        extra
    }
}

impl<K: Into<String>, T> Extend<(K, T)> for Extra<T> {
    fn extend<I: IntoIterator<Item = (K, T)>>(&mut self, fields: I) {
        for (key, value) in fields {
            self.insert(key, value);
        }
    }
}

impl<'a, T> IntoIterator for &'a Extra<T> {
    type Item = (&'a str, &'a T);
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

/// Iterates over the fields of an [`Extra`].
#[derive(Clone, Debug)]
pub struct Iter<'a, T>(Option<btree_map::Iter<'a, String, T>>);

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = (&'a str, &'a T);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, value) = self.0.as_mut()?.next()?;
        Some((key, value))
    }
}
