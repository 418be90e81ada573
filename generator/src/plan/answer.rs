//! What an operation gives back: its answer, its described failures, and the enums of those that differ
//! from status to status.

use std::collections::BTreeSet;

use super::context::Context;
use super::docs;
use super::imports::Imports;
use crate::fragment::{Code, Docs, Expr, Ident, Md, Num, Type, view};
use crate::ir::{Content, Encoding, Operation, Response, Scalar, Side, Status, TypeId, TypeRef};
use crate::names::{OperationNames, status_variant};
use crate::structure::Item;

view! {
    /// An enum with one variant for each described status.
    pub(super) struct ByStatusView {
        docs: Docs,
        pub(super) name: Ident,
        pub(super) variants: Vec<StatusView>,
        /// `ByStatus` or `ErrorModel`.
        role: Type,
        /// What an answer becomes whose status is not described.
        rest: RestView,
        other_docs: Docs,
    }

    /// A variant.
    pub(super) struct StatusView {
        docs: Docs,
        pub(super) name: Ident,
        pub(super) ty: Option<Type>,
        from: Option<Num>,
        to: Option<Num>,
        /// Method of `RawResponse` that reads it.
        read: Ident,
        /// It is the body as it came.
        bytes: bool,
    }

    /// The last arm.
    pub(super) enum RestView {
        /// The variant for `default`.
        Described(Ident),
        /// A variant that holds the answer as it came.
        Raw(()),
    }
}

/// What a call's answer is.
pub(super) enum Answer<'a> {
    /// No success is described: the answer as it came.
    Undescribed,
    /// No body, or none that matters.
    Empty,
    /// The same content whatever the status.
    One(&'a Content),
    /// Different content from status to status.
    ByStatus,
}

/// What a call's described failures are.
pub(super) enum Failure {
    /// Nothing is described.
    Undescribed,
    /// One named type.
    Model(TypeId),
    /// Different content from status to status.
    ByStatus,
}

/// The answer of an operation.
pub(super) fn answer(operation: &Operation) -> Answer<'_> {
    let contents: Vec<Option<&Content>> = operation.success.iter().map(|it| carried(it.content.as_ref())).collect();
    match contents.split_first() {
        None => Answer::Undescribed,
        Some((first, rest)) if rest.iter().all(|it| same(*first, *it)) => match first {
            Some(content) => Answer::One(content),
            None => Answer::Empty,
        },
        Some(_) => Answer::ByStatus,
    }
}

/// A content, unless it is nothing.
fn carried(content: Option<&Content>) -> Option<&Content> {
    content.filter(|it| it.ty != TypeRef::Scalar(Scalar::Unit))
}

fn same(a: Option<&Content>, b: Option<&Content>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.encoding == b.encoding && a.ty == b.ty,
        (None, None) => true,
        _ => false,
    }
}

/// The described failures of an operation.
pub(super) fn failure(context: Context<'_>, operation: &Operation) -> Failure {
    let described = operation.errors.iter().filter_map(|it| carried(it.content.as_ref()));
    let mut models = BTreeSet::new();
    for content in described {
        match (content.encoding, context.resolve(&content.ty)) {
            (Encoding::Json, TypeRef::Named(id)) => {
                models.insert(Some(*id));
            }
            // Any JSON, text and bytes are what an undescribed body is read as anyway.
            (_, TypeRef::Scalar(_)) => {}
            _ => {
                models.insert(None);
            }
        }
    }
    match (models.pop_first(), models.is_empty()) {
        (None, _) => Failure::Undescribed,
        (Some(Some(id)), true) => Failure::Model(id),
        _ => Failure::ByStatus,
    }
}

/// The types that are the one described failure of an operation.
pub(super) fn models(context: Context<'_>) -> BTreeSet<TypeId> {
    let failures = context.sdk.operations.iter().map(|it| failure(context, it));
    failures.filter_map(|it| if let Failure::Model(id) = it { Some(id) } else { None }).collect()
}

/// Adds the enums that an operation needs.
pub(super) fn enums<'a>(
    imports: &mut Imports<'a>,
    operation: &'a Operation,
    names: &'a OperationNames,
    items: &mut Vec<Item>,
) -> Vec<ByStatusView> {
    let mut enums = Vec::new();
    // Other forms of an operation share what is the same.
    let side = operation.form.as_ref().map(|it| it.side);
    if matches!(answer(operation), Answer::ByStatus) && side != Some(Side::Request) {
        enums.push((&names.answer, "ByStatus", "The answers of ", &operation.success));
    }
    if matches!(failure(imports.context, operation), Failure::ByStatus) && side.is_none() {
        enums.push((&names.error, "ErrorModel", "The described failures of ", &operation.errors));
    }
    let mut views = Vec::new();
    for (name, role, text, responses) in enums {
        imports.fixed("sdk_runtime", &[role, "RawResponse"]);
        imports.fixed("sdk_runtime::data", &["DecodeError"]);
        items.extend([Item::Enum(name.clone()), Item::Impl(name.clone())]);
        views.push(ByStatusView {
            docs: Docs::line(&docs::with_code(text, &operation.id, ", by status.")),
            name: name.clone(),
            variants: responses
                .iter()
                .filter(|it| it.status != Status::Default)
                .map(|it| variant(imports, it))
                .collect(),
            role: Type::fixed(role),
            rest: RestView::Raw(()),
            other_docs: Docs::line(&Md::fixed("Any other answer, as it came.")),
        });
        let default = responses.iter().find(|it| it.status == Status::Default);
        let default = default.filter(|it| carried(it.content.as_ref()).is_some());
        if let (Some(view), Some(it)) = (views.last_mut(), default) {
            let default = variant(imports, it);
            view.rest = RestView::Described(default.name.clone());
            view.variants.push(default);
        }
    }
    views
}

fn variant<'a>(imports: &mut Imports<'a>, response: &'a Response) -> StatusView {
    let (from, to) = match response.status {
        Status::Exact(status) => (Some(Num::int(status)), None),
        Status::Range(digit) => {
            let first = i128::from(digit) * 100;
            (Some(Num::int(first)), Some(Num::int(first + 99)))
        }
        Status::Default => (None, None),
    };
    let content = carried(response.content.as_ref());
    let read = content.map_or("json", |it| match it.encoding {
        Encoding::Json | Encoding::Form | Encoding::Multipart => "json",
        Encoding::Text => "text",
        Encoding::Bytes | Encoding::Events | Encoding::Lines => "bytes",
    });
    StatusView {
        docs: Docs::line(&Md::labelled(&status(response.status), &meaning(response))),
        name: status_variant(response.status),
        ty: content.map(|it| content_ty(imports, it)),
        from,
        to,
        read: Ident::fixed(read),
        bytes: read == "bytes",
    }
}

/// The type that a content is decoded into.
pub(super) fn content_ty<'a>(imports: &mut Imports<'a>, content: &'a Content) -> Type {
    match content.encoding {
        Encoding::Json | Encoding::Form | Encoding::Multipart => imports.ty(&content.ty),
        Encoding::Text => Type::fixed("String"),
        Encoding::Bytes => {
            imports.fixed("sdk_runtime::bytes", &["Bytes"]);
            Type::fixed("Bytes")
        }
        Encoding::Events => {
            imports.fixed("sdk_runtime", &["EventStream"]);
            Type::of("EventStream", [imports.ty(&content.ty)])
        }
        Encoding::Lines => {
            imports.fixed("sdk_runtime", &["ItemStream"]);
            Type::of("ItemStream", [imports.ty(&content.ty)])
        }
    }
}

/// A status as it is shown: `404`, `4xx`.
pub(super) fn status(status: Status) -> Md {
    match status {
        Status::Exact(it) => Code::new(&it.to_string()).into(),
        Status::Range(it) => Code::new(&format!("{it}xx")).into(),
        Status::Default => Md::fixed("Any other status"),
    }
}

/// What a response says of itself.
pub(super) fn meaning(response: &Response) -> Md {
    match response.description.as_deref().map(Md::summary) {
        Some(text) if !text.as_str().is_empty() => text,
        _ => Md::fixed("not described further."),
    }
}

/// The type of a call: `Call<Debate, ApiError>`.
pub(super) struct CallType {
    pub(super) method: Ident,
    pub(super) answer: Type,
    pub(super) failure: Option<Type>,
    /// What the list is one of, where it comes in pages.
    paged: Option<Type>,
}

impl CallType {
    pub(super) fn new<'a>(imports: &mut Imports<'a>, operation: &'a Operation, names: &'a OperationNames) -> Self {
        let (method, answer) = match answer(operation) {
            Answer::Undescribed => {
                imports.fixed("sdk_runtime", &["RawResponse"]);
                ("call_raw", Type::fixed("RawResponse"))
            }
            Answer::Empty => ("call_empty", Type::fixed("()")),
            Answer::ByStatus => ("call_by_status", Type::from(&names.answer)),
            Answer::One(content) => {
                let method = match content.encoding {
                    Encoding::Json | Encoding::Form | Encoding::Multipart => "call",
                    Encoding::Text => "call_text",
                    Encoding::Bytes => "call_bytes",
                    Encoding::Events if content.ty == TypeRef::Scalar(Scalar::String) => "call_text_events",
                    Encoding::Events => "call_events",
                    Encoding::Lines => "call_items",
                };
                (method, content_ty(imports, content))
            }
        };
        let paged = operation.paging.as_ref().filter(|_| method == "call").map(|it| imports.ty(&it.item));
        let method = if paged.is_some() { "call_pages" } else { method };
        let failure = match failure(imports.context, operation) {
            Failure::Undescribed => None,
            Failure::Model(id) => Some(imports.named(id)),
            Failure::ByStatus => Some(Type::from(&names.error)),
        };
        if paged.is_some() {
            imports.fixed("sdk_runtime", &["Paged"]);
            imports.fixed("sdk_runtime", if failure.is_none() { &["ErrorBody"] } else { &[] });
        }
        Self { method: Ident::fixed(method), answer, failure, paged }
    }

    /// `Call<answer, failure>`, or `Call<answer, failure, Paged<item>>`.
    pub(super) fn ty(&self) -> Type {
        let otherwise = self.paged.as_ref().map(|_| Type::fixed("ErrorBody"));
        let failure = self.failure.clone().or(otherwise);
        let paged = self.paged.clone().map(|it| Type::of("Paged", [it]));
        Type::of("Call", [self.answer.clone()].into_iter().chain(failure).chain(paged))
    }

    /// The call for one page, where that is not what it is anyway.
    pub(super) fn for_one_page(&self, call: Expr) -> Expr {
        if self.paged.is_some() { call.method(&Ident::fixed("one_page"), []) } else { call }
    }

    /// `client.call(&FACTS)`
    pub(super) fn begin(&self, client: &Expr, facts: &Ident) -> Expr {
        client.method(&self.method, [Expr::path(&Type::from(facts)).wrap("&", "")])
    }
}
