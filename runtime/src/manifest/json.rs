//! JSON texts to trees with places, and trees to JSON.

use std::collections::HashSet;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::problem::Problem;
use super::tree::{Mark, Node, Value};
use super::yaml::{MAX_BYTES, MAX_DEPTH};
use crate::data::json_path;

/// Reads JSON with the place of every value.
pub(crate) fn parse(text: &str) -> Result<Node, Problem> {
    if text.len() > MAX_BYTES {
        return Err(super::yaml::too_long());
    }
    let whole: &RawValue = serde_json::from_str(text).map_err(|error| {
        let mark = Mark { line: error.line(), column: error.column().max(1) };
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default().to_owned();
        Problem::new("", format!("this is not JSON: {said}")).at(mark)
    })?;
    let mut reader = Reader { text, line: 1, start: 0 };
    reader.node(whole, 0)
}

/// The tree of a value of the program.
pub(crate) fn tree(value: &impl Serialize) -> Result<Node, Problem> {
    let text = serde_json::to_string(value).map_err(|it| Problem::new("", it.to_string()))?;
    let mut node = parse(&text)?;
    forget(&mut node);
    Ok(node)
}

/// The tree of a JSON value.
pub(crate) fn from_value(value: &serde_json::Value) -> Node {
    let value = match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(it) => Value::Bool(*it),
        serde_json::Value::Number(it) => Value::Number(it.clone()),
        serde_json::Value::String(it) => Value::Text(it.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(from_value).collect()),
        serde_json::Value::Object(map) => {
            Value::Map(map.iter().map(|(key, it)| (key.clone(), from_value(it))).collect())
        }
    };
    Node::new(Mark::default(), value)
}

/// The JSON text of a tree.
pub(crate) fn text(node: &Node) -> Result<String, Problem> {
    serde_json::to_string(node).map_err(|it| Problem::new("", it.to_string()))
}

/// Places in a text that nobody has seen say nothing.
fn forget(node: &mut Node) {
    node.mark = Mark::default();
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(forget),
        Value::Map(entries) => entries.iter_mut().for_each(|it| forget(&mut it.1)),
        _ => {}
    }
}

/// Reads values that are slices of one text, each behind the one before.
struct Reader<'t> {
    text: &'t str,
    /// The line that was reached.
    line: usize,
    /// Where it starts.
    start: usize,
}

impl Reader<'_> {
    fn node(&mut self, raw: &RawValue, depth: usize) -> Result<Node, Problem> {
        let slice = raw.get();
        let mark = self.mark(slice);
        if depth > MAX_DEPTH {
            return Err(super::yaml::too_deep(mark));
        }
        let misread = |error: serde_json::Error| Problem::new("", format!("this is not JSON: {error}")).at(mark);
        let value = match slice.as_bytes().first() {
            Some(b'{') => {
                let Entries(entries) = serde_json::from_str(slice).map_err(misread)?;
                Value::Map(self.entries(entries, depth)?)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(slice).map_err(misread)?;
                Value::List(items.into_iter().map(|it| self.node(it, depth + 1)).collect::<Result<_, _>>()?)
            }
            Some(b'"') => Value::Text(serde_json::from_str(slice).map_err(misread)?),
            Some(b't') => Value::Bool(true),
            Some(b'f') => Value::Bool(false),
            Some(b'n') => Value::Null,
            _ => Value::Number(serde_json::from_str(slice).map_err(misread)?),
        };
        Ok(Node::new(mark, value))
    }

    fn entries(&mut self, raw: Vec<(String, &RawValue)>, depth: usize) -> Result<Vec<(String, Node)>, Problem> {
        let mut keys = HashSet::new();
        let mut entries = Vec::with_capacity(raw.len());
        for (key, raw) in raw {
            let value = self.node(raw, depth + 1)?;
            if !keys.insert(key.clone()) {
                return Err(Problem::new("", format!("the key `{key}` is there twice")).at(value.mark));
            }
            entries.push((key, value));
        }
        Ok(entries)
    }

    /// The place of a slice of the text.
    fn mark(&mut self, slice: &str) -> Mark {
        let offset = json_path::start_in(self.text, slice).unwrap_or(self.start);
        let passed = self.text.get(self.start..offset).unwrap_or_default();
        if let Some(last) = passed.rfind('\n') {
            self.line += passed.matches('\n').count();
            self.start += last + 1;
        }
        let before = self.text.get(self.start..offset).unwrap_or_default();
        Mark { line: self.line, column: before.chars().count() + 1 }
    }
}

/// The entries of an object as they stand, those with one key too.
struct Entries<'t>(Vec<(String, &'t RawValue)>);

impl<'de: 't, 't> Deserialize<'de> for Entries<'t> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(entries)
            }
        }
        from.deserialize_map(Each).map(Entries)
    }
}
