//! Schemas that something refers to: each is one named type, whoever is first to refer to it.

use std::rc::Rc;

use super::place::Place;
use super::schemas::{Schemas, Target};
use crate::ir::{Home, TypeId};
use crate::tree::{At, Node};

impl<'a> Schemas<'a, '_> {
    /// The type that was made from the schema at a place.
    pub(super) fn type_at(&self, at: At) -> Option<TypeId> {
        self.named.get(&at).map(|it| it.id).or_else(|| self.inline.get(&vec![at]).copied())
    }

    /// The schema at a file and JSON Pointer, behind its references.
    pub(super) fn find(&mut self, pointer: &str) -> Option<&'a Node> {
        let found = self.resolver.locate(pointer)?;
        self.settled(found.node)
    }

    /// Makes a named type of a schema, unless it is one already.
    pub(super) fn name(&mut self, node: &'a Node, hint: Vec<String>, home: Home) -> TypeId {
        if let Some(known) = self.named.get(&node.at) {
            return known.id;
        }
        let mut place = Place::new(hint, home);
        let id = self.reserve(&place, node.at);
        place.reserved = Some(id);
        self.named.insert(node.at, Target { node, place: Rc::new(place), id });
        self.queue.push_back(node.at);
        id
    }

    /// The type of an inline schema that is just being lowered.
    pub(super) fn promise(&mut self, node: &'a Node) -> Option<TypeId> {
        self.name_inline(node);
        self.named.get(&node.at).map(|it| it.id)
    }

    /// What the `$ref` of `node` names; `None` where it names nothing.
    pub(super) fn target(&mut self, node: &'a Node) -> Option<Target<'a>> {
        let found = self.resolver.resolve(node, self.diagnostics)?.node;
        let found = self.settled(found)?;
        if !self.named.contains_key(&found.at) {
            self.name_inline(found);
        }
        self.named.get(&found.at).cloned()
    }

    /// Names a schema that is no component but referred to all the same. It may be lowered already, or be
    /// one of those that are just being lowered.
    fn name_inline(&mut self, node: &'a Node) {
        let known = self.inline.get(&vec![node.at]).copied();
        let open = self.open.iter().find(|it| it.0.at == node.at).map(|it| it.1.clone());
        let (mut place, id) = match (known, open) {
            (Some(id), _) => match self.types.get(id.0 as usize) {
                Some(ty) => (Place::new(ty.hint.clone(), ty.home.clone()), id),
                None => return,
            },
            (None, Some(place)) => {
                let id = self.reserve(&place, node.at);
                (place, id)
            }
            (None, None) => {
                let (hint, home) = self.name_of_place(node.at);
                self.name(node, hint, home);
                return;
            }
        };
        place.reserved = Some(id);
        self.named.insert(node.at, Target { node, place: Rc::new(place), id });
    }

    /// The component that the schema at a place stands in.
    pub(super) fn owner(&self, at: At) -> Option<&Target<'a>> {
        let locations = &self.resolver.documents().locations;
        let mut place = locations.parent(at);
        while let Some(at) = place {
            if let Some(owner) = self.named.get(&at) {
                return Some(owner);
            }
            place = locations.parent(at);
        }
        None
    }

    /// The schema that `node` stands for where it only says in which file the schema of the same name is
    /// written, as lists of components do; else itself. `None` where that leads nowhere.
    pub(super) fn settled(&mut self, node: &'a Node) -> Option<&'a Node> {
        let mut node = node;
        if node.get("$ref").is_some() {
            self.resolver.follow_on(node, &mut self.ends, self.diagnostics)?;
        }
        while node.get("$ref").is_some() && node.as_object().is_some_and(|it| it.len() == 1) {
            let next = self.resolver.resolve(node, self.diagnostics)?.node;
            if self.resolver.name(next.at) != self.resolver.name(node.at) {
                break;
            }
            node = next;
        }
        Some(node)
    }
}
