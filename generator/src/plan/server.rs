//! Servers: constants of the client, and a struct for each one whose URL has variables.

use super::context::Context;
use super::docs;
use crate::fragment::{Code, Docs, Expr, FilePath, Ident, Md, Str, Type, view};
use crate::ir::{Reach, Sdk, Server, ServerVariable};
use crate::names::ServerNames;
use crate::render::Page;
use crate::structure::Item;

/// Template of the module of servers with variables.
pub(super) const SERVERS: &str = "src/server_urls.rs.jinja";

view! {
    /// A constant of the client.
    pub(super) struct ConstantView {
        docs: Docs,
        pub(super) name: Ident,
        url: Str,
    }

    /// The module.
    struct ServersView {
        servers: Vec<ServerView>,
    }

    /// A server with variables.
    struct ServerView {
        docs: Docs,
        name: Ident,
        template: Str,
        variables: Vec<VariableView>,
    }

    /// A variable.
    struct VariableView {
        docs: Docs,
        name: Ident,
        wire: Str,
        default: Str,
    }
}

/// The default server: the first one that a client can be built with.
pub(super) fn first(sdk: &Sdk) -> Option<(usize, &Server)> {
    sdk.servers.iter().enumerate().find(|it| it.1.reach == Reach::Absolute)
}

/// The constant of the default server.
pub(super) fn default(context: Context<'_>) -> Option<&Ident> {
    first(context.sdk).map(|it| &context.names.server(it.0).constant)
}

/// Servers with their names.
fn all(context: Context<'_>) -> impl Iterator<Item = (&Server, &ServerNames)> {
    context.sdk.servers.iter().enumerate().map(move |(index, it)| (it, context.names.server(index)))
}

/// Servers that are structs.
fn with_variables(context: Context<'_>) -> impl Iterator<Item = (&Server, &ServerNames)> {
    all(context).filter(move |it| context.sdk.client && !it.0.variables.is_empty())
}

/// Whether there is a module of servers with variables.
pub(super) fn has_urls(context: Context<'_>) -> bool {
    with_variables(context).next().is_some()
}

/// The constants, in the order of the servers.
pub(super) fn constants(context: Context<'_>) -> Vec<ConstantView> {
    let usable = all(context).filter(|it| it.0.reach != Reach::Open);
    usable
        .map(|(it, names)| {
            let said = docs::with_code("The server ", &it.url, ".");
            let own = Docs::of(None, it.description.as_deref(), &said);
            let own = match it.reach {
                Reach::Relative => own.and(&Docs::line(&Md::fixed(
                    "A path on the host that the document came from: put scheme and host in front of it.",
                ))),
                Reach::Absolute | Reach::Open => own,
            };
            let own = match it.variables.is_empty() {
                true => own,
                false => own.and(&Docs::line(&Md::concat(&[
                    Md::fixed("With the defaults of its variables; others are set by "),
                    docs::link(&path(names)),
                    Md::fixed("."),
                ]))),
            };
            ConstantView { docs: own, name: names.constant.clone(), url: Str::new(&it.url) }
        })
        .collect()
}

fn path(names: &ServerNames) -> Type {
    Type::fixed("crate::server_urls").join(&names.name)
}

/// The servers that a client can be built with, the default first; `None`: there are none.
pub(super) fn facts(sdk: &Sdk) -> Option<Expr> {
    let usable: Vec<Expr> = sdk.servers.iter().filter(|it| it.reach == Reach::Absolute).map(server).collect();
    (!usable.is_empty()).then(|| Expr::slice(usable))
}

fn server(it: &Server) -> Expr {
    let name = it.name.as_deref().unwrap_or_default();
    let fields = [(Ident::fixed("name"), Str::new(name).into()), (Ident::fixed("url"), Str::new(&it.url).into())];
    Expr::record(&Type::fixed("Server"), fields, None)
}

/// What the module holds, as the list of the public surface shows it.
pub(super) fn surface(context: Context<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for (_, names) in with_variables(context) {
        let name = &names.name;
        lines.push(format!("struct server_urls::{name}"));
        lines.push(format!("server_urls::{name}::new() -> {name}"));
        let setter = |it: &Ident| format!("server_urls::{name}::{it}(self, value: impl Into<String>) -> {name}");
        lines.extend(names.variables.iter().map(setter));
    }
    lines
}

/// The page; `None` where no server has variables.
pub(super) fn page(context: Context<'_>) -> Option<Page> {
    let mut items = Vec::new();
    let mut servers = Vec::new();
    for (it, names) in with_variables(context) {
        items.extend([
            Item::Struct(names.name.clone()),
            Item::Impl(names.name.clone()),
            Item::Impl(Ident::fixed("String")),
        ]);
        let said = docs::with_code("The server ", &it.template, ".");
        servers.push(ServerView {
            docs: Docs::of(None, it.description.as_deref(), &said),
            name: names.name.clone(),
            template: Str::new(&it.template),
            variables: it.variables.iter().zip(&names.variables).map(|(it, name)| variable(it, name)).collect(),
        });
    }
    if servers.is_empty() {
        return None;
    }
    items.sort();
    items.dedup();
    let page = Page::new(FilePath::fixed("src/server_urls.rs"), SERVERS, ServersView { servers });
    Some(page.source(&context.sdk.info.at).items(items))
}

fn variable(it: &ServerVariable, name: &Ident) -> VariableView {
    let said = docs::with_code("The variable ", &it.name, ".");
    let own = Docs::of(None, it.description.as_deref(), &said);
    let own = match it.values.is_empty() {
        true => own,
        false => own.and(&Docs::line(&Md::concat(&values(it)))),
    };
    VariableView {
        docs: own.and(&Docs::line(&docs::with_code("Default: ", &it.default, "."))),
        name: name.clone(),
        wire: Str::new(&it.name),
        default: Str::new(&it.default),
    }
}

/// `` One of `eu`, `us`. ``
fn values(it: &ServerVariable) -> Vec<Md> {
    let mut pieces = vec![Md::fixed("One of ")];
    for (index, value) in it.values.iter().enumerate() {
        pieces.push(Md::fixed(if index == 0 { "" } else { ", " }));
        pieces.push(Code::new(value).into());
    }
    pieces.push(Md::fixed("."));
    pieces
}
