//! JSON values that the schemas of a document allow: what decoding and encoding of generated types is tried with.
//!
//! In: the documents in one dialect. Out: for the schema at a place its [`Sample`]s: the examples and defaults that
//! the document gives, and values made from the schema, so that every branch of a union, every value of an enum,
//! every field and the ends of every range occur, and what the document does not know: other enum values, more fields.
//!
//! | part | what it does |
//! |---|---|
//! | `flat` | all that a schema says at once: references followed, `allOf` merged |
//! | `make` | values from that |
//! | `scalar` | values without parts |
//! | `written` | examples and defaults |
//! | `valid` | whether a written value is one of its schema |
//! | `least` | one value within all formats, patterns and limits |
//! | `pattern` | a text that matches a regular expression |
//!
//! **Invariant:** nothing here knows how schemas become types; what is made is the same on every run.

mod flat;
mod least;
mod make;
mod pattern;
mod scalar;
mod valid;
mod written;

use std::collections::BTreeMap;

pub(crate) use self::least::{is_sendable, least};

use crate::diagnostics::Origin;
use crate::document::Documents;
use crate::ir::Literal;
use crate::references::Resolver;
use crate::tree::{At, Node, Value};

/// Most samples of one schema.
const MOST: usize = 1_000;

/// A value to try a type with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Where it comes from.
    pub source: Source,
    /// The value.
    pub value: Literal,
}

/// Where a sample comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// An example or default of the document.
    Written,
    /// An example or default that its own schema does not allow.
    Contradicting,
    /// Made from the schema.
    Made,
}

/// Gives samples of the schemas of some documents.
pub struct Samples<'a> {
    resolver: Resolver<'a>,
    /// The outermost node at each place.
    nodes: BTreeMap<Origin, &'a Node>,
    /// Examples beside a schema (of parameters and media types), by the schema that they belong to.
    beside: BTreeMap<At, Vec<&'a Node>>,
}

impl<'a> Samples<'a> {
    /// Reads through all documents once.
    pub fn new(documents: &'a Documents) -> Self {
        let resolver = Resolver::new(documents);
        let mut samples = Self { resolver, nodes: BTreeMap::new(), beside: BTreeMap::new() };
        let mut open: Vec<&'a Node> = documents.files.values().collect();
        while let Some(node) = open.pop() {
            samples.nodes.entry(documents.locations.origin(node.at)).or_insert(node);
            written::beside(resolver, node, &mut samples.beside);
            match &node.value {
                Value::Object(map) => open.extend(map.values()),
                Value::List(list) => open.extend(list),
                _ => {}
            }
        }
        samples
    }

    /// The object schema that the schema at a place is an inline alternative of: a type made there has its fields too.
    fn around(&self, at: &Origin) -> Option<&'a Node> {
        let (before, _) = at.pointer.rsplit_once('/')?;
        let (owner, _) = before.rsplit_once('/').filter(|(_, keyword)| matches!(*keyword, "oneOf" | "anyOf"))?;
        let owner = self.nodes.get(&Origin::new(at.file.clone(), owner))?;
        owner.get("properties").is_some().then_some(*owner)
    }

    /// Samples of the schema at a place, `null` not among them: a type is what a value that is there has. Empty where
    /// there is no schema.
    pub fn of(&self, at: &Origin) -> Vec<Sample> {
        let Some(node) = self.nodes.get(at).filter(|it| is_schema(at, it)) else { return Vec::new() };
        let mut samples = Vec::new();
        let beside = self.beside.get(&node.at).into_iter().flatten().copied();
        for written in written::of(node).into_iter().chain(beside) {
            let allowed = valid::is_valid(self.resolver, written, node);
            let source = if allowed { Source::Written } else { Source::Contradicting };
            samples.push(Sample { source, value: written.literal() });
        }
        let made = make::values(self.resolver, node, self.around(at));
        samples.extend(made.into_iter().map(|value| Sample { source: Source::Made, value }));
        samples.retain(|it| it.value != Literal::Null);
        let mut seen = std::collections::BTreeSet::new();
        samples.retain(|it| seen.insert(it.value.to_string()));
        samples.truncate(MOST);
        samples
    }
}

/// Types of an operation's parameters stand where these do, the plain form of a schema with a discriminator where that
/// does; neither place is a schema.
fn is_schema(at: &Origin, node: &Node) -> bool {
    let discriminator = at.pointer.strip_suffix("/discriminator").is_some_and(|it| !it.ends_with("/properties"));
    let operation = node.get("responses").is_some_and(|it| it.as_object().is_some());
    !discriminator && !operation && (node.as_bool().is_some() || node.as_object().is_some())
}
