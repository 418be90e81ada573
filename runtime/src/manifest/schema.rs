//! JSON Schema (2020-12) as it is exported: one document whose references stay inside.
//!
//! | part | what it holds |
//! |---|---|
//! | `walk` | the keywords that lead from a value to those inside it |
//! | `assert` | the keywords that look at one value |
//! | `choice` | `oneOf`, `anyOf`, `not`, `if`: which alternative is meant, and what is wrong with it |
//! | `settle` | what scalars of YAML are where the schema asks for text |
//! | `words` | how all of them say it |
//!
//! The keyword `x-message` of a schema takes the place of what its own assertions say. `format` is an annotation, as
//! the standard has it by default.

mod assert;
mod choice;
mod settle;
mod walk;
mod words;

pub(super) use self::assert::canonical;
pub(super) use self::words::{meant, short};

use std::cell::Cell;
use std::collections::HashMap;

use regex_lite::Regex;
use serde_json::{Map, Value as Json};

use super::path::Path;
use super::problem::Problem;
use super::tree::Node;

/// References that lead to references are followed this far.
const MAX_HOPS: usize = 32;
/// How often a schema may look at a value in one document: alternatives within alternatives multiply.
const MAX_WORK: usize = 1_000_000;

/// A schema, parsed.
#[derive(Debug)]
pub(crate) struct Schema {
    root: Json,
    /// `pattern` → the same, compiled.
    patterns: HashMap<String, Regex>,
}

impl Schema {
    /// What is no schema allows everything; the generator writes none such.
    pub(crate) fn new(text: &str) -> Self {
        let root = serde_json::from_str(text).unwrap_or(Json::Bool(true));
        let mut patterns = HashMap::new();
        collect(&root, &mut patterns);
        Self { root, patterns }
    }

    /// Everything that the schema forbids.
    pub(crate) fn check(&self, node: &Node) -> Vec<Problem> {
        let place = Place { node, path: &Path::default(), hops: 0, work: &Cell::new(0) };
        let problems = self.found(&place, &self.root);
        if place.work.get() > MAX_WORK {
            return vec![place.problem("there are too many ways to read this: nest it less deeply")];
        }
        problems
    }

    /// What a schema refers to.
    fn target<'s>(&'s self, schema: &Map<String, Json>) -> Option<&'s Json> {
        let pointer = schema.get("$ref")?.as_str()?.strip_prefix('#')?;
        self.root.pointer(pointer)
    }

    /// A schema behind its references, where it is nothing else.
    fn settled<'s>(&'s self, schema: &'s Json) -> &'s Json {
        let mut schema = schema;
        for _ in 0..MAX_HOPS {
            match schema.as_object().and_then(|it| self.target(it)) {
                Some(target) => schema = target,
                None => break,
            }
        }
        schema
    }
}

/// A value on the walk through a document.
#[derive(Clone, Copy)]
struct Place<'n> {
    node: &'n Node,
    path: &'n Path,
    /// Schemas that looked at this very value already.
    hops: usize,
    /// How often schemas looked at values of the document.
    work: &'n Cell<usize>,
}

impl Place<'_> {
    fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.path.as_str(), message).at(self.node.mark)
    }
}

fn collect(schema: &Json, patterns: &mut HashMap<String, Regex>) {
    match schema {
        Json::Object(map) => {
            let own = map.get("pattern").and_then(Json::as_str).into_iter();
            let of_keys = map.get("patternProperties").and_then(Json::as_object);
            for pattern in own.chain(of_keys.into_iter().flat_map(Map::keys).map(String::as_str)) {
                if let Ok(regex) = Regex::new(pattern) {
                    patterns.insert(pattern.to_owned(), regex);
                }
            }
            map.values().for_each(|it| collect(it, patterns));
        }
        Json::Array(items) => items.iter().for_each(|it| collect(it, patterns)),
        _ => {}
    }
}
