//! The fields of a shell: checked and repaired one by one, then handed to openapiv3.

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::Reader;
use crate::references::did_you_mean;
use crate::tree::{At, Map, Node, Value};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Text; numbers and booleans are read as text.
    Text,
    /// A boolean; `"true"` and `"false"` are read as such.
    Flag,
    /// A list of texts; a single text is read as a list of one.
    Texts,
    /// Something that is read elsewhere, or not at all.
    Skip,
}

/// The fields of a shell as openapiv3 reads them.
pub(super) type Fields = serde_json::Map<String, Json>;

impl<'a> Reader<'a, '_> {
    /// The fields of an object that a table names and its `x-` extensions. A field of the wrong type is
    /// repaired or left out, with a warning.
    pub(super) fn fields(&mut self, node: &'a Node, table: &[(&str, Kind)]) -> Fields {
        let mut fields = Fields::new();
        let Some(map) = node.as_object() else { return fields };
        for (key, value) in map.iter() {
            let read = match table.iter().find(|(name, _)| *name == key) {
                Some((_, Kind::Skip)) => None,
                Some((_, Kind::Text)) => self.text(key, value).map(Json::String),
                Some((_, Kind::Flag)) => self.flag(key, value).map(Json::Bool),
                Some((_, Kind::Texts)) => self.texts(key, value).map(|it| it.into_iter().map(Json::String).collect()),
                None if key.starts_with("x-") => Some(json(value)),
                None => {
                    self.unknown_key(key, map, table.iter().map(|(name, _)| *name));
                    None
                }
            };
            if let Some(read) = read {
                fields.insert(key.to_owned(), read);
            }
        }
        fields
    }

    /// Hands fields to openapiv3.
    pub(super) fn typed<T: DeserializeOwned>(&mut self, fields: Fields, at: At) -> Option<T> {
        match serde_json::from_value(Json::Object(fields)) {
            Ok(it) => Some(it),
            Err(error) => {
                let message = error.to_string();
                let code = if message.starts_with("missing field") { "missing-field" } else { "wrong-type" };
                self.lost(code, at, message);
                None
            }
        }
    }

    /// Warns of keys that are none of `known`.
    pub(super) fn unknown(&mut self, map: &'a Map, known: &[&str]) {
        for key in map.keys() {
            if !known.contains(&key) && !key.starts_with("x-") {
                self.unknown_key(key, map, known.iter().copied());
            }
        }
    }

    fn unknown_key<'k>(&mut self, key: &str, map: &Map, known: impl Iterator<Item = &'k str>) {
        if key == "$ref" {
            return;
        }
        let Some((written, _)) = map.entry(key) else { return };
        let near = did_you_mean(key, known);
        let message = format!("`{key}` means nothing here; it is left out");
        self.warning("unknown-field", written.at, message).help = near;
    }

    /// The text that a node holds.
    pub(super) fn text(&mut self, key: &str, node: &Node) -> Option<String> {
        let repaired = match &node.value {
            Value::String(text) => return Some(text.clone()),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            _ => {
                self.warning(
                    "wrong-type",
                    node.at,
                    format!("`{key}` is {}, not a string; it is left out", node.kind()),
                );
                return None;
            }
        };
        let message = format!("`{key}` is {}; it is read as `{repaired}`", node.kind());
        self.warning("wrong-type", node.at, message).help("write it in quotes");
        Some(repaired)
    }

    /// The boolean that a node holds.
    pub(super) fn flag(&mut self, key: &str, node: &Node) -> Option<bool> {
        let repaired = match (node.as_bool(), node.as_str()) {
            (Some(flag), _) => return Some(flag),
            (_, Some("true")) => true,
            (_, Some("false")) => false,
            _ => {
                self.warning(
                    "wrong-type",
                    node.at,
                    format!("`{key}` is {}, not a boolean; it is left out", node.kind()),
                );
                return None;
            }
        };
        self.warning("wrong-type", node.at, format!("`{key}` is a string; it is read as `{repaired}`"))
            .help("remove the quotes");
        Some(repaired)
    }

    /// The texts that a node lists.
    pub(super) fn texts(&mut self, key: &str, node: &Node) -> Option<Vec<String>> {
        match &node.value {
            Value::List(list) => Some(list.iter().filter_map(|it| self.text(key, it)).collect()),
            Value::String(text) => {
                self.warning("wrong-type", node.at, format!("`{key}` is a string; it is read as a list of one"));
                Some(vec![text.clone()])
            }
            _ => {
                self.warning("wrong-type", node.at, format!("`{key}` is {}, not a list; it is left out", node.kind()));
                None
            }
        }
    }
}

/// A node without its place.
fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Number(number) => number.text().parse().map_or(Json::Null, Json::Number),
        Value::String(text) => Json::String(text.clone()),
        Value::List(list) => list.iter().map(json).collect(),
        Value::Object(map) => map.iter().map(|(key, node)| (key.to_owned(), json(node))).collect(),
    }
}
