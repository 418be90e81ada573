//! Parameter structs: what an operation takes beside its arguments.

use super::docs;
use super::fields::field_link;
use super::imports::Imports;
use crate::fragment::{Docs, Expr, Ident, Md, Str, Type, view};
use crate::ir::{Location, Parameter};
use crate::names::{FieldNames, OperationNames};
use crate::structure::Item;

/// Arguments that clippy lets a function take.
pub(super) const MOST_ARGUMENTS: usize = 7;

view! {
    /// A struct of parameters.
    pub(super) struct ParamsView {
        docs: Docs,
        pub(super) name: Ident,
        new_docs: Docs,
        pub(super) fields: Vec<ParamView>,
        required: Vec<RequiredView>,
        /// More are required than a constructor can take: the struct is built as a literal.
        too_many: bool,
        allow_deprecated: bool,
    }

    /// A parameter.
    pub(super) struct ParamView {
        docs: Docs,
        pub(super) name: Ident,
        pub(super) ty: Type,
        deprecated: bool,
        /// Method of the runtime's `ParamWriter`.
        location: Ident,
        wire: Str,
        setter: Option<ParamSetterView>,
    }

    /// A required parameter: an argument of `new`.
    pub(super) struct RequiredView {
        name: Ident,
        ty: Type,
        value: Option<Expr>,
    }

    /// A setter.
    pub(super) struct ParamSetterView {
        docs: Docs,
        name: Ident,
        ty: Type,
        value: Expr,
    }
}

/// The parameters that go into the struct of an operation: the optional ones, or all but those of the path.
pub(super) fn params<'a>(
    imports: &mut Imports<'a>,
    owner: &Type,
    names: &'a OperationNames,
    parameters: &[(&'a Parameter, &'a FieldNames)],
    items: &mut Vec<Item>,
) -> ParamsView {
    imports.fixed("sdk_runtime", &["ParamWriter", "Params"]);
    items.extend([Item::Struct(names.params.clone()), Item::Impl(names.params.clone())]);
    let required: Vec<_> = parameters.iter().filter(|(it, _)| it.required).collect();
    let too_many = required.len() > MOST_ARGUMENTS;
    let method = match required.is_empty() {
        true => &names.method_with,
        false => &names.method,
    };
    let path = owner.join(method);
    let of = |text| docs::line(&[Md::fixed(text), docs::link(&path), Md::fixed(".")]);
    let new = match required.is_empty() {
        true => "No parameter is set.",
        false => "Only the required parameters are set.",
    };
    ParamsView {
        docs: match required.is_empty() {
            true => of("Optional parameters of "),
            false => of("Parameters of "),
        },
        name: names.params.clone(),
        new_docs: Docs::line(&Md::fixed(new)),
        fields: parameters.iter().map(|(it, names)| param(imports, it, names)).collect(),
        too_many,
        allow_deprecated: parameters.iter().any(|(it, _)| it.deprecated),
        required: required.into_iter().map(|(it, names)| argument(imports, it, names, too_many)).collect(),
    }
}

fn param<'a>(imports: &mut Imports<'a>, it: &'a Parameter, names: &'a FieldNames) -> ParamView {
    let ty = imports.ty(&it.ty);
    ParamView {
        docs: param_docs(it),
        name: names.field.clone(),
        ty: if it.required { ty } else { Type::of("Option", [ty]) },
        deprecated: it.deprecated,
        location: Ident::fixed(match it.location {
            Location::Path | Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        }),
        wire: Str::new(&it.wire),
        setter: (!it.required).then(|| setter(imports, it, names)),
    }
}

fn setter<'a>(imports: &mut Imports<'a>, it: &'a Parameter, names: &'a FieldNames) -> ParamSetterView {
    let given = imports.argument(&it.ty, &names.field);
    ParamSetterView {
        docs: docs::line(&[Md::fixed("Sets "), field_link(&names.field), Md::fixed(".")]),
        name: names.setter.clone(),
        ty: given.ty,
        value: given.value.wrap("Some(", ")"),
    }
}

/// An argument of `new`; where there is no `new`, nothing is imported for it.
fn argument<'a>(
    imports: &mut Imports<'a>,
    it: &'a Parameter,
    names: &'a FieldNames,
    is_unprinted: bool,
) -> RequiredView {
    if is_unprinted {
        return RequiredView { name: names.field.clone(), ty: imports.ty(&it.ty), value: None };
    }
    let given = imports.argument(&it.ty, &names.field);
    RequiredView { name: names.field.clone(), ty: given.ty, value: (!given.plain).then_some(given.value) }
}

/// The documentation of a parameter.
fn param_docs(it: &Parameter) -> Docs {
    let otherwise = docs::with_code("The parameter ", &it.wire, ".");
    docs::with_default(Docs::of(None, it.description.as_deref(), &otherwise), it.default.as_ref())
}
