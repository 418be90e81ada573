//! Generated tests: every operation is sent once, every event goes round.

mod waiter;

use super::answer::{Answer, answer};
use super::context::Context;
use super::example::{self, least, literal};
use super::fields::storage;
use super::operation::Signature;
use super::params::MOST_ARGUMENTS;
use super::step::{Given, is_form_of_fields};
use crate::fragment::{Expr, FilePath, Ident, Num, Str, Type, view};
use crate::ir::{
    Body, Catalog, Encoding, Event, Literal, Location, Operation, OperationId, Parameter, Presence, Scalar, Shape,
    Status, TypeRef,
};
use crate::names::FieldNames;
use crate::render::Page;
use crate::structure::Item;

/// Template of the tests of operations.
pub(super) const OPERATIONS: &str = "tests/operations.rs.jinja";
/// Template of the tests of events.
pub(super) const EVENTS: &str = "tests/events.rs.jinja";

view! {
    /// The tests of operations.
    struct OperationsView {
        library: Ident,
        /// Some argument is given as JSON.
        json: bool,
        namespaces: Vec<NamespaceView>,
    }

    /// The test of a namespace.
    struct NamespaceView {
        name: Ident,
        /// None: its operations sit on the client itself.
        accessor: Option<Ident>,
        deprecated: bool,
        operations: Vec<OperationView>,
        waiters: Vec<waiter::WaitView>,
    }

    /// An operation that is sent.
    struct OperationView {
        call: Expr,
        answer: AnswerView,
    }

    /// What the server answers.
    struct AnswerView {
        status: Num,
        /// None: an answer without a body.
        body: Option<Str>,
        /// None: JSON.
        media_type: Option<Str>,
    }

    /// The tests of events.
    struct EventsView {
        library: Ident,
        catalogs: Vec<CatalogView>,
    }

    /// The test of a catalog.
    struct CatalogView {
        module: Ident,
        tag: Str,
        payload: Option<Str>,
        examples: Vec<ExampleView>,
    }

    /// An event.
    struct ExampleView {
        name: Str,
        payload: Str,
        /// The payload with null for everything that may be.
        nulls: Str,
        /// Whether a payload of another kind is wrong.
        typed: bool,
    }
}

/// The names of the tests.
pub(super) fn names(context: Context<'_>) -> Vec<&'static str> {
    let operations = has_operations(context).then_some("operations");
    operations.into_iter().chain((!context.sdk.catalogs.is_empty()).then_some("events")).collect()
}

fn has_operations(context: Context<'_>) -> bool {
    context.sdk.client && !context.sdk.operations.is_empty()
}

/// The pages.
pub(super) fn pages(context: Context<'_>) -> Vec<Page> {
    let mut pages = Vec::new();
    if has_operations(context) {
        pages.push(operations(context));
    }
    if !context.sdk.catalogs.is_empty() {
        pages.push(events(context));
    }
    pages
}

fn operations(context: Context<'_>) -> Page {
    let sdk = context.sdk;
    let namespaces: Vec<_> = (0..).zip(&sdk.namespaces).filter_map(|(index, _)| namespace(context, index)).collect();
    let items: Vec<_> = namespaces.iter().map(|it| Item::Fn(it.name.clone())).collect();
    let calls = || {
        let waiters = namespaces.iter().flat_map(|it| &it.waiters).map(|it| it.call.as_str());
        namespaces.iter().flat_map(|it| &it.operations).map(|it| it.call.as_str()).chain(waiters)
    };
    let view = OperationsView {
        library: context.names.library.clone(),
        json: calls().any(|it| it.contains("serde_json::")),
        namespaces,
    };
    Page::new(FilePath::fixed("tests/operations.rs"), OPERATIONS, view).source(&sdk.info.at).items(items)
}

/// `None`: no operation is in it.
fn namespace(context: Context<'_>, index: u32) -> Option<NamespaceView> {
    let sdk = context.sdk;
    let is_root = sdk.namespaces.get(index as usize).is_some_and(|it| it.name.is_empty());
    let names = context.names.namespace(index);
    let own = || (0..).map(OperationId).zip(&sdk.operations).filter(|(_, it)| it.namespace == index);
    let operations: Vec<_> = own().map(|(id, it)| operation(context, id, it, is_root)).collect();
    (!operations.is_empty()).then(|| NamespaceView {
        name: names.module.clone(),
        accessor: (!is_root).then(|| names.accessor.clone()),
        deprecated: own().any(|(_, it)| it.deprecated || it.parameters.iter().any(|it| it.deprecated)),
        operations,
        waiters: waiter::waiters(context, index, is_root),
    })
}

fn operation(context: Context<'_>, id: OperationId, it: &Operation, is_root: bool) -> OperationView {
    let names = context.names.operation(id);
    let signature = Signature::new(it, names);
    let mut given: Vec<Expr> = signature.plain.iter().map(|it| argument(context, *it)).collect();
    let with = !signature.gathered.is_empty();
    if with {
        let library = Type::from(&context.names.library);
        let namespace = context.names.namespace(it.namespace);
        let module = if is_root { library } else { library.join(&namespace.module) };
        let ty = module.join(&names.params);
        given.push(params(context, &ty, &signature));
    }
    let method = if with && !signature.only_with { &names.method_with } else { &names.method };
    OperationView { call: Expr::fixed("api").method(method, given), answer: answered(context, it) }
}

fn argument(context: Context<'_>, given: Given<'_>) -> Expr {
    match given {
        Given::Parameter(it, _) => parameter(context, it),
        Given::Body(it) => body(context, it),
    }
}

fn example_of(context: Context<'_>, it: &Parameter) -> Literal {
    it.example.clone().unwrap_or_else(|| least(context, &it.ty, true))
}

fn parameter(context: Context<'_>, it: &Parameter) -> Expr {
    let value = example_of(context, it);
    if context.is_copy(&it.ty) && it.location != Location::Path {
        return example::argument(context, &it.ty, &value).unwrap_or(Expr::fixed("Default::default()"));
    }
    if context.is_display(&it.ty) && !it.json {
        return Str::new(&example::shown(&value)).into();
    }
    let text = Expr::from(literal(&value));
    match context.resolve(&it.ty) {
        TypeRef::List(_) => text.wrap("&serde_json::from_str::<Vec<_>>(", ")?"),
        _ => text.wrap("&serde_json::from_str(", ")?"),
    }
}

fn body(context: Context<'_>, it: &Body) -> Expr {
    let content = &it.content;
    let value = it.example.clone().unwrap_or_else(|| least(context, &content.ty, true));
    let text = Expr::from(literal(&value));
    match content.encoding {
        Encoding::Json if !it.required => match content.ty {
            TypeRef::Nullable(_) => text.wrap("Some(Some(serde_json::from_str(", ")?))"),
            _ => text.wrap("Some(serde_json::from_str(", ")?)"),
        },
        Encoding::Json => match context.resolve(&content.ty) {
            TypeRef::List(_) => text.wrap("&serde_json::from_str::<Vec<_>>(", ")?"),
            TypeRef::Scalar(Scalar::String) => Str::new(&example::shown(&value)).into(),
            _ => text.wrap("serde_json::from_str(", ")?"),
        },
        Encoding::Form if !it.required => text.wrap("Some(serde_json::from_str(", ")?)"),
        Encoding::Form => text.wrap("serde_json::from_str(", ")?"),
        Encoding::Multipart if is_form_of_fields(context, content) => match it.required {
            true => text.wrap("serde_json::from_str(", ")?"),
            false => text.wrap("Some(serde_json::from_str(", ")?)"),
        },
        Encoding::Text if !it.required => Expr::fixed("\"text\".to_owned()"),
        Encoding::Bytes | Encoding::Events | Encoding::Lines if !it.required => {
            Expr::fixed("sdk_runtime::data::Upload::from(\"text\")")
        }
        Encoding::Text | Encoding::Bytes | Encoding::Events | Encoding::Lines => Expr::fixed("\"text\""),
        Encoding::Multipart => Expr::fixed("sdk_runtime::Multipart::new().text(\"text\", \"text\")"),
    }
}

/// What a field of that type holds, from what a setter would be given.
fn stored(context: Context<'_>, ty: &TypeRef, given: Expr) -> Expr {
    match context.resolve(ty) {
        _ if context.is_copy(ty) => given,
        TypeRef::List(_) => Expr::call(&Type::fixed("sdk_runtime::data::object::list"), [given]),
        TypeRef::Map(_) => Expr::call(&Type::fixed("sdk_runtime::data::object::map"), [given]),
        _ => given.method(&Ident::fixed("into"), []),
    }
}

/// The struct of parameters with all that can be written as literals.
fn params(context: Context<'_>, ty: &Type, signature: &Signature<'_>) -> Expr {
    let (required, optional): (Vec<_>, Vec<_>) = signature.gathered.iter().partition(|(it, _)| it.required);
    let literal = |it: &Parameter| example::argument(context, &it.ty, &example_of(context, it));
    if required.len() > MOST_ARGUMENTS {
        let field = |(it, names): &(&Parameter, &FieldNames)| {
            let value = literal(it).filter(|_| it.required).map(|value| stored(context, &it.ty, value));
            (names.field.clone(), value.unwrap_or(Expr::fixed("Default::default()")))
        };
        return Expr::record(ty, signature.gathered.iter().map(field), None);
    }
    let given = required.iter().map(|(it, _)| literal(it).unwrap_or(Expr::fixed("Default::default()")));
    let mut params = Expr::call(&ty.join(&Ident::fixed("new")), given);
    for (it, names) in optional {
        let names: &FieldNames = names;
        if let Some(value) = literal(it) {
            params = params.method(&names.setter, [value]);
        }
    }
    params
}

/// The status of the first described success.
fn status(operation: &Operation) -> Num {
    Num::int(match operation.success.first().map(|it| it.status) {
        Some(Status::Exact(status)) => status,
        Some(Status::Range(digit)) => u16::from(digit) * 100,
        Some(Status::Default) | None => 200,
    })
}

/// What the server answers in the test: the first described success.
fn answered(context: Context<'_>, it: &Operation) -> AnswerView {
    let first = it.success.first();
    let content = first.and_then(|it| it.content.as_ref()).filter(|it| it.ty != TypeRef::Scalar(Scalar::Unit));
    let mut view = AnswerView { status: status(it), body: None, media_type: None };
    if let (Some(content), false) = (content, matches!(answer(it), Answer::Empty)) {
        let example = first.and_then(|it| it.example.clone());
        let value = example.unwrap_or_else(|| least(context, &content.ty, false));
        match content.encoding {
            Encoding::Json | Encoding::Form | Encoding::Multipart => view.body = Some(literal(&value)),
            Encoding::Text | Encoding::Bytes => {
                view.body = Some(Str::new("text"));
                view.media_type = Some(Str::new(&content.media_type));
            }
            Encoding::Events => {
                view.body = Some(Str::new(&format!("data: {}\n\n", value)));
                view.media_type = Some(Str::new(&content.media_type));
            }
            Encoding::Lines => {
                view.body = Some(Str::new(&format!("{}\n", value)));
                view.media_type = Some(Str::new(&content.media_type));
            }
        }
    }
    view
}

fn events(context: Context<'_>) -> Page {
    let catalogs = || (0..).zip(&context.sdk.catalogs);
    let tests = catalogs().map(|(index, _)| Item::Fn(context.names.catalog(index).module.clone()));
    let helpers = [
        "check_all",
        "check_kind",
        "check_unknown",
        "check_round_trip",
        "check_malformed",
        "with_tag_last",
        "with_unknown",
        "same",
        "document",
        "is_malformed",
    ];
    let mut items: Vec<Item> = tests.chain(helpers.map(|it| Item::Fn(Ident::fixed(it)))).collect();
    items.extend([
        Item::Struct(Ident::fixed("Example")),
        Item::Struct(Ident::fixed("Shape")),
        Item::Const(Ident::fixed("STACK")),
        Item::Alias(Ident::fixed("Outcome")),
    ]);
    let view = EventsView {
        library: context.names.library.clone(),
        catalogs: catalogs().map(|(index, it)| catalog(context, index, it)).collect(),
    };
    Page::new(FilePath::fixed("tests/events.rs"), EVENTS, view).source(&context.sdk.info.at).items(items)
}

fn catalog(context: Context<'_>, index: u32, catalog: &Catalog) -> CatalogView {
    CatalogView {
        module: context.names.catalog(index).module.clone(),
        tag: Str::new(&catalog.envelope.tag),
        payload: catalog.envelope.payload.as_deref().map(Str::new),
        examples: catalog.events.iter().map(|it| event(context, it)).collect(),
    }
}

fn event(context: Context<'_>, event: &Event) -> ExampleView {
    let payload = event.example.clone().unwrap_or_else(|| least(context, &event.payload, false));
    ExampleView {
        name: Str::new(&event.wire),
        nulls: literal(&nulls(context, event, &payload)),
        payload: literal(&payload),
        typed: matches!(context.resolve(&event.payload), TypeRef::Named(_)),
    }
}

/// A payload with null for every field that may be.
fn nulls(context: Context<'_>, event: &Event, payload: &Literal) -> Literal {
    let TypeRef::Named(id) = context.resolve(&event.payload) else { return payload.clone() };
    let (Literal::Object(members), Shape::Object(object)) = (payload, &context.def(*id).shape) else {
        return payload.clone();
    };
    let def = context.def(*id);
    let members = object.fields.iter().filter_map(|it| match storage(def, it) {
        Presence::Required => members.iter().find(|(key, _)| *key == it.wire).cloned(),
        _ => Some((it.wire.clone(), Literal::Null)),
    });
    Literal::Object(members.collect())
}
