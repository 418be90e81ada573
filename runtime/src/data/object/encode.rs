//! Encodes an object and prints it for debugging.

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Object, Visit};
use crate::data::Nullable;
use crate::data::extra::{Extra, Mark};

/// Encodes an object: its fields in order, then the fields that the specification does not name.
///
/// # Errors
/// What the serializer reports.
pub fn encode<T: Object, S: Serializer>(it: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut to = Encoder::new(to.serialize_map(None)?, it.extra());
    it.visit(&mut to);
    to.finish(|key| has_value(it, key))
}

/// Writes fields into a map; after an error it writes no more.
pub(crate) struct Encoder<'a, M: SerializeMap, R> {
    map: M,
    error: Option<M::Error>,
    extra: &'a Extra<R>,
}

impl<'a, M: SerializeMap, R: Serialize> Encoder<'a, M, R> {
    pub(crate) fn new(map: M, extra: &'a Extra<R>) -> Self {
        Self { map, error: None, extra }
    }

    /// Writes one entry.
    pub(crate) fn entry<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if self.error.is_none() {
            self.error = self.map.serialize_entry(key, value).err();
        }
    }

    /// Writes the fields that the specification does not name, and ends the map. A key that `is_written` is not written
    /// twice.
    pub(crate) fn finish(mut self, is_written: impl Fn(&str) -> bool) -> Result<M::Ok, M::Error> {
        for (key, value) in self.extra.iter().filter(|it| !is_written(it.0)) {
            self.entry(key, value);
        }
        match self.error {
            Some(error) => Err(error),
            None => self.map.end(),
        }
    }
}

impl<M: SerializeMap, R: Serialize> Visit for Encoder<'_, M, R> {
    fn required<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &T) {
        self.entry(key, value);
    }

    fn optional<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &Option<T>) {
        if value.is_some() || self.extra.is_marked(Mark::Null, key) {
            self.entry(key, value);
        }
    }

    fn nullable<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &Option<T>) {
        self.entry(key, value);
    }

    fn optional_nullable<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &Nullable<T>) {
        if !value.is_absent() {
            self.entry(key, value);
        }
    }
}

/// Prints an object as `#[derive(Debug)]` would, by its keys on the wire; `extra` only if it holds something.
///
/// # Errors
/// What the formatter reports.
pub fn debug<T: Object>(it: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut to = Printer(f.debug_struct(T::NAME));
    to.fields(it);
    to.0.finish()
}

/// Prints fields into a debug struct.
pub(crate) struct Printer<'a, 'b>(pub(crate) fmt::DebugStruct<'a, 'b>);

impl Printer<'_, '_> {
    /// Prints the fields of an object.
    pub(crate) fn fields<T: Object>(&mut self, it: &T) {
        it.visit(self);
        if !it.extra().is_empty() {
            self.0.field("extra", it.extra());
        }
    }
}

impl Visit for Printer<'_, '_> {
    fn required<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &T) {
        self.0.field(key, value);
    }

    fn optional<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &Option<T>) {
        self.0.field(key, value);
    }

    fn nullable<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &Option<T>) {
        self.0.field(key, value);
    }

    fn optional_nullable<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &Nullable<T>) {
        self.0.field(key, value);
    }
}

/// Whether encoding an object writes `key`.
pub(crate) fn writes<T: Object>(it: &T, key: &str) -> bool {
    has_value(it, key) || it.extra().contains_key(key) || it.extra().is_marked(Mark::Null, key)
}

/// Whether a field is written that the specification names.
pub(crate) fn has_value<T: Object>(it: &T, key: &str) -> bool {
    let mut search = Search { key, is_found: false };
    it.visit(&mut search);
    search.is_found
}

/// Looks for a field that is written.
struct Search<'a> {
    key: &'a str,
    is_found: bool,
}

impl Visit for Search<'_> {
    fn required<T: Serialize + fmt::Debug>(&mut self, key: &'static str, _: &T) {
        self.is_found |= key == self.key;
    }

    fn optional<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &Option<T>) {
        self.is_found |= value.is_some() && key == self.key;
    }

    fn nullable<T: Serialize + fmt::Debug>(&mut self, key: &'static str, _: &Option<T>) {
        self.is_found |= key == self.key;
    }

    fn optional_nullable<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &Nullable<T>) {
        self.is_found |= !value.is_absent() && key == self.key;
    }
}
