//! Words that documents write as `type`.

use super::repair::Outcome;
use super::schema::Converter;
use super::version::Version;
use crate::tree::{At, Node, Value};

/// Words that stand for a type of JSON Schema, with the format that they add.
const ALIASES: &[(&str, &str, &str)] = &[
    ("str", "string", ""),
    ("text", "string", ""),
    ("char", "string", ""),
    ("enum", "string", ""),
    ("date", "string", "date"),
    ("datetime", "string", "date-time"),
    ("date-time", "string", "date-time"),
    ("timestamp", "string", "date-time"),
    ("uuid", "string", "uuid"),
    ("guid", "string", "uuid"),
    ("uri", "string", "uri"),
    ("url", "string", "uri"),
    ("email", "string", "email"),
    ("password", "string", "password"),
    ("file", "string", "binary"),
    ("binary", "string", "binary"),
    ("byte", "string", "byte"),
    ("int", "integer", ""),
    ("int32", "integer", "int32"),
    ("int64", "integer", "int64"),
    ("long", "integer", "int64"),
    ("short", "integer", ""),
    ("bigint", "integer", ""),
    ("float", "number", "float"),
    ("double", "number", "double"),
    ("decimal", "number", ""),
    ("numeric", "number", ""),
    ("bool", "boolean", ""),
    ("list", "array", ""),
    ("set", "array", ""),
    ("dict", "object", ""),
    ("map", "object", ""),
    ("hash", "object", ""),
    ("json", "object", ""),
    ("none", "null", ""),
];

const TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "object", "null"];

/// The type that a word means, and the format that it adds.
pub(super) fn meant(word: &str) -> Option<(&'static str, &'static str)> {
    let word = word.trim().to_ascii_lowercase();
    if let Some(name) = TYPES.iter().find(|it| **it == word) {
        return Some((name, ""));
    }
    ALIASES.iter().find(|it| it.0 == word).map(|it| (it.1, it.2))
}

impl Converter<'_> {
    /// Repairs the type of a schema, or its list of types; `format` is what the type adds.
    pub(super) fn repair_types(&mut self, value: &mut Node, format: &mut Option<(At, &'static str)>) -> Outcome {
        if let Value::List(list) = &mut value.value {
            if self.version == Version::V30 && !list.is_empty() {
                let message = "`type` is a list, which OpenAPI 3.0 does not know; it is read as in 3.1";
                self.warning("wrong-type", value.at, message);
            }
            let before = list.len();
            let mut kept = std::mem::take(list);
            kept.retain_mut(|it| self.repair_type(it, &mut None));
            *list = kept;
            let lost = before > 0 && list.iter().all(|it| it.as_str() == Some("null")) && list.len() < before;
            return if list.is_empty() || lost { Outcome::Drop } else { Outcome::Keep };
        }
        if self.repair_type(value, format) { Outcome::Keep } else { Outcome::Drop }
    }

    /// Whether a type is one, or could be made one.
    fn repair_type(&mut self, value: &mut Node, format: &mut Option<(At, &'static str)>) -> bool {
        let word = match &value.value {
            Value::String(word) if TYPES.contains(&word.as_str()) => return true,
            Value::String(word) => word.clone(),
            _ => {
                self.drop("type", value, "a string");
                return false;
            }
        };
        match meant(&word) {
            Some((name, more)) => {
                // Swagger 2.0 has this one.
                if !(self.version == Version::V20 && word == "file") {
                    let with = if more.is_empty() { String::new() } else { format!(" with format `{more}`") };
                    let message = format!("`{word}` is no type of JSON Schema; it is read as `{name}`{with}");
                    self.warning("unknown-type", value.at, message);
                }
                *format = (!more.is_empty()).then_some((value.at, more));
                value.value = Value::String(name.to_owned());
                true
            }
            None if matches!(word.trim(), "any" | "Any" | "") => {
                let message = format!("`{word}` is no type of JSON Schema; it is read as any type");
                self.warning("unknown-type", value.at, message);
                false
            }
            None => {
                let message = format!("`{word}` is no type of JSON Schema");
                self.warning("untyped", value.at, message).help(
                    "it is passed on as open JSON; write one of: string, number, integer, boolean, array, object, null",
                );
                false
            }
        }
    }
}
