//! What the place of a schema says about it: its name, and whether null is one of its values.

use std::collections::BTreeSet;

use super::gather::MAX_CHAIN;
use super::schemas::Schemas;
use crate::ir::Home;
use crate::tree::{At, Node};

/// Segments of a pointer that lead through a schema or document without naming anything.
const STRUCTURE: [&str; 14] = [
    "properties",
    "allOf",
    "oneOf",
    "anyOf",
    "components",
    "schemas",
    "definitions",
    "$defs",
    "schema",
    "content",
    "paths",
    "patternProperties",
    "parameters",
    "prefixItems",
];

impl<'a> Schemas<'a, '_> {
    /// What a schema that is referred to is called, and whose file it is printed in. The last segment of
    /// its pointer names it; inside another schema, or somewhere in an operation, all that names does.
    pub(super) fn name_of_place(&self, at: At) -> (Vec<String>, Home) {
        let locations = &self.resolver.documents().locations;
        let name = locations.name(at).into_owned();
        let mut names = vec![name];
        let mut place = at;
        while let Some(parent) = locations.parent(place) {
            if locations.parent(parent).is_none() {
                break;
            }
            names.push(locations.name(parent).into_owned());
            place = parent;
        }
        names.reverse();
        let start = match names.iter().position(|it| matches!(it.as_str(), "schemas" | "definitions" | "$defs")) {
            Some(container) if container + 1 < names.len() => container + 1,
            _ => 0,
        };
        let inline = names.len() - start > 1 && self.is_inline(&names[start..]);
        if !inline {
            return (names.split_off(names.len() - 1), Home::Component);
        }
        let words = names[start..].iter().map(|it| match it.as_str() {
            "items" => "item",
            "additionalProperties" => "value",
            other => other,
        });
        let hint: Vec<String> = words.filter(|it| !STRUCTURE.contains(it)).map(str::to_owned).collect();
        let home = match self.owner(at) {
            Some(owner) if matches!(owner.place.home, Home::Component | Home::Catalog(_)) => Home::Inside(owner.id),
            Some(owner) => owner.place.home.clone(),
            None => Home::Component,
        };
        (if hint.is_empty() { names } else { hint }, home)
    }

    fn is_inline(&self, names: &[String]) -> bool {
        let through = &names[..names.len() - 1];
        through.iter().any(|it| STRUCTURE[..4].contains(&it.as_str()) || it == "items" || it == "additionalProperties")
            || names.last().is_some_and(|it| matches!(it.as_str(), "items" | "additionalProperties" | "schema"))
    }

    /// Whether null is a value of a schema. Looks at what the schema says of itself first, so that a
    /// nullable use of another schema (`type: [object, "null"]` beside `$ref`) is one.
    pub(super) fn nullable(&mut self, node: &'a Node) -> bool {
        let is_bare = node.as_object().is_some_and(|map| map.len() == 1 && map.contains("$ref"));
        let target = if is_bare { self.target(node).map(|it| it.node) } else { None };
        let Some(target) = target else { return self.allows_null(node, &mut BTreeSet::new(), 0) };
        // Much-used schemas may be unions of many.
        if let Some(known) = self.nullable.get(&target.at) {
            return *known;
        }
        let allows = self.allows_null(target, &mut BTreeSet::new(), 0);
        self.nullable.insert(target.at, allows);
        allows
    }

    fn allows_null(&mut self, node: &'a Node, seen: &mut BTreeSet<At>, depth: usize) -> bool {
        let Some(map) = node.as_object() else { return false };
        if depth >= MAX_CHAIN || !seen.insert(node.at) {
            return false;
        }
        if map.get("nullable").and_then(Node::as_bool) == Some(true) {
            return true;
        }
        if let Some(types) = map.get("type") {
            let types = types.as_list().unwrap_or(std::slice::from_ref(types));
            return types.iter().any(|it| it.as_str() == Some("null"));
        }
        if let Some(value) = map.get("const") {
            return value.is_null();
        }
        if let Some(values) = map.get("enum").and_then(Node::as_list) {
            return values.iter().any(Node::is_null);
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(branches) = map.get(keyword).and_then(Node::as_list) {
                return branches.iter().any(|it| self.allows_null(it, seen, depth + 1));
            }
        }
        if map.contains("$ref") {
            // A chain of references is no depth of the stack.
            let bare = |it: &Node| it.as_object().is_some_and(|map| map.len() == 1 && map.contains("$ref"));
            let mut target = self.target(node).map(|it| it.node);
            while let Some(next) = target.filter(|it| bare(it) && seen.insert(it.at)) {
                target = self.target(next).map(|it| it.node);
            }
            return target.is_some_and(|it| self.allows_null(it, seen, depth + 1));
        }
        let branches = map.get("allOf").and_then(Node::as_list).unwrap_or_default();
        let mut typed = branches.iter().filter(|it| it.get("$ref").is_some() || super::facets::is_typed(it)).peekable();
        typed.peek().is_some() && typed.all(|it| self.allows_null(it, seen, depth + 1))
    }
}
