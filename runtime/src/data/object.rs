//! Objects: one serde visitor for every generated struct.
//!
//! A struct implements [`Object`]; its `Deserialize`, `Serialize` and `Debug` are one-line calls
//! of [`decode`], [`encode`] and [`debug`].

mod decode;
mod encode;

use std::collections::BTreeMap;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use self::decode::decode;
pub(crate) use self::decode::{find, store};
pub(crate) use self::encode::{Encoder, Printer, has_value, writes};
pub use self::encode::{debug, encode};
use super::{Blank, Extra};

/// A struct with named fields, as the generator writes it.
///
/// Keys are guessed in the order of [`KEYS`](Self::KEYS), so that an object whose keys come in
/// that order is decoded without a search. Of a key that comes twice the last value counts.
pub trait Object: Blank {
    /// Name of the type.
    const NAME: &'static str;
    /// Keys on the wire, in the order of the fields.
    const KEYS: &'static [&'static str] = &[];
    /// Indices into [`KEYS`](Self::KEYS) of the keys that are always there.
    const REQUIRED: &'static [usize] = &[];
    /// Other keys that servers send, with the index into [`KEYS`](Self::KEYS) of the one that each stands for. Where both
    /// come, the value under the other key is kept as one that the specification does not name.
    const ALSO: &'static [(&'static str, usize)] = &[];
    /// Type of the fields that the specification does not name.
    type Rest: DeserializeOwned + Serialize + fmt::Debug;

    /// Stores the value of key number `key`.
    fn store<'de, S: Slot<'de>>(&mut self, key: usize, from: S) -> Result<(), S::Error> {
        let _ = key;
        from.ignore()
    }

    /// Shows every field to `to`, in the order of [`KEYS`](Self::KEYS).
    fn visit<V: Visit>(&self, to: &mut V) {
        let _ = to;
    }

    /// The fields that the specification does not name.
    fn extra(&self) -> &Extra<Self::Rest>;

    /// The fields that the specification does not name, for changing.
    fn extra_mut(&mut self) -> &mut Extra<Self::Rest>;
}

/// A value that has been read up to and is stored in one field; one method for each presence.
pub trait Slot<'de>: Sized {
    /// What goes wrong while decoding.
    type Error;

    /// A field that is always there and never null.
    fn required<T: Deserialize<'de>>(self, to: &mut T) -> Result<(), Self::Error>;
    /// A field that may be absent; a null is remembered.
    fn optional<T: Deserialize<'de>>(self, to: &mut Option<T>) -> Result<(), Self::Error>;
    /// A field that is always there and may be null.
    fn nullable<T: Deserialize<'de>>(self, to: &mut Option<T>) -> Result<(), Self::Error>;
    /// A field for which absent, null and a value differ.
    fn optional_nullable<T: Deserialize<'de>>(self, to: &mut super::Nullable<T>) -> Result<(), Self::Error>;
    /// A value that nobody wants.
    fn ignore(self) -> Result<(), Self::Error>;
}

/// What looks at the fields of an object: an encoder, a debug printer.
pub trait Visit {
    /// A field that is always there and never null.
    fn required<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &T);
    /// A field that may be absent.
    fn optional<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &Option<T>);
    /// A field that is always there and may be null.
    fn nullable<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &Option<T>);
    /// A field for which absent, null and a value differ.
    fn optional_nullable<T: Serialize + fmt::Debug>(&mut self, key: &'static str, value: &super::Nullable<T>);
}

/// Collects what a setter of a list was given.
pub fn list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// Collects what a setter of a map was given.
pub fn map<T>(entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>) -> BTreeMap<String, T> {
    let entries = entries.into_iter();
    entries.map(|(key, it)| (key.into(), it.into())).collect()
}
