//! From facets to a type: which form a schema takes, by its keywords and kinds.

use std::rc::Rc;

use super::facets::{Choice, Facets, Part, View, only_narrows};
use super::schemas::{Schemas, Subject};
use crate::ir::{Kinds, Scalar, Shape, TypeRef, Union};
use crate::tree::Node;

impl<'a> Schemas<'a, '_> {
    /// The type that has these facets. Null is left to the caller.
    pub(super) fn form(&mut self, mut facets: Facets<'a>, subject: &Subject<'a, '_>) -> TypeRef {
        if facets.never {
            return self.untyped(subject.at, "no value fits the schema `false`");
        }
        let is_object = facets.kinds().object;
        facets.choices.retain(|it| !it.branches.iter().all(|it| only_narrows(it.node, is_object)));
        self.limit_choices(&mut facets, subject);
        if let Some(values) = self.described_values(&facets)
            && let Some(ty) = self.enumeration(&values, &facets, subject)
        {
            return ty;
        }
        if let Some(choice) = facets.take_choice() {
            return self.choice(facets, choice, subject);
        }
        if let Some(values) = facets.values.take()
            && let Some(ty) = self.enumeration(&values, &facets, subject)
        {
            return ty;
        }
        if let Some(ty) = self.inheritance(&facets, subject) {
            return ty;
        }
        let kinds = facets.kinds();
        match names(kinds).as_slice() {
            [] => TypeRef::Scalar(Scalar::Json),
            [kind] => self.of_kind(kind, &facets, subject),
            several => self.of_kinds(several, &facets, subject),
        }
    }

    fn of_kind(&mut self, kind: &str, facets: &Facets<'a>, subject: &Subject<'a, '_>) -> TypeRef {
        if !matches!(kind, "object" | "array") && !facets.kinds().object && !facets.properties.is_empty() {
            let at = self.origin(subject.at);
            let message = format!("the schema is of type `{kind}` and has properties; the properties are left out");
            self.diagnostics.warning("contradiction", &at, message).help("correct its `type` with an overlay");
        }
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

    pub(super) fn list(&mut self, facets: &Facets<'a>, subject: &Subject<'a, '_>) -> TypeRef {
        if !facets.prefix.is_empty() {
            return self.tuple(facets, subject);
        }
        let item = match &facets.items {
            None => TypeRef::Scalar(Scalar::Json),
            Some(part) => self.child(part, "item"),
        };
        TypeRef::List(Box::new(item))
    }

    /// Several alternatives at once are every combination of them. Where these are too many, those of the last
    /// lend the object their properties. The alternatives that were chosen from on the way here count too.
    fn limit_choices(&mut self, facets: &mut Facets<'a>, subject: &Subject<'a, '_>) {
        let chosen = subject.parts.iter().map(|it| it.view.hidden().len()).max().unwrap_or_default();
        let most = u32::try_from(chosen).ok().and_then(|it| MAX_COMBINATIONS.checked_shr(it)).unwrap_or_default();
        while too_many(&facets.choices, most.max(1)) {
            if let ([_], 2..) = (facets.choices.as_slice(), most) {
                return;
            }
            let Some(choice) = facets.choices.pop() else { return };
            for branch in &choice.branches {
                let found = self.peek(branch);
                if !found.kinds().object {
                    self.untyped(branch.node.at, "too many combinations of `oneOf` and `anyOf` apply to one value");
                }
                super::condition::merge(found, facets);
            }
        }
    }

    /// The type of a schema inside another where there is no field: list items, map values.
    pub(super) fn child(&mut self, part: &Part<'a>, word: &str) -> TypeRef {
        let place = part.place.child(word);
        let part = Part { node: part.node, place: Rc::new(place.clone()), view: View::Whole };
        self.lower(&[part], place).nested()
    }
}

/// More combinations of alternatives than these are no union.
const MAX_COMBINATIONS: usize = 64;

/// Whether there are more combinations than `most`. Their number itself may be beyond every integer.
fn too_many(choices: &[Choice<'_>], most: usize) -> bool {
    let within = |count: usize| Some(count).filter(|it| *it <= most);
    choices.iter().try_fold(1_usize, |count, it| within(count.checked_mul(it.branches.len().max(2))?)).is_none()
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
