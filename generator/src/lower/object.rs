//! Objects: fields with their presence, and what happens to keys that are no field.

use std::rc::Rc;

use super::facets::{Facets, Part, View};
use super::literal::literal;
use super::place::Place;
use super::schemas::{Schemas, Subject, Use, flag};
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

impl<'a> Schemas<'a, '_> {
    /// An object, or a map where no property has a name.
    pub(super) fn object(&mut self, facets: &Facets<'a>, subject: &Subject<'a, '_>) -> TypeRef {
        if facets.properties.is_empty() && facets.required.is_empty() {
            let value = match &facets.additional {
                Some(part) => self.child(part, "value"),
                None => TypeRef::Scalar(Scalar::Json),
            };
            return TypeRef::Map(Box::new(value));
        }
        let fields = self.fields(facets, subject, Rigour::Strict);
        let additional = match &facets.additional {
            Some(part) => Additional::Typed(self.child(part, "value")),
            None => Additional::Open,
        };
        self.define(subject, Shape::Object(Object { fields, additional }))
    }

    /// The fields of an object, then the required keys that no property describes.
    pub(super) fn fields(&mut self, facets: &Facets<'a>, subject: &Subject<'a, '_>, rigour: Rigour) -> Vec<Field> {
        let mut fields = Vec::new();
        for (name, parts) in &facets.properties {
            let required = facets.required.contains(name);
            fields.extend(self.field(name, parts, required, &subject.place, rigour));
        }
        for name in facets.required.iter().filter(|it| !facets.properties.contains_key(**it)) {
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
            });
        }
        fields
    }

    /// One field. A property that a single schema describes is named after the object that this schema
    /// stands in, which may be one that the object at `place` extends.
    pub(super) fn field(
        &mut self,
        name: &str,
        parts: &[Part<'a>],
        required: bool,
        place: &Place,
        rigour: Rigour,
    ) -> Option<Field> {
        let last = parts.last()?;
        let owner: &Place = if parts.len() == 1 { &last.place } else { place };
        let child = owner.child(name);
        let inside = Rc::new(child.clone());
        let described: Vec<Part<'a>> =
            parts.iter().map(|it| Part { node: it.node, place: inside.clone(), view: View::Whole }).collect();
        let found = self.lower(&described, child);
        let text = |keyword: &str| parts.iter().rev().find_map(|it| it.node.get(keyword));
        let any = |keyword: &str| parts.iter().any(|it| self.says(it.node, keyword));
        Some(Field {
            wire: name.to_owned(),
            at: self.origin(last.node.at),
            presence: presence(required, &found, rigour),
            ty: found.ty,
            boxed: false,
            description: text("description").or_else(|| text("title")).and_then(Node::as_str).map(str::to_owned),
            default: text("default").map(literal),
            deprecated: parts.iter().any(|it| flag(it.node, "deprecated")),
            read_only: any("readOnly"),
            write_only: any("writeOnly"),
        })
    }

    /// Whether a schema, or a branch of its `allOf`, sets a boolean keyword.
    fn says(&self, node: &Node, keyword: &str) -> bool {
        let branches = node.get("allOf").and_then(Node::as_list).unwrap_or_default();
        flag(node, keyword) || branches.iter().any(|it| flag(it, keyword))
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
