//! Mutations that keep a document a document: nodes are swapped, retyped, repeated, renamed, wrapped and referred to.
//!
//! **Invariant:** the same case and the same seed give the same mutation.

use serde_json::{Map, Value, json};

use super::{case, words};

/// Nodes that a mutation may make out of nothing, by nesting.
const DEEPEST: usize = 40;

/// A mutation of a case; `None`: the file that was drawn is no YAML and no JSON.
pub fn mutate(case: &[u8], seed: u64) -> Option<Vec<u8>> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut files = case::files(case);
    let drawn = random.usize(..files.len());
    let (_, text) = files.get_mut(drawn)?;
    let mut document = parse(text)?;
    for _ in 0..=random.usize(..4) {
        step(&mut document, &mut random);
    }
    *text =
        if random.bool() { serde_json::to_vec(&document).ok()? } else { serde_yaml::to_string(&document).ok()?.into() };
    Some(case::join(&files))
}

fn parse(text: &[u8]) -> Option<Value> {
    serde_json::from_slice(text).or_else(|_| serde_yaml::from_slice(text)).ok()
}

/// One change at a node that is drawn.
fn step(document: &mut Value, random: &mut fastrand::Rng) {
    let other = drawn(document, random).map(|it| (it.0, it.1.clone()));
    let Some((pointer, _)) = drawn(document, random) else { return };
    let Some(node) = document.pointer_mut(&pointer) else { return };
    match random.u8(..14) {
        0 => *node = scalar(random),
        1 | 2 => *node = other.map(|it| it.1).unwrap_or_default(),
        3 => *node = json!({"$ref": format!("#{}", other.map(|it| it.0).unwrap_or_default())}),
        4 => *node = wrapped(node.take(), other.map(|it| it.1).unwrap_or_default(), random),
        5 => *node = nested(node.take(), random),
        6 | 7 => rename(node, random),
        8 => repeat(node, random),
        9 => remove(node, random),
        10 | 11 => member(node, random, other.map(|it| it.1)),
        12 => *node = Value::String(words::text(random)),
        _ => edit(node, random),
    }
}

/// Pointer and value of a node, each as likely as every other.
fn drawn<'d>(document: &'d Value, random: &mut fastrand::Rng) -> Option<(String, &'d Value)> {
    let mut nodes = Vec::new();
    list(document, String::new(), &mut nodes);
    let index = random.usize(..nodes.len().max(1));
    (index < nodes.len()).then(|| nodes.swap_remove(index))
}

fn list<'d>(node: &'d Value, pointer: String, into: &mut Vec<(String, &'d Value)>) {
    match node {
        Value::Object(map) => {
            for (key, value) in map {
                list(value, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), into);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                list(value, format!("{pointer}/{index}"), into);
            }
        }
        _ => {}
    }
    into.push((pointer, node));
}

fn scalar(random: &mut fastrand::Rng) -> Value {
    match random.u8(..12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!(0),
        4 => json!(-1),
        5 => json!(1.5),
        6 => json!(u64::MAX),
        7 => json!(i64::MIN),
        8 => json!([]),
        9 => json!({}),
        10 => Value::String(keyword(random)),
        _ => Value::String(words::text(random)),
    }
}

fn wrapped(node: Value, other: Value, random: &mut fastrand::Rng) -> Value {
    match random.u8(..10) {
        0 => json!({"allOf": [node]}),
        1 => json!({"allOf": [node, other]}),
        2 => json!({"oneOf": [node, other]}),
        3 => json!({"anyOf": [node, {"type": "null"}]}),
        4 => {
            json!({"oneOf": [node, other, {"type": "string"}], "discriminator": {"propertyName": words::text(random)}})
        }
        5 => json!({"type": "array", "items": node}),
        6 => json!({"type": "object", "additionalProperties": node}),
        7 => json!({"type": "object", "properties": {words::text(random): node, words::text(random): other}}),
        8 => json!({"not": node, "enum": [other]}),
        _ => json!([node, other]),
    }
}

fn nested(mut node: Value, random: &mut fastrand::Rng) -> Value {
    let kind = random.u8(..4);
    for _ in 0..random.usize(..DEEPEST) {
        node = match kind {
            0 => json!({"items": node}),
            1 => json!({"allOf": [node]}),
            2 => json!({"properties": {"a": node}}),
            _ => json!({"oneOf": [node, {"type": "integer"}]}),
        };
    }
    node
}

fn keyword(random: &mut fastrand::Rng) -> String {
    random.choice(words::keywords()).unwrap_or_default().to_owned()
}

/// Gives a member another name.
fn rename(node: &mut Value, random: &mut fastrand::Rng) {
    let Some(map) = node.as_object_mut() else { return *node = scalar(random) };
    if let Some(value) = key(map, random).and_then(|it| map.remove(&it)) {
        let name = if random.bool() { keyword(random) } else { words::text(random) };
        map.insert(name, value);
    }
}

/// Puts a member or an item there once more.
fn repeat(node: &mut Value, random: &mut fastrand::Rng) {
    match node {
        Value::Object(map) => {
            let Some((key, value)) = key(map, random).and_then(|it| map.get_key_value(&it)) else { return };
            let (name, value) =
                (format!("{key}{}", random.choice(["_", "-", " ", "2", "/"]).unwrap_or("")), value.clone());
            map.insert(name, value);
        }
        Value::Array(items) => {
            let drawn = random.choice(items.iter()).cloned();
            items.extend(drawn);
        }
        _ => *node = json!([node.take()]),
    }
}

fn remove(node: &mut Value, random: &mut fastrand::Rng) {
    match node {
        Value::Object(map) => {
            let key = key(map, random);
            key.and_then(|it| map.remove(&it));
        }
        Value::Array(items) if !items.is_empty() => {
            items.swap_remove(random.usize(..items.len()));
        }
        _ => *node = Value::Null,
    }
}

/// Adds a member.
fn member(node: &mut Value, random: &mut fastrand::Rng, other: Option<Value>) {
    let value = if random.bool() { other.unwrap_or_default() } else { scalar(random) };
    match node {
        Value::Object(map) => {
            map.insert(keyword(random), value);
        }
        Value::Array(items) => items.push(value),
        _ => *node = value,
    }
}

/// Changes a text or a number a little.
fn edit(node: &mut Value, random: &mut fastrand::Rng) {
    match node {
        Value::String(text) => {
            let places: Vec<usize> = text.char_indices().map(|it| it.0).chain([text.len()]).collect();
            let place = random.choice(places).unwrap_or_default();
            text.insert_str(place, &words::text(random));
        }
        _ => *node = Value::String(node.to_string()),
    }
}

fn key(map: &Map<String, Value>, random: &mut fastrand::Rng) -> Option<String> {
    random.choice(map.keys()).cloned()
}
