//! Inheritance: schemas with a discriminator that others extend by `allOf`.
//!
//! Where such a schema is used, the value may be any of those that extend it, so it becomes a union of these
//! and of the schema's own fields.

use std::collections::{BTreeMap, BTreeSet};

use super::cycles::components;
use super::facets::Facets;
use super::place::Place;
use super::schemas::{Schemas, Subject, prose};
use super::union::{add, variant};
use crate::document::Api;
use crate::ir::{Home, Shape, TypeRef, Union, Variant};
use crate::tree::{At, Node};

/// Which schemas extend one with a discriminator, in the order of the document.
#[derive(Default)]
pub(super) struct Heirs<'a> {
    by_parent: BTreeMap<At, Vec<At>>,
    /// The same the other way round.
    by_heir: BTreeMap<At, Vec<At>>,
    /// Those that extend another, with their names.
    components: BTreeMap<At, (String, &'a Node)>,
}

impl Heirs<'_> {
    /// Whether `child` extends `parent` and is one of its alternatives.
    pub(super) fn is_heir(&self, child: At, parent: At) -> bool {
        self.by_parent.get(&parent).is_some_and(|it| it.contains(&child))
    }

    /// The schemas that a schema extends, at any remove.
    fn elders(&self, of: At) -> BTreeSet<At> {
        reached(&self.by_heir, of).into_iter().skip(1).collect()
    }

    /// A schema and all that extend it, at any remove.
    fn line(&self, of: At) -> Vec<At> {
        reached(&self.by_parent, of)
    }
}

/// Where one comes from `start`, that included, nearest first.
fn reached(steps: &BTreeMap<At, Vec<At>>, start: At) -> Vec<At> {
    let mut found = vec![start];
    let mut seen = BTreeSet::from([start]);
    let mut next = 0;
    while let Some(at) = found.get(next).copied() {
        found.extend(steps.get(&at).into_iter().flatten().filter(|it| seen.insert(**it)));
        next += 1;
    }
    found
}

impl<'a> Schemas<'a, '_> {
    /// Finds the schemas that extend one with a discriminator.
    pub(super) fn find_heirs(&mut self, api: Option<&Api<'a>>) {
        for (name, node) in api.into_iter().flat_map(|it| &it.schemas) {
            let Some(node) = self.settled(node) else { continue };
            for branch in node.get("allOf").and_then(Node::as_list).unwrap_or_default() {
                let Some(parent) = self.extended(branch) else { continue };
                if is_parent(parent) && parent.at != node.at {
                    self.heirs.by_parent.entry(parent.at).or_default().push(node.at);
                    self.heirs.components.insert(node.at, (name.clone(), node));
                }
            }
        }
        self.drop_circles();
    }

    /// The schema that a branch of `allOf` refers to. What it refers to in vain is said where it is lowered.
    fn extended(&mut self, branch: &'a Node) -> Option<&'a Node> {
        let found = self.resolver.peek(branch)?.node;
        self.settled(found)
    }

    /// A schema that extends itself through another has no heirs on that way.
    fn drop_circles(&mut self) {
        let places: BTreeSet<At> =
            self.heirs.by_parent.iter().flat_map(|(it, heirs)| heirs.iter().chain([it])).copied().collect();
        let number: BTreeMap<At, usize> = places.iter().copied().zip(0..).collect();
        let edges = places.iter().map(|it| self.heirs.by_parent.get(it).into_iter().flatten());
        let edges: Vec<Vec<usize>> = edges.map(|it| it.filter_map(|it| number.get(it).copied()).collect()).collect();
        let circle = components(&edges);
        let circle_of = |it: &At| number.get(it).and_then(|it| circle.get(*it));
        for (parent, heirs) in &mut self.heirs.by_parent {
            heirs.retain(|it| circle_of(it) != circle_of(parent));
            for heir in heirs {
                self.heirs.by_heir.entry(*heir).or_default().push(*parent);
            }
        }
    }

    /// The union that a schema with a discriminator and heirs is.
    pub(super) fn inheritance(&mut self, facets: &Facets<'a>, subject: &Subject<'a, '_>) -> Option<TypeRef> {
        subject.place.reserved?;
        let [part] = subject.parts else { return None };
        let heirs = self.heirs.by_parent.get(&part.node.at).filter(|it| !it.is_empty())?.clone();
        let discriminator = part.node.get("discriminator")?;
        let key = discriminator.text("propertyName")?;
        let mut mapped = self.mapping(discriminator, key);
        for elder in self.heirs.elders(part.node.at) {
            let above = self.named.get(&elder).and_then(|it| it.node.get("discriminator"));
            for (at, tags) in above.map(|it| self.mapping(it, key)).unwrap_or_default() {
                mapped.entry(at).or_insert(tags);
            }
        }
        let mut variants = Vec::new();
        for heir in heirs {
            let Some((name, node)) = self.heirs.components.get(&heir).cloned() else { continue };
            self.name(node, vec![name], Home::Component);
            let mut tags: Vec<String> = Vec::new();
            for at in self.heirs.line(heir) {
                tags.extend(self.tags_of(at, key, &mut mapped));
            }
            let Some(target) = self.named.get(&heir) else { continue };
            let hint = target.place.hint.last().cloned().unwrap_or_default();
            let description = prose(target.node);
            add(&mut variants, Variant { tags, description, ..variant(&hint, TypeRef::Named(target.id)) });
        }
        let own = Place { reserved: None, ..subject.place.child("base") };
        let base = Subject { parts: &[], leaves: &[], at: discriminator.at, place: own };
        let ty = self.object(facets, &base);
        let tags = self.tags_of(part.node.at, key, &mut mapped);
        let description = Some("The fields that all forms have in common.".to_owned());
        variants.push(Variant { tags, description, ..variant("base", ty) });
        keep_first(&mut variants);
        let union = Union { discriminator: Some(key.to_owned()), variants };
        Some(self.define(subject, Shape::Union(union)))
    }

    /// Values of `mapping` by the schemas that they choose; none where the discriminator is another key.
    fn mapping(&mut self, discriminator: &'a Node, key: &str) -> BTreeMap<At, Vec<String>> {
        let mut mapped: BTreeMap<At, Vec<String>> = BTreeMap::new();
        if discriminator.text("propertyName") != Some(key) {
            return mapped;
        }
        let entries = discriminator.get("mapping").and_then(Node::as_object);
        for (value, schema) in entries.into_iter().flat_map(|it| it.iter()) {
            if let Some(at) = self.mapped_schema(schema) {
                mapped.entry(at).or_default().push(value.to_owned());
            }
        }
        mapped
    }

    /// The schema that a value of `mapping` names: by a component's name or a reference.
    fn mapped_schema(&mut self, schema: &'a Node) -> Option<At> {
        let text = schema.as_str()?;
        let named = self.named.values().find(|it| matches!(it.place.hint.as_slice(), [only] if only == text));
        if let Some(named) = named {
            return Some(named.node.at);
        }
        let found = self.resolver.resolve_text(text, schema.at, self.diagnostics)?.node;
        self.settled(found).map(|it| it.at)
    }

    /// Values of the discriminator that choose a schema: those of `mapping`, else what the schema itself says
    /// its key is, else its name.
    fn tags_of(&mut self, at: At, key: &str, mapped: &mut BTreeMap<At, Vec<String>>) -> Vec<String> {
        if let Some(tags) = mapped.remove(&at) {
            return tags;
        }
        let known = self.named.get(&at).map(|it| it.node);
        let Some(node) = known.or_else(|| Some(self.heirs.components.get(&at)?.1)) else { return Vec::new() };
        let own = node.get("x-discriminator-value").or_else(|| node.get("x-ms-discriminator-value"));
        if let Some(value) = own.and_then(Node::as_str) {
            return vec![value.to_owned()];
        }
        let said = own_values(node, key);
        if said.is_empty() { vec![self.resolver.name(at).into_owned()] } else { said }
    }
}

/// The one value that a schema, or a branch of its `allOf`, gives a key.
fn own_values(node: &Node, key: &str) -> Vec<String> {
    let branches = node.get("allOf").and_then(Node::as_list).unwrap_or_default();
    let properties = branches.iter().chain([node]).filter_map(|it| it.get("properties")?.get(key));
    let values = properties.filter_map(|it| match (it.get("const"), it.get("enum").and_then(Node::as_list)) {
        (Some(value), _) | (None, Some([value])) => value.as_str(),
        _ => None,
    });
    values.map(str::to_owned).collect()
}

/// Whether a schema is told apart from those that extend it by a key, and names no alternatives itself.
fn is_parent(node: &Node) -> bool {
    let named = node.get("discriminator").is_some_and(|it| it.text("propertyName").is_some());
    named && node.get("oneOf").is_none() && node.get("anyOf").is_none()
}

/// A value chooses one variant: the first that claims it.
fn keep_first(variants: &mut [Variant]) {
    let mut seen = BTreeSet::new();
    for variant in variants {
        variant.tags.retain(|it| seen.insert(it.clone()));
    }
}
