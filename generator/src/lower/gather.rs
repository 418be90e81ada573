//! From parts to facets: references and `allOf` opened, keywords added up.

use std::collections::BTreeSet;

use super::facets::{Choice, Facets, Leaf, Part, Value, View, both, has_typing};
use super::schemas::Schemas;
use crate::ir::Kinds;
use crate::tree::{self, At, Node};

/// Schemas that extend each other are followed this far.
pub(super) const MAX_CHAIN: usize = 64;

/// Branches of conditions that are looked at for one schema.
const MAX_CONDITIONS: usize = 256;

/// The way that gathering took through references.
#[derive(Default)]
pub(super) struct Trail {
    /// Schemas whose facets are being gathered, to notice those that extend themselves.
    inside: Vec<At>,
    /// Schemas whose facets are gathered, and how many alternatives were left out.
    done: BTreeSet<(At, usize)>,
    /// Branches of conditions that are gathered.
    conditions: BTreeSet<At>,
}

impl Trail {
    /// The way begins at these schemas.
    pub(super) fn from(schemas: &[At]) -> Self {
        Self { inside: schemas.to_vec(), ..Self::default() }
    }
}

impl Trail {
    /// Whether a branch of a condition is new on this way.
    pub(super) fn enter_condition(&mut self, branch: At) -> bool {
        self.conditions.len() < MAX_CONDITIONS && self.conditions.insert(branch)
    }

    /// A way of its own from here, for what holds only under a condition.
    pub(super) fn fork(&mut self) -> Self {
        let conditions = std::mem::take(&mut self.conditions);
        Self { inside: self.inside.clone(), done: BTreeSet::new(), conditions }
    }

    /// Takes over which conditions such a way met.
    pub(super) fn join(&mut self, fork: Self) {
        self.conditions = fork.conditions;
    }
}

impl<'a> Schemas<'a, '_> {
    /// Takes parts apart at their `$ref`s and `allOf`s, less specific leaves first. What says nothing of
    /// the type is left out.
    pub(super) fn leaves(&self, parts: &[Part<'a>]) -> Vec<Leaf<'a>> {
        let mut leaves: Vec<Leaf<'a>> = Vec::new();
        for part in parts {
            self.take_apart(part, &mut leaves);
        }
        leaves
    }

    fn take_apart(&self, part: &Part<'a>, leaves: &mut Vec<Leaf<'a>>) {
        if part.node.get("$ref").is_some() {
            leaves.push(Leaf::Reference(part.clone()));
        }
        if let Some(branches) = part.node.get("allOf").and_then(Node::as_list) {
            for branch in branches {
                self.take_apart(&Part { node: branch, ..part.clone() }, leaves);
            }
        }
        if has_typing(part.node, &part.view) {
            leaves.push(Leaf::Own(part.clone()));
        }
    }

    /// What all leaves say together.
    pub(super) fn gather(&mut self, leaves: &[Leaf<'a>], trail: &mut Trail) -> Facets<'a> {
        let mut facets = Facets::default();
        for leaf in leaves {
            self.add_leaf(leaf, &mut facets, trail);
        }
        facets
    }

    fn add_leaf(&mut self, leaf: &Leaf<'a>, facets: &mut Facets<'a>, trail: &mut Trail) {
        match leaf {
            Leaf::Own(part) => self.add_own(part, facets, trail),
            Leaf::Reference(part) => {
                let Some(target) = self.target(part.node) else { return };
                if trail.inside.contains(&target.node.at) || trail.inside.len() >= MAX_CHAIN {
                    let reason = match trail.inside.contains(&target.node.at) {
                        true => "the schema extends itself".to_owned(),
                        false => format!("the schema extends a chain of more than {MAX_CHAIN} others"),
                    };
                    let at = self.origin(part.node.at);
                    self.diagnostics.warning("ref-cycle", &at, reason).help("this part of the schema is left out");
                    return;
                }
                // What is said twice counts once; a schema that is extended on many ways is walked once.
                if !trail.done.insert((target.node.at, part.view.hidden().len())) {
                    return;
                }
                trail.inside.push(target.node.at);
                let whole = Part { node: target.node, place: target.place, view: part.view.clone() };
                for leaf in self.leaves(&[whole]) {
                    self.add_leaf(&leaf, facets, trail);
                }
                trail.inside.pop();
            }
        }
    }

    fn add_own(&mut self, part: &Part<'a>, facets: &mut Facets<'a>, trail: &mut Trail) {
        let node = part.node;
        match &node.value {
            tree::Value::Bool(allowed) => facets.never |= !allowed,
            tree::Value::Object(_) => {
                self.add_types(node, facets);
                self.add_values(node, facets);
                self.add_object(part, facets);
                add_list(part, facets);
                self.add_scalar(node, facets);
                self.add_choices(part, facets, trail);
                self.add_conditions(part, facets, trail);
            }
            _ => {
                let at = self.origin(node.at);
                let message = format!("a schema is an object, `true` or `false`, not {}", node.kind());
                self.diagnostics.warning("untyped", &at, message).help("it is passed on as open JSON");
            }
        }
    }

    fn add_types(&mut self, node: &'a Node, facets: &mut Facets<'a>) {
        let Some(types) = node.get("type") else { return };
        let entries: &[Node] = types.as_list().unwrap_or(std::slice::from_ref(types));
        let mut kinds = Kinds::default();
        let mut places = Vec::new();
        for entry in entries {
            let known = entry.as_str().filter(|name| add_kind(&mut kinds, name));
            match known {
                Some(name) => places.push((name, entry.at)),
                None => {
                    let at = self.origin(entry.at);
                    let what = entry.as_str().unwrap_or(entry.kind());
                    self.diagnostics
                        .warning("unknown-type", &at, format!("`{what}` is no type of JSON Schema"))
                        .help("one of: string, number, integer, boolean, array, object, null");
                }
            }
        }
        kinds.null = false;
        if kinds == Kinds::default() {
            return;
        }
        let merged = facets.types.map_or(Some(kinds), |old| both(old, kinds));
        if merged.is_none() {
            self.contradiction(types, "type");
        }
        if merged.is_none_or(|it| it == kinds) {
            facets.type_places = places;
        }
        facets.types = Some(merged.unwrap_or(kinds));
    }

    fn add_values(&mut self, node: &'a Node, facets: &mut Facets<'a>) {
        let values = match (node.get("const"), node.get("enum").and_then(Node::as_list)) {
            (Some(value), _) if value.is_null() => Vec::new(),
            (Some(value), _) => {
                vec![Value { node: value, hint: node.text("title"), description: node.text("description") }]
            }
            (None, Some(values)) => enum_values(node, values),
            (None, None) => return,
        };
        let merged = match facets.values.take() {
            None => values,
            Some(old) => {
                let common: Vec<_> =
                    values.iter().filter(|it| old.iter().any(|old| old.node.same(it.node))).cloned().collect();
                if common.is_empty() && !old.is_empty() && !values.is_empty() {
                    self.contradiction(node, "enum");
                    values
                } else {
                    common
                }
            }
        };
        facets.values = Some(merged);
    }

    fn add_object(&mut self, part: &Part<'a>, facets: &mut Facets<'a>) {
        let node = part.node;
        if let Some(properties) = node.get("properties").and_then(Node::as_object) {
            for (name, schema) in properties.iter() {
                let child = Part { node: schema, place: part.place.clone(), view: View::Whole };
                let known = facets.properties.entry(name).or_default();
                if !known.iter().any(|it| it.node.at == schema.at) {
                    known.push(child);
                }
            }
        }
        let required = node.get("required").and_then(Node::as_list).unwrap_or_default();
        facets.required.extend(required.iter().filter_map(Node::as_str));
        if let Some(additional) = additional(part) {
            facets.additional = additional;
        }
    }

    fn add_scalar(&mut self, node: &'a Node, facets: &mut Facets<'a>) {
        facets.format = node.text("format").or(facets.format);
        let encoding = node.text("contentEncoding");
        facets.base64 |= encoding.is_some_and(|it| it.eq_ignore_ascii_case("base64"));
        facets.bytes |= encoding.is_none() && node.text("contentMediaType") == Some("application/octet-stream");
        let limits = [node.get("maximum"), node.get("exclusiveMaximum")];
        facets.huge |= limits.into_iter().flatten().filter_map(Node::as_number).any(|it| it.as_f64() > 9.3e18);
    }

    fn add_choices(&mut self, part: &Part<'a>, facets: &mut Facets<'a>, trail: &Trail) {
        for keyword in ["oneOf", "anyOf"] {
            let Some((list, branches)) = part.node.get(keyword).and_then(|it| Some((it, it.as_list()?))) else {
                continue;
            };
            if part.view.hidden().contains(&list.at) {
                continue;
            }
            // A base whose alternatives extend it (`Pet: oneOf [Cat]`, `Cat: allOf [Pet]`) lends them its
            // properties, not its alternatives.
            if branches.iter().any(|it| self.names_one_of(it, &trail.inside)) {
                continue;
            }
            let branches = branches.iter().map(|it| Part { node: it, place: part.place.clone(), view: View::Whole });
            let discriminator = part.node.get("discriminator");
            facets.choices.push(Choice { at: list.at, branches: branches.collect(), discriminator });
        }
    }

    fn names_one_of(&mut self, node: &'a Node, schemas: &[At]) -> bool {
        node.get("$ref").is_some() && self.target(node).is_some_and(|it| schemas.contains(&it.node.at))
    }

    fn contradiction(&mut self, node: &Node, keyword: &str) {
        let at = self.origin(node.at);
        self.diagnostics
            .warning("contradiction", &at, format!("`{keyword}` contradicts another part of the same schema"))
            .help("the later part is taken");
    }
}

fn add_kind(kinds: &mut Kinds, name: &str) -> bool {
    match name {
        "null" => kinds.null = true,
        "boolean" => kinds.boolean = true,
        "integer" => kinds.integer = true,
        "number" => kinds.number = true,
        "string" => kinds.string = true,
        "array" => kinds.list = true,
        "object" => kinds.object = true,
        _ => return false,
    }
    true
}

fn add_list<'a>(part: &Part<'a>, facets: &mut Facets<'a>) {
    let child = |node| Part { node, place: part.place.clone(), view: View::Whole };
    let (items, more) = (part.node.get("items"), part.node.get("additionalItems"));
    let prefix = part.node.get("prefixItems").and_then(Node::as_list);
    let items = if prefix.is_some() { items.or(more) } else { items };
    if let Some(items) = items.filter(|it| it.as_bool().is_none()) {
        facets.items = Some(child(items));
    }
    if let Some(prefix) = prefix {
        facets.prefix = prefix.iter().map(child).collect();
    }
    let least = part.node.get("minItems").and_then(Node::as_number).and_then(|it| it.as_u64());
    facets.least = least.or(facets.least);
}

/// Schemas of keys that are no property; `None` where nothing is said of them. Patterns beside keys that may
/// hold anything say no more than that.
fn additional<'a>(part: &Part<'a>) -> Option<Vec<Part<'a>>> {
    let node = part.node;
    let rest = node.get("additionalProperties").or_else(|| node.get("unevaluatedProperties"));
    let says = |it: &Node| it.as_object().is_some_and(|it| !it.is_empty());
    let is_open = rest.is_some_and(|it| it.as_bool() == Some(true) || it.as_object().is_some_and(|it| it.is_empty()));
    let patterns = node.get("patternProperties").and_then(Node::as_object);
    let mut found: Vec<&Node> = Vec::new();
    for schema in patterns.into_iter().flat_map(|it| it.values()).chain(rest).filter(|it| says(it)) {
        if !found.iter().any(|it| it.same(schema)) {
            found.push(schema);
        }
    }
    if found.is_empty() || is_open {
        return None;
    }
    let parts = found.into_iter().map(|node| Part { node, place: part.place.clone(), view: View::Whole });
    Some(parts.collect())
}

/// Values of an `enum` with the names and descriptions that extensions give them.
fn enum_values<'a>(node: &'a Node, values: &'a [Node]) -> Vec<Value<'a>> {
    let list = |keys: [&str; 3]| keys.iter().find_map(|key| node.get(key));
    let names = list(["x-enum-varnames", "x-enumNames", "x-enum-names"]);
    let descriptions = list(["x-enum-descriptions", "x-enumDescriptions", "x-enum-description"]);
    let entry = |from: Option<&'a Node>, index: usize, value: &Node| match &from?.value {
        tree::Value::List(list) => list.get(index)?.as_str(),
        tree::Value::Object(map) => map.get(value.as_str()?)?.as_str(),
        _ => None,
    };
    let values = values.iter().enumerate().filter(|(_, value)| !value.is_null());
    values
        .map(|(index, node)| Value {
            node,
            hint: entry(names, index, node),
            description: entry(descriptions, index, node),
        })
        .collect()
}
