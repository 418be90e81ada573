//! Nodes as literals of the representation: defaults, examples, enum values.

use crate::ir::Literal;
use crate::references::Resolver;
use crate::samples::{self, Json};
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

/// A value that a generated test sends: the first written one that the schema allows, else the least that it allows.
pub(super) fn sendable<'a>(
    resolver: Resolver<'a>,
    written: impl IntoIterator<Item = Option<&'a Node>>,
    schema: Option<&'a Node>,
) -> Option<Literal> {
    let mut written = written.into_iter().flatten();
    let Some(schema) = schema else { return written.next().map(literal) };
    let fitting = written.find(|it| samples::is_sendable(resolver, it, schema)).map(literal);
    fitting.or_else(|| samples::least(resolver, schema).map(of_sample))
}

fn of_sample(value: Json) -> Literal {
    match value {
        Json::Null => Literal::Null,
        Json::Bool(it) => Literal::Bool(it),
        Json::Number(it) => Literal::Number(it),
        Json::String(it) => Literal::String(it),
        Json::List(list) => Literal::List(list.into_iter().map(of_sample).collect()),
        Json::Object(members) => Literal::Object(members.into_iter().map(|(key, it)| (key, of_sample(it))).collect()),
    }
}
