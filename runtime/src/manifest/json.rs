//! JSON texts to trees with places, and trees to JSON.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::value::RawValue;

use super::problem::Problem;
use super::tree::{Mark, Node, Value};
use super::yaml::{MAX_BYTES, MAX_DEPTH, MAX_NODES};
use crate::data::json_path;
use crate::request::Members;

/// Reads JSON with the place of every value.
pub(crate) fn parse(text: &str) -> Result<Node, Problem> {
    if text.len() > MAX_BYTES {
        return Err(super::yaml::too_long());
    }
    let whole = whole(text)?;
    Reader { text, reached: Some(Reached::default()), nodes: 0 }.node(whole, 0)
}

/// The tree of a value of the program; places in a text that nobody has seen would say nothing.
pub(crate) fn tree(value: &impl Serialize) -> Result<Node, Problem> {
    let text = serde_json::to_string(value).map_err(|it| Problem::new("", it.to_string()))?;
    if text.len() > MAX_BYTES {
        return Err(super::yaml::too_long());
    }
    Reader { text: &text, reached: None, nodes: 0 }.node(whole(&text)?, 0)
}

fn whole(text: &str) -> Result<&RawValue, Problem> {
    serde_json::from_str(text).map_err(|error| {
        let mark = Mark { line: error.line(), column: error.column().max(1) };
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default().to_owned();
        Problem::new("", format!("this is not JSON: {said}")).at(mark)
    })
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

/// Reads values that are slices of one text, each behind the one before.
struct Reader<'t> {
    text: &'t str,
    /// `None`: places are not asked for.
    reached: Option<Reached>,
    /// Values and keys that were read.
    nodes: usize,
}

/// How far a text was looked through. What lies before is not looked at again, however long a line is.
#[derive(Default)]
struct Reached {
    offset: usize,
    /// Line breaks before it.
    lines: usize,
    /// Characters of its line before it.
    column: usize,
}

impl Reached {
    fn go_to(&mut self, offset: usize, text: &str) -> Mark {
        let passed = text.get(self.offset..offset).unwrap_or_default();
        self.offset += passed.len();
        for letter in passed.chars() {
            match letter {
                '\n' => (self.lines, self.column) = (self.lines + 1, 0),
                _ => self.column += 1,
            }
        }
        Mark { line: self.lines + 1, column: self.column + 1 }
    }
}

impl Reader<'_> {
    fn node(&mut self, raw: &RawValue, depth: usize) -> Result<Node, Problem> {
        let slice = raw.get();
        let mark = self.mark(slice);
        if depth > MAX_DEPTH {
            return Err(super::yaml::too_deep(mark));
        }
        self.count(mark)?;
        let misread = |error: serde_json::Error| Problem::new("", format!("this is not JSON: {error}")).at(mark);
        let value = match slice.as_bytes().first() {
            Some(b'{') => {
                let Members(entries) = serde_json::from_str(slice).map_err(misread)?;
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
            self.count(value.mark)?;
            if !keys.insert(key.clone()) {
                return Err(Problem::new("", format!("the key `{key}` is there twice")).at(value.mark));
            }
            entries.push((key, value));
        }
        Ok(entries)
    }

    /// Keys count like values, as they do in YAML: what one reader takes, the other takes too.
    fn count(&mut self, mark: Mark) -> Result<(), Problem> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(Problem::new("", format!("there are more than {MAX_NODES} values")).at(mark));
        }
        Ok(())
    }

    /// The place of a slice of the text.
    fn mark(&mut self, slice: &str) -> Mark {
        let offset = json_path::start_in(self.text, slice);
        self.reached.as_mut().map(|it| it.go_to(offset.unwrap_or(it.offset), self.text)).unwrap_or_default()
    }
}
