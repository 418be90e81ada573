//! Rules of types: every id leads to a type, every field has a name of its own, a finite value exists.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostics, Origin};
use crate::ir::{Additional, Sdk, Shape, TypeDef, TypeRef};

/// Reports every rule of types that `sdk` breaks.
pub(super) fn check(sdk: &Sdk, diagnostics: &mut Diagnostics) {
    for ty in &sdk.types {
        for (used, at) in uses(ty) {
            check_use(sdk, used, at, diagnostics);
        }
        check_names(ty, diagnostics);
    }
    for operation in &sdk.operations {
        let sent = operation.parameters.iter().map(|it| &it.ty).chain(operation.body.iter().map(|it| &it.content.ty));
        let answers = operation.success.iter().chain(&operation.errors).filter_map(|it| Some(&it.content.as_ref()?.ty));
        for used in sent.chain(answers) {
            check_use(sdk, used, &operation.at, diagnostics);
        }
    }
    for catalog in &sdk.catalogs {
        let payloads = catalog.events.iter().map(|it| (&it.payload, &it.at));
        for (used, at) in payloads.chain(catalog.envelope.fields.iter().map(|it| (&it.ty, &it.at))) {
            check_use(sdk, used, at, diagnostics);
        }
    }
}

fn uses(ty: &TypeDef) -> Vec<(&TypeRef, &Origin)> {
    match &ty.shape {
        Shape::Object(object) => {
            let mut uses: Vec<_> = object.fields.iter().map(|it| (&it.ty, &it.at)).collect();
            if let Additional::Typed(additional) = &object.additional {
                uses.push((additional, &ty.at));
            }
            uses
        }
        Shape::Union(union) => union.variants.iter().map(|it| (&it.ty, &ty.at)).collect(),
        Shape::Alias(target) => vec![(target, &ty.at)],
        Shape::Enum(_) | Shape::Foreign(_) => Vec::new(),
    }
}

fn check_use(sdk: &Sdk, ty: &TypeRef, at: &Origin, diagnostics: &mut Diagnostics) {
    match ty {
        TypeRef::Scalar(_) => {}
        TypeRef::Named(id) => {
            if id.0 as usize >= sdk.types.len() {
                diagnostics.error("unknown-type", at, "a type is used that does not exist");
            }
        }
        TypeRef::List(ty) | TypeRef::Map(ty) | TypeRef::Nullable(ty) | TypeRef::Boxed(ty) => {
            check_use(sdk, ty, at, diagnostics);
        }
    }
}

fn check_names(ty: &TypeDef, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    let (names, what): (Vec<&str>, &str) = match &ty.shape {
        Shape::Object(object) => (object.fields.iter().map(|it| it.wire.as_str()).collect(), "fields"),
        Shape::Enum(enum_) => (enum_.values.iter().map(|it| it.wire.as_str()).collect(), "values"),
        Shape::Union(_) | Shape::Alias(_) | Shape::Foreign(_) => return,
    };
    for name in names {
        if !seen.insert(name) {
            diagnostics.error("duplicate-name", &ty.at, format!("there are two {what} `{name}`"));
        }
    }
}
