//! Objects: fields with their presence, and what happens to keys that are no field.

use std::rc::Rc;

use super::facets::{Facets, Part, View, is_typed};
use super::place::Place;
use super::schemas::{Schemas, Subject, Use};
use crate::ir::{Additional, Field, Object, Presence, Scalar, Shape, TypeRef};
use crate::tree::Node;

/// How strictly an object is taken at its word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rigour {
    /// As the schema says.
    Strict,
    /// A field that is not required may be null too, whatever its schema says (events).
    Lenient,
}

/// A property with the schemas that describe it.
#[derive(Clone, Copy)]
pub(super) struct Property<'a, 'p> {
    /// Its key.
    pub(super) name: &'p str,
    /// The schemas.
    pub(super) parts: &'p [Part<'a>],
    /// Which of them its value fits.
    pub(super) apply: Apply,
}

impl<'a, 'p> Property<'a, 'p> {
    /// A property whose value fits all of these schemas.
    pub(super) fn all(name: &'p str, parts: &'p [Part<'a>]) -> Self {
        Self { name, parts, apply: Apply::All }
    }
}

/// Which of several schemas a value fits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Apply {
    /// Each of them.
    All,
    /// One of them.
    Any,
}

impl<'a> Schemas<'a, '_> {
    /// An object, or a map where no property has a name.
    pub(super) fn object(&mut self, facets: &Facets<'a>, subject: &Subject<'a, '_>) -> TypeRef {
        if facets.properties.is_empty() && facets.conditional.is_empty() && facets.required.is_empty() {
            let value = self.rest(facets, subject).unwrap_or(TypeRef::Scalar(Scalar::Json));
            return TypeRef::Map(Box::new(value));
        }
        let fields = self.fields(facets, subject, Rigour::Strict);
        let additional = self.rest(facets, subject).map_or(Additional::Open, Additional::Typed);
        self.define(subject, Shape::Object(Object { fields, additional, also: Vec::new(), positional: false }))
    }

    /// The type of values whose keys are no property.
    fn rest(&mut self, facets: &Facets<'a>, subject: &Subject<'a, '_>) -> Option<TypeRef> {
        match facets.additional.as_slice() {
            [] => None,
            [only] => Some(self.child(only, "value")),
            several => Some(self.lower_any(several, subject.place.child("value")).nested()),
        }
    }

    /// The fields of an object, then the required keys that no property describes.
    pub(super) fn fields(&mut self, facets: &Facets<'a>, subject: &Subject<'a, '_>, rigour: Rigour) -> Vec<Field> {
        let mut fields = Vec::new();
        for (name, parts) in &facets.properties {
            let required = facets.required.contains(name);
            let more = facets.conditional.get(name).filter(|_| !parts.iter().any(|it| is_typed(it.node)));
            let property = match more {
                Some(parts) => Property { name, parts, apply: Apply::Any },
                None => Property::all(name, parts),
            };
            fields.extend(self.field(&property, required, &subject.place, rigour));
        }
        for (name, parts) in facets.conditional.iter().filter(|it| !facets.properties.contains_key(*it.0)) {
            let required = facets.required.contains(name);
            let property = Property { name, parts, apply: Apply::Any };
            fields.extend(self.field(&property, required, &subject.place, rigour));
        }
        let described = |it: &&str| facets.properties.contains_key(it) || facets.conditional.contains_key(it);
        for name in facets.required.iter().filter(|it| !described(it)) {
            let at = self.origin(subject.at);
            self.diagnostics
                .warning("undeclared-required", &at, format!("`{name}` is required but no property of the schema"))
                .help("it is taken as a field of open JSON");
            let ty = TypeRef::Scalar(Scalar::Json);
            fields.push(Field {
                wire: (*name).to_owned(),
                at,
                ty,
                presence: Presence::Required,
                boxed: false,
                description: None,
                default: None,
                deprecated: false,
                read_only: false,
                write_only: false,
                constant: false,
            });
        }
        fields
    }

    /// One field. A property that a single schema describes is named after the object that this schema
    /// stands in, which may be one that the object at `place` extends.
    pub(super) fn field(
        &mut self,
        property: &Property<'a, '_>,
        required: bool,
        place: &Place,
        rigour: Rigour,
    ) -> Option<Field> {
        let Property { name, parts, apply } = *property;
        let last = parts.last()?;
        let owner: &Place = if parts.len() == 1 { &last.place } else { place };
        let child = owner.child(name);
        let inside = Rc::new(child.clone());
        let described: Vec<Part<'a>> =
            parts.iter().map(|it| Part { node: it.node, place: inside.clone(), view: View::Whole }).collect();
        let found = match apply {
            Apply::All => self.lower(&described, child),
            Apply::Any => self.lower_any(&described, child),
        };
        let text = |keyword: &str| parts.iter().rev().find_map(|it| it.node.get(keyword));
        let said = self.annotations(parts.iter().rev().map(|it| it.node));
        Some(Field {
            wire: name.to_owned(),
            at: self.origin(last.node.at),
            presence: presence(required, &found, rigour),
            ty: found.ty,
            boxed: false,
            description: text("description").or_else(|| text("title")).and_then(Node::as_str).map(str::to_owned),
            default: said.default.map(Node::literal),
            deprecated: said.deprecated,
            read_only: said.read_only,
            write_only: said.write_only,
            constant: false,
        })
    }
}

fn presence(required: bool, found: &Use, rigour: Rigour) -> Presence {
    match (required, found.nullable, rigour) {
        (false, _, Rigour::Lenient) => Presence::Optional,
        (true, _, Rigour::Lenient) => Presence::Required,
        (true, false, Rigour::Strict) => Presence::Required,
        (false, false, Rigour::Strict) => Presence::Optional,
        (true, true, Rigour::Strict) => Presence::Nullable,
        (false, true, Rigour::Strict) => Presence::OptionalNullable,
    }
}
