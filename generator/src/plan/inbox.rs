//! Webhooks and callbacks: a constant that states each message, and an enum of all of them.

use super::answer;
use super::context::Context;
use super::docs;
use super::facts;
use super::features::{Part, Planned};
use super::imports::{Imports, Use};
use crate::fragment::{Code, Docs, Expr, FilePath, Ident, Md, Num, Str, Type, view};
use crate::ir::{
    Encoding, HashFunction, Inbox, InboxKind, Location, OperationId, Parameter, SignatureForm, SignatureScheme,
    Webhook, WebhookDispatch, Written,
};
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
    let scheme = context.sdk.signature.as_ref().map(|it| scheme(&mut imports, it));
    let messages = messages(&mut imports, index, inbox);
    let mut items = vec![Item::Enum(names.name.clone()), Item::Impl(names.name.clone())];
    items.extend(names.kinds.iter().cloned().map(Item::Const));
    if scheme.is_some() {
        items.extend([Item::Const(Ident::fixed("SCHEME")), Item::Fn(Ident::fixed("verifier"))]);
    }
    let (docs, enum_docs) = words(inbox.kind);
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
        parse_docs: parse_docs(&inbox.dispatch),
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

fn words(kind: InboxKind) -> (&'static str, &'static str) {
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
            docs: kind_docs(imports.context, message),
            variant_docs: variant_docs(message),
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
    let tags = Expr::slice(message.tags.iter().map(|it| Str::new(it).into()));
    let fields = [(Ident::fixed("name"), Str::new(&message.name).into()), (Ident::fixed("tags"), tags)];
    Expr::record(&Type::fixed("Message"), fields, None)
}

fn dispatch(dispatch: &WebhookDispatch) -> Expr {
    match dispatch {
        WebhookDispatch::Name => Expr::fixed("Dispatch::Name"),
        WebhookDispatch::Only => Expr::fixed("Dispatch::Only"),
        WebhookDispatch::Header(name) => Expr::from(Str::new(name)).wrap("Dispatch::Header(", ")"),
        WebhookDispatch::Field(path) => {
            Expr::slice(path.iter().map(|it| Str::new(it).into())).wrap("Dispatch::Field(", ")")
        }
    }
}

fn parse_docs(dispatch: &WebhookDispatch) -> Option<Docs> {
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
fn kind_docs(context: Context<'_>, message: &Webhook) -> Docs {
    let otherwise = docs::with_code("The message ", &message.name, ".");
    let mut docs = Docs::of(message.summary.as_deref(), message.description.as_deref(), &otherwise);
    docs = docs.and(&Docs::line(&sent_as(message)));
    let answer = |it: &crate::ir::Response| Md::labelled(&answer::status(it.status), &answer::meaning(it));
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
fn caller(context: Context<'_>, caller: &crate::ir::Caller) -> Option<Md> {
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

fn variant_docs(message: &Webhook) -> Docs {
    let name = Md::from(Code::new(&message.name));
    match message.summary.as_deref().or(message.description.as_deref()) {
        Some(text) => Docs::line(&Md::labelled(&name, &Md::summary(text))),
        None => Docs::line(&Md::concat(&[name, Md::fixed(".")])),
    }
}

/// What an operation makes the server send: `` [`ON_DATA`](crate::callbacks::ON_DATA), to `{$request…}` ``.
pub(super) fn sent_by(context: Context<'_>, operation: OperationId) -> Vec<Md> {
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

/// `Scheme::hmac("X-Signature").prefix("sha256=")`
fn scheme(imports: &mut Imports<'_>, scheme: &SignatureScheme) -> Expr {
    let header = Expr::from(Str::new(&scheme.header));
    let mut value = match scheme.form {
        SignatureForm::Standard if scheme.header == "webhook" => Expr::fixed("Scheme::standard()"),
        SignatureForm::Standard => header.wrap("Scheme::standard_with(", ")"),
        SignatureForm::Hmac => header.wrap("Scheme::hmac(", ")"),
        SignatureForm::Timestamped => header.wrap("Scheme::timestamped(", ")"),
    };
    let mut set = |method: &'static str, arguments: Vec<Expr>| {
        value = value.method(&Ident::fixed(method), arguments);
    };
    if let Some(prefix) = &scheme.prefix {
        set("prefix", vec![Str::new(prefix).into()]);
    }
    if let Some(algorithm) = scheme.algorithm {
        imports.fixed("sdk_runtime::webhook", &["Algorithm"]);
        set("algorithm", vec![Expr::fixed(hash(algorithm))]);
    }
    for (method, written) in [("signature", scheme.signature), ("secret", scheme.secret)] {
        if let Some(it) = written {
            imports.fixed("sdk_runtime::webhook", &["Written"]);
            set(method, vec![Expr::fixed(form(it))]);
        }
    }
    if let Some((header, signed)) = &scheme.timestamp {
        set("timestamp", vec![Str::new(header).into(), Str::new(signed).into()]);
    }
    if let Some(tolerance) = scheme.tolerance_ms {
        imports.fixed("std::time", &["Duration"]);
        set("tolerance", vec![Expr::from(Num::int(i128::from(tolerance))).wrap("Duration::from_millis(", ")")]);
    }
    value
}

fn hash(it: HashFunction) -> &'static str {
    match it {
        HashFunction::Sha1 => "Algorithm::Sha1",
        HashFunction::Sha256 => "Algorithm::Sha256",
        HashFunction::Sha512 => "Algorithm::Sha512",
    }
}

fn form(it: Written) -> &'static str {
    match it {
        Written::Hex => "Written::Hex",
        Written::Base64 => "Written::Base64",
        Written::Text => "Written::Text",
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
