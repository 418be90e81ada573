//! Examples and defaults that a document gives.

use std::collections::BTreeMap;

use super::flat::list;
use crate::references::Resolver;
use crate::tree::{At, Node};

/// Examples and default of a schema itself.
pub(super) fn of(schema: &Node) -> Vec<&Node> {
    let examples = match schema.get("examples").and_then(Node::as_object) {
        // Some write media types' form.
        Some(named) => named.values().filter_map(|it| it.get("value")).collect(),
        None => list(schema, "examples").iter().collect::<Vec<_>>(),
    };
    examples.into_iter().chain(schema.get("default")).collect()
}

/// Notes the examples beside the schema of a parameter, header or media type.
pub(super) fn beside<'a>(resolver: Resolver<'a>, node: &'a Node, found: &mut BTreeMap<At, Vec<&'a Node>>) {
    let Some(schema) = node.get("schema") else { return };
    let named = node.get("examples").and_then(Node::as_object).into_iter().flat_map(|it| it.values());
    let named = named.filter_map(|it| resolver.peek(it).map_or(it, |it| it.node).get("value"));
    let examples: Vec<&Node> = named.chain(node.get("example")).collect();
    if examples.is_empty() {
        return;
    }
    let mut schema = schema;
    for _ in 0..8 {
        found.entry(schema.at).or_default().extend(&examples);
        let Some(next) = resolver.peek(schema) else { return };
        schema = next.node;
    }
}
