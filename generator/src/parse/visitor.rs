//! The visitor that builds the tree, for every serde data format.

use std::collections::VecDeque;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::{Budget, Failure, Format, MAX_DEPTH, merge, syntax};
use crate::diagnostics::Diagnostics;
use crate::tree::{At, Key, Locations, Map, Node, Number, Value};

/// Warnings of one file that are reported one by one; an alias can repeat one very often.
const WARNINGS: usize = 50;

/// Bytes of a pointer that is long enough to be what makes a document too large.
const LONG_POINTER: usize = 4_000;

/// What the seeds share while a file is read.
pub(super) struct Builder<'t> {
    format: Format,
    /// Texts of the numbers that will come as floats.
    numbers: VecDeque<&'t str>,
    budget: &'t mut Budget,
    locations: &'t mut Locations,
    diagnostics: &'t mut Diagnostics,
    depth: usize,
    /// Bytes of the pointer of the node that is being read.
    pointer: usize,
    warnings: usize,
    failure: Option<Failure>,
}

impl<'t> Builder<'t> {
    pub(super) fn new(
        format: Format,
        numbers: VecDeque<&'t str>,
        budget: &'t mut Budget,
        locations: &'t mut Locations,
        diagnostics: &'t mut Diagnostics,
    ) -> Self {
        Self { format, numbers, budget, locations, diagnostics, depth: 0, pointer: 0, warnings: 0, failure: None }
    }

    /// What a seed ended the reading with, if one did.
    pub(super) fn take_failure(&mut self) -> Option<Failure> {
        self.failure.take()
    }

    fn fail<E: de::Error>(&mut self, code: &'static str, at: At, message: String, help: Option<&'static str>) -> E {
        let error = E::custom(&message);
        self.failure = Some(Failure { code, at, message, help });
        error
    }

    fn spend<E: de::Error>(&mut self, at: At, text: usize) -> Result<(), E> {
        if self.budget.spend(text, self.pointer).is_some() {
            return Ok(());
        }
        if self.pointer > LONG_POINTER {
            let message = "too much stands below keys that are very long".to_owned();
            return Err(self.fail("too-large", at, message, None));
        }
        let message = "the document is too large once its aliases are written out".to_owned();
        Err(self.fail("too-large", at, message, Some(syntax::TOO_LARGE)))
    }

    fn enter<E: de::Error>(&mut self, at: At) -> Result<(), E> {
        self.depth += 1;
        if self.depth <= MAX_DEPTH {
            return Ok(());
        }
        let message = format!("lists and objects are nested more than {MAX_DEPTH} deep");
        Err(self.fail("too-deep", at, message, None))
    }

    fn warn(&mut self, code: &'static str, at: At, message: impl FnOnce() -> String, help: &str) {
        self.warnings += 1;
        if self.warnings <= WARNINGS {
            let origin = self.locations.origin(at);
            self.diagnostics.warning(code, &origin, message()).help(help);
        }
    }

    fn warn_of_duplicate(&mut self, key: &Key) {
        let message = || format!("key `{}` is there more than once; the first is kept", key.text);
        self.warn("duplicate-key", key.at, message, "remove or rename the others");
    }

    fn warn_of_tag(&mut self, tag: &str, at: At) {
        let message = || format!("tag `!{tag}` means nothing here; its value is read without it");
        self.warn("yaml-tag", at, message, "remove the tag");
    }

    /// Gives an object the members that its merge key stands for.
    fn merge(&mut self, map: &mut Map) {
        if self.format == Format::Json {
            return;
        }
        if let Err(node) = merge::merge(map) {
            let message = || format!("merge key `<<` has {}, not an object; it is left out", node.kind());
            self.warn("bad-merge", node.at, message, "name an object by an alias: `<<: *name`");
        }
    }
}

/// Reads one node whose place is known.
pub(super) struct NodeSeed<'b, 't> {
    builder: &'b mut Builder<'t>,
    at: At,
}

impl<'b, 't> NodeSeed<'b, 't> {
    pub(super) fn new(builder: &'b mut Builder<'t>, at: At) -> Self {
        Self { builder, at }
    }

    fn leaf<E: de::Error>(self, value: Value) -> Result<Node, E> {
        let text = if let Value::String(text) = &value { text.len() } else { 0 };
        self.builder.spend(self.at, text)?;
        Ok(Node::new(self.at, value))
    }
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_, '_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Node, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_, '_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        self.leaf(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        self.leaf(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        self.leaf(Value::Bool(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        self.leaf(Value::Number(value.into()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        self.leaf(Value::Number(value.into()))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Node, E> {
        self.leaf(Value::Number(Number::from_text(value.to_string())))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Node, E> {
        self.leaf(Value::Number(Number::from_text(value.to_string())))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        let written = self.builder.numbers.pop_front().map(Number::from_text);
        match written.or_else(|| Number::from_f64(value)) {
            Some(number) => self.leaf(Value::Number(number)),
            None => {
                let text = value.to_string();
                let message = || format!("`{text}` is no number of JSON; it is read as text");
                self.builder.warn("bad-number", self.at, message, "write it in quotes, or another number");
                self.leaf(Value::String(text))
            }
        }
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Node, E> {
        self.builder.spend(self.at, value.len())?;
        Ok(Node::string(self.at, value))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Node, E> {
        self.leaf(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Node, A::Error> {
        let Self { builder, at } = self;
        builder.spend(at, 0)?;
        builder.enter(at)?;
        let mut list = Vec::new();
        loop {
            let item = builder.locations.item(at, list.len());
            match from.next_element_seed(NodeSeed::new(builder, item))? {
                Some(node) => list.push(node),
                None => break,
            }
        }
        builder.depth -= 1;
        Ok(Node::new(at, Value::List(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Node, A::Error> {
        let Self { builder, at } = self;
        builder.spend(at, 0)?;
        builder.enter(at)?;
        let mut map = Map::new();
        while let Some(key) = from.next_key_seed(KeySeed { builder, at })? {
            builder.pointer += key.text.len() + 1;
            let node = from.next_value_seed(NodeSeed::new(builder, key.at.value()))?;
            builder.pointer -= key.text.len() + 1;
            if map.contains(&key.text) {
                builder.warn_of_duplicate(&key);
            } else {
                map.insert(key, node);
            }
        }
        builder.merge(&mut map);
        builder.depth -= 1;
        Ok(Node::new(at, Value::Object(map)))
    }

    /// A tagged node of YAML: `!tag value`.
    fn visit_enum<A: EnumAccess<'de>>(self, from: A) -> Result<Node, A::Error> {
        let Self { builder, at } = self;
        let (tag, value): (String, _) = from.variant()?;
        builder.warn_of_tag(&tag, at);
        value.newtype_variant_seed(NodeSeed::new(builder, at))
    }
}

/// Reads a key as it is written: `200:` is the key `200`, `true:` the key `true`.
struct KeySeed<'b, 't> {
    builder: &'b mut Builder<'t>,
    at: At,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_, '_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed<'_, '_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Key, E> {
        self.builder.spend(self.at, key.len())?;
        Ok(self.builder.locations.member(self.at, key))
    }
}
