//! What a schema says once everything it is made of is taken together: its own keywords, the schemas it
//! refers to, the branches of its `allOf`.
//!
//! A [`Part`] is a schema node with the place whose inline schemas its children are. [`Facets`] are several
//! parts added up; where two contradict each other the later one, which is the more specific, wins.

use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};

use super::place::Place;
use crate::ir::Kinds;
use crate::tree::{self, At, Node};

/// A schema that is part of what is being lowered.
#[derive(Clone)]
pub(super) struct Part<'a> {
    /// The schema.
    pub(super) node: &'a Node,
    /// Whose children the schemas inside it are.
    pub(super) place: Rc<Place>,
    /// How much of it counts.
    pub(super) view: View,
}

/// How much of a schema counts.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum View {
    /// All of it.
    Whole,
    /// What the alternatives of the `oneOf`s and `anyOf`s at these places have in common: everything but these.
    Base(Rc<[At]>),
}

impl View {
    /// This view without the alternatives at `place`.
    pub(super) fn without(&self, place: At) -> Self {
        Self::Base(self.hidden().iter().copied().chain([place]).collect())
    }

    /// Places of the alternatives that do not count.
    pub(super) fn hidden(&self) -> &[At] {
        match self {
            Self::Whole => &[],
            Self::Base(hidden) => hidden,
        }
    }
}

/// A part taken apart so far that nothing in it refers to other schemas of the same value.
#[derive(Clone)]
pub(super) enum Leaf<'a> {
    /// The `$ref` of a schema.
    Reference(Part<'a>),
    /// The keywords of a schema without `$ref` and `allOf`.
    Own(Part<'a>),
}

/// Parts added up.
#[derive(Clone, Default)]
pub(super) struct Facets<'a> {
    /// Kinds that `type` allows; `None`: not said. Null is left out.
    pub(super) types: Option<Kinds>,
    /// Where each entry of a `type` list stands, for the inline types made from it.
    pub(super) type_places: Vec<(&'a str, At)>,
    /// Properties with all schemas that describe them.
    pub(super) properties: IndexMap<&'a str, Vec<Part<'a>>>,
    /// Keys that are always there.
    pub(super) required: IndexSet<&'a str>,
    /// Properties that only conditions describe (`if`, `dependentSchemas`), with the schemas of each condition.
    pub(super) conditional: IndexMap<&'a str, Vec<Part<'a>>>,
    /// Schemas of keys that are no property; several (`patternProperties`) are alternatives.
    pub(super) additional: Vec<Part<'a>>,
    /// Schema of list items.
    pub(super) items: Option<Part<'a>>,
    /// Schemas of the first list items.
    pub(super) prefix: Vec<Part<'a>>,
    /// How many items a list has at least.
    pub(super) least: Option<u64>,
    /// Values of `enum` or `const`, null left out; `None`: not said.
    pub(super) values: Option<Vec<Value<'a>>>,
    /// `format`.
    pub(super) format: Option<&'a str>,
    /// Whether strings are base64 (`contentEncoding`).
    pub(super) base64: bool,
    /// Whether strings are bytes (`contentMediaType` without `contentEncoding`).
    pub(super) bytes: bool,
    /// Whether a number beyond the signed range is allowed (`maximum`).
    pub(super) huge: bool,
    /// `oneOf` and `anyOf`.
    pub(super) choices: Vec<Choice<'a>>,
    /// Whether one part is the schema `false`.
    pub(super) never: bool,
}

/// One value of an `enum` or `const`.
#[derive(Clone)]
pub(super) struct Value<'a> {
    /// The value.
    pub(super) node: &'a Node,
    /// What it should be called (`x-enum-varnames`).
    pub(super) hint: Option<&'a str>,
    /// Markdown.
    pub(super) description: Option<&'a str>,
}

/// A `oneOf` or `anyOf`.
#[derive(Clone)]
pub(super) struct Choice<'a> {
    /// Where it stands.
    pub(super) at: At,
    /// The alternatives.
    pub(super) branches: Vec<Part<'a>>,
    /// `discriminator`.
    pub(super) discriminator: Option<&'a Node>,
}

/// Keywords that decide what type a schema becomes. Others (limits, annotations) do not.
const TYPING: [&str; 19] = [
    "type",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "unevaluatedProperties",
    "items",
    "prefixItems",
    "enum",
    "const",
    "format",
    "contentEncoding",
    "contentMediaType",
    "oneOf",
    "anyOf",
    "then",
    "else",
    "dependentSchemas",
    "dependencies",
];

/// Whether a schema's own keywords, `$ref` and `allOf` apart, say anything of its type.
pub(super) fn has_typing(node: &Node, view: &View) -> bool {
    match &node.value {
        tree::Value::Bool(allowed) => !allowed,
        tree::Value::Object(map) => map.iter().any(|(key, value)| {
            let hidden = matches!(key, "oneOf" | "anyOf") && view.hidden().contains(&value.at);
            TYPING.contains(&key) && !hidden
        }),
        _ => true,
    }
}

/// Whether a schema only narrows what others say: it asks for keys or forbids things, but has no type of
/// its own. `type: object` beside the keys is none where the others are an object.
pub(super) fn only_narrows(node: &Node, is_object: bool) -> bool {
    let Some(map) = node.as_object() else { return false };
    let is_repeated = |key: &str| key == "type" && is_object && node.text("type") == Some("object");
    let says_nothing = |key: &str| !TYPING.contains(&key) && key != "$ref" && key != "allOf";
    !map.is_empty()
        && map.keys().all(|key| key == "required" || is_repeated(key) || says_nothing(key))
        && map.keys().any(|key| key == "required" || key == "not")
}

impl<'a> Part<'a> {
    /// A schema at `place`.
    pub(super) fn new(node: &'a Node, place: &Rc<Place>) -> Self {
        Self { node, place: place.clone(), view: View::Whole }
    }
}

impl<'a> Leaf<'a> {
    /// The part it is made from.
    pub(super) fn part(&self) -> &Part<'a> {
        match self {
            Leaf::Reference(part) | Leaf::Own(part) => part,
        }
    }
}

impl<'a> Facets<'a> {
    /// Takes the alternatives that make the union: those with a discriminator, else the first.
    pub(super) fn take_choice(&mut self) -> Option<Choice<'a>> {
        let tagged = self.choices.iter().position(|it| it.discriminator.is_some());
        (!self.choices.is_empty()).then(|| self.choices.remove(tagged.unwrap_or(0)))
    }

    /// The kinds that values may be of: what `type` says, else what the keywords suggest.
    pub(super) fn kinds(&self) -> Kinds {
        if let Some(types) = self.types {
            return types;
        }
        let mut kinds = Kinds::default();
        let named = !self.properties.is_empty() || !self.conditional.is_empty() || !self.required.is_empty();
        if named || !self.additional.is_empty() {
            kinds.object = true;
        } else if self.items.is_some() || !self.prefix.is_empty() {
            kinds.list = true;
        } else if let Some(format) = self.format {
            match format {
                "int32" | "int64" | "uint32" | "uint64" | "integer" => kinds.integer = true,
                "float" | "double" => kinds.number = true,
                "date-time" | "date" | "time" | "duration" | "byte" | "binary" | "password" | "uuid" | "uri"
                | "url" | "email" | "hostname" | "ipv4" | "ipv6" | "string" => kinds.string = true,
                _ => {}
            }
        } else if self.base64 || self.bytes {
            kinds.string = true;
        }
        kinds
    }

    /// Whether it says anything that an alternative of a union would have to be combined with.
    pub(super) fn is_empty(&self) -> bool {
        self.properties.is_empty()
            && self.conditional.is_empty()
            && self.required.is_empty()
            && self.choices.is_empty()
            && self.additional.is_empty()
            && self.items.is_none()
            && self.prefix.is_empty()
            && self.values.is_none()
    }
}

/// Whether both are one kind at least; `None` where they have none in common.
pub(super) fn both(a: Kinds, b: Kinds) -> Option<Kinds> {
    let integer = (a.integer || a.number) && (b.integer || b.number);
    let number = a.number && b.number;
    let common = Kinds {
        null: a.null && b.null,
        boolean: a.boolean && b.boolean,
        integer: integer && !number,
        number,
        string: a.string && b.string,
        list: a.list && b.list,
        object: a.object && b.object,
    };
    (common != Kinds::default()).then_some(common)
}

/// Whether every kind of `a` is one of `b`.
pub(super) fn within(a: Kinds, b: Kinds) -> bool {
    (!a.boolean || b.boolean)
        && (!a.integer || b.integer || b.number)
        && (!a.number || b.number)
        && (!a.string || b.string)
        && (!a.list || b.list)
        && (!a.object || b.object)
}

/// Whether a schema says anything of its type.
pub(super) fn is_typed(node: &Node) -> bool {
    has_typing(node, &View::Whole) || node.get("$ref").is_some() || node.get("allOf").is_some()
}
