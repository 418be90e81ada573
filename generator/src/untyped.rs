//! What stays open JSON: because the document leaves it open, or because it could not be typed.
//!
//! In: the representation and the diagnostics of its making. Out: [`Untyped`], every place once.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Origin};
use crate::ir::{Additional, Operation, Scalar, Sdk, Shape, TypeRef};

/// Words by which a diagnostic says that a value is passed on as it is.
const AS_JSON: &str = "open JSON";

/// Places that have no type in the code.
#[derive(Clone, Debug, Default)]
pub struct Untyped {
    /// What the document gives a type that the code does not have, each with its reason.
    pub fallbacks: Vec<Diagnostic>,
    /// What the document itself leaves open: a schema without a type, `additionalProperties: true`.
    pub open: Vec<Origin>,
}

impl Untyped {
    /// The places of some SDKs, sorted.
    pub fn of(sdks: &[Sdk], diagnostics: &[Diagnostic]) -> Self {
        let mut fallbacks: Vec<Diagnostic> = diagnostics.iter().filter(|it| is_fallback(it)).cloned().collect();
        fallbacks.sort_by(|a, b| (&a.at, a.code, &a.message).cmp(&(&b.at, b.code, &b.message)));
        fallbacks.dedup();
        let near =
            |at: &Origin| fallbacks.iter().any(|it| it.at.file == at.file && related(&it.at.pointer, &at.pointer));
        let places: BTreeSet<Origin> = sdks.iter().flat_map(places).collect();
        let open = places.into_iter().filter(|it| !near(it)).collect();
        Self { fallbacks, open }
    }
}

/// Whether a diagnostic says that something is left as JSON.
pub fn is_fallback(diagnostic: &Diagnostic) -> bool {
    let says = |text: &str| text.contains(AS_JSON);
    diagnostic.code == "untyped" || says(&diagnostic.message) || diagnostic.help.as_deref().is_some_and(says)
}

/// Whether one pointer is the other or leads on from it.
fn related(one: &str, other: &str) -> bool {
    let within = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    within(one, other) || within(other, one)
}

/// Every place that holds JSON as it comes.
fn places(sdk: &Sdk) -> BTreeSet<Origin> {
    let mut found = BTreeSet::new();
    let mut note = |at: &Origin, ty: &TypeRef| {
        if is_json(ty) {
            found.insert(at.clone());
        }
    };
    for ty in &sdk.types {
        match &ty.shape {
            Shape::Object(object) => {
                object.fields.iter().for_each(|it| note(&it.at, &it.ty));
                if let Additional::Typed(more) = &object.additional {
                    note(&ty.at, more);
                }
            }
            Shape::Union(union) => union.variants.iter().for_each(|it| note(&ty.at, &it.ty)),
            Shape::Alias(target) => note(&ty.at, target),
            Shape::Enum(_) | Shape::Foreign(_) => {}
        }
    }
    for operation in &sdk.operations {
        operation.parameters.iter().for_each(|it| note(&it.at, &it.ty));
        contents(operation).for_each(|(at, ty)| note(at, ty));
    }
    found
}

/// What requests and responses carry.
fn contents(operation: &Operation) -> impl Iterator<Item = (&Origin, &TypeRef)> {
    let responses = operation.success.iter().chain(&operation.errors);
    let responses = responses.filter_map(|it| Some((&it.at, &it.content.as_ref()?.ty)));
    operation.body.iter().map(|it| (&it.at, &it.content.ty)).chain(responses)
}

fn is_json(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Scalar(it) => *it == Scalar::Json,
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => is_json(inner),
        TypeRef::Named(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_related_to_what_is_in_it() {
        assert!(related("/a/b", "/a") && related("/a", "/a/b") && related("/a", "/a"));
        assert!(!related("/a", "/ab") && !related("/a/b", "/a/c"));
    }
}
