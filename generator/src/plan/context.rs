//! What every part of the plan looks things up in: the representation, its names, and where things are declared.

use std::collections::BTreeSet;

use super::layout::Layout;
use crate::fragment::Type;
use crate::ir::{Scalar, Sdk, Shape, TypeDef, TypeId, TypeRef};
use crate::names::{Names, TypeNames};

/// The representation and its names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'a> {
    pub(super) sdk: &'a Sdk,
    pub(super) names: &'a Names,
    pub(super) layout: &'a Layout<'a>,
    /// Types that failures of operations carry.
    pub(super) errors: &'a BTreeSet<TypeId>,
}

/// The public module that a type is declared in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Place {
    /// `crate::models`
    Models,
    /// `crate::events`: the catalog of that index.
    Catalog(u32),
}

/// The file that a type is printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum File {
    /// A component schema's own.
    Component(TypeId),
    /// The one of an operation's inline types.
    Operation(u32),
    /// The one of a webhook's inline types.
    Webhook(u32, u32),
    /// An event's payload.
    Event(u32, u32),
    /// A schema that a catalog shares.
    Shared(u32, TypeId),
}

impl File {
    /// The public module that it belongs to.
    pub(super) fn place(self) -> Place {
        match self {
            Self::Component(_) | Self::Operation(_) | Self::Webhook(..) => Place::Models,
            Self::Event(catalog, _) | Self::Shared(catalog, _) => Place::Catalog(catalog),
        }
    }
}

impl<'a> Context<'a> {
    /// The definition of a type.
    pub(super) fn def(&self, id: TypeId) -> &'a TypeDef {
        &self.sdk.types[id.0 as usize]
    }

    /// The names around a type.
    pub(super) fn ty(&self, id: TypeId) -> &'a TypeNames {
        self.names.ty(id)
    }

    /// The file that a type is printed in. Another name for an inline type stands beside that.
    pub(super) fn file(&self, id: TypeId) -> File {
        self.layout.file(id)
    }

    /// The public module that a type is declared in.
    pub(super) fn place(&self, id: TypeId) -> Place {
        self.file(id).place()
    }

    /// The path of a public module.
    pub(super) fn module(&self, place: Place) -> Type {
        match place {
            Place::Models => Type::fixed("crate::models"),
            Place::Catalog(index) => Type::within("crate", &self.names.catalog(index).module),
        }
    }

    /// What a type is once aliases are followed.
    pub(super) fn resolve(&self, ty: &'a TypeRef) -> &'a TypeRef {
        let mut ty = ty;
        // Aliases that refer to each other have no end; no chain is longer than the list of types.
        for _ in 0..=self.sdk.types.len() {
            match ty {
                TypeRef::Named(id) => match &self.def(*id).shape {
                    Shape::Alias(target) => ty = target,
                    _ => return ty,
                },
                TypeRef::Boxed(inner) => ty = inner,
                _ => return ty,
            }
        }
        ty
    }

    /// How many boxes a value of the type is in, by the type alone.
    pub(super) fn boxes(&self, ty: &'a TypeRef) -> usize {
        let (mut ty, mut boxes) = (ty, 0);
        for _ in 0..=self.sdk.types.len() {
            match ty {
                TypeRef::Named(id) => match &self.def(*id).shape {
                    Shape::Alias(target) => ty = target,
                    _ => break,
                },
                TypeRef::Boxed(inner) => (ty, boxes) = (inner, boxes + 1),
                _ => break,
            }
        }
        boxes
    }

    /// Whether a value of the type is passed as it is: numbers and truth values.
    pub(super) fn is_copy(&self, ty: &'a TypeRef) -> bool {
        matches!(
            self.resolve(ty),
            TypeRef::Scalar(
                Scalar::Bool | Scalar::I32 | Scalar::I64 | Scalar::U64 | Scalar::F32 | Scalar::F64 | Scalar::Unit
            )
        )
    }

    /// Whether a value of the type can be written into a path: text, numbers and enums.
    pub(super) fn is_display(&self, ty: &'a TypeRef) -> bool {
        match self.resolve(ty) {
            TypeRef::Scalar(it) => !matches!(
                it,
                Scalar::Json | Scalar::Unit | Scalar::Binary | Scalar::Upload | Scalar::Base64 | Scalar::Secret
            ),
            TypeRef::Named(id) => matches!(self.def(*id).shape, Shape::Enum(_)),
            _ => false,
        }
    }
}
