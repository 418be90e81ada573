//! Nodes as literals of the representation: defaults, examples, enum values.

use crate::ir::Literal;
use crate::tree::{Node, Value};

/// The JSON value that a node holds.
pub(super) fn literal(node: &Node) -> Literal {
    match &node.value {
        Value::Null => Literal::Null,
        Value::Bool(it) => Literal::Bool(*it),
        Value::Number(it) => Literal::Number(it.text().to_owned()),
        Value::String(it) => Literal::String(it.clone()),
        Value::List(list) => Literal::List(list.iter().map(literal).collect()),
        Value::Object(map) => Literal::Object(map.iter().map(|(key, node)| (key.to_owned(), literal(node))).collect()),
    }
}
