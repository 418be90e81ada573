//! Keywords of schemas that the recipe does not have: alternatives within each other, keys by pattern, steps of numbers.

use sdk_runtime::manifest::{self, Document, Manifest};
use serde_derive::{Deserialize, Serialize};
use serde_json::{Value, json};

const SCHEMA: &str = r##"{
  "properties": {
    "step": {"multipleOf": 0.1},
    "versions": {"patternProperties": {"^v": {"type": "string"}}, "additionalProperties": {"type": "integer"}},
    "tagged": {"$ref": "#/$defs/Tagged"},
    "kinds": {"$ref": "#/$defs/Kinds"},
    "twins": {"$ref": "#/$defs/Twins"}
  },
  "$defs": {
    "Tagged": {"oneOf": [
      {"properties": {"type": {"const": "a"}, "in": {"$ref": "#/$defs/Tagged"}, "name": {"type": "string"}}},
      {"properties": {"type": {"const": "b"}, "in": {"$ref": "#/$defs/Tagged"}, "name": {"type": "integer"}}}
    ]},
    "Kinds": {"anyOf": [{"type": "string"}, {"type": "object", "properties": {"in": {"$ref": "#/$defs/Kinds"}}}]},
    "Twins": {"anyOf": [
      {"type": "object", "required": ["a"], "properties": {"in": {"$ref": "#/$defs/Twins"}}},
      {"type": "object", "required": ["b"], "properties": {"in": {"$ref": "#/$defs/Twins"}}}
    ]}
  }
}"##;

static DOCUMENT: Document = Document::new("document", SCHEMA, &[]);

#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
struct Judged(Value);

impl Manifest for Judged {
    fn document() -> &'static Document {
        &DOCUMENT
    }
}

/// Fifty mappings within each other, with a value in the innermost.
fn nested(outer: &Value, innermost: Value) -> Value {
    (0..50).fold(innermost, |inner, _| {
        let mut around = outer.clone();
        around["in"] = inner;
        around
    })
}

fn problems(value: Value) -> Vec<String> {
    let found = manifest::validate(&Judged(value)).err();
    found.into_iter().flatten().map(|it| it.to_string()).collect()
}

#[test]
fn alternatives_that_lie_deep_are_told_apart() {
    let path = ".in".repeat(50);
    let tagged = nested(&json!({"type": "b"}), json!({"type": "a", "name": 1}));
    assert_eq!(
        problems(json!({"tagged": tagged})),
        [format!("tagged{path}.name: must be text, not the number 1: write quotes around it")]
    );
    let kinds = nested(&json!({}), json!(1));
    assert_eq!(
        problems(json!({"kinds": kinds})),
        [format!("kinds{path}: must be text or a mapping, not the number 1")]
    );
}

#[test]
fn alternatives_that_multiply_are_stopped() {
    let twins = nested(&json!({}), json!({}));
    assert_eq!(problems(json!({"twins": twins})), ["there are too many ways to read this: nest it less deeply"]);
}

#[test]
fn keys_by_pattern_have_the_texts_that_were_written() {
    let Judged(value) = manifest::from_yaml("versions: {v1: 3.10, v2: no, rest: 3}").unwrap();
    assert_eq!(value, json!({"versions": {"v1": "3.10", "v2": "no", "rest": 3}}));
}

#[test]
fn steps_of_numbers_are_those_that_are_written() {
    for fits in [json!(0.3), json!(0.7), json!(1.1), json!(-2.3), json!(4), json!(0)] {
        assert_eq!(problems(json!({"step": fits})), Vec::<String>::new());
    }
    assert_eq!(problems(json!({"step": 0.35})), ["step: must be a multiple of 0.1, not 0.35"]);
}
