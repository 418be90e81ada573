//! The JSON Schema (2020-12) of a document: one text that refers to nothing outside of itself.
//!
//! Every schema that is referred to stands under `$defs`. Keywords of OpenAPI and extensions are left out, all but
//! `x-message`, which says what is wrong with a value that the schema forbids.

use std::collections::BTreeMap;

use super::Schemas;
use crate::ir::Literal;
use crate::tree::{At, Node, Value};

/// Keywords whose values are literals.
const LITERALS: [&str; 4] = ["const", "default", "enum", "examples"];
/// Keywords whose values are maps of schemas.
const MAPS: [&str; 3] = ["properties", "patternProperties", "dependentSchemas"];
/// Keywords of OpenAPI that mean nothing elsewhere.
const FOREIGN: [&str; 4] = ["discriminator", "example", "externalDocs", "xml"];
/// Keywords that validation does not look at, though they forbid values.
const UNCHECKED: [&str; 4] = ["unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef"];

/// The schema of a document whose root is `root`.
pub(super) fn export<'a>(schemas: &mut Schemas<'a, '_>, root: &'a Node) -> Literal {
    let mut exporter = Exporter { schemas, names: BTreeMap::new(), open: Vec::new() };
    let reference = exporter.reference(root);
    let mut defs = Vec::new();
    while let Some((name, node)) = exporter.open.pop() {
        let schema = exporter.schema(node);
        defs.push((name, schema));
    }
    defs.sort_by(|a: &(String, Literal), b| a.0.cmp(&b.0));
    let text = |it: &str| Literal::String(it.to_owned());
    Literal::Object(vec![
        ("$schema".to_owned(), text("https://json-schema.org/draft/2020-12/schema")),
        ("$ref".to_owned(), reference),
        ("$defs".to_owned(), Literal::Object(defs)),
    ])
}

struct Exporter<'a, 's, 'd> {
    schemas: &'s mut Schemas<'a, 'd>,
    /// Name of a schema under `$defs`.
    names: BTreeMap<At, String>,
    /// Those that are not written yet.
    open: Vec<(String, &'a Node)>,
}

impl<'a> Exporter<'a, '_, '_> {
    /// `#/$defs/Name`
    fn reference(&mut self, node: &'a Node) -> Literal {
        let name = match self.names.get(&node.at) {
            Some(name) => name.clone(),
            None => {
                let name = self.free(&self.schemas.resolver.name(node.at));
                self.names.insert(node.at, name.clone());
                self.open.push((name.clone(), node));
                name
            }
        };
        Literal::String(format!("#/$defs/{name}"))
    }

    /// A name that no other schema has, plain enough to need no escapes in a pointer.
    fn free(&self, wanted: &str) -> String {
        let plain: String = wanted.chars().map(|it| if it.is_alphanumeric() { it } else { '_' }).collect();
        let taken = |name: &String| self.names.values().any(|it| it == name);
        let numbered = (2..).map(|it| format!("{plain}{it}"));
        std::iter::once(plain.clone()).chain(numbered).find(|it| !taken(it)).unwrap_or(plain)
    }

    fn schema(&mut self, node: &'a Node) -> Literal {
        let Value::Object(map) = &node.value else { return node.literal() };
        let mut members = Vec::new();
        for (key, value) in map.iter() {
            if let Some(value) = self.keyword(key, value) {
                members.push((key.to_owned(), value));
            }
        }
        Literal::Object(members)
    }

    fn keyword(&mut self, key: &str, value: &'a Node) -> Option<Literal> {
        match key {
            "$ref" => return self.follow(value),
            "x-message" => return Some(value.literal()),
            "pattern" => self.pattern(value, value.as_str().unwrap_or_default()),
            _ => {}
        }
        if UNCHECKED.contains(&key) {
            self.refuse(value, format!("`{key}` is not checked in manifests"));
        }
        let is_foreign = key.starts_with("x-") || key == "$schema" || FOREIGN.contains(&key);
        match &value.value {
            _ if is_foreign => None,
            _ if LITERALS.contains(&key) => Some(value.literal()),
            Value::Object(map) if MAPS.contains(&key) => {
                if key == "patternProperties" {
                    map.iter().for_each(|(pattern, node)| self.pattern(node, pattern));
                }
                Some(Literal::Object(map.iter().map(|(key, it)| (key.to_owned(), self.schema(it))).collect()))
            }
            Value::Object(_) if key != "dependentRequired" => Some(self.schema(value)),
            Value::List(items) => Some(Literal::List(items.iter().map(|it| self.schema(it)).collect())),
            _ => Some(value.literal()),
        }
    }

    fn follow(&mut self, value: &Node) -> Option<Literal> {
        let text = value.as_str()?;
        let node = self.schemas.resolver.resolve_text(text, value.at, self.schemas.diagnostics)?.node;
        let node = self.schemas.settled(node)?;
        Some(self.reference(node))
    }

    fn pattern(&mut self, node: &Node, pattern: &str) {
        if let Err(error) = regex_lite::Regex::new(pattern) {
            self.refuse(node, format!("the pattern `{pattern}` cannot be checked: {error}"));
        }
    }

    fn refuse(&mut self, node: &Node, message: String) {
        let at = self.schemas.origin(node.at);
        self.schemas.diagnostics.error("manifest-schema", &at, message);
    }
}
