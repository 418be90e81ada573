//! Another implementation of JSON Schema comes to the same verdicts.

use crate::recipe::SCHEMA;
use proptest::prelude::*;
use sdk_runtime::manifest::{self, Document, Manifest};
use serde_derive::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The schema of a recipe without its rules.
static PLAIN: Document = Document::new("Recipe", SCHEMA, &[]);

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Plain(Value);

impl Manifest for Plain {
    fn document() -> &'static Document {
        &PLAIN
    }
}

/// Keywords that the recipe's schema does not have.
const FURTHER: &[&str] = &[
    r#"{"multipleOf": 0.5}"#,
    r#"{"exclusiveMinimum": 1, "exclusiveMaximum": 3}"#,
    r#"{"prefixItems": [{"type": "string"}], "items": {"type": "integer"}, "maxItems": 3, "uniqueItems": true}"#,
    r#"{"contains": {"type": "integer"}, "minContains": 1, "maxContains": 2}"#,
    r#"{"patternProperties": {"^n": {"type": "string"}}, "additionalProperties": {"type": "integer"}, "minProperties": 1}"#,
    r#"{"if": {"required": ["name"]}, "then": {"required": ["version"]}, "else": {"required": ["vegan"]}}"#,
    r#"{"dependentSchemas": {"name": {"required": ["version"]}}, "maxProperties": 3}"#,
    r#"{"allOf": [{"type": ["object", "null"]}, {"anyOf": [{"required": ["name"]}, {"const": null}]}]}"#,
    r#"{"oneOf": [{"type": "number"}, {"type": "integer"}, {"type": "string", "maxLength": 2}]}"#,
    r#"{"not": {"enum": [1, "a", null]}}"#,
    "false",
];

fn value() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec!["a", "soup", "cut", "wait", "main", "", "Soup", "no"]);
    let leaf = prop_oneof![
        4 => word.prop_map(Value::from),
        2 => (-1_i64..15).prop_map(Value::from),
        1 => prop::sample::select(vec![0.5, 1.0, 2.25]).prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    let keys = vec![
        "name", "version", "labels", "servings", "vegan", "course", "steps", "oven", "notes", "type", "what",
        "minutes", "celsius", "gas", "fan", "B",
    ];
    leaf.prop_recursive(3, 24, 5, move |inner| {
        let key = prop::sample::select(keys.clone()).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(key, inner, 0..6).prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

/// A recipe that is right but for what is put into it.
fn recipe() -> impl Strategy<Value = Value> {
    let keys = vec!["name", "version", "labels", "servings", "vegan", "course", "steps", "oven", "notes"];
    let change = prop::collection::vec((prop::sample::select(keys), prop::option::of(value())), 0..3);
    change.prop_map(|changes| {
        let mut recipe = json!({
            "name": "soup", "version": "1", "labels": {"a": "b"}, "servings": 2, "course": "main",
            "steps": [{"type": "cut", "what": "x"}, {"type": "wait", "minutes": 1}], "oven": {"gas": 1}, "notes": ["x"]
        });
        for (key, value) in changes {
            match value {
                Some(value) => recipe[key] = value,
                None => drop(recipe.as_object_mut().unwrap().remove(key)),
            }
        }
        recipe
    })
}

fn ours(schema: &str, value: &Value) -> bool {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let text = json!({"$defs": {"it": schema}, "properties": {"it": {"$ref": "#/$defs/it"}}}).to_string();
    // A kind of manifest lives as long as the program.
    let document: &'static Document = Box::leak(Box::new(Document::new("value", text.leak(), &[])));
    document.allows(&json!({"it": value}))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn recipes_are_judged_alike(value in prop_oneof![recipe(), value()]) {
        let validator = jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
        let verdict = manifest::validate(&Plain(value.clone()));
        prop_assert_eq!(verdict.is_ok(), validator.is_valid(&value), "{} {:?}", value, verdict);
    }

    #[test]
    fn every_keyword_is_judged_alike(value in value(), schema in prop::sample::select(FURTHER)) {
        let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
        prop_assert_eq!(ours(schema, &value), validator.is_valid(&value), "{} {}", schema, value);
    }
}
