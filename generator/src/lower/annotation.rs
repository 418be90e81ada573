//! What a schema says of the place where its value stands: whether it is only read or only written, that it is
//! deprecated, what is taken where it is not there.
//!
//! These are annotations (JSON Schema 2020-12, section 7.7): a `$ref` and the branches of an `allOf` speak of the same
//! value, and so what they say counts here too.

use std::collections::{BTreeSet, VecDeque};

use super::schemas::{Schemas, flag};
use crate::tree::Node;

/// Schemas that are asked what they say of one value.
const MAX_ASKED: usize = 64;

/// The annotations of a value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Annotations<'a> {
    /// The server gives it; a request does not hold it.
    pub(super) read_only: bool,
    /// A request holds it; the server never gives it.
    pub(super) write_only: bool,
    /// It is on its way out.
    pub(super) deprecated: bool,
    /// What the server takes where it is not there.
    pub(super) default: Option<&'a Node>,
}

impl<'a> Schemas<'a, '_> {
    /// What the schemas of one value say of it, the most specific first. The nearest default wins.
    pub(super) fn annotations(&mut self, schemas: impl IntoIterator<Item = &'a Node>) -> Annotations<'a> {
        let mut open: VecDeque<&'a Node> = schemas.into_iter().collect();
        let (mut found, mut asked) = (Annotations::default(), BTreeSet::new());
        while let Some(node) = open.pop_front() {
            if asked.len() >= MAX_ASKED || !asked.insert(node.at) {
                continue;
            }
            found.read_only |= flag(node, "readOnly");
            found.write_only |= flag(node, "writeOnly");
            found.deprecated |= flag(node, "deprecated");
            found.default = found.default.or_else(|| node.get("default"));
            open.extend(node.get("allOf").and_then(Node::as_list).unwrap_or_default().iter().rev());
            if node.get("$ref").is_some() {
                open.extend(self.target(node).map(|it| it.node));
            }
        }
        found
    }
}
