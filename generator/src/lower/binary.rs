//! `format: binary` means bytes only where bytes can stand: as a whole body, and as a file in the object that
//! describes the parts of a multipart body. Within JSON it is text.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostics, Origin};
use crate::ir::{Additional, Catalog, Content, Encoding, Operation, Scalar, Shape, TypeDef, TypeId, TypeRef};

/// Turns bytes into text wherever they cannot be sent, with a warning for each field.
pub(super) fn settle(
    types: &mut [TypeDef],
    operations: &mut [Operation],
    catalogs: &mut [Catalog],
    diagnostics: &mut Diagnostics,
) {
    let parts = multipart_objects(types, operations);
    let aliases = aliases_of_bytes(types);
    for (index, ty) in types.iter_mut().enumerate() {
        let is_parts = parts.contains(&TypeId(index as u32));
        let place = ty.at.clone();
        for (used, at) in uses(ty) {
            if !holds_bytes(used, &aliases) {
                continue;
            }
            if is_parts && file(used, &aliases) {
                continue;
            }
            text(used);
            if !is_parts {
                warn(at.as_ref().unwrap_or(&place), diagnostics);
            }
        }
        // Whether an alias is a whole body or a field it cannot say itself; bodies do not use its name.
        if let Shape::Alias(ty) = &mut ty.shape {
            text(ty);
        }
    }
    for operation in operations {
        contents(operation).filter(|it| it.encoding != Encoding::Bytes).for_each(|it| text(&mut it.ty));
        operation.parameters.iter_mut().for_each(|it| text(&mut it.ty));
    }
    for field in catalogs.iter_mut().flat_map(|it| &mut it.envelope.fields) {
        text(&mut field.ty);
    }
}

fn contents(operation: &mut Operation) -> impl Iterator<Item = &mut Content> {
    let answers = operation.success.iter_mut().chain(&mut operation.errors).filter_map(|it| it.content.as_mut());
    operation.body.iter_mut().map(|it| &mut it.content).chain(answers)
}

/// The types that a type uses, with the place of the field where there is one.
fn uses(ty: &mut TypeDef) -> Vec<(&mut TypeRef, Option<Origin>)> {
    match &mut ty.shape {
        Shape::Object(object) => {
            let additional = match &mut object.additional {
                Additional::Typed(ty) => Some((ty, None)),
                Additional::Open => None,
            };
            object.fields.iter_mut().map(|it| (&mut it.ty, Some(it.at.clone()))).chain(additional).collect()
        }
        Shape::Union(union) => union.variants.iter_mut().map(|it| (&mut it.ty, None)).collect(),
        Shape::Alias(_) | Shape::Enum(_) | Shape::Foreign(_) => Vec::new(),
    }
}

/// Objects that are bodies of multipart operations.
fn multipart_objects(types: &[TypeDef], operations: &[Operation]) -> BTreeSet<TypeId> {
    let bodies = operations.iter().filter_map(|it| it.body.as_ref());
    let multipart = bodies.filter(|it| it.content.encoding == Encoding::Multipart);
    let mut open: Vec<TypeId> = multipart.filter_map(|it| it.content.ty.named()).collect();
    let (mut seen, mut objects) = (BTreeSet::new(), BTreeSet::new());
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match &types[id.0 as usize].shape {
            Shape::Object(_) => drop(objects.insert(id)),
            Shape::Alias(target) => open.extend(target.named()),
            Shape::Union(union) => open.extend(union.variants.iter().filter_map(|it| it.ty.named())),
            Shape::Enum(_) | Shape::Foreign(_) => {}
        }
    }
    objects
}

/// Puts a file in the place of bytes, or a list of files; whether that is what the type is.
fn file(ty: &mut TypeRef, aliases: &BTreeSet<TypeId>) -> bool {
    match ty {
        TypeRef::List(item) => matches!(**item, TypeRef::Scalar(_) | TypeRef::Named(_)) && file(item, aliases),
        TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => file(inner, aliases),
        TypeRef::Scalar(_) | TypeRef::Named(_) if holds_bytes(ty, aliases) => {
            *ty = TypeRef::Scalar(Scalar::Upload);
            true
        }
        TypeRef::Scalar(_) | TypeRef::Named(_) | TypeRef::Map(_) => false,
    }
}

fn aliases_of_bytes(types: &[TypeDef]) -> BTreeSet<TypeId> {
    let is_bytes = |ty: &TypeDef| matches!(&ty.shape, Shape::Alias(TypeRef::Scalar(Scalar::Binary)));
    let ids = types.iter().enumerate().filter(|it| is_bytes(it.1)).map(|it| TypeId(it.0 as u32));
    ids.collect()
}

fn holds_bytes(ty: &TypeRef, aliases: &BTreeSet<TypeId>) -> bool {
    match ty {
        TypeRef::Scalar(scalar) => *scalar == Scalar::Binary,
        TypeRef::Named(id) => aliases.contains(id),
        TypeRef::List(ty) | TypeRef::Map(ty) | TypeRef::Nullable(ty) | TypeRef::Boxed(ty) => holds_bytes(ty, aliases),
    }
}

/// Puts text in the place of bytes.
pub(super) fn text(ty: &mut TypeRef) {
    match ty {
        TypeRef::Scalar(Scalar::Binary) => *ty = TypeRef::Scalar(Scalar::String),
        TypeRef::Scalar(_) | TypeRef::Named(_) => {}
        TypeRef::List(ty) | TypeRef::Map(ty) | TypeRef::Nullable(ty) | TypeRef::Boxed(ty) => text(ty),
    }
}

fn warn(at: &Origin, diagnostics: &mut Diagnostics) {
    diagnostics
        .warning("binary-in-json", at, "`format: binary` cannot stand within JSON")
        .help("it is taken as a string; base64 text is `contentEncoding: base64`");
}
