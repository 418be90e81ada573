//! All schemas of an SDK on their way to types.
//!
//! A schema that something refers to becomes a named type; it is put into a queue and lowered in its turn,
//! so that the length of a chain of references is no depth of the stack. An inline schema is lowered where
//! it stands.
//!
//! **Invariant:** what a type is called depends on where its schema stands, not on who was first to use it.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use super::facets::{Choice, Facets, Leaf, Part};
use super::formats::Formats;
use super::gather::Trail;
use super::inheritance::Heirs;
use super::place::Place;
use crate::config::reader::Report;
use crate::diagnostics::{Diagnostics, Origin};
use crate::document::ServerShell;
use crate::ir::{Foreign, Scalar, Shape, TypeDef, TypeId, TypeRef};
use crate::references::{Ends, Resolver};
use crate::tree::{At, Node};

/// Inline schemas are followed this deep; what lies deeper becomes open JSON.
const MAX_DEPTH: usize = 48;

/// The types found so far and what is needed to find more.
pub(super) struct Schemas<'a, 'd> {
    /// Follows references.
    pub(super) resolver: Resolver<'a>,
    /// Table of formats.
    pub(super) formats: &'d Formats,
    /// Problems found.
    pub(super) diagnostics: &'d mut Diagnostics,
    /// Types found; those in the queue are still empty aliases.
    pub(super) types: Vec<TypeDef>,
    /// Schemas that something refers to.
    pub(super) named: BTreeMap<At, Target<'a>>,
    /// Those of them that are still to be lowered.
    pub(super) queue: VecDeque<At>,
    /// Schemas that are types of the runtime.
    pub(super) foreign: BTreeMap<At, Foreign>,
    /// Types of inline schemas, by the schemas that describe them together.
    pub(super) inline: BTreeMap<Vec<At>, TypeId>,
    /// Types of values that fit one of several schemas.
    pub(super) any: BTreeMap<Vec<At>, TypeRef>,
    /// Which schemas extend which.
    pub(super) heirs: Heirs<'a>,
    /// Where the references of schemas end, as far as they were followed.
    pub(super) ends: Ends<'a>,
    /// Whether null is a value of what references end at.
    pub(super) nullable: BTreeMap<At, bool>,
    /// Inline schemas that are just being lowered.
    pub(super) open: Vec<(&'a Node, Place)>,
}

/// A schema that something refers to.
#[derive(Clone)]
pub(super) struct Target<'a> {
    /// The schema.
    pub(super) node: &'a Node,
    /// Its place, with the type that stands for it.
    pub(super) place: Rc<Place>,
    /// The type that stands for it.
    pub(super) id: TypeId,
}

/// What is being lowered.
pub(super) struct Subject<'a, 's> {
    /// The schemas that describe the value.
    pub(super) parts: &'s [Part<'a>],
    /// The same, taken apart.
    pub(super) leaves: &'s [Leaf<'a>],
    /// Where a type made from it stands.
    pub(super) at: At,
    /// What such a type is called.
    pub(super) place: Place,
}

/// What a schema is where it is used.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Use {
    /// Type of a value that is not null.
    pub(super) ty: TypeRef,
    /// Whether null is a value too.
    pub(super) nullable: bool,
}

impl Use {
    /// The type where there is no field to say that a value may be null.
    pub(super) fn nested(self) -> TypeRef {
        if self.nullable { TypeRef::Nullable(Box::new(self.ty)) } else { self.ty }
    }
}

impl<'a, 'd> Schemas<'a, 'd> {
    /// No types yet.
    pub(super) fn new(resolver: Resolver<'a>, formats: &'d Formats, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            resolver,
            formats,
            diagnostics,
            types: Vec::new(),
            named: BTreeMap::new(),
            queue: VecDeque::new(),
            foreign: BTreeMap::new(),
            inline: BTreeMap::new(),
            any: BTreeMap::new(),
            heirs: Heirs::default(),
            ends: Ends::new(),
            nullable: BTreeMap::new(),
            open: Vec::new(),
        }
    }

    /// File and pointer of a place.
    pub(super) fn origin(&self, at: At) -> Origin {
        self.resolver.documents().locations.origin(at)
    }

    /// The server of an operation's own that is used.
    pub(super) fn server(&mut self, shells: &[ServerShell]) -> Option<String> {
        super::server::of_operation(shells, &self.resolver.documents().locations, self.diagnostics)
    }

    /// Where problems of the project's own formats go.
    pub(super) fn report(&mut self) -> Report<'_> {
        Report { locations: &self.resolver.documents().locations, diagnostics: self.diagnostics }
    }

    /// The type of the schemas `parts`, which describe the same value, at `place`. Null is one of the
    /// values of open JSON and needs no saying there.
    pub(super) fn lower(&mut self, parts: &[Part<'a>], place: Place) -> Use {
        let nullable = parts.iter().all(|it| self.nullable(it.node));
        let ty = self.lower_value(parts, place);
        let nullable = nullable && ty != TypeRef::Scalar(Scalar::Json);
        Use { ty, nullable }
    }

    /// The type of a value that fits one of several schemas.
    pub(super) fn lower_any(&mut self, alternatives: &[Part<'a>], place: Place) -> Use {
        let (Some(first), true) = (alternatives.first(), alternatives.len() > 1) else {
            return self.lower(alternatives, place);
        };
        let key: Vec<At> = alternatives.iter().map(|it| it.node.at).collect();
        let nullable = alternatives.iter().any(|it| self.nullable(it.node));
        if let Some(ty) = self.any.get(&key) {
            return Use { ty: ty.clone(), nullable };
        }
        let at = first.node.at;
        let choice = Choice { at, branches: alternatives.to_vec(), discriminator: None };
        let ty = self.choice(Facets::default(), choice, &Subject { parts: &[], leaves: &[], at, place });
        self.any.insert(key, ty.clone());
        Use { nullable: nullable && ty != TypeRef::Scalar(Scalar::Json), ty }
    }

    /// The type of one schema at `place`.
    pub(super) fn lower_node(&mut self, node: &'a Node, place: Place) -> Use {
        let inside = Rc::new(place.clone());
        self.lower(&[Part::new(node, &inside)], place)
    }

    fn lower_value(&mut self, parts: &[Part<'a>], place: Place) -> TypeRef {
        let Some(last) = parts.last() else { return TypeRef::Scalar(Scalar::Json) };
        let key: Vec<At> = parts.iter().map(|it| it.node.at).collect();
        if place.reserved.is_none() {
            let is_foreign = parts.len() == 1 && self.foreign.contains_key(&last.node.at);
            if let Some(id) = if is_foreign { self.promise(last.node) } else { None } {
                return TypeRef::Named(id);
            }
            let known = self.inline.get(&key).copied();
            let named = (parts.len() == 1).then(|| self.named.get(&last.node.at).map(|it| it.id)).flatten();
            if let Some(id) = known.or(named) {
                return TypeRef::Named(id);
            }
            // An inline schema that extends what it stands in holds itself.
            let is_open = parts.len() == 1 && self.open.iter().any(|it| it.0.at == last.node.at);
            if let Some(id) = if is_open { self.promise(last.node) } else { None } {
                return TypeRef::Named(id);
            }
        }
        if place.hint.len() > MAX_DEPTH {
            return self.untyped(last.node.at, &format!("schemas are nested deeper than {MAX_DEPTH} levels"));
        }
        let mut leaves = self.leaves(parts);
        self.drop_repetition(&mut leaves);
        if let [Leaf::Reference(part)] = leaves.as_slice() {
            match self.target(part.node) {
                Some(target) if self.heirs.is_heir(last.node.at, target.node.at) && place.reserved.is_some() => {}
                Some(target) if place.reserved != Some(target.id) => return TypeRef::Named(target.id),
                Some(_) => return self.untyped(part.node.at, "the schema is nothing but itself"),
                None => return TypeRef::Scalar(Scalar::Json),
            }
        }
        let facets = self.gather(&leaves, &mut Trail::from(&key));
        if place.reserved.is_some() {
            return self.form(facets, &Subject { parts, leaves: &leaves, at: last.node.at, place });
        }
        let alone = parts.len() == 1;
        if alone {
            self.open.push((last.node, place.clone()));
        }
        let ty = self.form(facets, &Subject { parts, leaves: &leaves, at: last.node.at, place });
        if alone {
            self.open.pop();
            self.keep_promise(last.node.at, &ty);
        }
        if let TypeRef::Named(id) = &ty {
            self.inline.insert(key, *id);
        }
        ty
    }

    /// A schema that something inside it referred to got a type before its form was known.
    fn keep_promise(&mut self, at: At, ty: &TypeRef) {
        let Some(promised) = self.named.get(&at) else { return };
        if let (false, Some(def)) = (*ty == TypeRef::Named(promised.id), self.types.get_mut(promised.id.0 as usize)) {
            def.shape = Shape::Alias(ty.clone());
        }
    }

    /// Leaves out what only repeats what the one reference says (`type: object` beside a `$ref` to an
    /// object), and references that occur twice, so that the reference's own type is kept.
    fn drop_repetition(&mut self, leaves: &mut Vec<Leaf<'a>>) {
        let mut seen = Vec::new();
        leaves.retain(|leaf| {
            let Leaf::Reference(part) = leaf else { return true };
            let target = self.target(part.node).map(|it| it.id);
            let fresh = target.is_none() || !seen.contains(&target);
            seen.push(target);
            fresh
        });
        let [_, _, ..] = leaves.as_slice() else { return };
        let (references, own): (Vec<_>, Vec<_>) =
            leaves.iter().cloned().partition(|it| matches!(it, Leaf::Reference(_)));
        let [reference] = references.as_slice() else { return };
        let theirs = self.gather(std::slice::from_ref(reference), &mut Trail::default());
        let ours = self.gather(&own, &mut Trail::default());
        if repeats(&ours, &theirs) {
            *leaves = references;
        }
    }

    /// Makes room for a type.
    pub(super) fn reserve(&mut self, place: &Place, at: At) -> TypeId {
        let id = TypeId(self.types.len() as u32);
        self.types.push(TypeDef {
            at: self.origin(at),
            hint: place.hint.clone(),
            pinned: None,
            home: place.home.clone(),
            description: None,
            deprecated: false,
            shape: Shape::Alias(TypeRef::Scalar(Scalar::Json)),
            in_request: false,
            in_response: false,
        });
        id
    }

    /// The named type that has this form.
    pub(super) fn define(&mut self, subject: &Subject<'a, '_>, shape: Shape) -> TypeRef {
        let promised = self.named.get(&subject.at).filter(|_| subject.parts.len() == 1).map(|it| it.id);
        let known = subject.place.reserved.or(promised);
        let id = known.unwrap_or_else(|| self.reserve(&subject.place, subject.at));
        if let Some(ty) = self.types.get_mut(id.0 as usize) {
            ty.shape = shape;
            let own = subject.leaves.iter().rev().filter(|it| matches!(it, Leaf::Own(_))).map(|it| it.part().node);
            ty.description = own.clone().find_map(prose);
            ty.deprecated = own.clone().any(|it| flag(it, "deprecated"));
        }
        TypeRef::Named(id)
    }

    /// Lowers what is in the queue until it is empty.
    pub(super) fn finish(&mut self) {
        while let Some(at) = self.queue.pop_front() {
            let Some(target) = self.named.get(&at).cloned() else { continue };
            let foreign = self.foreign.get(&at).cloned();
            if let (Some(foreign), Some(ty)) = (foreign, self.types.get_mut(target.id.0 as usize)) {
                ty.shape = Shape::Foreign(foreign);
                continue;
            }
            let place = Rc::clone(&target.place);
            let found = self.lower(&[Part::new(target.node, &place)], (*place).clone());
            let Some(ty) = self.types.get_mut(target.id.0 as usize) else { continue };
            if found.ty != TypeRef::Named(target.id) {
                ty.shape = Shape::Alias(found.ty);
            }
            ty.description = prose(target.node).or(ty.description.take());
            ty.deprecated |= flag(target.node, "deprecated");
        }
    }

    /// Open JSON in the place of what cannot be typed, said with its reason.
    pub(super) fn untyped(&mut self, at: At, reason: &str) -> TypeRef {
        let at = self.origin(at);
        self.diagnostics.warning("untyped", &at, reason).help("it is passed on as open JSON");
        TypeRef::Scalar(Scalar::Json)
    }
}

/// Whether `ours` adds nothing to `theirs`.
fn repeats(ours: &Facets<'_>, theirs: &Facets<'_>) -> bool {
    let empty = ours.properties.is_empty()
        && ours.additional.is_empty()
        && ours.conditional.is_empty()
        && ours.items.is_none()
        && ours.prefix.is_empty();
    let plain =
        ours.values.is_none() && ours.choices.is_empty() && ours.format.is_none() && !ours.base64 && !ours.never;
    let kinds = theirs.kinds();
    let types = ours.types.is_none_or(|it| !theirs.choices.is_empty() || super::facets::within(kinds, it));
    empty && plain && types && ours.required.iter().all(|it| theirs.required.contains(it))
}

/// Description of a schema, else its title.
pub(super) fn prose(node: &Node) -> Option<String> {
    let text = node.text("description").or_else(|| node.text("title"))?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// Whether a boolean keyword is there and true.
pub(super) fn flag(node: &Node, keyword: &str) -> bool {
    node.get(keyword).and_then(Node::as_bool).unwrap_or(false)
}
