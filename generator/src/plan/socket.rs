//! WebSockets: an enum of what a socket sends, its facts, and the method of the client that gives its builder.

use super::context::Context;
use super::facts::{FactView, fact, record, some, some_text};
use super::imports::{Imports, Use};
use super::waiter::duration;
use crate::fragment::{Docs, Expr, FilePath, Ident, Md, Num, Str, Type, view};
use crate::ir::{Catalog, Field, Presence, Replay, Socket, Subscription, TokenPlace};
use crate::names::FieldNames;
use crate::render::Page;
use crate::structure::Item;

/// Template of a socket's module.
pub(super) const SOCKET: &str = "src/_socket.rs.jinja";

view! {
    /// A socket's module.
    struct SocketView {
        docs: Docs,
        uses: Vec<Use>,
        library: Ident,
        accessor: Ident,
        /// There is something to subscribe to.
        subscribes: bool,
        server: Str,
        outgoing: Type,
        /// Key of the position; empty where there is none.
        position: Str,
        variants: Vec<VariantView>,
        facts: Vec<FactView>,
    }

    /// A catalog that a socket receives.
    struct VariantView {
        docs: Docs,
        name: Ident,
        event: Type,
        data: Type,
        kind: Type,
        position: Option<Expr>,
        scope: Option<Expr>,
        index: Num,
        last: bool,
        only: bool,
    }

    /// A socket, where the client and the front page name it.
    pub(super) struct AccessorView {
        docs: Docs,
        summary: Md,
        pub(super) module: Ident,
        accessor: Ident,
        /// What links to its module lead to.
        target: Md,
        builder: Type,
        facts: Type,
    }
}

/// The pages of all sockets.
pub(super) fn pages(context: Context<'_>) -> Vec<Page> {
    context.sdk.sockets.iter().enumerate().map(|(index, it)| page(context, index, it)).collect()
}

/// The sockets, in the order of their modules.
pub(super) fn accessors(context: Context<'_>) -> Vec<AccessorView> {
    let view = |(index, it): (usize, &Socket)| {
        let names = context.names.socket(index);
        let module = Type::within("crate", &names.module);
        AccessorView {
            docs: Docs::of(Some(&it.summary), None, &Md::fixed("A live stream.")),
            summary: Md::summary(&it.summary),
            module: names.module.clone(),
            accessor: names.accessor.clone(),
            target: Md::target(&Type::from(&names.module)),
            builder: module.join(&Ident::fixed("Builder")),
            facts: module.join(&Ident::fixed("FACTS")),
        }
    };
    let mut views: Vec<AccessorView> = context.sdk.sockets.iter().enumerate().map(view).collect();
    views.sort_by(|a, b| a.module.cmp(&b.module));
    views
}

/// Features of the catalogs that sockets take.
pub(super) fn features(context: Context<'_>) -> Vec<&str> {
    let catalogs = context.sdk.sockets.iter().flat_map(|it| it.receive.iter().chain(&it.send));
    let mut features: Vec<&str> = catalogs.map(|it| context.names.catalog(*it).feature.as_str()).collect();
    features.sort_unstable();
    features.dedup();
    features
}

fn page(context: Context<'_>, index: usize, socket: &Socket) -> Page {
    let names = context.names.socket(index);
    let mut imports = Imports::new(context);
    for name in ["Message", "Builder", "Stream", "FACTS"] {
        imports.declare(&Ident::fixed(name));
    }
    imports.fixed("sdk_runtime", &["socket"]);
    if socket.receive.len() > 1 {
        imports.fixed("sdk_runtime::event", &["Payload"]);
    }
    imports.fixed("sdk_runtime::facts", &["SocketFacts"]);
    imports.fixed("sdk_runtime::serde", &["Serialize", "Serializer"]);
    imports.fixed("sdk_runtime::socket", &["Incoming", "Select", "Socket", "SocketBuilder"]);
    let facts = facts(&mut imports, socket);
    let outgoing = match socket.send {
        Some(catalog) => module(context, catalog).join(&Ident::fixed("Event")),
        None => Type::fixed("socket::Nothing"),
    };
    let view = SocketView {
        docs: Docs::of(Some(&socket.summary), socket.description.as_deref(), &Md::fixed("A live stream.")),
        uses: imports.finish(),
        library: context.names.library.clone(),
        accessor: names.accessor.clone(),
        subscribes: socket.subscription.is_some(),
        server: Str::new(super::server::first(context.sdk).map_or("http://localhost:8080", |it| &it.1.url)),
        outgoing,
        position: Str::new(socket.position.as_deref().unwrap_or_default()),
        variants: variants(context, index, socket),
        facts,
    };
    let mut items = vec![Item::Enum(Ident::fixed("Message")), Item::Static(Ident::fixed("FACTS"))];
    items.extend(["Builder", "Stream"].map(|it| Item::Alias(Ident::fixed(it))));
    items.extend(["EventKind", "Message"].map(|it| Item::Impl(Ident::fixed(it))));
    Page::new(FilePath::fixed("src").module(&names.module), SOCKET, view).source(&socket.at).items(items)
}

fn module(context: Context<'_>, catalog: u32) -> Type {
    Type::within("crate", &context.names.catalog(catalog).module)
}

fn variants(context: Context<'_>, index: usize, socket: &Socket) -> Vec<VariantView> {
    let names = &context.names.socket(index).variants;
    let count = socket.receive.len();
    let mut variants = Vec::with_capacity(count);
    for (number, (catalog, name)) in socket.receive.iter().zip(names).enumerate() {
        let Some(it) = context.sdk.catalogs.get(*catalog as usize) else { continue };
        let module = module(context, *catalog);
        let fields = &context.names.catalog(*catalog).fields;
        variants.push(VariantView {
            docs: Docs::line(&Md::text(&it.title)),
            name: name.clone(),
            event: module.join(&Ident::fixed("Event")),
            data: module.join(&Ident::fixed("EventData")),
            kind: module.join(&Ident::fixed("EventKind")),
            position: socket.position.as_ref().and_then(|key| position(it, fields, key)),
            scope: scope(it, fields, &socket.about),
            index: Num::index(number),
            last: number + 1 == count,
            only: count == 1,
        });
    }
    variants
}

fn envelope<'c>(catalog: &'c Catalog, names: &'c [FieldNames], key: &str) -> Option<(&'c Field, Expr)> {
    let mut fields = catalog.envelope.fields.iter().zip(names);
    let (field, names) = fields.find(|it| it.0.wire == key)?;
    Some((field, Expr::path(&Type::from(&names.field)).wrap("it.", "")))
}

/// `it.seq`
fn position(catalog: &Catalog, names: &[FieldNames], key: &str) -> Option<Expr> {
    let (field, value) = envelope(catalog, names, key)?;
    Some(if field.presence == Presence::Required { some(value) } else { value })
}

/// `it.loop_id.as_deref().or(it.debate_id.as_deref())`
fn scope(catalog: &Catalog, names: &[FieldNames], keys: &[String]) -> Option<Expr> {
    let mut scope: Option<Expr> = None;
    for (field, value) in keys.iter().filter_map(|it| envelope(catalog, names, it)) {
        let value = match field.presence {
            Presence::Required => value.wrap("Some(", ".as_str())"),
            _ => value.method(&Ident::fixed("as_deref"), []),
        };
        scope = Some(match scope {
            Some(before) => before.method(&Ident::fixed("or"), [value]),
            None => value,
        });
    }
    scope
}

fn facts(imports: &mut Imports<'_>, socket: &Socket) -> Vec<FactView> {
    let text = |it: &str| Expr::from(Str::new(it));
    let mut facts = vec![fact("id", Str::new(&socket.name)), fact("path", Str::new(&socket.path))];
    facts.extend(socket.port.map(|it| fact("port", some(Num::int(it)))));
    facts.extend(socket.subprotocol.as_ref().map(|it| fact("subprotocol", some_text(it))));
    let token = match &socket.token {
        TokenPlace::Header => None,
        TokenPlace::Query(name) => Some(text(name).wrap("TokenPlace::Query(", ")")),
        TokenPlace::Subprotocol(prefix) => Some(text(prefix).wrap("TokenPlace::Subprotocol(", ")")),
    };
    if let Some(token) = token {
        imports.fixed("sdk_runtime::facts", &["TokenPlace"]);
        facts.push(fact("token", token));
    }
    let durations = [("token_lifetime", socket.token_lifetime_ms), ("every", socket.every_ms)];
    for (name, ms) in durations.into_iter().filter_map(|(name, ms)| Some((name, ms?))) {
        imports.fixed("std::time", &["Duration"]);
        facts.push(fact(name, duration(ms)));
    }
    facts.push(fact("tag", Str::new(&socket.tag)));
    facts.extend(socket.subscription.as_ref().map(|it| fact("subscription", some(subscription(imports, it)))));
    facts.extend(socket.keep_alive.as_ref().map(|it| fact("keep_alive", some_text(it))));
    if !socket.revoked.is_empty() {
        facts.push(fact("revoked", Expr::slice(socket.revoked.iter().map(|it| text(it)))));
    }
    facts
}

fn subscription(imports: &mut Imports<'_>, it: &Subscription) -> Expr {
    imports.fixed("sdk_runtime::facts", &["Subscription"]);
    let replay = match &it.replay {
        Some(replay) => some(self::replay(imports, replay)),
        None => Expr::fixed("None"),
    };
    let text = |it: &str| Expr::from(Str::new(it));
    let fields = [("message", text(&it.message)), ("scope", text(&it.scope)), ("replay", replay)];
    record("Subscription", fields, None)
}

fn replay(imports: &mut Imports<'_>, it: &Replay) -> Expr {
    imports.fixed("sdk_runtime::facts", &["Replay"]);
    let text = |it: &String| Expr::from(Str::new(it));
    let check = match it.check_ms {
        Some(ms) => {
            imports.fixed("std::time", &["Duration"]);
            some(duration(ms))
        }
        None => Expr::fixed("None"),
    };
    let keys = |it: &[String]| Expr::slice(it.iter().map(text));
    let fields = [
        ("from", text(&it.from)),
        ("start", text(&it.start)),
        ("end", text(&it.end)),
        ("oldest", keys(&it.oldest)),
        ("latest", keys(&it.latest)),
        ("check", check),
    ];
    record("Replay", fields, None)
}

/// The public items of a socket's module.
pub(super) fn lines(context: Context<'_>, index: usize, socket: &Socket) -> Vec<String> {
    let mut lines = vec!["type Builder".to_owned(), "type Stream".to_owned(), "enum Message".to_owned()];
    let variants = variants(context, index, socket);
    lines.extend(variants.iter().map(|it| format!("Message::{}(Box<{}>)", it.name, it.event.as_str())));
    lines
}

/// The methods of the client.
pub(super) fn surface(context: Context<'_>) -> impl Iterator<Item = String> {
    (0..context.sdk.sockets.len()).map(move |index| {
        let names = context.names.socket(index);
        format!("Client::{}(&self) -> {}::Builder", names.accessor, names.module)
    })
}
