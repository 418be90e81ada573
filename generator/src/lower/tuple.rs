//! Tuples: lists whose first items have schemas of their own (`prefixItems`, `items` as a list).
//!
//! Items of one type make a list of it; others make an object whose fields stand in the order of the list.

use super::facets::{Facets, Part};
use super::schemas::{Schemas, Subject, Use, prose};
use crate::ir::{Additional, Field, Object, Presence, Shape, TypeRef};

/// Items that are told apart; lists of more are typed by what they have in common.
const MAX_ITEMS: usize = 64;

impl<'a> Schemas<'a, '_> {
    /// A list whose first items have schemas of their own.
    pub(super) fn tuple(&mut self, facets: &Facets<'a>, subject: &Subject<'a, '_>) -> TypeRef {
        let prefix = facets.prefix.iter().take(MAX_ITEMS).enumerate();
        let items: Vec<(Use, &Part<'a>)> =
            prefix.map(|(index, part)| (self.item(part, index, subject), part)).collect();
        let rest = facets.items.as_ref().filter(|it| it.node.as_object().is_some_and(|it| !it.is_empty()));
        let rest = rest.map(|it| self.child(it, "item"));
        if let Some((first, _)) = items.first()
            && items.iter().all(|it| it.0 == *first)
            && rest.as_ref().is_none_or(|it| *it == first.clone().nested())
        {
            return TypeRef::List(Box::new(first.clone().nested()));
        }
        let least = facets.least.map_or(items.len(), |it| usize::try_from(it).unwrap_or(usize::MAX));
        let fields = items.into_iter().enumerate().map(|(index, (found, part))| {
            let presence = match (index < least, found.nullable) {
                (true, false) => Presence::Required,
                (true, true) => Presence::Nullable,
                (false, false) => Presence::Optional,
                (false, true) => Presence::OptionalNullable,
            };
            self.position(index, found, part, presence)
        });
        let fields = fields.collect();
        let additional = rest.map_or(Additional::Open, Additional::Typed);
        self.define(subject, Shape::Object(Object { fields, additional, also: Vec::new(), positional: true }))
    }

    fn item(&mut self, part: &Part<'a>, index: usize, subject: &Subject<'a, '_>) -> Use {
        self.lower_node(part.node, subject.place.child(&word(index)))
    }

    fn position(&self, index: usize, found: Use, part: &Part<'a>, presence: Presence) -> Field {
        Field {
            wire: word(index),
            at: self.origin(part.node.at),
            ty: found.ty,
            presence,
            boxed: false,
            description: prose(part.node),
            default: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            constant: false,
        }
    }
}

/// What a place of a list is called.
fn word(index: usize) -> String {
    format!("item_{}", index + 1)
}
