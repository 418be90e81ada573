//! Types that hold themselves: which fields need a box, and what no finite value would fit.
//!
//! **Invariant:** whether a field is boxed depends on the cycle it is part of alone, never on the order
//! of the document, so that a new schema changes no other type.

use super::cycles::components;
use crate::diagnostics::Diagnostics;
use crate::ir::{Kinds, Presence, Shape, TypeDef, TypeRef, Union, Variant};

/// Makes all types finite in memory and in their values.
pub(super) fn settle(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    open_circular_aliases(types);
    relax_endless(types, diagnostics);
    insert_boxes(types);
}

/// An alias that leads back to itself (`Tree = list of Tree`) has no end when it is written out, so it
/// becomes a union of the one form it has.
fn open_circular_aliases(types: &mut [TypeDef]) {
    let edges: Vec<Vec<usize>> = types.iter().map(|ty| aliases_in(types, ty)).collect();
    let component = components(&edges);
    for index in 0..types.len() {
        if !edges[index].iter().any(|target| component[*target] == component[index]) {
            continue;
        }
        if let Shape::Alias(ty) = types[index].shape.clone() {
            types[index].shape = Shape::Union(Union { discriminator: None, variants: vec![only_variant(ty)] });
        }
    }
}

fn aliases_in(types: &[TypeDef], ty: &TypeDef) -> Vec<usize> {
    let Shape::Alias(ty) = &ty.shape else { return Vec::new() };
    let target = ty.named().map(|id| id.0 as usize);
    target.filter(|it| matches!(types[*it].shape, Shape::Alias(_))).into_iter().collect()
}

fn only_variant(ty: TypeRef) -> Variant {
    let hint = match ty {
        TypeRef::List(_) => "list",
        TypeRef::Map(_) => "map",
        _ => "value",
    };
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

/// Required fields that would need a value inside a value without end become optional.
fn relax_endless(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    let finite = finite(types);
    if finite.iter().all(|it| *it) {
        return;
    }
    let edges: Vec<Vec<usize>> = types.iter().map(|ty| required_edges(types, ty)).collect();
    let component = components(&edges);
    for index in 0..types.len() {
        let targets: Vec<Option<usize>> = match &types[index].shape {
            Shape::Object(object) => object.fields.iter().map(|it| by_value(types, &it.ty)).collect(),
            _ => continue,
        };
        let Shape::Object(object) = &mut types[index].shape else { continue };
        for (field, target) in object.fields.iter_mut().zip(targets) {
            let endless = target.is_some_and(|it| !finite[it] && component[it] == component[index]);
            if endless && field.presence == Presence::Required {
                field.presence = Presence::Optional;
                diagnostics
                    .warning(
                        "endless-type",
                        &field.at,
                        format!("`{}` is required and holds its own type without end", field.wire),
                    )
                    .help("no finite value fits; the field is taken as optional");
            }
        }
    }
}

/// For each type whether a value of it can be finite.
fn finite(types: &[TypeDef]) -> Vec<bool> {
    let needs: Vec<Vec<usize>> = types.iter().map(|ty| required_edges(types, ty)).collect();
    let mut waiting: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut needed_by = vec![Vec::new(); types.len()];
    for (index, needs) in needs.iter().enumerate() {
        needs.iter().for_each(|it| needed_by[*it].push(index));
    }
    let mut settled: Vec<usize> = (0..types.len()).filter(|it| waiting[*it] == 0).collect();
    while let Some(index) = settled.pop() {
        for other in &needed_by[index] {
            waiting[*other] -= 1;
            if waiting[*other] == 0 {
                settled.push(*other);
            }
        }
    }
    waiting.into_iter().map(|it| it == 0).collect()
}

fn required_edges(types: &[TypeDef], ty: &TypeDef) -> Vec<usize> {
    let Shape::Object(object) = &ty.shape else { return Vec::new() };
    let required = object.fields.iter().filter(|it| it.presence == Presence::Required);
    required.filter(|it| !matches!(it.ty, TypeRef::Nullable(_))).filter_map(|it| by_value(types, &it.ty)).collect()
}

/// The object or union that a value of `ty` holds in place.
fn by_value(types: &[TypeDef], ty: &TypeRef) -> Option<usize> {
    let mut ty = ty;
    loop {
        match ty {
            TypeRef::Nullable(inner) => ty = inner,
            TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Boxed(_) => return None,
            TypeRef::Named(id) => match &types[id.0 as usize].shape {
                Shape::Alias(target) => ty = target,
                Shape::Enum(_) | Shape::Foreign(_) => return None,
                Shape::Object(_) | Shape::Union(_) => return Some(id.0 as usize),
            },
        }
    }
}

/// A variant that is an object has a box in any case, so it holds nothing in place.
fn variant_by_value(types: &[TypeDef], ty: &TypeRef) -> Option<usize> {
    match ty {
        TypeRef::Named(id) if matches!(types[id.0 as usize].shape, Shape::Object(_)) => None,
        ty => by_value(types, ty),
    }
}

fn insert_boxes(types: &mut [TypeDef]) {
    let held: Vec<Vec<Option<usize>>> = types.iter().map(|ty| held_by(types, ty)).collect();
    let edges: Vec<Vec<usize>> = held.iter().map(|it| it.iter().flatten().copied().collect()).collect();
    let component = components(&edges);
    for index in 0..types.len() {
        let circular = |target: &Option<usize>| target.is_some_and(|it| component[it] == component[index]);
        match &mut types[index].shape {
            Shape::Object(object) => {
                for (field, target) in object.fields.iter_mut().zip(&held[index]) {
                    field.boxed = circular(target);
                }
            }
            Shape::Union(union) => {
                for (variant, target) in union.variants.iter_mut().zip(&held[index]) {
                    if circular(target) {
                        variant.ty = TypeRef::Boxed(Box::new(variant.ty.clone()));
                    }
                }
            }
            Shape::Enum(_) | Shape::Alias(_) | Shape::Foreign(_) => {}
        }
    }
}

fn held_by(types: &[TypeDef], ty: &TypeDef) -> Vec<Option<usize>> {
    match &ty.shape {
        Shape::Object(object) => object.fields.iter().map(|it| by_value(types, &it.ty)).collect(),
        Shape::Union(union) => union.variants.iter().map(|it| variant_by_value(types, &it.ty)).collect(),
        Shape::Enum(_) | Shape::Alias(_) | Shape::Foreign(_) => Vec::new(),
    }
}
