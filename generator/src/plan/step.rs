//! Arguments of methods, and how each is sent.

use super::context::Context;
use super::fields::field_link;
use super::imports::Imports;
use crate::fragment::{Expr, Ident, Md, Str, Type, view};
use crate::ir::{Body, Content, Encoding, Location, Parameter, Scalar, TypeRef};
use crate::names::FieldNames;

view! {
    /// An argument of a method.
    pub(super) struct ArgumentView {
        pub(super) name: Ident,
        pub(super) ty: Type,
    }
}

/// Where an argument goes.
#[derive(Clone, Copy)]
pub(super) enum Given<'a> {
    Parameter(&'a Parameter, &'a FieldNames),
    Body(&'a Body),
}

/// An argument and the step of the call that sends it.
pub(super) struct Step {
    pub(super) name: Ident,
    ty: Type,
    /// Method of the runtime's `Call`, and what it is given.
    pub(super) method: Ident,
    pub(super) arguments: Vec<Expr>,
    pub(super) docs: Option<Md>,
}

/// The arguments of a method.
pub(super) fn arguments(steps: &[Step], params: Option<&Ident>) -> Vec<ArgumentView> {
    let plain = steps.iter().filter(|it| it.name.as_str() != "body");
    let body = steps.iter().filter(|it| it.name.as_str() == "body");
    let view = |it: &Step| ArgumentView { name: it.name.clone(), ty: it.ty.clone() };
    let params = params.map(|it| ArgumentView { name: Ident::fixed("params"), ty: Type::from(it) });
    plain.chain(body).map(view).chain(params).collect()
}

/// The argument for a parameter or body, and how it is sent.
pub(super) fn step<'a>(imports: &mut Imports<'a>, given: Given<'a>) -> Step {
    match given {
        Given::Parameter(parameter, names) => parameter_step(imports, parameter, &names.field),
        Given::Body(body) => body_step(imports, body),
    }
}

fn parameter_step<'a>(imports: &mut Imports<'a>, it: &'a Parameter, name: &Ident) -> Step {
    let given = Expr::path(&Type::from(name));
    let is_path = it.location == Location::Path;
    let method = match it.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header_param",
        Location::Cookie => "cookie",
    };
    let context = imports.context;
    let (ty, method, value) = if is_path && context.is_display(&it.ty) && !it.json {
        imports.fixed("std::fmt", &["Display"]);
        (Type::fixed("impl Display"), "path", given)
    } else if !is_path && context.is_copy(&it.ty) {
        (imports.ty(&it.ty), method, given.wrap("&", ""))
    } else if !is_path && context.is_display(&it.ty) && !it.json {
        imports.fixed("std::fmt", &["Display"]);
        (Type::fixed("impl Display"), method, given.wrap("&", ".to_string()"))
    } else {
        let ty = match context.resolve(&it.ty) {
            TypeRef::List(item) => imports.ty(item).wrap("&[", "]"),
            _ => imports.ty(&it.ty).wrap("&", ""),
        };
        (ty, if is_path { "path_value" } else { method }, given)
    };
    let docs = it.description.as_deref().map(|text| described(name, text));
    Step {
        name: name.clone(),
        ty,
        method: Ident::fixed(method),
        arguments: vec![Str::new(&it.wire).into(), value],
        docs,
    }
}

fn body_step<'a>(imports: &mut Imports<'a>, body: &'a Body) -> Step {
    let given = Expr::fixed("body");
    let content = &body.content;
    let (ty, method, value) = match content.encoding {
        Encoding::Json if body.required => json_body(imports, &content.ty),
        Encoding::Json => {
            let ty = imports.ty(&content.ty).wrap("impl Into<Option<", ">>");
            (ty, "json_optional", Expr::fixed("&body.into()"))
        }
        Encoding::Form => form_body(imports, body, ("form", "form_optional")),
        Encoding::Text if body.required => (Type::fixed("impl Into<String>"), "text", given),
        Encoding::Text => (Type::fixed("impl Into<Option<String>>"), "text_optional", Expr::fixed("body.into()")),
        Encoding::Bytes | Encoding::Events | Encoding::Lines => {
            imports.fixed("sdk_runtime::data", &["Upload"]);
            match body.required {
                true => (Type::fixed("impl Into<Upload>"), "bytes", given),
                false => (Type::fixed("impl Into<Option<Upload>>"), "bytes_optional", Expr::fixed("body.into()")),
            }
        }
        Encoding::Multipart if is_form_of_fields(imports.context, content) => {
            form_body(imports, body, ("multipart_form", "multipart_form_optional"))
        }
        Encoding::Multipart => {
            imports.fixed("sdk_runtime", &["Multipart"]);
            match body.required {
                true => (Type::fixed("Multipart"), "multipart", given),
                false => {
                    let ty = Type::fixed("impl Into<Option<Multipart>>");
                    (ty, "multipart_optional", Expr::fixed("body.into()"))
                }
            }
        }
    };
    let name = Ident::fixed("body");
    let docs = body.description.as_deref().map(|text| described(&name, text));
    Step { name, ty, method: Ident::fixed(method), arguments: vec![value], docs }
}

/// Whether a multipart body has a struct with a field for each part.
pub(super) fn is_form_of_fields(context: Context<'_>, content: &Content) -> bool {
    matches!(context.resolve(&content.ty), TypeRef::Named(_))
}

fn form_body<'a>(
    imports: &mut Imports<'a>,
    body: &'a Body,
    (required, optional): (&'static str, &'static str),
) -> (Type, &'static str, Expr) {
    let ty = imports.ty(&body.content.ty);
    match body.required {
        true => (ty, required, Expr::fixed("&body")),
        false => (ty.wrap("impl Into<Option<", ">>"), optional, Expr::fixed("&body.into()")),
    }
}

fn json_body<'a>(imports: &mut Imports<'a>, ty: &'a TypeRef) -> (Type, &'static str, Expr) {
    match imports.context.resolve(ty) {
        TypeRef::List(item) => (imports.ty(item).wrap("&[", "]"), "json", Expr::fixed("body")),
        TypeRef::Scalar(Scalar::String) => (Type::fixed("&str"), "json", Expr::fixed("body")),
        _ => (imports.ty(ty), "json", Expr::fixed("&body")),
    }
}

/// `` - `limit`: At most so many. ``
fn described(name: &Ident, text: &str) -> Md {
    Md::labelled(&field_link(name), &Md::summary(text))
}
