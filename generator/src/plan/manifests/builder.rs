//! Builders of manifests: methods that put what they are given where it belongs.

use super::super::docs;
use crate::fragment::{Docs, Expr, Ident, Md, Num, Str, Type, view};
use crate::ir::{Act, Builder, BuilderArgument, Literal, TypeRef};
use crate::names::ManifestNames;
use crate::plan::imports::Imports;

view! {
    /// A builder.
    pub(super) struct BuilderView {
        docs: Docs,
        name: Ident,
        ty: Ident,
        new: CallView,
        /// The arguments as they are handed on.
        given: Vec<Ident>,
        methods: Vec<MethodView>,
    }

    /// A method.
    struct MethodView {
        docs: Docs,
        name: Ident,
        call: CallView,
    }

    /// What a method takes and does.
    struct CallView {
        arguments: Vec<ArgumentView>,
        /// Arguments that are converted first.
        converted: Vec<ConvertedView>,
        /// Calls of the draft's methods.
        steps: Vec<Expr>,
    }

    /// An argument.
    struct ArgumentView {
        name: Ident,
        ty: Type,
    }

    /// An argument as the value that it stands for.
    struct ConvertedView {
        name: Ident,
        ty: Type,
        value: Expr,
    }
}

/// The builder of the manifest whose type is `ty`.
pub(super) fn view<'a>(
    imports: &mut Imports<'a>,
    ty: &Ident,
    names: &'a ManifestNames,
    builder: &'a Builder,
) -> BuilderView {
    imports.fixed("sdk_runtime::manifest", &["Draft"]);
    let new = call(imports, &builder.new, &names.new, &builder.values, &[]);
    let mut methods = Vec::new();
    for (method, names) in builder.methods.iter().zip(&names.methods) {
        methods.push(MethodView {
            docs: Docs::of(Some(&method.summary), None, &docs::with_code("Sets ", &method.name, ".")),
            name: names.name.clone(),
            call: call(imports, &method.arguments, &names.arguments, &method.values, &method.clear),
        });
    }
    BuilderView {
        docs: docs::line(&[Md::fixed("Builder of "), docs::link(&Type::from(ty)), Md::fixed(".")]),
        name: names.builder.clone(),
        ty: ty.clone(),
        given: names.new.clone(),
        new,
        methods,
    }
}

impl BuilderView {
    /// Its public methods, as lists of a surface show them.
    pub(super) fn lines(&self) -> Vec<String> {
        let name = &self.name;
        let arguments = |call: &CallView| {
            let list: Vec<String> =
                call.arguments.iter().map(|it| format!("{}: {}", it.name, it.ty.as_str())).collect();
            list.join(", ")
        };
        let mut lines = vec![
            format!("{}::builder({}) -> {name}", self.ty, arguments(&self.new)),
            format!("struct {name}"),
            format!("{name}::new({}) -> {name}", arguments(&self.new)),
            format!("{name}::build(self) -> Result<{}, Problems>", self.ty),
        ];
        let method = |it: &MethodView| {
            let list = arguments(&it.call);
            format!("{name}::{}(self{}{list}) -> {name}", it.name, if list.is_empty() { "" } else { ", " })
        };
        lines.extend(self.methods.iter().map(method));
        lines
    }
}

fn call<'a>(
    imports: &mut Imports<'a>,
    arguments: &'a [BuilderArgument],
    names: &'a [Ident],
    values: &[(String, Literal)],
    clear: &[String],
) -> CallView {
    let mut call = CallView { arguments: Vec::new(), converted: Vec::new(), steps: Vec::new() };
    for place in clear {
        call.steps.push(step("clear", [Str::new(place).into()]));
    }
    for (place, value) in values {
        call.steps.extend(literal(value).map(|value| step("set", [Str::new(place).into(), value])));
    }
    for (argument, name) in arguments.iter().zip(names) {
        add(imports, &mut call, argument, name);
    }
    call
}

fn add<'a>(imports: &mut Imports<'a>, call: &mut CallView, argument: &'a BuilderArgument, name: &'a Ident) {
    let place = Expr::from(Str::new(&argument.place));
    let given = Expr::path(&Type::from(name));
    let into = Ident::fixed("into");
    if argument.act == Act::Put {
        let key = Ident::fixed("key");
        call.arguments.push(ArgumentView { name: key.clone(), ty: Type::fixed("impl Into<String>") });
        let ty = taken(imports, call, &argument.ty, name);
        call.arguments.push(ArgumentView { name: name.clone(), ty });
        call.steps.push(step("put", [place, Expr::path(&Type::from(&key)), given]));
        return;
    }
    if argument.act == Act::Extend {
        let item = imports.ty(&argument.ty);
        imports.fixed("sdk_runtime::data", &["object"]);
        let ty = item.wrap("impl IntoIterator<Item = impl Into<", ">>");
        let value = Expr::call(&Type::fixed("object::list"), [given.clone()]);
        call.converted.push(ConvertedView { name: name.clone(), ty: Type::of("Vec", [item]), value });
        call.arguments.push(ArgumentView { name: name.clone(), ty });
        call.steps.push(step("extend", [place, given]));
        return;
    }
    if argument.optional {
        let ty = Type::of("Option", [imports.ty(&argument.ty)]);
        call.converted.push(ConvertedView { name: name.clone(), ty: ty.clone(), value: given.method(&into, []) });
        call.arguments.push(ArgumentView { name: name.clone(), ty: ty.wrap("impl Into<", ">") });
        call.steps.push(step("set_some", [place, given]));
        return;
    }
    let ty = taken(imports, call, &argument.ty, name);
    call.arguments.push(ArgumentView { name: name.clone(), ty });
    let method = if argument.act == Act::Push { "push" } else { "set" };
    call.steps.push(step(method, [place, given]));
}

/// How an argument of that type is declared; what is no such value yet is converted first.
fn taken<'a>(imports: &mut Imports<'a>, call: &mut CallView, ty: &'a TypeRef, name: &Ident) -> Type {
    let argument = imports.argument(ty, name);
    if !argument.plain {
        call.converted.push(ConvertedView { name: name.clone(), ty: imports.ty(ty), value: argument.value });
    }
    argument.ty
}

/// `draft.set("spec.runtime.image", image)`
fn step<const N: usize>(method: &'static str, arguments: [Expr; N]) -> Expr {
    Expr::fixed("draft").method(&Ident::fixed(method), arguments)
}

/// A value that is no list and no object.
fn literal(value: &Literal) -> Option<Expr> {
    match value {
        Literal::Bool(it) => Some(Expr::bool(*it)),
        Literal::Number(text) => Num::json(text).map(Expr::from),
        Literal::String(text) => Some(Str::new(text).into()),
        Literal::Null | Literal::List(_) | Literal::Object(_) => None,
    }
}
