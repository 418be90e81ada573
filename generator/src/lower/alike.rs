//! Identical inline types of a namespace become one type with several names.
//!
//! In go the types once everything is known of them; of those inline types of one namespace, or of one component
//! schema, that are the same, the first stays and the others become aliases of it.
//!
//! Same means the same on the wire and in the documentation: the fields or values, their order, presence,
//! types, defaults and descriptions, and whether requests or responses carry them. What a schema as a whole is
//! called and described as does not count, since its alias says it.
//!
//! **Invariant:** merging renames nothing. Every inline schema keeps the name of its place, as the type or as
//! an alias of it, so that one more schema in a document, wherever it stands, takes no name away. A component
//! schema, an event and a type whose name is pinned stay types of their own whatever they are like.

use std::collections::HashMap;

use crate::ir::{
    Additional, Enum, EnumValue, Field, Home, Object, Operation, Shape, TypeDef, TypeId, TypeRef, Union, Variant,
};

/// The types that a type may be merged with.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Group {
    /// Inline types of the operations of a namespace.
    Namespace(u32),
    /// Inline types of a component schema.
    Component(TypeId),
}

/// What alike types have in common at first sight: their group, direction and keys.
type Sight = (Group, u8, Vec<String>);

/// Makes aliases of the inline types that are like one before them.
pub(super) fn merge(types: &mut [TypeDef], operations: &[Operation]) {
    let mut same = Same((0..types.len()).map(|it| TypeId(it as u32)).collect());
    let mut seen: HashMap<Sight, Vec<usize>> = HashMap::new();
    for index in 0..types.len() {
        let Some(group) = group(types, operations, index) else { continue };
        let Some(sight) = sight(group, &types[index]) else { continue };
        let candidates = seen.entry(sight).or_default();
        match candidates.iter().find(|it| same.shapes(&types[**it].shape, &types[index].shape)) {
            Some(first) => {
                let first = TypeId(*first as u32);
                same.0[index] = first;
                let (in_request, in_response) = (types[index].in_request, types[index].in_response);
                let kept = &mut types[first.0 as usize];
                kept.in_request |= in_request;
                kept.in_response |= in_response;
                types[index].shape = Shape::Alias(TypeRef::Named(first));
            }
            None => candidates.push(index),
        }
    }
}

fn group(types: &[TypeDef], operations: &[Operation], index: usize) -> Option<Group> {
    let ty = &types[index];
    match &ty.home {
        _ if ty.pinned.is_some() => None,
        Home::Operation(it) => operations.get(*it as usize).map(|it| Group::Namespace(it.namespace)),
        Home::Inside(owner) if types.get(owner.0 as usize)?.home == Home::Component => Some(Group::Component(*owner)),
        Home::Inside(_) | Home::Component | Home::Event(..) | Home::Webhook(..) | Home::Catalog(_) => None,
    }
}

/// Objects of requests and of responses differ in Rust; enums and unions look the same in both.
fn sight(group: Group, ty: &TypeDef) -> Option<Sight> {
    let direction = u8::from(ty.in_request) * 2 + u8::from(ty.in_response);
    Some(match &ty.shape {
        Shape::Object(it) => (group, direction, it.fields.iter().map(|it| it.wire.clone()).collect()),
        Shape::Enum(it) => (group, 4, it.values.iter().map(|it| it.wire.clone()).collect()),
        Shape::Union(it) => (group, 5, it.variants.iter().map(|it| it.hint.clone()).collect()),
        Shape::Alias(_) | Shape::Foreign(_) => return None,
    })
}

/// For each type the one that it is the same as: itself or an earlier one.
struct Same(Vec<TypeId>);

impl Same {
    fn shapes(&self, a: &Shape, b: &Shape) -> bool {
        match (a, b) {
            (Shape::Object(a), Shape::Object(b)) => self.objects(a, b),
            (Shape::Enum(a), Shape::Enum(b)) => enums(a, b),
            (Shape::Union(a), Shape::Union(b)) => self.unions(a, b),
            (Shape::Alias(a), Shape::Alias(b)) => self.types(a, b),
            _ => false,
        }
    }

    fn objects(&self, a: &Object, b: &Object) -> bool {
        let Object { fields, additional, also, positional } = a;
        let additional = match (additional, &b.additional) {
            (Additional::Open, Additional::Open) => true,
            (Additional::Typed(a), Additional::Typed(b)) => self.types(a, b),
            _ => false,
        };
        additional && *also == b.also && *positional == b.positional && all(fields, &b.fields, |a, b| self.fields(a, b))
    }

    fn fields(&self, a: &Field, b: &Field) -> bool {
        let Field {
            wire,
            at: _,
            ty,
            presence,
            boxed,
            description,
            default,
            deprecated,
            read_only,
            write_only,
            constant,
        } = a;
        *wire == b.wire
            && self.types(ty, &b.ty)
            && *presence == b.presence
            && *boxed == b.boxed
            && *description == b.description
            && *default == b.default
            && *deprecated == b.deprecated
            && *read_only == b.read_only
            && *write_only == b.write_only
            && *constant == b.constant
    }

    fn unions(&self, a: &Union, b: &Union) -> bool {
        a.discriminator == b.discriminator && all(&a.variants, &b.variants, |a, b| self.variants(a, b))
    }

    fn variants(&self, a: &Variant, b: &Variant) -> bool {
        let Variant { hint, ty, tags, kinds, required, known, constants, description } = a;
        *hint == b.hint
            && self.types(ty, &b.ty)
            && *tags == b.tags
            && *kinds == b.kinds
            && *required == b.required
            && *known == b.known
            && *constants == b.constants
            && *description == b.description
    }

    fn types(&self, a: &TypeRef, b: &TypeRef) -> bool {
        match (a, b) {
            (TypeRef::Scalar(a), TypeRef::Scalar(b)) => a == b,
            (TypeRef::Named(a), TypeRef::Named(b)) => self.0.get(a.0 as usize) == self.0.get(b.0 as usize),
            (TypeRef::List(a), TypeRef::List(b))
            | (TypeRef::Map(a), TypeRef::Map(b))
            | (TypeRef::Nullable(a), TypeRef::Nullable(b))
            | (TypeRef::Boxed(a), TypeRef::Boxed(b)) => self.types(a, b),
            _ => false,
        }
    }
}

fn enums(a: &Enum, b: &Enum) -> bool {
    let values = |a: &EnumValue, b: &EnumValue| {
        let EnumValue { wire, hint, description } = a;
        *wire == b.wire && *hint == b.hint && *description == b.description
    };
    a.repr == b.repr && all(&a.values, &b.values, values)
}

fn all<T>(a: &[T], b: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}
