//! What the documentation of an inbox and its messages says.

use crate::fragment::{Code, Docs, Ident, Md, Type};
use crate::ir::{Caller, InboxKind, OperationId, Response, Webhook, WebhookDispatch};
use crate::plan::context::Context;
use crate::plan::{answer, docs, facts};

/// Of the module, and of the enum of its messages.
pub(super) fn words(kind: InboxKind) -> (&'static str, &'static str) {
    match kind {
        InboxKind::Webhooks => (
            "Webhooks: what the server sends to a URL that it knows, for programs that receive it.",
            "A webhook. Its variants hold what its body is.",
        ),
        InboxKind::Callbacks => (
            "Callbacks: what the server sends to a URL that an operation gave it, for programs that receive it.",
            "A callback. Its variants hold what its body is.",
        ),
    }
}

/// Of the function that decodes a message; `None` where only names tell messages apart.
pub(super) fn parse(dispatch: &WebhookDispatch) -> Option<Docs> {
    let line = match dispatch {
        WebhookDispatch::Name => return None,
        WebhookDispatch::Only => Md::fixed("Decodes a verified message."),
        WebhookDispatch::Header(name) => {
            docs::with_code("Decodes a verified message; which one it is, the header ", name, " tells.")
        }
        WebhookDispatch::Field(path) => {
            docs::with_code("Decodes a verified message; which one it is, the field ", &path.join("."), " tells.")
        }
    };
    Some(Docs::line(&line))
}

/// The documentation of a message's constant.
pub(super) fn kind(context: Context<'_>, message: &Webhook) -> Docs {
    let otherwise = docs::with_code("The message ", &message.name, ".");
    let mut docs = Docs::of(message.summary.as_deref(), message.description.as_deref(), &otherwise);
    docs = docs.and(&Docs::line(&sent_as(message)));
    let answer = |it: &Response| Md::labelled(&answer::status(it.status), &answer::meaning(it));
    let answers: Vec<Md> = message.answers.iter().map(answer).collect();
    if !answers.is_empty() {
        docs = docs.and(&Docs::line(&Md::fixed("Expected answers:"))).and(&Docs::list(&answers));
    }
    let callers: Vec<Md> = message.callers.iter().filter_map(|it| caller(context, it)).collect();
    if !callers.is_empty() {
        docs = docs.and(&Docs::line(&Md::fixed("Asked for by:"))).and(&Docs::list(&callers));
    }
    docs
}

/// `` Sent as `POST` with `application/json`. ``
fn sent_as(message: &Webhook) -> Md {
    let method = docs::with_code("Sent as ", facts::verb(message.method), "");
    let content = message.body.as_ref().map(|it| docs::with_code(" with ", &it.content.media_type, ""));
    let note = Md::fixed(if message.deprecated { ". Deprecated." } else { "." });
    Md::concat(&[method, content.unwrap_or_else(|| Md::fixed("")), note])
}

/// `` `subscribe`, to `{$request.body#/url}` ``
fn caller(context: Context<'_>, caller: &Caller) -> Option<Md> {
    let operation = context.sdk.operations.get(caller.operation.0 as usize)?;
    let names = context.names.operation(caller.operation);
    let namespace = context.names.namespace(operation.namespace);
    let root = Type::fixed("crate");
    let path = match context.sdk.namespaces.get(operation.namespace as usize).is_some_and(|it| it.name.is_empty()) {
        true => root.join(&Ident::fixed("Client")),
        false => root.join(&namespace.module).join(&namespace.name),
    };
    let link = match context.sdk.client {
        true => Md::link(&names.method, &path.join(&names.method)),
        false => Code::new(&operation.id).into(),
    };
    Some(Md::concat(&[link, docs::with_code(", to ", &caller.expression, "")]))
}

pub(super) fn variant(message: &Webhook) -> Docs {
    let name = Md::from(Code::new(&message.name));
    match message.summary.as_deref().or(message.description.as_deref()) {
        Some(text) => Docs::line(&Md::labelled(&name, &Md::summary(text))),
        None => Docs::line(&Md::concat(&[name, Md::fixed(".")])),
    }
}

/// What an operation makes the server send: `` [`ON_DATA`](crate::callbacks::ON_DATA), to `{$request…}` ``.
pub(in crate::plan) fn sent_by(context: Context<'_>, operation: OperationId) -> Vec<Md> {
    let mut found = Vec::new();
    for (index, inbox) in (0..).zip(&context.sdk.webhooks) {
        let names = context.names.inbox(index);
        let module = Type::within("crate", &names.module);
        for (message, kind) in inbox.messages.iter().zip(&names.kinds) {
            let link = Md::link(kind, &module.join(kind));
            let callers = message.callers.iter().filter(|it| it.operation == operation);
            found.extend(callers.map(|it| {
                let to = docs::with_code(", sent to ", &it.expression, "");
                Md::concat(&[link.clone(), to])
            }));
        }
    }
    found
}
