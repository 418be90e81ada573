//! All that a schema says at once.

use std::collections::BTreeSet;

use crate::ir::Literal;
use crate::references::Resolver;
use crate::tree::{At, Node, Value};

/// The names of JSON types.
pub(super) const TYPES: &[&str] = &["null", "boolean", "integer", "number", "string", "array", "object"];

/// What a schema and all that it stands for say together.
#[derive(Clone, Default)]
pub(super) struct Flat<'a> {
    /// Types that are allowed; `None`: not said.
    pub(super) types: Option<BTreeSet<&'a str>>,
    /// Properties in the order met; one that several parts describe has all of their schemas.
    pub(super) properties: Vec<(&'a str, Vec<&'a Node>)>,
    pub(super) required: Vec<&'a str>,
    /// `additionalProperties` where it is a schema, and `patternProperties`.
    pub(super) additional: Vec<&'a Node>,
    /// Whether other keys are forbidden.
    pub(super) closed: bool,
    pub(super) values: Option<&'a [Node]>,
    pub(super) constant: Option<&'a Node>,
    pub(super) format: Option<&'a str>,
    pub(super) items: Option<&'a Node>,
    pub(super) prefix: &'a [Node],
    /// Lowest and highest number.
    pub(super) lowest: Option<f64>,
    pub(super) highest: Option<f64>,
    pub(super) written: Vec<&'a Node>,
    /// The schemas themselves, for what is seldom asked.
    pub(super) said: Vec<&'a Node>,
    /// `oneOf` and `anyOf`, each with the node that it stands in.
    pub(super) choices: Vec<(&'a Node, &'a [Node])>,
    /// Keys with the value that a discriminator wants.
    pub(super) tags: Vec<(String, Literal)>,
    /// Parts that have been added.
    seen: BTreeSet<At>,
    /// Whether a part is `false`.
    pub(super) never: bool,
}

impl<'a> Flat<'a> {
    /// What the parts say together.
    pub(super) fn of(resolver: Resolver<'a>, parts: &[&'a Node]) -> Self {
        let mut flat = Self::default();
        for part in parts {
            flat.add(resolver, part, part.at);
        }
        flat
    }

    /// Adds a schema; `owner` is the named schema that it is part of.
    pub(super) fn add(&mut self, resolver: Resolver<'a>, node: &'a Node, owner: At) {
        if !self.seen.insert(node.at) {
            return;
        }
        self.never |= node.as_bool() == Some(false);
        let target = resolver.peek(node).map(|it| it.node);
        if let Some(target) = target {
            let named = if owner == node.at { target.at } else { owner };
            self.add(resolver, target, named);
        }
        self.say(resolver, node, owner);
        for part in list(node, "allOf") {
            let own = resolver.peek(part).is_none();
            self.add(resolver, part, if own { owner } else { owner_of(node, owner) });
        }
        for keyword in ["oneOf", "anyOf"] {
            let alternatives = list(node, keyword);
            if !alternatives.is_empty() {
                self.choices.push((node, alternatives));
            }
        }
    }

    fn say(&mut self, resolver: Resolver<'a>, node: &'a Node, owner: At) {
        self.say_types(node);
        self.said.push(node);
        let members = |key: &str| node.get(key).and_then(Node::as_object).into_iter().flat_map(|it| it.entries());
        for (key, schema) in members("properties") {
            match self.properties.iter_mut().find(|(name, _)| **name == *key.text) {
                Some((_, schemas)) => schemas.push(schema),
                None => self.properties.push((&key.text, vec![schema])),
            }
        }
        self.required.extend(list(node, "required").iter().filter_map(Node::as_str));
        match node.get("additionalProperties") {
            Some(it) if it.as_bool() == Some(false) => self.closed = true,
            Some(it) if it.as_object().is_some_and(|it| !it.is_empty()) => self.additional.push(it),
            _ => {}
        }
        self.additional.extend(members("patternProperties").map(|(_, it)| it));
        self.values = self.values.or(node.get("enum").and_then(Node::as_list));
        self.constant = self.constant.or(node.get("const"));
        let encoded = node.text("contentEncoding").is_some_and(|it| it.starts_with("base64"));
        self.format = self.format.or(if encoded { Some("byte") } else { node.text("format") });
        self.items = self.items.or(node.get("items").filter(|it| it.as_list().is_none()));
        let prefix = ["prefixItems", "items"].into_iter().map(|key| list(node, key)).find(|it| !it.is_empty());
        self.prefix = prefix.unwrap_or(self.prefix);
        let limit = |keys: [&str; 2]| keys.iter().find_map(|key| Some(node.get(key)?.as_number()?.as_f64()));
        self.lowest = self.lowest.or(limit(["minimum", "exclusiveMinimum"]));
        self.highest = self.highest.or(limit(["maximum", "exclusiveMaximum"]));
        self.written.extend(super::written::of(node));
        self.tag(resolver, node, owner);
    }

    fn say_types(&mut self, node: &'a Node) {
        let Some(written) = node.get("type") else { return };
        let said = written.as_str().into_iter().chain(list(node, "type").iter().filter_map(Node::as_str));
        let said: BTreeSet<&str> = said.filter(|it| TYPES.contains(it)).collect();
        if said.is_empty() {
            return;
        }
        let both = |one: &BTreeSet<&'a str>, other: &BTreeSet<&'a str>| {
            let within = |it: &&str, them: &BTreeSet<&str>| {
                them.contains(*it) || (**it == *"integer" && them.contains("number"))
            };
            let mut both: BTreeSet<&'a str> = one.iter().filter(|it| within(it, other)).copied().collect();
            both.extend(other.iter().filter(|it| within(it, one)));
            both
        };
        self.types = Some(self.types.as_ref().map_or(said.clone(), |types| both(types, &said)));
    }

    /// A discriminator without alternatives beside it wants the name of the schema that is made.
    fn tag(&mut self, resolver: Resolver<'a>, node: &'a Node, owner: At) {
        let Some(discriminator) = node.get("discriminator") else { return };
        let alternatives = ["oneOf", "anyOf"].iter().any(|key| node.get(key).is_some());
        if let Some(key) = discriminator.text("propertyName").filter(|_| !alternatives) {
            self.fix(key, tag_of(resolver, discriminator, owner));
        }
    }

    pub(super) fn fix(&mut self, key: &str, tag: String) {
        if !self.tags.iter().any(|(it, _)| it == key) {
            self.tags.push((key.to_owned(), Literal::String(tag)));
        }
    }

    /// Whether a value of this type may be made.
    pub(super) fn allows(&self, ty: &str) -> bool {
        self.types.as_ref().is_none_or(|it| it.contains(ty) || (ty == "integer" && it.contains("number")))
    }

    /// Whether nothing can be of all types that the parts want.
    pub(super) fn contradicts(&self) -> bool {
        self.never || self.types.as_ref().is_some_and(BTreeSet::is_empty)
    }
}

fn owner_of(node: &Node, owner: At) -> At {
    if owner == node.at { node.at } else { owner }
}

/// The discriminator's value for the schema at `target`.
pub(super) fn tag_of(resolver: Resolver<'_>, discriminator: &Node, target: At) -> String {
    let mapping = discriminator.get("mapping").and_then(Node::as_object).into_iter().flat_map(|it| it.iter());
    for (tag, named) in mapping {
        let Some(text) = named.as_str() else { continue };
        let mut silent = crate::diagnostics::Diagnostics::default();
        let direct = text.contains(['#', '/', '.']);
        let found = direct.then(|| resolver.resolve_text(text, named.at, &mut silent)).flatten();
        if found.is_some_and(|it| it.at == target) || (found.is_none() && text == resolver.name(target)) {
            return tag.to_owned();
        }
    }
    resolver.name(target).into_owned()
}

pub(super) fn list<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    match node.get(key).map(|it| &it.value) {
        Some(Value::List(list)) => list,
        _ => &[],
    }
}
