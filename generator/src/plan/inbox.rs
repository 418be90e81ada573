//! Webhooks and callbacks: a constant that states each message, and an enum of all of them.

mod docs;
mod signature;

pub(super) use docs::sent_by;

use super::context::Context;
use super::features::{Part, Planned};
use super::imports::{Imports, Use};
use crate::fragment::{Docs, Expr, FilePath, Ident, Md, Num, Str, Type, view};
use crate::ir::{Encoding, Inbox, Location, Parameter, Webhook, WebhookDispatch};
use crate::render::Page;
use crate::structure::Item;

/// Template of an inbox's module.
pub(super) const INBOX: &str = "src/_inbox.rs.jinja";

view! {
    /// An inbox's module.
    struct InboxView {
        docs: Docs,
        enum_docs: Docs,
        uses: Vec<Use>,
        library: Ident,
        module: Ident,
        name: Ident,
        /// The constant that the example shows.
        example: Ident,
        messages: Vec<MessageView>,
        dispatch: Expr,
        /// What `parse` goes by; nothing where only names tell the messages apart.
        parse_docs: Option<Docs>,
        scheme: Option<Expr>,
    }

    /// A message.
    struct MessageView {
        docs: Docs,
        variant_docs: Docs,
        variant: Ident,
        kind: Ident,
        ty: Type,
        /// What the variant holds; nothing for a message without a body.
        payload: Option<Type>,
        value: Expr,
        fact: Expr,
        index: Num,
        last: bool,
        /// Whether there is no other to choose from.
        only: bool,
    }
}

/// Pages of all inboxes.
pub(super) fn pages(context: Context<'_>) -> Vec<Planned> {
    (0..).zip(&context.sdk.webhooks).map(|(index, it)| page(context, index, it)).collect()
}

fn page(context: Context<'_>, index: u32, inbox: &Inbox) -> Planned {
    let names = context.names.inbox(index);
    let mut imports = Imports::new(context);
    imports.declare(&names.name);
    import(&mut imports, context, inbox);
    let scheme = context.sdk.signature.as_ref().map(|it| signature::scheme(&mut imports, it));
    let messages = messages(&mut imports, index, inbox);
    let mut items = vec![Item::Enum(names.name.clone()), Item::Impl(names.name.clone())];
    items.extend(names.kinds.iter().cloned().map(Item::Const));
    if scheme.is_some() {
        items.extend([Item::Const(Ident::fixed("SCHEME")), Item::Fn(Ident::fixed("verifier"))]);
    }
    let (docs, enum_docs) = docs::words(inbox.kind);
    let needs = imports.needs();
    let view = InboxView {
        docs: Docs::line(&Md::fixed(docs)),
        enum_docs: Docs::line(&Md::fixed(enum_docs)),
        library: context.names.library.clone(),
        module: names.module.clone(),
        name: names.name.clone(),
        example: names.kinds.first().unwrap_or(&names.name).clone(),
        messages,
        dispatch: dispatch(&inbox.dispatch),
        parse_docs: docs::parse(&inbox.dispatch),
        scheme,
        uses: imports.finish(),
    };
    let path = FilePath::fixed("src").module(&names.module);
    let page = Page::new(path, INBOX, view).source(&context.sdk.info.at).items(items);
    Planned { part: Part::Inbox(index), page, needs }
}

fn import(imports: &mut Imports<'_>, context: Context<'_>, inbox: &Inbox) {
    imports.fixed("sdk_runtime::data", &["DecodeError"]);
    let names = &["Delivery", "Dispatch", "Inbox", "Kind", "Message", "UnknownWebhook", "Verified"];
    imports.fixed("sdk_runtime", &["webhook"]);
    imports.fixed("sdk_runtime::webhook", names);
    if inbox.messages.iter().any(|it| !it.parameters.is_empty()) {
        imports.fixed("sdk_runtime::webhook", &["Place"]);
    }
    if context.sdk.signature.is_some() {
        imports.fixed("sdk_runtime::data", &["Secret"]);
        imports.fixed("sdk_runtime::webhook", &["Scheme", "SecretError", "Verifier"]);
    }
}

fn messages<'a>(imports: &mut Imports<'a>, index: u32, inbox: &'a Inbox) -> Vec<MessageView> {
    let names = imports.context.names.inbox(index);
    let count = inbox.messages.len();
    let named = inbox.messages.iter().zip(names.variants.iter().zip(&names.kinds)).enumerate();
    let mut views = Vec::new();
    for (index, (message, (variant, kind))) in named {
        let body = body(imports, message);
        let payload = (body.method != "empty").then(|| body.ty.clone());
        let params = message.parameters_type.map(|id| imports.named(id));
        views.push(MessageView {
            docs: docs::kind(imports.context, message),
            variant_docs: docs::variant(message),
            variant: variant.clone(),
            kind: kind.clone(),
            value: value(&body, message),
            ty: match params {
                Some(params) => Type::of("Kind", [body.ty, params]),
                None => Type::of("Kind", [body.ty]),
            },
            payload,
            fact: fact(message),
            index: Num::index(index),
            last: index + 1 == count,
            only: count == 1,
        });
    }
    views
}

/// What the body of a message is decoded into, and the constructor of `Kind` for it.
struct Body {
    ty: Type,
    method: &'static str,
}

fn body<'a>(imports: &mut Imports<'a>, message: &'a Webhook) -> Body {
    let Some(content) = message.body.as_ref().map(|it| &it.content) else {
        return Body { ty: Type::fixed("()"), method: "empty" };
    };
    match content.encoding {
        Encoding::Json => Body { ty: imports.ty(&content.ty), method: "json" },
        Encoding::Form => Body { ty: imports.ty(&content.ty), method: "form" },
        Encoding::Text => Body { ty: Type::fixed("String"), method: "text" },
        _ => Body { ty: imports.runtime("sdk_runtime", "bytes", "Bytes"), method: "bytes" },
    }
}

/// `Kind::json("newPet").with(&[Place::Header("X-Id")])`
fn value(body: &Body, message: &Webhook) -> Expr {
    let kind = Expr::call(&Type::fixed("Kind").join(&Ident::fixed(body.method)), [Str::new(&message.name).into()]);
    let place = |it: &Parameter| {
        let name = Expr::from(Str::new(&it.wire));
        match it.location {
            Location::Query => name.wrap("Place::Query(", ")"),
            Location::Cookie => name.wrap("Place::Cookie(", ")"),
            Location::Header | Location::Path => name.wrap("Place::Header(", ")"),
        }
    };
    match message.parameters.is_empty() {
        true => kind,
        false => kind.method(&Ident::fixed("with"), [Expr::slice(message.parameters.iter().map(place))]),
    }
}

/// `Message { name: "newPet", tags: &["pet.new"] }`
fn fact(message: &Webhook) -> Expr {
    let tags = Expr::texts(&message.tags);
    let fields = [(Ident::fixed("name"), Str::new(&message.name).into()), (Ident::fixed("tags"), tags)];
    Expr::record(&Type::fixed("Message"), fields, None)
}

fn dispatch(dispatch: &WebhookDispatch) -> Expr {
    match dispatch {
        WebhookDispatch::Name => Expr::fixed("Dispatch::Name"),
        WebhookDispatch::Only => Expr::fixed("Dispatch::Only"),
        WebhookDispatch::Header(name) => Expr::from(Str::new(name)).wrap("Dispatch::Header(", ")"),
        WebhookDispatch::Field(path) => Expr::texts(path).wrap("Dispatch::Field(", ")"),
    }
}

/// The public items of an inbox's module.
pub(super) fn lines(context: Context<'_>, index: u32, inbox: &Inbox) -> Vec<String> {
    let names = context.names.inbox(index);
    let name = &names.name;
    let mut imports = Imports::new(context);
    let mut lines = vec![format!("enum {name}")];
    let mut functions =
        vec![format!("{name}::parse_as(name: &str, message: &Verified<'_>) -> Result<{name}, DecodeError>")];
    if inbox.dispatch != WebhookDispatch::Name {
        functions.push(format!("{name}::parse(message: &Verified<'_>) -> Result<{name}, DecodeError>"));
    }
    for (message, (variant, kind)) in inbox.messages.iter().zip(names.variants.iter().zip(&names.kinds)) {
        let body = body(&mut imports, message);
        let params = message.parameters_type.map(|id| format!(", {}", imports.named(id).as_str())).unwrap_or_default();
        lines.push(match body.method {
            "empty" => format!("{name}::{variant}"),
            _ => format!("{name}::{variant}(Box<{}>)", body.ty.as_str()),
        });
        lines.push(format!("const {kind}: Kind<{}{params}>", body.ty.as_str()));
    }
    lines.extend(functions);
    if context.sdk.signature.is_some() {
        lines.push("const SCHEME: Scheme".to_owned());
        lines.push(
            "verifier(secrets: impl IntoIterator<Item = impl Into<Secret>>) -> Result<Verifier, SecretError>"
                .to_owned(),
        );
    }
    lines
}
