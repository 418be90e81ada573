//! The keywords that look at one value, and at nothing inside it.

use std::collections::HashSet;

use serde_json::{Map, Value as Json};

use super::{Place, Schema, words};
use crate::manifest::problem::Problem;
use crate::manifest::tree::{Node, Value};

impl Schema {
    /// Several keywords may forbid a value; a message of the schema's own says it once.
    pub(super) fn assertions(&self, place: &Place<'_>, schema: &Map<String, Json>, out: &mut Vec<Problem>) {
        let mut said = Vec::new();
        said.extend(values(place, schema));
        match &place.node.value {
            Value::Text(text) => self.text(text, schema, &mut said),
            Value::Number(number) => {
                if let Some(number) = number.as_f64() {
                    self::number(number, schema, &mut said);
                }
            }
            Value::List(items) => self::list(items, schema, &mut said),
            Value::Map(entries) => {
                count(entries.len(), "entry", "entries", ("minProperties", "maxProperties"), schema, &mut said)
            }
            Value::Null | Value::Bool(_) => {}
        }
        match words::own(schema) {
            Some(message) if !said.is_empty() => out.push(place.problem(message)),
            _ => out.extend(said.into_iter().map(|it| place.problem(it))),
        }
    }

    fn text(&self, text: &str, schema: &Map<String, Json>, said: &mut Vec<String>) {
        let length = text.chars().count();
        count(length, "character", "characters", ("minLength", "maxLength"), schema, said);
        let Some(pattern) = schema.get("pattern").and_then(Json::as_str) else { return };
        if self.patterns.get(pattern).is_some_and(|it| !it.is_match(text)) {
            said.push(format!("must match the pattern `{pattern}`"));
        }
    }
}

/// `enum` and `const`.
fn values(place: &Place<'_>, schema: &Map<String, Json>) -> Option<String> {
    let one = schema.get("const").map(std::slice::from_ref);
    let several = schema.get("enum").and_then(Json::as_array).map(Vec::as_slice);
    let missed = |values: &[Json]| !values.iter().any(|it| place.node.is(it));
    let values = one.filter(|it| missed(it)).or(several.filter(|it| missed(it)))?;
    Some(words::one_of(place.node, values))
}

fn number(number: f64, schema: &Map<String, Json>, said: &mut Vec<String>) {
    let bound = |key: &str| schema.get(key).and_then(Json::as_f64).map(|it| (it, &schema[key]));
    if let Some((_, least)) = bound("minimum").filter(|it| number < it.0) {
        said.push(format!("must be {least} at least, not {number}"));
    }
    if let Some((_, most)) = bound("maximum").filter(|it| number > it.0) {
        said.push(format!("must be {most} at most, not {number}"));
    }
    if let Some((_, least)) = bound("exclusiveMinimum").filter(|it| number <= it.0) {
        said.push(format!("must be more than {least}, not {number}"));
    }
    if let Some((_, most)) = bound("exclusiveMaximum").filter(|it| number >= it.0) {
        said.push(format!("must be less than {most}, not {number}"));
    }
    if let Some((_, step)) = bound("multipleOf").filter(|it| it.0 > 0.0 && !is_multiple(number, it.0)) {
        said.push(format!("must be a multiple of {step}, not {number}"));
    }
}

/// Of the numbers as they are written: `0.3` is a multiple of `0.1`, though what a machine holds of them is not.
fn is_multiple(number: f64, step: f64) -> bool {
    let (number_text, step_text) = (number.to_string(), step.to_string());
    let places = |it: &str| it.split_once('.').map_or(0, |it| it.1.len());
    let most = places(&number_text).max(places(&step_text));
    let scaled = |it: &str| format!("{}{}", it.replace('.', ""), "0".repeat(most - places(it))).parse::<i128>();
    match (scaled(&number_text), scaled(&step_text)) {
        (Ok(number), Ok(step)) if step != 0 => number % step == 0,
        _ => (number / step).fract() == 0.0,
    }
}

fn list(items: &[Node], schema: &Map<String, Json>, said: &mut Vec<String>) {
    count(items.len(), "item", "items", ("minItems", "maxItems"), schema, said);
    let wants_unique = schema.get("uniqueItems").and_then(Json::as_bool) == Some(true);
    let mut seen = HashSet::new();
    if wants_unique && !items.iter().all(|it| seen.insert(canonical(it))) {
        said.push("must not have an item twice".to_owned());
    }
}

/// A text that is the same for the same data.
pub(in crate::manifest) fn canonical(node: &Node) -> String {
    match &node.value {
        Value::Number(it) => {
            it.as_f64().filter(|_| !it.is_i64() && !it.is_u64()).map_or(it.to_string(), |it| it.to_string())
        }
        Value::List(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Map(entries) => {
            let mut entries: Vec<String> =
                entries.iter().map(|(key, it)| format!("{key:?}:{}", canonical(it))).collect();
            entries.sort();
            format!("{{{}}}", entries.join(","))
        }
        Value::Text(text) => format!("{text:?}"),
        Value::Null => "null".to_owned(),
        Value::Bool(it) => it.to_string(),
    }
}

/// A number of things between two bounds.
fn count(
    count: usize,
    one: &str,
    several: &str,
    keys: (&str, &str),
    schema: &Map<String, Json>,
    said: &mut Vec<String>,
) {
    let bound = |key: &str| schema.get(key).and_then(Json::as_u64);
    let things = |it: u64| if it == 1 { one } else { several }.to_owned();
    match (bound(keys.0), bound(keys.1)) {
        (Some(1), _) if count == 0 => said.push("must not be empty".to_owned()),
        (Some(least), _) if (count as u64) < least => {
            said.push(format!("must have {least} {} at least, not {count}", things(least)));
        }
        (_, Some(most)) if count as u64 > most => {
            said.push(format!("must have {most} {} at most, not {count}", things(most)));
        }
        _ => {}
    }
}
