//! A manifest that is being built: values at places, held against the schema when it is complete.

use serde::Serialize;
use serde_json::{Map, Value};

use super::problem::{Problem, Problems};
use super::{Manifest, json};

/// What a builder collects.
///
/// A place is a list of keys with dots between them (`spec.runtime.image`); mappings on the way are made.
#[derive(Clone, Debug)]
pub struct Draft {
    root: Value,
    /// What a program gave that is no JSON.
    problems: Vec<Problem>,
}

impl Default for Draft {
    fn default() -> Self {
        Self { root: Value::Object(Map::new()), problems: Vec::new() }
    }
}

impl Draft {
    /// A draft of nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a value at a place, instead of one that is there.
    pub fn set(&mut self, place: &str, value: impl Serialize) {
        let value = self.json(place, value);
        self.change(place, |it| *it = value);
    }

    /// The same, where there is one.
    pub fn set_some(&mut self, place: &str, value: Option<impl Serialize>) {
        if let Some(value) = value {
            self.set(place, value);
        }
    }

    /// Puts a value into the map at a place.
    pub fn put(&mut self, place: &str, key: impl Into<String>, value: impl Serialize) {
        let value = self.json(place, value);
        let key = key.into();
        self.change(place, |it| below(it, &[&key], |it| *it = value));
    }

    /// Puts a value behind the others of the list at a place.
    pub fn push(&mut self, place: &str, value: impl Serialize) {
        self.extend(place, [value]);
    }

    /// Puts values behind the others of the list at a place.
    pub fn extend(&mut self, place: &str, values: impl IntoIterator<Item = impl Serialize>) {
        let mut values: Vec<Value> = values.into_iter().map(|it| self.json(place, it)).collect();
        self.change(place, |it| match it {
            Value::Array(items) => items.append(&mut values),
            other => *other = Value::Array(values),
        });
    }

    /// Takes away what is at a place.
    pub fn clear(&mut self, place: &str) {
        let (parent, key) = place.rsplit_once('.').unwrap_or(("", place));
        // Mappings on the way are not made: what is not there stays so.
        let mut parents = parent.split('.').filter(|it| !it.is_empty());
        if let Some(Value::Object(map)) = parents.try_fold(&mut self.root, |it, key| it.get_mut(key)) {
            map.remove(key);
        }
    }

    /// The manifest.
    ///
    /// # Errors
    /// Everything that its schema and its rules forbid.
    pub fn build<M: Manifest>(self) -> Result<M, Problems> {
        let document = M::document();
        match self.problems.is_empty() {
            true => document.read(json::from_value(&self.root)),
            false => Err(document.problems(self.problems)),
        }
    }

    fn json(&mut self, place: &str, value: impl Serialize) -> Value {
        serde_json::to_value(value).unwrap_or_else(|error| {
            self.problems.push(Problem::new(place, error.to_string()));
            Value::Null
        })
    }

    fn change(&mut self, place: &str, act: impl FnOnce(&mut Value)) {
        let keys: Vec<&str> = place.split('.').filter(|it| !it.is_empty()).collect();
        below(&mut self.root, &keys, act);
    }
}

/// Changes the value at these keys; null where it is new.
fn below(value: &mut Value, keys: &[&str], act: impl FnOnce(&mut Value)) {
    let Some((key, rest)) = keys.split_first() else { return act(value) };
    let mut map = entries(value.take());
    below(map.entry(*key).or_insert(Value::Null), rest, act);
    *value = Value::Object(map);
}

/// The entries of a mapping, which a value becomes that is none.
fn entries(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value { map } else { Map::new() }
}
