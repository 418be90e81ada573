//! A manifest to test with: what the generator would write for it, made with derives.

use sdk_runtime::manifest::{self, Document, Manifest, Problems, Rule, RuleKind};
use serde_derive::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub(crate) const SCHEMA: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$ref": "#/$defs/Recipe",
  "$defs": {
    "Recipe": {
      "type": "object",
      "required": ["name", "version"],
      "properties": {
        "name": {"type": "string", "pattern": "^[a-z]+$", "x-message": "must be small letters"},
        "version": {"type": "string", "minLength": 1},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}, "propertyNames": {"pattern": "^[a-z]+$"}},
        "servings": {"type": "integer", "minimum": 1, "maximum": 12},
        "vegan": {"type": "boolean"},
        "course": {"enum": ["starter", "main", "dessert"]},
        "steps": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Step"}},
        "oven": {"$ref": "#/$defs/Oven"},
        "notes": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
      }
    },
    "Oven": {
      "type": "object",
      "properties": {"celsius": {"type": "number"}, "gas": {"type": "integer"}, "fan": {"type": "boolean"}},
      "dependentRequired": {"fan": ["celsius"]},
      "not": {"required": ["celsius", "gas"]}
    },
    "Step": {
      "oneOf": [{"$ref": "#/$defs/Cut"}, {"$ref": "#/$defs/Wait"}]
    },
    "Cut": {
      "type": "object",
      "required": ["type", "what"],
      "properties": {"type": {"const": "cut"}, "what": {"type": "string"}, "id": {"type": "string"}},
      "additionalProperties": false
    },
    "Wait": {
      "type": "object",
      "required": ["type", "minutes"],
      "properties": {
        "type": {"const": "wait"}, "minutes": {"type": "integer"}, "after": {"type": "string"}, "id": {"type": "string"}
      }
    }
  }
}"##;

const RULES: &[Rule] = &[
    Rule { inside: "", kind: RuleKind::Unique(&["steps[].id"]), message: None },
    Rule { inside: "", kind: RuleKind::Refers { from: &["steps[].after"], to: &["steps[].id"] }, message: None },
    Rule {
        inside: "oven",
        kind: RuleKind::Needed(&["celsius", "gas"]),
        message: Some("needs a temperature: `celsius` or `gas`"),
    },
];

static DOCUMENT: Document = Document::new("Recipe", SCHEMA, RULES);

#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub(crate) struct Recipe {
    pub(crate) name: String,
    pub(crate) version: String,
    #[serde(flatten)]
    pub(crate) rest: Map<String, Value>,
}

impl Manifest for Recipe {
    fn document() -> &'static Document {
        &DOCUMENT
    }
}

static ANYTHING: Document = Document::new("document", "true", &[]);

/// Any JSON at all.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
#[serde(transparent)]
pub(crate) struct Anything(pub(crate) Value);

impl Manifest for Anything {
    fn document() -> &'static Document {
        &ANYTHING
    }
}

/// Reads a recipe that is right.
pub(crate) fn read(text: &str) -> Recipe {
    manifest::from_yaml(text).unwrap_or_else(|problems: Problems| panic!("{problems}"))
}

/// The problems of one that is wrong, a line for each.
pub(crate) fn refused(text: &str) -> Vec<String> {
    match manifest::from_yaml::<Recipe>(text) {
        Ok(recipe) => panic!("read as {recipe:?}"),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}
