//! The parameter styles of OpenAPI 3.1 (Parameter Object, "Style Values"): one value becomes text.
//!
//! Lists and objects inside lists and objects have no style of their own; `deepObject` nests its brackets, all
//! other styles write what is nested as JSON.

use serde_json::{Map, Value};

use super::encode::{Keep, push};
use crate::facts::{Location, Param, Style};

/// A parameter as it is sent.
#[derive(Debug, PartialEq)]
pub(crate) enum Written {
    /// Nothing: the value is null, or a list or an object without anything in it.
    Nothing,
    /// Text of its own: a path segment or a header.
    Text(String),
    /// Encoded `name=value` pairs of a query or of cookies.
    Pairs(Vec<String>),
}

/// Writes one value.
pub(crate) fn write(param: &Param, name: &str, value: &Value) -> Written {
    let json;
    let value = match value {
        Value::Null => return Written::Nothing,
        Value::Array(items) if items.is_empty() && !param.json => return Written::Nothing,
        Value::Object(members) if defined(members).next().is_none() && !param.json => return Written::Nothing,
        it if param.json => {
            json = Value::String(it.to_string());
            &json
        }
        it => it,
    };
    let writer = Writer { param, name, keep: keep(param) };
    match param.location {
        Location::Path => Written::Text(writer.segment(value)),
        Location::Header => Written::Text(writer.simple(value)),
        Location::Query | Location::Cookie => Written::Pairs(writer.pairs(value)),
    }
}

fn keep(param: &Param) -> Keep {
    match (param.location, param.allow_reserved) {
        (Location::Path, false) => Keep::Segment,
        (Location::Path, true) => Keep::Path,
        (Location::Cookie, _) => Keep::Cookie,
        (_, true) => Keep::Reserved,
        _ => Keep::Unreserved,
    }
}

struct Writer<'a> {
    param: &'a Param,
    name: &'a str,
    keep: Keep,
}

impl Writer<'_> {
    fn pairs(&self, value: &Value) -> Vec<String> {
        let delimited = matches!(self.param.style, Style::SpaceDelimited | Style::PipeDelimited);
        let explode = self.param.explode && (!delimited || value.is_array());
        match value {
            // The standard leaves lists in this style open; this is what the servers that use it read.
            Value::Array(items) if self.param.style == Style::DeepObject => {
                let name = format!("{}[]", self.name);
                items.iter().map(|it| self.pair(&name, it)).collect()
            }
            Value::Object(members) if self.param.style == Style::DeepObject => {
                let mut pairs = Vec::new();
                self.deep(self.name, members, &mut pairs);
                pairs
            }
            Value::Array(items) if explode => items.iter().map(|it| self.pair(self.name, it)).collect(),
            Value::Object(members) if explode => defined(members).map(|(name, it)| self.pair(name, it)).collect(),
            Value::Array(_) | Value::Object(_) => vec![self.joined_pair(value)],
            _ => vec![self.pair(self.name, value)],
        }
    }

    fn deep(&self, prefix: &str, members: &Map<String, Value>, pairs: &mut Vec<String>) {
        for (key, value) in defined(members) {
            let name = format!("{prefix}[{key}]");
            match value {
                Value::Object(members) => self.deep(&name, members, pairs),
                Value::Array(items) => pairs.extend(items.iter().map(|it| self.pair(&name, it))),
                _ => pairs.push(self.pair(&name, value)),
            }
        }
    }

    fn pair(&self, name: &str, value: &Value) -> String {
        let mut pair = self.key(name);
        push(&mut pair, &plain(value), self.keep);
        pair
    }

    fn joined_pair(&self, value: &Value) -> String {
        let separator = match self.param.style {
            Style::SpaceDelimited => "%20",
            Style::PipeDelimited => "%7C",
            _ if self.param.location == Location::Cookie => "%2C",
            _ => ",",
        };
        let mut pair = self.key(self.name);
        pair.push_str(&self.join(value, separator, separator));
        pair
    }

    fn key(&self, name: &str) -> String {
        let mut key = String::new();
        let keep = if self.param.location == Location::Cookie { Keep::Unreserved } else { Keep::Segment };
        push(&mut key, name, keep);
        key.push('=');
        key
    }

    /// A path segment: `simple`, `label` or `matrix`.
    fn segment(&self, value: &Value) -> String {
        let explode = self.param.explode;
        match (self.param.style, value) {
            (Style::Label, Value::Array(_) | Value::Object(_)) => {
                let separator = if explode { "." } else { "," };
                format!(".{}", self.join(value, separator, if explode { "=" } else { "," }))
            }
            (Style::Label, _) => format!(".{}", self.encoded(value)),
            (Style::Matrix, Value::Array(items)) if explode => {
                items.iter().map(|it| format!(";{}={}", self.name, self.encoded(it))).collect()
            }
            (Style::Matrix, Value::Object(_)) if explode => format!(";{}", self.join(value, ";", "=")),
            (Style::Matrix, _) => format!(";{}={}", self.name, self.join(value, ",", ",")),
            _ => self.join(value, ",", if explode { "=" } else { "," }),
        }
    }

    /// A header value: `simple`, not percent-encoded.
    fn simple(&self, value: &Value) -> String {
        let between = if self.param.explode { "=" } else { "," };
        match value {
            Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
            Value::Object(members) => {
                let pairs = defined(members).map(|(name, it)| format!("{name}{between}{}", plain(it)));
                pairs.collect::<Vec<_>>().join(",")
            }
            _ => plain(value),
        }
    }

    fn join(&self, value: &Value, separator: &str, between: &str) -> String {
        let parts: Vec<String> = match value {
            Value::Array(items) => items.iter().map(|it| self.encoded(it)).collect(),
            Value::Object(members) => defined(members)
                .map(|(name, it)| {
                    let mut part = String::new();
                    push(&mut part, name, self.keep);
                    part + between + &self.encoded(it)
                })
                .collect(),
            _ => return self.encoded(value),
        };
        parts.join(separator)
    }

    fn encoded(&self, value: &Value) -> String {
        let mut text = String::new();
        push(&mut text, &plain(value), self.keep);
        text
    }
}

/// The members that are not null, which stands for one that is not there (RFC 6570 §2.3).
fn defined(members: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    members.iter().filter(|(_, it)| !it.is_null())
}

/// A value as text: strings as they are, null as nothing, what is nested as JSON.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        _ => value.to_string(),
    }
}
