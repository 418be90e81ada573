//! Documents damaged at random: each is understood with warnings, and nothing panics.
//!
//! The seeds are the documents of the fixtures; what is changed is decided by a fixed sequence of numbers, so
//! that a failure comes back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use camino::Utf8PathBuf;
use generator::{Adhoc, Diagnostics, SdkInput, Severity, Target};
use serde_json::{Value, json};

/// Damaged documents for each seed; `MUTATIONS` in the environment asks for more.
const ROUNDS: u64 = 20;

/// Codes of errors that a damaged document may have: it is no document any more.
const ALLOWED: &[&str] = &["unsupported-version", "empty-file", "not-a-document"];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

#[test]
fn damaged_documents_are_understood() {
    let rounds = std::env::var("MUTATIONS").ok().and_then(|it| it.parse().ok()).unwrap_or(ROUNDS);
    for (name, seed) in seeds() {
        for round in 0..rounds {
            let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ (round + 1).wrapping_mul(0x0100_0000_01B3));
            let mut document = seed.clone();
            for _ in 0..1 + random.below(4) {
                damage(&mut document, &seed, &mut random);
            }
            let text = serde_json::to_string(&document).unwrap();
            let outcome = std::panic::catch_unwind(|| errors(&text));
            let errors = outcome.unwrap_or_else(|_| panic!("{name}, round {round}: panics on\n{text}"));
            assert!(errors.is_empty(), "{name}, round {round}: {errors:#?}\n{text}");
        }
    }
}

fn errors(text: &str) -> Vec<String> {
    let input = SdkInput {
        folder: "it".into(),
        root: Utf8PathBuf::new(),
        files: [("openapi.json".into(), text.as_bytes().to_vec())].into(),
        target: Target::Workspace,
        adhoc: Some(Adhoc {
            openapi: Some("openapi.json".into()),
            events: Vec::new(),
            name: None,
            selection: generator::Selection::default(),
        }),
    };
    let mut diagnostics = Diagnostics::default();
    generator::understand(&input, &mut diagnostics);
    let unexpected = diagnostics.iter().filter(|it| it.severity == Severity::Error && !ALLOWED.contains(&it.code));
    unexpected.map(|it| format!("{} {}: {}", it.code, it.at, it.message)).collect()
}

/// The main documents of all fixtures that are one file.
fn seeds() -> Vec<(String, Value)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut found = Vec::new();
    for stage in ["lower", "front", "emit"] {
        let mut folders: Vec<PathBuf> =
            fs::read_dir(fixtures.join(stage)).unwrap().map(|it| it.unwrap().path()).collect();
        folders.sort();
        for file in folders.iter().flat_map(|it| [it.join("spec.yaml"), it.join("openapi.yaml")]) {
            let Ok(text) = fs::read_to_string(&file) else { continue };
            let Ok(document) = serde_yaml::from_str::<Value>(&text) else { continue };
            found.push((file.display().to_string(), document));
        }
    }
    assert!(found.len() > 20, "there are seeds");
    found
}

/// Changes one place of a document.
fn damage(document: &mut Value, seed: &Value, random: &mut Random) {
    let places = places(document);
    let place = places[random.below(places.len())].clone();
    let Some(node) = document.pointer_mut(&place) else { return };
    match random.below(12) {
        0 => remove(document, &place),
        1 => rename(document, &place, random),
        2 | 3 => {
            let others = self::places(seed);
            let other = seed.pointer(&others[random.below(others.len())]).cloned().unwrap_or_default();
            *node = other;
        }
        4 => *node = json!([node.clone()]),
        5 => *node = json!({"$ref": format!("#{}", places[random.below(places.len())])}),
        _ => *node = value(random),
    }
}

fn value(random: &mut Random) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(""),
        json!("text"),
        json!("{a}/{"),
        json!([]),
        json!([null]),
        json!({}),
        json!({"a": {}}),
        json!({"$ref": "#/components/schemas/Missing"}),
        json!({"$ref": "other.yaml#/x"}),
        json!({"$ref": "https://example.com/x"}),
        json!({"$ref": "#"}),
        json!({"$ref": 5}),
        json!({"type": "file"}),
        json!({"allOf": [{"$ref": "#/components/schemas/Pet"}]}),
        json!({"oneOf": [{}, {"type": "null"}]}),
    ];
    values[random.below(values.len())].clone()
}

fn places(document: &Value) -> Vec<String> {
    let mut places = Vec::new();
    collect(document, String::new(), &mut places);
    places.remove(0);
    if places.is_empty() { vec![String::new()] } else { places }
}

fn collect(value: &Value, at: String, places: &mut Vec<String>) {
    places.push(at.clone());
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, it)| collect(it, format!("{at}/{index}"), places));
        }
        Value::Object(map) => {
            let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
            map.iter().for_each(|(key, it)| collect(it, format!("{at}/{}", escape(key)), places));
        }
        _ => {}
    }
}

fn parent<'v>(document: &'v mut Value, place: &str) -> Option<(&'v mut Value, String)> {
    let (parent, key) = place.rsplit_once('/')?;
    Some((document.pointer_mut(parent)?, key.replace("~1", "/").replace("~0", "~")))
}

fn remove(document: &mut Value, place: &str) {
    match parent(document, place) {
        Some((Value::Object(map), key)) => drop(map.remove(&key)),
        Some((Value::Array(list), key)) => drop(key.parse().ok().map(|it: usize| list.remove(it))),
        _ => {}
    }
}

fn rename(document: &mut Value, place: &str, random: &mut Random) {
    let names =
        ["", "x", "type", "$ref", "properties", "items", "200", "get", "/{a}{b}#c", "allOf", "\u{202e}", "enum"];
    if let Some((Value::Object(map), key)) = parent(document, place)
        && let Some(value) = map.remove(&key)
    {
        map.insert(names[random.below(names.len())].to_owned(), value);
    }
}
