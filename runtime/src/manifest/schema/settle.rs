//! Scalars of YAML that are text because the schema asks for text.
//!
//! `version: 3.10` is a number to a reader that knows no schema, and then `3.1`. Here it is the text that was written.

use serde_json::{Map, Value as Json};

use super::walk::{list, of_item};
use super::{MAX_HOPS, Schema, words};
use crate::manifest::tree::{Node, Value};

impl Schema {
    /// Makes text of what must be text.
    pub(crate) fn settle(&self, node: &mut Node) {
        self.settle_as(node, &self.root, 0);
    }

    fn settle_as(&self, node: &mut Node, schema: &Json, hops: usize) {
        let Some(schema) = schema.as_object().filter(|_| hops <= MAX_HOPS) else { return };
        if let Some(target) = self.target(schema) {
            self.settle_as(node, target, hops + 1);
        }
        for part in list(schema, "allOf") {
            self.settle_as(node, part, hops + 1);
        }
        for branch in self.meant(node, schema) {
            self.settle_as(node, branch, hops + 1);
        }
        match &mut node.value {
            Value::Bool(_) | Value::Number(_) => settle_scalar(node, schema),
            Value::Map(entries) => {
                for (key, value) in entries {
                    for schema in self.of_entry(schema, key) {
                        self.settle_as(value, schema, 0);
                    }
                }
            }
            Value::List(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    if let Some(schema) = of_item(schema, index) {
                        self.settle_as(item, schema, 0);
                    }
                }
            }
            Value::Null | Value::Text(_) => {}
        }
    }

    /// The alternatives that say more of a value: the one that its field names, the only one of its kind, or all
    /// where all are text.
    fn meant<'s>(&'s self, node: &Node, schema: &'s Map<String, Json>) -> Vec<&'s Json> {
        let branches = if schema.contains_key("oneOf") { list(schema, "oneOf") } else { list(schema, "anyOf") };
        let is_text = |it: &Json| self.settled(it).as_object().is_some_and(is_text);
        let of_kind = |it: &&Json| self.settled(it).as_object().is_some_and(|it| !words::is_of_other_type(node, it));
        match (self.tag(branches), &node.value) {
            (Some(tag), _) => {
                let value = node.get(tag);
                branches.iter().filter(|it| value.is_some_and(|value| self.names(it, tag, value))).collect()
            }
            (None, Value::List(_) | Value::Map(_)) => {
                let meant: Vec<&Json> = branches.iter().filter(of_kind).collect();
                if meant.len() == 1 { meant } else { Vec::new() }
            }
            (None, _) if branches.iter().all(is_text) => branches.iter().collect(),
            _ => Vec::new(),
        }
    }
}

fn settle_scalar(node: &mut Node, schema: &Map<String, Json>) {
    if is_text(schema)
        && let Some(text) = node.written.take()
    {
        node.value = Value::Text(text.into());
    }
}

/// Whether text is all that a schema allows, null apart.
fn is_text(schema: &Map<String, Json>) -> bool {
    match schema.get("type") {
        Some(Json::String(it)) => it == "string",
        Some(Json::Array(types)) => types.iter().all(|it| it == "string" || it == "null"),
        _ => {
            let values = schema.get("const").map_or_else(|| list(schema, "enum"), std::slice::from_ref);
            !values.is_empty() && values.iter().all(Json::is_string)
        }
    }
}
