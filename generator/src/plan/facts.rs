//! Facts of operations: the statics that the runtime reads.

use super::context::Context;
use super::imports::Imports;
use super::paging;
use super::stream;
use super::version;
use crate::fragment::{Expr, Ident, Str, Type, view};
use crate::ir::{EmptyBody, Encoding, Location, Method, Operation, Parameter, Part, RetrySafety, SecurityKind, Style};

view! {
    /// `static NAME: Operation = Operation { …, ..Operation::NEW };`
    pub(super) struct FactsView {
        pub(super) name: Ident,
        pub(super) facts: Vec<FactView>,
    }

    /// One field of it.
    pub(super) struct FactView {
        pub(super) name: Ident,
        pub(super) value: Expr,
    }
}

/// A fact.
pub(super) fn fact(name: &'static str, value: impl Into<Expr>) -> FactView {
    FactView { name: Ident::fixed(name), value: value.into() }
}

/// `Some("…")`
pub(super) fn some_text(text: &str) -> Expr {
    some(Str::new(text))
}

/// `Some(…)`
pub(super) fn some(value: impl Into<Expr>) -> Expr {
    value.into().wrap("Some(", ")")
}

/// A struct of facts: `Name { field: …, ..rest }`.
pub(super) fn record(
    name: &'static str,
    fields: impl IntoIterator<Item = (&'static str, Expr)>,
    rest: Option<Expr>,
) -> Expr {
    Expr::record(&Type::fixed(name), fields.into_iter().map(|(name, value)| (Ident::fixed(name), value)), rest)
}

/// The facts of an operation that differ from the runtime's defaults.
pub(super) fn operation(imports: &mut Imports<'_>, operation: &Operation, name: &Ident) -> FactsView {
    import(imports, operation);
    let context = imports.context;
    let mut facts = vec![fact("id", Str::new(&operation.id))];
    if operation.method != Method::Get {
        facts.push(fact("method", method(operation.method)));
    }
    facts.push(fact("path", Str::new(&operation.path)));
    let params = || operation.parameters.iter().chain(&operation.of_client);
    if params().next().is_some() {
        facts.push(fact("params", Expr::slice(params().map(parameter))));
    }
    if !operation.security.is_empty() {
        facts.push(fact("security", security(context, operation)));
    }
    if let Some(retry) = retry(operation) {
        facts.push(fact("retry", retry));
    }
    if operation.empty_body == EmptyBody::Object {
        facts.push(fact("empty_body", Expr::fixed("EmptyBody::Object")));
    }
    let mut list = |name, texts: &[String]| {
        if !texts.is_empty() {
            facts.push(fact(name, Expr::texts(texts)));
        }
    };
    list("unwrap", &operation.unwrap);
    list("expects", &operation.expects);
    if let Some(forms) = version::forms(context, operation) {
        imports.fixed("sdk_runtime::facts", &["VersionForm"]);
        facts.push(fact("versions", forms));
    }
    if operation.own_data {
        facts.push(fact("own_data", Expr::bool(true)));
    }
    if let Some(body) = operation.body.as_ref().filter(|it| it.content.media_type != JSON) {
        facts.push(fact("content_type", Str::new(&body.content.media_type)));
    }
    if let Some(parts) = parts(operation) {
        facts.push(fact("parts", parts));
    }
    if let Some(accept) = accept(operation) {
        facts.push(fact("accept", Str::new(&accept)));
    }
    if let Some(server) = &operation.server {
        facts.push(fact("server", some_text(server)));
    }
    if let Some(it) = &operation.paging {
        facts.push(fact("paging", paging::fact(imports, it)));
    }
    if let Some(it) = operation.stream.as_ref().and_then(|it| stream::fact(imports, it)) {
        facts.push(fact("stream", it));
    }
    FactsView { name: name.clone(), facts }
}

/// Imports what the facts name.
fn import(imports: &mut Imports<'_>, operation: &Operation) {
    let mut import = |name, is_named: bool| {
        if is_named {
            imports.fixed("sdk_runtime::facts", &[name]);
        }
    };
    import("Operation", true);
    import("Method", operation.method != Method::Get);
    import("Param", !(operation.parameters.is_empty() && operation.of_client.is_empty()));
    import("Style", operation.parameters.iter().any(|it| it.style != usual(it.location).1));
    let of_parts = || encoded(operation).flatten();
    import("Part", of_parts().next().is_some());
    import("Style", of_parts().any(|it| it.style.is_some()));
    import("RetrySafety", retry(operation).is_some());
    import("EmptyBody", operation.empty_body == EmptyBody::Object);
}

/// The fields of a form that are not written as usual.
fn encoded(operation: &Operation) -> impl Iterator<Item = impl Iterator<Item = &Part>> {
    let body = operation.body.iter().map(|it| &it.content);
    let forms = body.filter(|it| matches!(it.encoding, Encoding::Form | Encoding::Multipart));
    forms.map(|it| it.parts.iter())
}

fn parts(operation: &Operation) -> Option<Expr> {
    let parts: Vec<Expr> = encoded(operation).flatten().map(part).collect();
    (!parts.is_empty()).then(|| Expr::slice(parts))
}

fn part(it: &Part) -> Expr {
    let usual = Expr::call(&Type::fixed("Part::new"), [Str::new(&it.wire).into()]);
    let mut differences = Vec::new();
    let mut differ = |name, value| differences.push((name, value));
    if let Some(content_type) = &it.content_type {
        differ("content_type", Str::new(content_type).into());
    }
    if let Some(style) = it.style {
        differ("style", some(Expr::fixed(style_name(style))));
    }
    if let Some(explode) = it.explode {
        differ("explode", some(Expr::bool(explode)));
    }
    if it.allow_reserved {
        differ("allow_reserved", Expr::bool(true));
    }
    if differences.is_empty() { usual } else { record("Part", differences, Some(usual)) }
}

const JSON: &str = "application/json";

/// The media types that are asked for; `None` where it is JSON alone.
fn accept(operation: &Operation) -> Option<String> {
    let mut types: Vec<&str> = Vec::new();
    for content in operation.success.iter().filter_map(|it| it.content.as_ref()) {
        // Whatever kind of bytes the server has, the call gives them.
        let also = content.also.iter().filter(|_| content.encoding == Encoding::Bytes);
        for it in std::iter::once(&content.media_type).chain(also) {
            if !types.contains(&it.as_str()) {
                types.push(it);
            }
        }
    }
    (!types.is_empty() && types != [JSON]).then(|| types.join(", "))
}

fn retry(operation: &Operation) -> Option<Expr> {
    let idempotent = !matches!(operation.method, Method::Post | Method::Patch);
    match (operation.retry, idempotent) {
        (RetrySafety::Safe, false) => Some(Expr::fixed("RetrySafety::Safe")),
        (RetrySafety::Unsafe, true) => Some(Expr::fixed("RetrySafety::Unsafe")),
        _ => None,
    }
}

/// A method as an expression.
fn method(method: Method) -> Expr {
    Expr::fixed(match method {
        Method::Get => "Method::Get",
        Method::Put => "Method::Put",
        Method::Post => "Method::Post",
        Method::Delete => "Method::Delete",
        Method::Options => "Method::Options",
        Method::Head => "Method::Head",
        Method::Patch => "Method::Patch",
        Method::Trace => "Method::Trace",
        Method::Query => "Method::Query",
    })
}

/// A method as it stands in a request.
pub(super) fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Put => "PUT",
        Method::Post => "POST",
        Method::Delete => "DELETE",
        Method::Options => "OPTIONS",
        Method::Head => "HEAD",
        Method::Patch => "PATCH",
        Method::Trace => "TRACE",
        Method::Query => "QUERY",
    }
}

/// Schemes that the runtime can fill in, by their place in the SDK's facts.
pub(super) fn schemes(context: Context<'_>) -> impl Iterator<Item = usize> + '_ {
    let schemes = context.sdk.security.iter().enumerate();
    schemes.filter(|(_, it)| it.kind != SecurityKind::Other).map(|(index, _)| index)
}

/// The alternatives; a scheme that the runtime cannot fill in is the caller's transport's matter.
fn security(context: Context<'_>, operation: &Operation) -> Expr {
    let known: Vec<usize> = schemes(context).collect();
    let place = |scheme: &u32| known.iter().position(|it| *it == *scheme as usize);
    let alternatives = operation.security.iter().map(|alternative| {
        let places = alternative.iter().filter_map(place);
        Expr::slice(places.map(|it| crate::fragment::Num::index(it).into()))
    });
    Expr::slice(alternatives)
}

/// The runtime's constructor for a place, with the style and explosion that it assumes.
fn usual(location: Location) -> (&'static str, Style, bool) {
    match location {
        Location::Path => ("Param::path", Style::Simple, false),
        Location::Query => ("Param::query", Style::Form, true),
        Location::Header => ("Param::header", Style::Simple, false),
        Location::Cookie => ("Param::cookie", Style::Form, true),
    }
}

fn parameter(it: &Parameter) -> Expr {
    let (head, style, explode) = usual(it.location);
    let usual = Expr::call(&Type::fixed(head), [Str::new(&it.wire).into()]);
    let mut differences = Vec::new();
    let mut differ = |name, value| differences.push((name, value));
    if it.style != style {
        differ("style", Expr::fixed(style_name(it.style)));
    }
    if it.explode != explode {
        differ("explode", Expr::bool(it.explode));
    }
    if it.required && it.location != Location::Path {
        differ("required", Expr::bool(true));
    }
    if it.allow_reserved {
        differ("allow_reserved", Expr::bool(true));
    }
    if it.json {
        differ("json", Expr::bool(true));
    }
    if differences.is_empty() { usual } else { record("Param", differences, Some(usual)) }
}

fn style_name(style: Style) -> &'static str {
    match style {
        Style::Simple => "Style::Simple",
        Style::Label => "Style::Label",
        Style::Matrix => "Style::Matrix",
        Style::Form => "Style::Form",
        Style::SpaceDelimited => "Style::SpaceDelimited",
        Style::PipeDelimited => "Style::PipeDelimited",
        Style::DeepObject => "Style::DeepObject",
    }
}
