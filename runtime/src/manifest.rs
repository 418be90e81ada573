//! Manifests: documents of a system that people write, keep in files and read again.
//!
//! In: YAML, JSON, or values that a builder was given. Out: a generated struct that its schema and its rules allow, or
//! every [`Problem`] at once, each with its path and, where it was read from a text, its line and column.
//!
//! A YAML text is read with the schema at hand: where the schema asks for text, `version: 3.10`, `no` and `on` are the
//! text that was written, and no number or truth value. What is written reads back equal with any YAML parser, of version
//! 1.1 as well as 1.2.
//!
//! **Invariant:** a manifest that was read or built fits its schema; only a program that sets fields itself can make
//! another.
//!
//! **Invariant:** the size of a text, the nodes in it, what aliases make of it and its depth are bounded.

mod document;
mod draft;
mod file;
mod json;
mod path;
mod problem;
mod rules;
mod schema;
mod tree;
mod write;
mod yaml;

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::document::Document;
pub use self::draft::Draft;
pub use self::file::{from_json_file, from_yaml_file, to_json_file, to_yaml_file};
pub use self::problem::{ManifestError, Problem, Problems};
pub use self::rules::{Rule, RuleKind};
use crate::Json;

/// A struct that is the whole of a document, as the generator writes it.
pub trait Manifest: Serialize + DeserializeOwned {
    /// What the document has to be.
    fn document() -> &'static Document;
}

/// Reads YAML.
///
/// # Errors
/// Text that is not YAML, one that is too large, and everything that the schema and the rules forbid, with line and column.
pub fn from_yaml<M: Manifest>(text: &str) -> Result<M, Problems> {
    let document = M::document();
    let node = yaml::parse(text).map_err(|it| document.problems(it))?;
    document.read(node)
}

/// Reads JSON.
///
/// # Errors
/// Text that is not JSON, one that is too large, and everything that the schema and the rules forbid, with line and
/// column.
pub fn from_json<M: Manifest>(text: &str) -> Result<M, Problems> {
    let document = M::document();
    let node = json::parse(text).map_err(|it| document.problems(vec![it]))?;
    document.read(node)
}

/// Writes YAML: keys in the order of the schema, texts of several lines as blocks, fields that are not set left out.
///
/// # Errors
/// A value that JSON cannot hold.
pub fn to_yaml<M: Manifest>(manifest: &M) -> Result<String, Problems> {
    let node = json::tree(manifest).map_err(|it| M::document().problems(vec![it]))?;
    Ok(write::yaml(&node))
}

/// Writes JSON with line breaks: keys in the order of the schema, fields that are not set left out.
///
/// # Errors
/// A value that JSON cannot hold.
pub fn to_json<M: Manifest>(manifest: &M) -> Result<String, Problems> {
    let text = serde_json::to_string_pretty(manifest);
    text.map_err(|it| M::document().problems(vec![Problem::new("", it.to_string())]))
}

/// The fields at the top of the document as open JSON: what operations take that take any object.
///
/// # Errors
/// A value that JSON cannot hold.
pub fn to_fields<M: Manifest>(manifest: &M) -> Result<BTreeMap<String, Json>, Problems> {
    let problem = |message: String| M::document().problems(vec![Problem::new("", message)]);
    match serde_json::to_value(manifest) {
        Ok(Json::Object(fields)) => Ok(fields.into_iter().collect()),
        Ok(_) => Err(problem("must be a mapping".to_owned())),
        Err(error) => Err(problem(error.to_string())),
    }
}

/// Holds a manifest against its schema and its rules.
///
/// # Errors
/// Everything that they forbid.
pub fn validate<M: Manifest>(manifest: &M) -> Result<(), Problems> {
    let document = M::document();
    let found = match json::tree(manifest) {
        Ok(node) => document.check(&node),
        Err(problem) => vec![problem],
    };
    if found.is_empty() { Ok(()) } else { Err(document.problems(found)) }
}
