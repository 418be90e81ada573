//! Unions: an enum of the types that a value may be of.

use std::collections::BTreeMap;

use super::docs;
use super::facts::{FactView, fact};
use super::imports::Imports;
use super::object::type_docs;
use crate::fragment::{Docs, Expr, Ident, Md, Num, Str, Type, view};
use crate::ir::{Kinds, Scalar, Shape, TypeId, TypeRef, Union, Variant};
use crate::structure::Item;

view! {
    /// A union with everything around it.
    pub(super) struct UnionView {
        docs: Docs,
        name: Ident,
        literal: Str,
        discriminator: Option<Str>,
        variants: Vec<VariantView>,
        conversions: Vec<ConversionView>,
        /// Failures of operations carry it.
        error: bool,
    }

    /// A variant.
    pub(super) struct VariantView {
        docs: Docs,
        name: Ident,
        literal: Str,
        ty: Type,
        boxed: bool,
        index: Num,
        /// Discriminator value that is written with it.
        tag: Option<Str>,
        facts: Vec<FactView>,
        /// Not every fact is known.
        partial: bool,
    }

    /// `From<ty>`.
    pub(super) struct ConversionView {
        variant: Ident,
        ty: Type,
        value: Expr,
    }
}

/// How many facts there can be.
const FACTS: usize = 5;

/// The view of a union, and the items that it declares.
pub(super) fn union<'a>(imports: &mut Imports<'a>, id: TypeId, union: &'a Union, items: &mut Vec<Item>) -> UnionView {
    let (def, names) = (imports.context.def(id), imports.context.ty(id));
    imports.fixed("sdk_runtime::data", &["Blank", "Union", "UnknownJson", "blank", "union"]);
    imports.fixed("sdk_runtime::serde", &["Deserialize", "Deserializer", "Serialize", "Serializer"]);
    items.extend([Item::Enum(names.name.clone()), Item::Impl(names.name.clone())]);
    let otherwise = docs::with_code("One of the forms of ", def.hint.last().map_or("", |it| it), ".");
    let discriminator = union.discriminator.as_deref();
    let pairs: Vec<_> = union.variants.iter().zip(&names.variants).collect();
    let variants = pairs.iter().enumerate();
    UnionView {
        docs: type_docs(def, &otherwise),
        name: names.name.clone(),
        literal: Str::new(names.name.as_str()),
        discriminator: discriminator.map(Str::new),
        variants: variants.map(|(index, (it, name))| variant(imports, discriminator, index, it, name)).collect(),
        conversions: conversions(imports, &pairs),
        error: imports.is_error(id),
    }
}

fn variant<'a>(
    imports: &mut Imports<'a>,
    discriminator: Option<&str>,
    index: usize,
    variant: &'a Variant,
    name: &Ident,
) -> VariantView {
    let ty = imports.ty(unboxed(&variant.ty));
    let otherwise = match unboxed(&variant.ty) {
        TypeRef::Named(_) => Md::concat(&[docs::link(&ty), Md::fixed(".")]),
        other => docs::form(other),
    };
    let object = is_object(imports, &variant.ty);
    let tag = discriminator.filter(|_| object).and(variant.tags.first());
    let facts = facts(variant);
    VariantView {
        docs: Docs::of(None, variant.description.as_deref(), &otherwise),
        name: name.clone(),
        literal: Str::new(name.bare()),
        boxed: boxed(imports, &variant.ty),
        ty,
        index: Num::index(index),
        tag: tag.map(|it| Str::new(it)),
        partial: facts.len() < FACTS,
        facts,
    }
}

/// Whether a variant holds its value in a box: objects and unions, so that the union stays small.
fn boxed<'a>(imports: &Imports<'a>, ty: &'a TypeRef) -> bool {
    match imports.context.resolve(ty) {
        TypeRef::Named(id) => !matches!(imports.context.def(*id).shape, Shape::Enum(_)),
        _ => matches!(ty, TypeRef::Boxed(_)),
    }
}

fn unboxed(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Boxed(inner) => inner,
        other => other,
    }
}

fn is_object<'a>(imports: &Imports<'a>, ty: &'a TypeRef) -> bool {
    match imports.context.resolve(ty) {
        TypeRef::Named(id) => matches!(&imports.context.def(*id).shape, Shape::Object(it) if !it.positional),
        _ => false,
    }
}

fn facts(variant: &Variant) -> Vec<FactView> {
    let mut facts = Vec::new();
    let mut add = |name, value: Expr| facts.push(fact(name, value));
    if let Some(kinds) = kinds(variant.kinds) {
        add("kinds", kinds);
    }
    if !variant.tags.is_empty() {
        add("tags", strings(&variant.tags));
    }
    if !variant.required.is_empty() {
        add("required", strings(&variant.required));
    }
    if !variant.known.is_empty() {
        add("known", strings(&variant.known));
    }
    if !variant.constants.is_empty() {
        let pair = |(key, json): &(String, String)| Expr::tuple([Str::new(key).into(), Str::new(json).into()]);
        add("constants", Expr::slice(variant.constants.iter().map(pair)));
    }
    facts
}

fn strings(items: &[String]) -> Expr {
    Expr::slice(items.iter().map(|it| Str::new(it).into()))
}

/// `None` where the value may be anything, which is what the runtime assumes.
fn kinds(kinds: Kinds) -> Option<Expr> {
    let flags = [
        (kinds.null, "union::Kinds::NULL"),
        (kinds.boolean, "union::Kinds::BOOLEAN"),
        (kinds.integer, "union::Kinds::INTEGER"),
        (kinds.number, "union::Kinds::NUMBER"),
        (kinds.string, "union::Kinds::STRING"),
        (kinds.list, "union::Kinds::LIST"),
        (kinds.object, "union::Kinds::OBJECT"),
    ];
    let set: Vec<_> = flags.iter().filter(|(is, _)| *is).map(|(_, name)| Expr::fixed(name)).collect();
    let all = set.len() == flags.len();
    let set = set.into_iter().reduce(|all, it| all.method(&Ident::fixed("or"), [it]));
    set.filter(|_| !all)
}

/// Conversions from the types that only one variant holds.
fn conversions<'a>(imports: &mut Imports<'a>, pairs: &[(&'a Variant, &Ident)]) -> Vec<ConversionView> {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for (variant, _) in pairs {
        let ty = imports.context.resolve(&variant.ty);
        *uses.entry(format!("{ty:?}")).or_default() += 1;
    }
    let mut conversions = Vec::new();
    for (variant, name) in pairs {
        let ty = imports.context.resolve(&variant.ty);
        if uses.get(&format!("{ty:?}")) != Some(&1) || *ty == TypeRef::Scalar(Scalar::Unit) {
            continue;
        }
        let boxed = boxed(imports, &variant.ty);
        let (is_text, is_number) = (*ty == TypeRef::Scalar(Scalar::String), *ty == TypeRef::Scalar(Scalar::Number));
        let ty = imports.ty(unboxed(&variant.ty));
        conversions.push(ConversionView { variant: (*name).clone(), ty, value: holding(boxed, "it") });
        if is_text {
            let ty = Type::fixed("&str");
            conversions.push(ConversionView { variant: (*name).clone(), ty, value: holding(boxed, "it.to_owned()") });
        }
        if is_number && !uses.contains_key(&format!("{:?}", TypeRef::Scalar(Scalar::F64))) {
            let ty = Type::fixed("f64");
            conversions.push(ConversionView { variant: (*name).clone(), ty, value: holding(boxed, "it.into()") });
        }
    }
    conversions
}

/// A variant's value as the variant holds it.
fn holding(boxed: bool, value: &'static str) -> Expr {
    match boxed {
        true => Expr::fixed(value).wrap("Box::new(", ")"),
        false => Expr::fixed(value),
    }
}
