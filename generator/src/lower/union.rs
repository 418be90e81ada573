//! Unions: `oneOf` and `anyOf`, and what is simpler than it looks.
//!
//! Alternatives that JSON cannot tell apart are joined first: strings with strings, numbers with numbers.
//! An enum beside a plain string is the enum, since enums are open.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::facets::{Choice, Facets, Part, Value};
use super::form::is_null;
use super::gather::Trail;
use super::place::Place;
use super::schemas::{Schemas, Subject, prose};
use crate::ir::{Kinds, Scalar, Shape, TypeRef, Union, Variant};
use crate::tree::{self, Node};

/// Alternatives that become one variant.
struct Group<'a> {
    sort: Sort,
    branches: Vec<(Part<'a>, Facets<'a>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Strings,
    Numbers,
    /// Anything else stays alone.
    Other,
}

impl<'a> Schemas<'a, '_> {
    /// The type of a value that is one of several, each together with what `base` says of all of them.
    pub(super) fn choice(&mut self, base: Facets<'a>, choice: Choice<'a>, subject: &Subject<'a, '_>) -> TypeRef {
        let branches: Vec<Part<'a>> = choice.branches.iter().filter(|it| !is_null(it.node)).cloned().collect();
        let common: Vec<Part<'a>> = match base.is_empty() {
            true => Vec::new(),
            false => subject.parts.iter().map(|it| Part { view: it.view.without(choice.at), ..it.clone() }).collect(),
        };
        match branches.as_slice() {
            [] => return TypeRef::Scalar(Scalar::Json),
            [only] => {
                let parts: Vec<Part<'a>> = common.into_iter().chain([only.clone()]).collect();
                return self.lower(&parts, subject.place.clone()).ty;
            }
            _ => {}
        }
        if choice.discriminator.is_none() && common.is_empty() {
            let groups = self.group(branches);
            if let [group] = groups.as_slice() {
                return self.joined(group, subject, subject.place.clone());
            }
            return self.union_of(&groups, subject);
        }
        let groups: Vec<Group<'a>> = branches
            .into_iter()
            .map(|it| Group { sort: Sort::Other, branches: vec![(it, Facets::default())] })
            .collect();
        self.tagged_union(&groups, &base, &common, &choice, subject)
    }

    fn group(&mut self, branches: Vec<Part<'a>>) -> Vec<Group<'a>> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        for branch in branches {
            let facets = self.peek(&branch);
            let sort = sort(&facets);
            let known = groups.iter_mut().find(|it| it.sort == sort && sort != Sort::Other);
            match known {
                Some(group) => group.branches.push((branch, facets)),
                None => groups.push(Group { sort, branches: vec![(branch, facets)] }),
            }
        }
        groups
    }

    /// The values of an `enum` beside alternatives that are values of the same kind: what these say of theirs is
    /// documentation, and a value that none of them names stays allowed.
    pub(super) fn described_values(&mut self, facets: &Facets<'a>) -> Option<Vec<Value<'a>>> {
        let values = facets.values.as_ref().filter(|_| !facets.choices.is_empty() && !facets.kinds().object)?;
        let mut described: Vec<Value<'a>> = Vec::new();
        for branch in facets.choices.iter().flat_map(|it| &it.branches).filter(|it| !is_null(it.node)) {
            described.extend(self.peek(branch).values?);
        }
        let key = |it: &Value<'_>| match &it.node.value {
            tree::Value::String(text) => Some(text.clone()),
            tree::Value::Number(number) => Some(number.text().to_owned()),
            _ => None,
        };
        let known: BTreeMap<Option<String>, &Value<'a>> = described.iter().map(|it| (key(it), it)).collect();
        let described = |it: &Value<'a>| {
            let other = known.get(&key(it)).filter(|_| key(it).is_some());
            let (hint, description) = other.map_or((None, None), |other| (other.hint, other.description));
            Value { node: it.node, hint: it.hint.or(hint), description: it.description.or(description) }
        };
        Some(values.iter().map(described).collect())
    }

    /// What a schema says, without lowering it.
    pub(super) fn peek(&mut self, part: &Part<'a>) -> Facets<'a> {
        let leaves = self.leaves(std::slice::from_ref(part));
        self.gather(&leaves, &mut Trail::from(&[part.node.at]))
    }

    /// The one type of a group.
    fn joined(&mut self, group: &Group<'a>, subject: &Subject<'a, '_>, place: Place) -> TypeRef {
        let with_values: Vec<_> = group.branches.iter().filter(|it| it.1.values.is_some()).collect();
        let numbers = group.sort == Sort::Numbers;
        let fraction = numbers && group.branches.iter().any(|it| it.1.values.is_none() && it.1.kinds().number);
        match (group.branches.as_slice(), with_values.as_slice()) {
            ([(only, _)], _) => self.alternative(&[], only, place),
            _ if fraction => TypeRef::Scalar(Scalar::Number),
            (_, []) if numbers => TypeRef::Scalar(Scalar::I64),
            (all, []) => TypeRef::Scalar(self.string_of(all)),
            (_, [(only, _)]) => self.alternative(&[], only, place),
            (_, several) => {
                let described = several.iter().flat_map(|(part, facets)| {
                    let values = facets.values.clone().unwrap_or_default();
                    let sole = values.len() == 1;
                    let description = if sole { part.node.text("description") } else { None };
                    values.into_iter().map(move |it| Value { description: it.description.or(description), ..it })
                });
                let values: Vec<_> = described.collect();
                let facets = Facets { types: several.first().and_then(|it| it.1.types), ..Facets::default() };
                let at = several.first().map_or(subject.at, |it| it.0.node.at);
                let at = if place.hint == subject.place.hint { subject.at } else { at };
                let found = self.enumeration(&values, &facets, &Subject { at, place, ..*subject });
                found.unwrap_or(TypeRef::Scalar(Scalar::String))
            }
        }
    }

    /// The type of one alternative with what it has in `common` with the others. Its inline schemas are
    /// its own, not the union's.
    fn alternative(&mut self, common: &[Part<'a>], branch: &Part<'a>, place: Place) -> TypeRef {
        let own = Part { place: Rc::new(place.clone()), ..branch.clone() };
        let parts: Vec<Part<'a>> = common.iter().cloned().chain([own]).collect();
        self.lower(&parts, place).ty
    }

    /// The scalar of several kinds of string: their format if all have the same.
    fn string_of(&self, branches: &[(Part<'a>, Facets<'a>)]) -> Scalar {
        let format = branches.first().and_then(|it| it.1.format);
        let same = branches.iter().all(|it| it.1.format == format);
        self.formats.scalar("string", format.filter(|_| same))
    }

    fn union_of(&mut self, groups: &[Group<'a>], subject: &Subject<'a, '_>) -> TypeRef {
        let mut variants: Vec<Variant> = Vec::new();
        for group in groups {
            let Some((part, facets)) = group.branches.first() else { continue };
            let hint = match (group.sort, group.branches.len()) {
                (Sort::Strings, 2..) => "string".to_owned(),
                (Sort::Numbers, 2..) => "number".to_owned(),
                _ => self.hint(part, facets),
            };
            let ty = self.joined(group, subject, subject.place.child(&hint));
            add(&mut variants, Variant { description: prose(part.node), ..variant(&hint, ty) });
        }
        self.finish_union(None, variants, subject)
    }

    fn tagged_union(
        &mut self,
        groups: &[Group<'a>],
        base: &Facets<'a>,
        common: &[Part<'a>],
        choice: &Choice<'a>,
        subject: &Subject<'a, '_>,
    ) -> TypeRef {
        let branches: Vec<Part<'a>> = groups.iter().flat_map(|it| &it.branches).map(|it| it.0.clone()).collect();
        let all: Vec<Facets<'a>> = branches.iter().map(|it| self.peek(it)).collect();
        let (key, tags) = self.discriminator(choice, &branches, &all);
        let mut variants = Vec::new();
        for ((branch, facets), tags) in branches.iter().zip(&all).zip(tags) {
            let hint = match tags.first().filter(|_| branch.node.get("$ref").is_none()) {
                Some(tag) => tag.clone(),
                None => self.hint(branch, facets),
            };
            let alone = !facets.kinds().object && base.choices.is_empty() && facets.kinds() != Kinds::default()
                || covers(facets, base);
            let common = if alone { &[] } else { common };
            let ty = self.alternative(common, branch, subject.place.child(&hint));
            add(&mut variants, Variant { tags, description: prose(branch.node), ..variant(&hint, ty) });
        }
        self.finish_union(key, variants, subject)
    }

    fn finish_union(
        &mut self,
        discriminator: Option<String>,
        mut variants: Vec<Variant>,
        subject: &Subject<'a, '_>,
    ) -> TypeRef {
        // An alternative that any value fits comes last, whatever the order of the document.
        variants.sort_by_key(|it| it.ty == TypeRef::Scalar(Scalar::Json));
        if let [only] = variants.as_slice() {
            return only.ty.clone();
        }
        self.define(subject, Shape::Union(Union { discriminator, variants }))
    }

    /// What an alternative is called: the schema it refers to, its title, or what it holds.
    fn hint(&mut self, part: &Part<'a>, facets: &Facets<'a>) -> String {
        if part.node.get("$ref").is_some()
            && let Some(target) = self.target(part.node)
        {
            return target.place.hint.last().cloned().unwrap_or_default();
        }
        if let Some(title) = part.node.text("title").filter(|it| it.chars().any(char::is_alphanumeric)) {
            return title.to_owned();
        }
        if let Some([value]) = facets.values.as_deref()
            && let Some(text) = value.node.as_str()
        {
            return text.to_owned();
        }
        kind(facets.kinds()).to_owned()
    }
}

fn sort(facets: &Facets<'_>) -> Sort {
    if !facets.choices.is_empty() || facets.never {
        return Sort::Other;
    }
    let values = |fits: fn(&Node) -> bool| facets.values.as_ref().is_some_and(|it| it.iter().all(|it| fits(it.node)));
    let kinds = facets.kinds();
    let none = kinds == Kinds::default();
    let strings = Kinds { string: true, ..Kinds::default() };
    let numeric = Kinds { integer: kinds.integer, number: kinds.number, ..Kinds::default() };
    if kinds == strings || none && values(|it| it.as_str().is_some()) {
        Sort::Strings
    } else if !none && kinds == numeric || none && values(|it| it.as_number().is_some()) {
        Sort::Numbers
    } else {
        Sort::Other
    }
}

/// Whether an alternative has all that the base of its union has, so that it can stand for itself.
fn covers(facets: &Facets<'_>, base: &Facets<'_>) -> bool {
    base.properties.keys().all(|it| facets.properties.contains_key(it))
        && base.required.iter().all(|it| facets.required.contains(it))
        && base.additional.is_empty()
        && base.choices.is_empty()
        && base.conditional.keys().all(|it| facets.properties.contains_key(it) || facets.conditional.contains_key(it))
}

/// Adds a variant; one of the same type takes over its tags instead.
pub(super) fn add(variants: &mut Vec<Variant>, new: Variant) {
    match variants.iter_mut().find(|it| it.ty == new.ty) {
        Some(known) => known.tags.extend(new.tags),
        None => variants.push(new),
    }
}

fn kind(kinds: Kinds) -> &'static str {
    let all = [
        (kinds.object, "object"),
        (kinds.list, "list"),
        (kinds.string, "string"),
        (kinds.number, "number"),
        (kinds.integer, "integer"),
        (kinds.boolean, "boolean"),
    ];
    all.into_iter().find(|it| it.0).map_or("value", |it| it.1)
}

/// A variant without its facts, which are filled in once all types are known.
pub(super) fn variant(hint: &str, ty: TypeRef) -> Variant {
    Variant {
        hint: hint.to_owned(),
        ty,
        tags: Vec::new(),
        kinds: Kinds::default(),
        required: Vec::new(),
        known: Vec::new(),
        constants: Vec::new(),
        description: None,
    }
}
