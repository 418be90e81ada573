//! JSON values that keep the text of their numbers.

use std::fmt;

use crate::tree::{Node, Value};

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A string.
    String(String),
    /// A list.
    List(Vec<Json>),
    /// An object; keys are unique.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The value of a node.
    pub fn of(node: &Node) -> Self {
        match &node.value {
            Value::Null => Json::Null,
            Value::Bool(it) => Json::Bool(*it),
            Value::Number(it) => Json::Number(it.text().to_owned()),
            Value::String(it) => Json::String(it.clone()),
            Value::List(list) => Json::List(list.iter().map(Json::of).collect()),
            Value::Object(map) => Json::Object(map.iter().map(|(key, it)| (key.to_owned(), Json::of(it))).collect()),
        }
    }

    pub(super) fn string(text: &str) -> Self {
        Json::String(text.to_owned())
    }

    pub(super) fn number(text: impl ToString) -> Self {
        Json::Number(text.to_string())
    }
}

impl fmt::Display for Json {
    /// JSON text on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(it) => write!(f, "{it}"),
            Json::Number(it) => f.write_str(it),
            Json::String(it) => quoted(it, f),
            Json::List(list) => {
                f.write_str("[")?;
                for (index, it) in list.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { "," })?;
                    it.fmt(f)?;
                }
                f.write_str("]")
            }
            Json::Object(members) => {
                f.write_str("{")?;
                for (index, (key, it)) in members.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { "," })?;
                    quoted(key, f)?;
                    f.write_str(":")?;
                    it.fmt(f)?;
                }
                f.write_str("}")
            }
        }
    }
}

fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
            c => write!(f, "{c}")?,
        }
    }
    f.write_str("\"")
}
