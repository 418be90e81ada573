//! Namespaces: a struct with a method for each operation, and the client itself.

use super::answer::ByStatusView;
use super::context::Context;
use super::credentials;
use super::facts::{FactsView, fact, schemes, some_text};
use super::features::{Features, Needs, Part, Planned};
use super::imports::{Imports, Use};
use super::operation::{self, MethodView};
use super::params::ParamsView;
use super::server::{self, ConstantView};
use super::settings;
use super::version;
use super::waiter::{self, WaiterView};
use crate::fragment::{Docs, Expr, FilePath, Ident, Md, Num, Str, Type, view};
use crate::ir::{Location, Namespace, OperationId, SecurityKind};
use crate::render::Page;
use crate::structure::Item;

/// Template of a namespace's module.
pub(super) const NAMESPACE: &str = "src/_namespace.rs.jinja";
/// Template of the client.
pub(super) const CLIENT: &str = "src/client.rs.jinja";

/// How many facts the runtime has of an SDK.
const FACTS: usize = 14;

view! {
    /// A namespace's module.
    struct NamespaceView {
        docs: Docs,
        name: Ident,
        uses: Vec<Use>,
        calls: CallsView,
    }

    /// The client.
    struct ClientView {
        docs: Docs,
        uses: Vec<Use>,
        servers: Vec<ConstantView>,
        /// The constant of the default server.
        default: Option<Ident>,
        from_env: Option<Docs>,
        namespaces: Vec<AccessorView>,
        sockets: Vec<super::socket::AccessorView>,
        extras: Vec<super::module::AccessorView>,
        calls: CallsView,
        facts: Vec<super::facts::FactView>,
        /// Not every fact is said.
        partial: bool,
    }

    /// The operations of a namespace.
    pub(super) struct CallsView {
        pub(super) methods: Vec<MethodView>,
        pub(super) waiters: Vec<WaiterView>,
        pub(super) params: Vec<ParamsView>,
        pub(super) enums: Vec<ByStatusView>,
        facts: Vec<FactsView>,
        waiter_facts: Vec<FactsView>,
    }

    /// The method that gives a namespace.
    struct AccessorView {
        docs: Docs,
        accessor: Ident,
        ty: Type,
        /// The condition under which it is compiled.
        gate: Option<Expr>,
    }
}

/// The page of a namespace, or of the client for the root.
pub(super) fn page(context: Context<'_>, index: u32, namespace: &Namespace) -> Planned {
    let names = context.names.namespace(index);
    let mut imports = Imports::of_operations(context);
    let mut items = vec![Item::Struct(names.name.clone()), Item::Impl(names.name.clone())];
    imports.declare(&names.name);
    declare(&mut imports, index);
    let calls = calls(&mut imports, index, &Expr::fixed("self.client"), &mut items);
    imports.fixed("sdk_runtime", &["Client"]);
    let otherwise = Md::concat(&[Md::fixed("Operations of "), Md::text(&namespace.name), Md::fixed(".")]);
    let needs = imports.needs();
    let view = NamespaceView {
        docs: Docs::of(None, namespace.description.as_deref(), &otherwise),
        name: names.name.clone(),
        uses: imports.finish(),
        calls,
    };
    let page = Page::new(FilePath::fixed("src").module(&names.module), NAMESPACE, view);
    let page = page.source_named(&namespace.at, &namespace.name).items(items);
    Planned { part: Part::Namespace(index), page, needs }
}

/// What the operations on the client itself take from other parts of the crate.
pub(super) fn root_needs(context: Context<'_>) -> Needs {
    let mut imports = Imports::of_operations(context);
    if let Some(index) = root(context) {
        let _ = calls(&mut imports, index, &Expr::fixed("self"), &mut Vec::new());
    }
    imports.needs()
}

/// Keeps the names that a namespace's file declares.
fn declare(imports: &mut Imports<'_>, index: u32) {
    let context = imports.context;
    for (id, it) in (0..).map(OperationId).zip(&context.sdk.operations) {
        if it.namespace == index {
            let names = context.names.operation(id);
            for name in [&names.params, &names.error, &names.answer] {
                imports.declare(name);
            }
        }
    }
}

/// Plans the operations and waiters of a namespace.
pub(super) fn calls(imports: &mut Imports<'_>, index: u32, client: &Expr, items: &mut Vec<Item>) -> CallsView {
    let sdk = imports.context.sdk;
    let mut calls = CallsView {
        methods: Vec::new(),
        waiters: Vec::new(),
        params: Vec::new(),
        enums: Vec::new(),
        facts: Vec::new(),
        waiter_facts: Vec::new(),
    };
    for (id, it) in (0..).map(OperationId).zip(&sdk.operations) {
        if it.namespace == index {
            let parts = operation::operation(imports, id, it, client, items);
            calls.methods.extend(parts.methods);
            calls.params.extend(parts.params);
            calls.enums.extend(parts.enums);
            calls.facts.push(parts.facts);
        }
    }
    for (number, it) in sdk.waiters.iter().enumerate() {
        if it.namespace == index {
            let names = imports.context.names.waiter(number);
            if let Some(parts) = waiter::waiter(imports, it, names) {
                items.push(Item::Static(names.facts.clone()));
                calls.waiters.push(parts.method);
                calls.waiter_facts.push(parts.facts);
            }
        }
    }
    calls
}

/// The types that the client's file declares beside the client, sorted.
pub(super) fn beside_client(context: Context<'_>) -> Vec<Ident> {
    let Some(index) = root(context) else { return Vec::new() };
    let mut items = Vec::new();
    let _ = calls(&mut Imports::of_operations(context), index, &Expr::fixed("self"), &mut items);
    let types = items.into_iter().filter_map(|it| match it {
        Item::Struct(name) | Item::Enum(name) => Some(name),
        _ => None,
    });
    let mut types: Vec<Ident> = types.collect();
    types.sort();
    types
}

/// The index of the namespace whose operations sit on the client itself.
pub(super) fn root(context: Context<'_>) -> Option<u32> {
    let mut namespaces = (0..).zip(&context.sdk.namespaces).filter(|_| context.sdk.client);
    namespaces.find(|(_, it)| it.name.is_empty()).map(|(index, _)| index)
}

/// The namespaces that are modules of their own.
pub(super) fn modules(context: Context<'_>) -> impl Iterator<Item = (u32, &Namespace)> {
    (0..).zip(&context.sdk.namespaces).filter(move |(_, it)| context.sdk.client && !it.name.is_empty())
}

/// The page of the client.
pub(super) fn client(context: Context<'_>, features: &Features) -> Page {
    let mut imports = Imports::of_operations(context);
    let client = Ident::fixed("Client");
    imports.declare(&client);
    let mut items = vec![Item::Struct(client.clone()), Item::Impl(client), Item::Static(Ident::fixed("FACTS"))];
    imports.fixed("sdk_runtime", &["Call", "ClientBuilder", "Json", "Sdk"]);
    imports.fixed("sdk_runtime::facts", &["Method", "SdkFacts"]);
    let calls = match root(context) {
        Some(index) => {
            declare(&mut imports, index);
            calls(&mut imports, index, &Expr::fixed("self.core"), &mut items)
        }
        None => calls(&mut imports, u32::MAX, &Expr::fixed("self.core"), &mut items),
    };
    let sdk = context.sdk;
    let facts = facts(&mut imports);
    let mut namespaces: Vec<_> = modules(context).map(|(index, it)| accessor(context, features, index, it)).collect();
    namespaces.sort_by(|a, b| a.accessor.cmp(&b.accessor));
    let view = ClientView {
        docs: Docs::line(&Md::concat(&[Md::fixed("Client of the "), Md::text(&sdk.info.title), Md::fixed(".")])),
        uses: imports.finish(),
        servers: server::constants(context),
        default: server::default(context).cloned(),
        from_env: credentials::from_env(sdk),
        namespaces,
        sockets: super::socket::accessors(context),
        extras: super::module::accessors(context),
        calls,
        partial: facts.len() < FACTS,
        facts,
    };
    Page::new(FilePath::fixed("src/client.rs"), CLIENT, view).source(&sdk.info.at).items(items)
}

fn accessor(context: Context<'_>, features: &Features, index: u32, namespace: &Namespace) -> AccessorView {
    let names = context.names.namespace(index);
    let ty = Type::fixed("crate").join(&names.module).join(&names.name);
    let otherwise = Md::concat(&[Md::fixed("Operations of "), Md::text(&namespace.name), Md::fixed(".")]);
    let docs = match namespace.description.as_deref().map(Md::summary).filter(|it| !it.as_str().is_empty()) {
        Some(summary) => Docs::line(&summary),
        None => Docs::line(&otherwise),
    };
    let gate = features.gate(context, Part::Namespace(index));
    AccessorView { docs, accessor: names.accessor.clone(), ty, gate }
}

/// The facts of the SDK that differ from the runtime's defaults.
fn facts(imports: &mut Imports<'_>) -> Vec<super::facts::FactView> {
    let sdk = imports.context.sdk;
    let mut facts =
        vec![fact("name", Str::new(&imports.context.names.package)), fact("version", Str::new(&sdk.package.version))];
    if let Some(servers) = server::facts(sdk) {
        imports.fixed("sdk_runtime::facts", &["Server"]);
        facts.push(fact("servers", servers));
    }
    let schemes: Vec<Expr> = schemes(imports.context).filter_map(|it| sdk.security.get(it)).map(scheme).collect();
    if !schemes.is_empty() {
        imports.fixed("sdk_runtime::facts", &["SecurityKind", "SecurityScheme"]);
        facts.push(fact("security", Expr::slice(schemes)));
    }
    if let Some(retry) = retry(imports) {
        facts.push(fact("retry", retry));
    }
    facts.extend(credentials::facts(imports));
    if !sdk.settings.is_empty() {
        imports.fixed("sdk_runtime::facts", &["Setting"]);
        facts.push(fact("settings", settings::facts(&sdk.settings)));
    }
    facts.extend(sdk.error_key.as_deref().map(|it| fact("error_key", some_text(it))));
    if let Some(versions) = &sdk.versions {
        facts.push(fact("versions", version::facts(imports, versions)));
        facts.extend(version::envelope(imports, versions).map(|it| fact("envelope", it)));
    }
    facts
}

fn scheme(it: &crate::ir::SecurityScheme) -> Expr {
    let key = |location: Location, name: &str| {
        let kind = match location {
            Location::Query => "SecurityKind::QueryKey",
            Location::Cookie => "SecurityKind::CookieKey",
            Location::Header | Location::Path => "SecurityKind::HeaderKey",
        };
        Expr::call(&Type::fixed(kind), [Str::new(name).into()])
    };
    let kind = match &it.kind {
        SecurityKind::ApiKey { location, name } => key(*location, name),
        SecurityKind::Basic => Expr::fixed("SecurityKind::Basic"),
        SecurityKind::Bearer | SecurityKind::OAuth2 { .. } | SecurityKind::Other => Expr::fixed("SecurityKind::Bearer"),
    };
    let fields = [(Ident::fixed("name"), Str::new(&it.name).into()), (Ident::fixed("kind"), kind)];
    Expr::record(&Type::fixed("SecurityScheme"), fields, None)
}

/// What the SDK says about retries; `None` where it says nothing.
fn retry(imports: &mut Imports<'_>) -> Option<Expr> {
    let retry = &imports.context.sdk.retry;
    let mut fields = Vec::new();
    let mut add = |name, value| fields.push((Ident::fixed(name), value));
    if let Some(it) = retry.max_retries {
        add("max_retries", Num::int(it).into());
    }
    if let Some(it) = retry.delay_ms {
        add("delay", waiter::duration(it));
    }
    if let Some(it) = retry.backoff.and_then(Num::float) {
        add("backoff", it.into());
    }
    if let Some(it) = retry.max_delay_ms {
        add("max_delay", waiter::duration(it));
    }
    if let Some(it) = &retry.statuses {
        add("statuses", Expr::slice(it.iter().map(|it| Num::int(*it).into())));
    }
    if !retry.never_codes.is_empty() {
        add("never_codes", Expr::texts(&retry.never_codes));
    }
    if let Some(it) = &retry.idempotency_header {
        add("idempotency_header", some_text(it));
    }
    if fields.is_empty() {
        return None;
    }
    imports.fixed("sdk_runtime::facts", &["RetryFacts"]);
    if retry.delay_ms.is_some() || retry.max_delay_ms.is_some() {
        imports.fixed("std::time", &["Duration"]);
    }
    // The runtime has seven of these facts; where all are given, there is no rest.
    let rest = (fields.len() < 7).then(|| Expr::fixed("RetryFacts::NEW"));
    Some(Expr::record(&Type::fixed("RetryFacts"), fields, rest))
}
