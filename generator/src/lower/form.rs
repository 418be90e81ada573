//! From facets to a type: which form a schema takes, by its keywords and kinds.

use std::rc::Rc;

use super::facets::{Facets, Part, View, only_narrows};
use super::schemas::{Schemas, Subject};
use crate::ir::{Kinds, Scalar, Shape, TypeRef, Union};
use crate::tree::Node;

impl<'a> Schemas<'a, '_> {
    /// The type that has these facets. Null is left to the caller.
    pub(super) fn form(&mut self, mut facets: Facets<'a>, subject: &Subject<'a, '_>) -> TypeRef {
        if facets.never {
            return self.untyped(subject.at, "no value fits the schema `false`");
        }
        facets.choices.retain(|it| !it.branches.iter().all(|it| only_narrows(it.node)));
        match facets.choices.len() {
            0 => {}
            1 => {
                if let Some(choice) = facets.choices.pop() {
                    return self.choice(facets, choice, subject);
                }
            }
            _ => {
                let at = facets.choices.last().map_or(subject.at, |it| it.at);
                let json = self.untyped(at, "several `oneOf` or `anyOf` apply to the same value");
                if facets.properties.is_empty() {
                    return json;
                }
            }
        }
        if let Some(values) = facets.values.take() {
            return self.enumeration(&values, &facets, subject);
        }
        let kinds = facets.kinds();
        match names(kinds).as_slice() {
            [] => TypeRef::Scalar(Scalar::Json),
            [kind] => self.of_kind(kind, &facets, subject),
            several => self.of_kinds(several, &facets, subject),
        }
    }

    fn of_kind(&mut self, kind: &str, facets: &Facets<'a>, subject: &Subject<'a, '_>) -> TypeRef {
        match kind {
            "object" => self.object(facets, subject),
            "array" => self.list(facets, subject),
            "string" if facets.base64 => TypeRef::Scalar(Scalar::Base64),
            "string" if facets.bytes => TypeRef::Scalar(Scalar::Binary),
            "integer" if facets.huge => TypeRef::Scalar(Scalar::U64),
            scalar => TypeRef::Scalar(self.formats.scalar(scalar, facets.format)),
        }
    }

    /// A union of the kinds that a `type` list names.
    fn of_kinds(&mut self, kinds: &[&'static str], facets: &Facets<'a>, subject: &Subject<'a, '_>) -> TypeRef {
        let mut variants = Vec::new();
        for kind in kinds {
            let at = facets.type_places.iter().find(|it| it.0 == *kind).map_or(subject.at, |it| it.1);
            let inner = Subject { at, place: subject.place.child(word(kind)), ..*subject };
            let ty = self.of_kind(kind, facets, &inner);
            variants.push(super::union::variant(word(kind), ty));
        }
        self.define(subject, Shape::Union(Union { discriminator: None, variants }))
    }

    fn list(&mut self, facets: &Facets<'a>, subject: &Subject<'a, '_>) -> TypeRef {
        if !facets.prefix.is_empty() {
            return self.tuple(facets, subject);
        }
        let item = match &facets.items {
            None => TypeRef::Scalar(Scalar::Json),
            Some(part) => self.child(part, "item"),
        };
        TypeRef::List(Box::new(item))
    }

    /// A list whose first items have schemas of their own: typed if all are the same.
    fn tuple(&mut self, facets: &Facets<'a>, subject: &Subject<'a, '_>) -> TypeRef {
        let mut items: Vec<TypeRef> = Vec::new();
        for (index, part) in facets.prefix.iter().enumerate() {
            let item = self.child(part, &format!("item_{}", index + 1));
            if !items.contains(&item) {
                items.push(item);
            }
        }
        if let Some(rest) = facets.items.as_ref().filter(|it| it.node.as_object().is_some()) {
            let item = self.child(rest, "item");
            if !items.contains(&item) {
                items.push(item);
            }
        }
        let item = match (items.pop(), items.is_empty()) {
            (Some(item), true) => item,
            _ => self.untyped(subject.at, "items of different types in fixed places (`prefixItems`)"),
        };
        TypeRef::List(Box::new(item))
    }

    /// The type of a schema inside another where there is no field: list items, map values.
    pub(super) fn child(&mut self, part: &Part<'a>, word: &str) -> TypeRef {
        let place = part.place.child(word);
        let part = Part { node: part.node, place: Rc::new(place.clone()), view: View::Whole };
        self.lower(&[part], place).nested()
    }
}

/// The kinds by the names that `type` has for them; an integer is a number too.
fn names(kinds: Kinds) -> Vec<&'static str> {
    let all = [
        (kinds.string, "string"),
        (kinds.number, "number"),
        (kinds.integer && !kinds.number, "integer"),
        (kinds.boolean, "boolean"),
        (kinds.list, "array"),
        (kinds.object, "object"),
    ];
    all.into_iter().filter(|it| it.0).map(|it| it.1).collect()
}

/// What a variant of this kind is called.
fn word(kind: &str) -> &str {
    if kind == "array" { "list" } else { kind }
}

/// Whether null is the only value of a schema.
pub(super) fn is_null(node: &Node) -> bool {
    let types = node.get("type").map(|it| it.as_list().unwrap_or(std::slice::from_ref(it)));
    let by_type = types.is_some_and(|it| !it.is_empty() && it.iter().all(|it| it.as_str() == Some("null")));
    let values = node.get("enum").and_then(Node::as_list);
    let by_values = values.is_some_and(|it| !it.is_empty() && it.iter().all(Node::is_null));
    by_type || by_values || node.get("const").is_some_and(Node::is_null)
}
