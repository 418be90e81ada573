//! Values that generated tests send.

use crate::ir::Literal;
use crate::references::Resolver;
use crate::samples;
use crate::tree::Node;

/// A value that a generated test sends: the first written one that the schema allows, else the least that it allows.
pub(super) fn sendable<'a>(
    resolver: Resolver<'a>,
    written: impl IntoIterator<Item = Option<&'a Node>>,
    schema: Option<&'a Node>,
) -> Option<Literal> {
    let mut written = written.into_iter().flatten();
    let Some(schema) = schema else { return written.next().map(Node::literal) };
    let fitting = written.find(|it| samples::is_sendable(resolver, it, schema)).map(Node::literal);
    fitting.or_else(|| samples::least(resolver, schema))
}
