//! YAML 1.2 texts to trees with places.
//!
//! The parser gives events; this makes one tree of them, within bounds.

mod scalar;

use std::collections::{BTreeMap, HashSet};

use granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Span, Tag};

use super::problem::Problem;
use super::tree::{Mark, Node, Value};

/// Bytes of a text.
pub(crate) const MAX_BYTES: usize = 4 << 20;
/// Values of a document, those that aliases repeat counted as often as they stand there.
pub(crate) const MAX_NODES: usize = 100_000;
/// Bytes that anchors and aliases may copy, all of them together.
const MAX_COPIED: usize = 4 * MAX_BYTES;
/// Bytes that a value takes besides its text, for the account of copies.
const NODE_BYTES: usize = size_of::<Node>();
/// Lists and mappings within each other.
pub(crate) const MAX_DEPTH: usize = 64;

pub(crate) fn too_long() -> Problem {
    Problem::new("", format!("the text is longer than {} MiB", MAX_BYTES >> 20))
}

pub(crate) fn too_deep(mark: Mark) -> Problem {
    Problem::new("", format!("values are nested deeper than {MAX_DEPTH} levels")).at(mark)
}

/// Reads the one document of a text.
pub(crate) fn parse(text: &str) -> Result<Node, Vec<Problem>> {
    if text.len() > MAX_BYTES {
        return Err(vec![too_long()]);
    }
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|it| vec![misread(&it)])?;
        builder.take(event, &span).map_err(|it| vec![it])?;
    }
    if !builder.problems.is_empty() {
        return Err(builder.problems);
    }
    Ok(builder.root.unwrap_or_else(|| Node::new(Mark { line: 1, column: 1 }, Value::Null)))
}

/// The parser reads ahead of the events that it gives, and so may be first to meet a value that lies too deep.
fn misread(error: &ScanError) -> Problem {
    let mark = place(error.marker());
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(mark),
        kind => Problem::new("", format!("this is not YAML: {kind}")).at(mark),
    }
}

fn place(marker: &Marker) -> Mark {
    Mark { line: marker.line(), column: marker.col() + 1 }
}

/// Makes a tree of events.
#[derive(Default)]
struct Builder {
    root: Option<Node>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, (Node, Size)>,
    /// What was read, with what aliases repeat.
    size: Size,
    /// Bytes of the copies that anchors and aliases made.
    copied: usize,
    problems: Vec<Problem>,
}

/// How much a value is, with all that is in it.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
}

/// A list or a mapping that is not complete.
struct Open {
    node: Node,
    anchor: usize,
    /// What came before it.
    before: Size,
    /// The key whose value comes next.
    key: Option<(String, Mark)>,
    /// The keys of a mapping.
    keys: HashSet<String>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: &Span) -> Result<(), Problem> {
        let mark = place(&span.start);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let node = scalar(&text, style, tag.as_deref(), mark)?;
                let before = self.size;
                self.size.bytes += NODE_BYTES + text.len();
                self.finished(node, anchor, before)
            }
            Event::SequenceStart(_, anchor, tag) => self.begin(Value::List(Vec::new()), anchor, tag.as_deref(), mark),
            Event::MappingStart(_, anchor, tag) => self.begin(Value::Map(Vec::new()), anchor, tag.as_deref(), mark),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(it) => self.finished(it.node, it.anchor, it.before),
                None => Ok(()),
            },
            Event::Alias(id) => {
                let Some((node, size)) = self.anchors.get(&id) else {
                    return Err(Problem::new("", "the alias names what it stands in").at(mark));
                };
                charge(&mut self.copied, size.bytes, mark)?;
                let (node, size) = (Node { mark, ..node.clone() }, *size);
                let before = self.size;
                self.size.bytes += size.bytes;
                self.count(size.nodes.saturating_sub(1), mark)?;
                self.finished(node, 0, before)
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                Err(Problem::new("", "a second document begins here; a manifest is one").at(mark))
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, value: Value, anchor: usize, tag: Option<&Tag>, mark: Mark) -> Result<(), Problem> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(mark));
        }
        tag.map_or(Ok(()), |it| held(it, &value, mark))?;
        self.open.push(Open {
            node: Node::new(mark, value),
            anchor,
            before: self.size,
            key: None,
            keys: HashSet::new(),
        });
        self.size.bytes += NODE_BYTES;
        Ok(())
    }

    fn count(&mut self, nodes: usize, mark: Mark) -> Result<(), Problem> {
        self.size.nodes += nodes;
        if self.size.nodes > MAX_NODES {
            let message = format!("there are more than {MAX_NODES} values, aliases written out");
            return Err(Problem::new("", message).at(mark));
        }
        Ok(())
    }

    /// Puts a value that is complete where it belongs. `before`: what came before it.
    fn finished(&mut self, node: Node, anchor: usize, before: Size) -> Result<(), Problem> {
        self.count(1, node.mark)?;
        if anchor > 0 {
            let size = Size { nodes: self.size.nodes - before.nodes, bytes: self.size.bytes - before.bytes };
            charge(&mut self.copied, size.bytes, node.mark)?;
            self.anchors.insert(anchor, (node.clone(), size));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match (&mut open.node.value, open.key.take()) {
            (Value::Map(entries), Some((key, mark))) => {
                if open.keys.insert(key.clone()) {
                    entries.push((key, node));
                } else {
                    self.problems.push(Problem::new("", format!("the key `{key}` is there twice")).at(mark));
                }
            }
            (Value::Map(_), None) => open.key = Some((key(&node)?, node.mark)),
            (Value::List(items), _) => items.push(node),
            _ => {}
        }
        Ok(())
    }
}

/// A short text can ask for copies of a long one without end; each is on account before it is made.
fn charge(copied: &mut usize, bytes: usize, mark: Mark) -> Result<(), Problem> {
    *copied = copied.saturating_add(bytes);
    if *copied > MAX_COPIED {
        let message = format!("anchors and aliases repeat more than {} MiB", MAX_COPIED >> 20);
        return Err(Problem::new("", message).at(mark));
    }
    Ok(())
}

/// Keys are texts, as they are written: `on:` is the key `on`.
fn key(node: &Node) -> Result<String, Problem> {
    let text = node.written.as_deref().or(node.as_text());
    match text {
        Some("<<") if node.written.is_some() => {
            Err(Problem::new("", "merge keys (`<<`) are no part of YAML 1.2: write the keys out").at(node.mark))
        }
        Some(text) => Ok(text.to_owned()),
        None => Err(Problem::new("", format!("a key must be text, not {}", node.kind())).at(node.mark)),
    }
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>, mark: Mark) -> Result<Node, Problem> {
    let is_text = match tag {
        None => style != ScalarStyle::Plain,
        Some(tag) if tag.is_yaml_core_schema() => tag.is_yaml_core_schema_tag("str"),
        Some(tag) if tag.handle().is_empty() && tag.suffix() == "!" => true,
        Some(tag) => return Err(unknown_tag(tag, mark)),
    };
    if is_text {
        return Ok(Node::new(mark, Value::Text(text.to_owned())));
    }
    let value = scalar::resolve(text);
    tag.map_or(Ok(()), |it| held(it, &value, mark))?;
    Ok(Node { mark, value, written: Some(text.into()) })
}

/// Whether a value is what its tag says that it is.
fn held(tag: &Tag, value: &Value, mark: Mark) -> Result<(), Problem> {
    let is = |it: &str| tag.is_yaml_core_schema_tag(it);
    let fits = match value {
        Value::Null => is("null"),
        Value::Bool(_) => is("bool"),
        Value::Number(it) => is("float") || (is("int") && !it.is_f64()),
        Value::Text(_) => is("str"),
        Value::List(_) => is("seq"),
        Value::Map(_) => is("map"),
    };
    if fits {
        return Ok(());
    }
    match ["null", "bool", "int", "float", "str", "seq", "map"].into_iter().find(|it| is(it)) {
        Some(name) => Err(Problem::new("", format!("the tag `!!{name}` does not fit this value")).at(mark)),
        None => Err(unknown_tag(tag, mark)),
    }
}

fn unknown_tag(tag: &Tag, mark: Mark) -> Problem {
    Problem::new("", format!("the tag `{tag}` means nothing in a manifest")).at(mark)
}
