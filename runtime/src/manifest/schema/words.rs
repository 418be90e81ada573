//! What is said of a value that a schema forbids: what it must be, in words of people who write manifests.

use serde_json::{Map, Value as Json};

use super::Place;
use super::walk::list;
use crate::manifest::problem::Problem;
use crate::manifest::tree::{Node, Value};

/// Said of a value that is not there.
pub(super) const MISSING: &str = "is missing";

/// Letters of a value that a message repeats.
const LONGEST: usize = 40;

/// What the schema itself says of values that it forbids.
pub(super) fn own(schema: &Map<String, Json>) -> Option<String> {
    schema.get("x-message").and_then(Json::as_str).map(str::to_owned)
}

/// What is wrong with the type of a value, if anything is.
pub(super) fn wrong_type(place: &Place<'_>, schema: &Map<String, Json>) -> Option<Problem> {
    if !is_of_other_type(place.node, schema) {
        return None;
    }
    let types = types(schema);
    let expected: Vec<&str> = types.iter().filter(|it| **it != "null").map(|it| type_name(it)).collect();
    Some(place.problem(format!(
        "must be {}, not {}{}",
        expected.join(" or "),
        place.node.kind(),
        hint(place.node, &types)
    )))
}

/// Whether the schema wants values of other types.
pub(super) fn is_of_other_type(node: &Node, schema: &Map<String, Json>) -> bool {
    let types = types(schema);
    !types.is_empty() && !types.iter().any(|it| is(node, it))
}

/// Said where no alternative is of the value's type.
pub(super) fn other_types<'s>(node: &Node, schemas: impl Iterator<Item = &'s Map<String, Json>>) -> String {
    let mut expected: Vec<&str> = Vec::new();
    for name in schemas.flat_map(types).map(type_name) {
        if !expected.contains(&name) {
            expected.push(name);
        }
    }
    format!("must be {}, not {}", expected.join(" or "), node.kind())
}

fn types(schema: &Map<String, Json>) -> Vec<&str> {
    match schema.get("type") {
        Some(Json::String(it)) => vec![it],
        _ => list(schema, "type").iter().filter_map(Json::as_str).collect(),
    }
}

fn is(node: &Node, ty: &str) -> bool {
    match (&node.value, ty) {
        (Value::Null, "null")
        | (Value::Bool(_), "boolean")
        | (Value::Number(_), "number")
        | (Value::Text(_), "string")
        | (Value::List(_), "array")
        | (Value::Map(_), "object") => true,
        (Value::Number(it), "integer") => it.as_f64().is_some_and(|it| it.fract() == 0.0),
        _ => false,
    }
}

fn type_name(ty: &str) -> &'static str {
    match ty {
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "a mapping",
        _ => "null",
    }
}

/// What other versions of YAML and quotes make of a scalar.
fn hint(node: &Node, types: &[&str]) -> &'static str {
    let word = node.as_text().map(str::to_ascii_lowercase);
    match (&node.value, word.as_deref()) {
        (Value::Text(_), Some("yes" | "no" | "on" | "off" | "y" | "n")) if types.contains(&"boolean") => {
            ": only `true` and `false` are truth values here"
        }
        (Value::Text(text), _)
            if number_in_quotes(text) && (types.contains(&"integer") || types.contains(&"number")) =>
        {
            ": leave out its quotes and zeros in front"
        }
        (Value::Null, _) if types.contains(&"string") => ": write quotes around it if that is the text",
        (Value::Number(_) | Value::Bool(_), _) if types.contains(&"string") => ": write quotes around it",
        _ => "",
    }
}

fn number_in_quotes(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// ``must be `a` or `b`, not `c`; did you mean `b`?``
pub(super) fn one_of(node: &Node, values: &[Json]) -> String {
    let given = match &node.value {
        Value::Text(text) => format!("`{}`", short(text)),
        _ => node.kind(),
    };
    let mut message = format!("must be {}, not {given}", listed(values));
    if let (Some(text), true) = (node.as_text(), values.len() > 1) {
        let known = values.iter().filter_map(Json::as_str);
        message.push_str(&meant(text, known));
    }
    message
}

/// ``` `a`, `b` or `c` ```
pub(super) fn listed(values: &[Json]) -> String {
    let word = |it: &Json| it.as_str().map_or_else(|| format!("`{it}`"), |it| format!("`{it}`"));
    match values {
        [] => "nothing".to_owned(),
        [one] => word(one),
        [others @ .., last] => {
            format!("{} or {}", others.iter().map(word).collect::<Vec<_>>().join(", "), word(last))
        }
    }
}

pub(super) fn unknown_key(place: &Place<'_>, key: &str, known: Option<&Map<String, Json>>) -> Problem {
    let known = known.into_iter().flat_map(|it| it.keys()).map(String::as_str);
    place.problem(format!("there is no field `{}` here{}", short(key), meant(key, known)))
}

pub(super) fn several_fit(count: usize) -> String {
    format!("fits {count} of the alternatives, and must fit one")
}

pub(super) fn forbidden(schema: &Map<String, Json>) -> String {
    let keys = schema.get("not").and_then(Json::as_object).map(|it| list(it, "required")).unwrap_or_default();
    let keys: Vec<String> = keys.iter().filter_map(Json::as_str).map(|it| format!("`{it}`")).collect();
    match keys.len() {
        0 => "must not be this".to_owned(),
        1 => format!("must not have {}", keys.join("")),
        _ => format!("must not have {} together", keys.join(" and ")),
    }
}

pub(super) fn contains(schema: &Map<String, Json>) -> String {
    let least = schema.get("minContains").and_then(Json::as_u64).unwrap_or(1);
    match schema.get("maxContains").and_then(Json::as_u64) {
        Some(most) => format!("must have {least} to {most} items of a kind that the schema describes"),
        None => format!("must have {least} items at least of a kind that the schema describes"),
    }
}

/// `; did you mean …?` where one of the known words is near.
pub(in crate::manifest) fn meant<'k>(text: &str, known: impl Iterator<Item = &'k str>) -> String {
    let near = known.map(|it| (distance(text, it), it)).min_by_key(|it| it.0);
    match near {
        Some((steps, word)) if steps <= 1 + text.chars().count() / 4 => format!("; did you mean `{word}`?"),
        _ => String::new(),
    }
}

/// Letters to change, add or take away (Levenshtein), whatever their case.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (letters(a), letters(b));
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, letter) in a.iter().enumerate() {
        let mut next = vec![index + 1];
        for ((left, above), other) in row.iter().zip(row.iter().skip(1)).zip(&b) {
            let before = next.last().copied().unwrap_or_default();
            next.push((left + usize::from(letter != other)).min(above + 1).min(before + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

fn letters(word: &str) -> Vec<char> {
    word.chars().take(LONGEST).map(|it| it.to_ascii_lowercase()).collect()
}

/// A text that is not longer than a line.
pub(in crate::manifest) fn short(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.escape_debug().to_string();
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("{}…", start.escape_debug())
}
