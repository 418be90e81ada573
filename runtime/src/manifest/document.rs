//! What a kind of manifest has to be: its schema, parsed once, and its rules.

use std::sync::OnceLock;

use super::Manifest;
use super::json;
use super::path::nearest;
use super::problem::{Problem, Problems};
use super::rules::{self, Rule};
use super::schema::Schema;
use super::tree::{Mark, Node, Value};
use crate::data::decode_text;

/// A kind of manifest, as the generator states it.
#[derive(Debug)]
pub struct Document {
    name: &'static str,
    schema: &'static str,
    rules: &'static [Rule],
    parsed: OnceLock<Schema>,
}

impl Document {
    /// `schema` is a JSON Schema (2020-12) that refers to nothing outside of itself.
    #[must_use]
    pub const fn new(name: &'static str, schema: &'static str, rules: &'static [Rule]) -> Self {
        Self { name, schema, rules, parsed: OnceLock::new() }
    }

    /// The JSON Schema (2020-12).
    #[must_use]
    pub fn schema(&self) -> &'static str {
        self.schema
    }

    /// Whether the schema and the rules allow a JSON value.
    #[must_use]
    pub fn allows(&self, value: &crate::Json) -> bool {
        self.check(&json::from_value(value)).is_empty()
    }

    fn parsed(&self) -> &Schema {
        self.parsed.get_or_init(|| Schema::new(self.schema))
    }

    pub(crate) fn problems(&self, list: Vec<Problem>) -> Problems {
        Problems::new(self.name, list)
    }

    /// Everything that the schema and the rules forbid.
    pub(crate) fn check(&self, node: &Node) -> Vec<Problem> {
        let mut problems = self.parsed().check(node);
        rules::check(node, self.rules, &mut problems);
        problems
    }

    /// A manifest from its tree.
    pub(crate) fn read<M: Manifest>(&self, mut node: Node) -> Result<M, Problems> {
        if let Value::Null = node.value {
            return Err(self.problems(vec![Problem::new("", "the document is empty").at(node.mark)]));
        }
        self.parsed().settle(&mut node);
        let problems = self.check(&node);
        if problems.is_empty() {
            decode(&node).map_err(|it| self.problems(vec![it]))
        } else {
            Err(self.problems(problems))
        }
    }
}

/// What the schema allows may still be more than a field holds, a number of seventy digits for one.
fn decode<M: Manifest>(node: &Node) -> Result<M, Problem> {
    let text = json::text(node)?;
    decode_text(&text).map_err(|error| {
        let mark: Mark = nearest(node, error.path()).mark;
        Problem::new(error.path(), error.message()).at(mark)
    })
}
