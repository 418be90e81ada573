//! What tells the variants of a union apart: JSON kinds, keys, constants.

use std::collections::BTreeSet;

use crate::ir::{EnumRepr, Field, Kinds, Object, Presence, Scalar, Shape, TypeDef, TypeRef};

/// Fills in the facts of every variant once all types are known.
pub(super) fn describe_variants(types: &mut [TypeDef]) {
    for index in 0..types.len() {
        let Shape::Union(union) = &types[index].shape else { continue };
        let mut variants = union.variants.clone();
        for variant in &mut variants {
            variant.kinds = kinds(types, &variant.ty);
        }
        // Keys tell objects from objects; where only one variant is one, its kind does.
        let by_keys = variants.iter().filter(|it| it.kinds.object).count() > 1;
        for variant in variants.iter_mut().filter(|it| by_keys && it.kinds.object) {
            let objects = objects(types, &variant.ty);
            let [object] = objects.as_slice() else {
                variant.required = in_all(&objects);
                variant.known = in_any(&objects);
                continue;
            };
            variant.required = keys(object, true);
            variant.known = keys(object, false);
            variant.constants = constants(types, object);
        }
        if let Shape::Union(union) = &mut types[index].shape {
            union.variants = variants;
        }
    }
}

/// Marks the fields that have one value.
pub(super) fn mark_constants(types: &mut [TypeDef]) {
    for index in 0..types.len() {
        let Shape::Object(object) = &types[index].shape else { continue };
        let is_constant = |it: &Field| {
            let both_ways = !it.read_only && !it.write_only;
            both_ways && it.presence == Presence::Required && single_value(types, &it.ty).is_some()
        };
        let constant: Vec<bool> = object.fields.iter().map(is_constant).collect();
        if let Shape::Object(object) = &mut types[index].shape {
            object.fields.iter_mut().zip(constant).for_each(|(field, it)| field.constant = it);
        }
    }
}

/// JSON kinds that a value of `ty` can be; all of them behind too many types to look at. Walks through aliases and
/// unions without recursion, since a document may chain any number of them.
fn kinds(types: &[TypeDef], ty: &TypeRef) -> Kinds {
    let mut kinds = Kinds::default();
    let mut seen = BTreeSet::new();
    let mut open = vec![ty];
    while let Some(ty) = open.pop() {
        if seen.len() > MAX_TYPES {
            return scalar_kinds(Scalar::Json);
        }
        match ty {
            TypeRef::Scalar(scalar) => kinds = either(kinds, scalar_kinds(*scalar)),
            TypeRef::List(_) => kinds.list = true,
            TypeRef::Map(_) => kinds.object = true,
            TypeRef::Boxed(ty) => open.push(ty),
            TypeRef::Nullable(ty) => {
                kinds.null = true;
                open.push(ty);
            }
            TypeRef::Named(id) if seen.insert(*id) => match &types[id.0 as usize].shape {
                Shape::Object(it) if it.positional => kinds.list = true,
                Shape::Object(_) => kinds.object = true,
                Shape::Foreign(_) => kinds = either(kinds, scalar_kinds(Scalar::Json)),
                Shape::Enum(it) => kinds = either(kinds, enum_kinds(it.repr)),
                Shape::Alias(ty) => open.push(ty),
                Shape::Union(it) => open.extend(it.variants.iter().map(|it| &it.ty)),
            },
            TypeRef::Named(_) => {}
        }
    }
    kinds
}

fn enum_kinds(repr: EnumRepr) -> Kinds {
    let none = Kinds::default();
    match repr {
        EnumRepr::String => Kinds { string: true, ..none },
        EnumRepr::Integer => Kinds { integer: true, ..none },
        EnumRepr::Number => Kinds { integer: true, number: true, ..none },
    }
}

fn scalar_kinds(scalar: Scalar) -> Kinds {
    let none = Kinds::default();
    match scalar {
        Scalar::Bool => Kinds { boolean: true, ..none },
        Scalar::I32 | Scalar::I64 | Scalar::U64 => Kinds { integer: true, ..none },
        Scalar::F32 | Scalar::F64 | Scalar::Number => Kinds { integer: true, number: true, ..none },
        Scalar::String
        | Scalar::Timestamp
        | Scalar::Date
        | Scalar::Base64
        | Scalar::Binary
        | Scalar::Upload
        | Scalar::Secret => Kinds { string: true, ..none },
        Scalar::Json => {
            Kinds { null: true, boolean: true, integer: true, number: true, string: true, list: true, object: true }
        }
        Scalar::Unit => Kinds { null: true, ..none },
    }
}

fn either(a: Kinds, b: Kinds) -> Kinds {
    Kinds {
        null: a.null || b.null,
        boolean: a.boolean || b.boolean,
        integer: a.integer || b.integer,
        number: a.number || b.number,
        string: a.string || b.string,
        list: a.list || b.list,
        object: a.object || b.object,
    }
}

/// The type behind aliases, boxes and null.
pub(super) fn settled<'t>(types: &'t [TypeDef], ty: &'t TypeRef) -> &'t TypeRef {
    let mut ty = ty;
    // No chain of aliases is longer than the list of types.
    for _ in 0..=types.len() {
        ty = match ty {
            TypeRef::Boxed(inner) | TypeRef::Nullable(inner) => inner,
            TypeRef::Named(_) => match shape(types, ty) {
                Some(Shape::Alias(target)) => target,
                _ => return ty,
            },
            TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) => return ty,
        };
    }
    ty
}

/// What a named type is.
pub(super) fn shape<'t>(types: &'t [TypeDef], ty: &TypeRef) -> Option<&'t Shape> {
    let TypeRef::Named(id) = ty else { return None };
    types.get(id.0 as usize).map(|it| &it.shape)
}

/// The object that `ty` is, through aliases and boxes.
pub(super) fn object<'a>(types: &'a [TypeDef], ty: &'a TypeRef) -> Option<&'a Object> {
    match shape(types, settled(types, ty))? {
        Shape::Object(it) => Some(it).filter(|it| !it.positional),
        _ => None,
    }
}

/// The objects that a value of `ty` may be, through aliases, boxes and unions. Not recursive, since a document
/// may chain any number of them.
pub(super) fn objects<'a>(types: &'a [TypeDef], ty: &'a TypeRef) -> Vec<&'a Object> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![ty];
    while let Some(ty) = open.pop() {
        match ty {
            TypeRef::Boxed(ty) | TypeRef::Nullable(ty) => open.push(ty),
            TypeRef::Named(id) if seen.insert(*id) => match &types[id.0 as usize].shape {
                Shape::Object(it) if it.positional => {}
                Shape::Object(it) => found.push(it),
                Shape::Alias(ty) => open.push(ty),
                Shape::Union(it) => open.extend(it.variants.iter().map(|it| &it.ty)),
                Shape::Enum(_) | Shape::Foreign(_) => {}
            },
            TypeRef::Named(_) | TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) => {}
        }
        if found.len() > MAX_OBJECTS || seen.len() > MAX_TYPES {
            return Vec::new();
        }
    }
    found
}

/// Keys that each of several objects always has.
fn in_all(objects: &[&Object]) -> Vec<String> {
    let Some((first, rest)) = objects.split_first() else { return Vec::new() };
    let rest: Vec<BTreeSet<String>> = rest.iter().map(|it| keys(it, true).into_iter().collect()).collect();
    keys(first, true).into_iter().filter(|key| rest.iter().all(|it| it.contains(key))).collect()
}

/// Keys that one of several objects may have.
fn in_any(objects: &[&Object]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    objects.iter().flat_map(|it| keys(it, false)).filter(|it| seen.insert(it.clone())).collect()
}

/// Unions of more objects than these are told from others by their kind alone.
const MAX_OBJECTS: usize = 64;

/// Types that are looked at for one variant.
const MAX_TYPES: usize = 512;

fn keys(object: &Object, always: bool) -> Vec<String> {
    let there = |presence| matches!(presence, Presence::Required | Presence::Nullable);
    object.fields.iter().filter(|it| !always || there(it.presence)).map(|it| it.wire.clone()).collect()
}

/// Fields that have a single value, as JSON text.
fn constants(types: &[TypeDef], object: &Object) -> Vec<(String, String)> {
    let fields = object.fields.iter();
    fields.filter_map(|it| Some((it.wire.clone(), single_value(types, &it.ty)?))).collect()
}

fn single_value(types: &[TypeDef], ty: &TypeRef) -> Option<String> {
    let TypeRef::Named(id) = ty else { return None };
    let Shape::Enum(it) = &types[id.0 as usize].shape else { return None };
    let [value] = it.values.as_slice() else { return None };
    Some(match it.repr {
        EnumRepr::Integer | EnumRepr::Number => value.wire.clone(),
        EnumRepr::String => serde_json::Value::String(value.wire.clone()).to_string(),
    })
}
