//! The crate's front page, its manifest and its README.

use super::context::Context;
use super::features::{Features, Part};
use super::module::{self, FeatureView as RuntimeView};
use super::socket::{self, AccessorView};
use super::{manifests, namespace, prologue, settings, tests};
use crate::fragment::{Code, Docs, Expr, FilePath, Ident, Md, Str, Toml, Type, view};
use crate::input::Target;
use crate::ir::{Inbox, InboxKind, Location, Method, OperationId};
use crate::render::Page;
use crate::structure::Item;

/// Template of the crate root.
pub(super) const LIBRARY: &str = "src/lib.rs.jinja";
/// Template of the manifest.
pub(super) const MANIFEST: &str = "Cargo.toml.jinja";
/// Template of the formatter's settings.
pub(super) const FORMATTER: &str = "rustfmt.toml.jinja";
/// Template of the README.
pub(super) const README: &str = "README.md.jinja";

view! {
    /// A part of the README that the specification's folder holds.
    struct ChapterView {
        text: Docs,
    }
}

view! {
    /// What the front page and the README show.
    struct LibraryView {
        summary: Md,
        docs: Docs,
        package: Md,
        /// The package's name among dependencies.
        key: Toml,
        library: Ident,
        title: Md,
        version: Md,
        example: ExampleView,
        /// Operations on the client itself.
        direct: Vec<DirectView>,
        namespaces: Vec<RowView>,
        catalogs: Vec<RowView>,
        modules: Vec<RootView>,
        /// There are features for namespaces.
        features: bool,
        /// There is one for models that nothing uses.
        unreferenced: bool,
        manifests: Vec<manifests::RowView>,
        /// The module of the manifests.
        manifest_module: Option<Ident>,
        sockets: Vec<AccessorView>,
        /// Modules of the runtime.
        extras: Vec<RuntimeView>,
        /// Modules of webhooks and callbacks.
        inboxes: Vec<RowView>,
        /// What stands beside the client in its private module.
        beside_client: Vec<Ident>,
        error_codes: bool,
        /// There are versions to choose from.
        versions: bool,
        /// There are settings of clients.
        settings: bool,
        /// Client credentials give tokens.
        oauth: bool,
        /// There is a client.
        client: bool,
        /// There are servers with variables.
        server_urls: bool,
        /// What the README ends with.
        chapters: Vec<ChapterView>,
    }

    /// A row of a table: a module and what it is.
    struct RowView {
        module: Ident,
        /// What links to it lead to: its main type.
        target: Md,
        accessor: Ident,
        summary: Md,
        /// The feature that brings it in.
        feature: Option<Code>,
    }

    /// A public module.
    struct RootView {
        name: Ident,
        /// The condition under which it is compiled.
        gate: Option<Expr>,
    }

    /// An operation on the client itself.
    struct DirectView {
        method: Ident,
        summary: Md,
    }

    /// The call that the front page shows.
    struct ExampleView {
        server: Str,
        /// Credentials come from the environment.
        from_env: bool,
        api_key: bool,
        bearer: bool,
        call: Option<Expr>,
        /// The condition under which it compiles.
        gate: Option<Expr>,
    }

    /// What says the same in every crate.
    struct FixedView {}

    /// A Cargo feature.
    struct FeatureView {
        key: Toml,
        /// The same as a value.
        text: Toml,
    }

    /// The manifest.
    struct ManifestView {
        package: Toml,
        version: Toml,
        description: Toml,
        keywords: Vec<Toml>,
        repository: Option<Toml>,
        manifests: bool,
        sockets: bool,
        /// Features of what they send and are sent.
        socket_features: Vec<Toml>,
        /// The feature of webhooks and callbacks, if there are any.
        receiver: bool,
        /// Modules of the runtime.
        extras: Vec<RuntimeView>,
        /// Features of the runtime that are always on.
        runtime_features: Vec<Toml>,
        standalone: bool,
        features: Vec<FeatureView>,
        /// Names of the tests.
        tests: Vec<Toml>,
    }
}

/// The pages.
pub(super) fn pages(context: Context<'_>, features: &Features, target: &Target) -> Vec<Page> {
    let standalone = *target == Target::Standalone;
    let view = || library(context, features);
    vec![
        Page::new(FilePath::fixed("Cargo.toml"), MANIFEST, manifest(context, features, standalone)),
        Page::new(FilePath::fixed("rustfmt.toml"), FORMATTER, FixedView {}),
        Page::new(FilePath::fixed("README.md"), README, view()),
        Page::new(FilePath::fixed("src/lib.rs"), LIBRARY, view()).source(&context.sdk.info.at).items(items(context)),
    ]
}

fn manifest(context: Context<'_>, features: &Features, standalone: bool) -> ManifestView {
    let package = &context.sdk.package;
    ManifestView {
        package: Toml::new(&context.names.package),
        version: Toml::new(&package.version),
        description: Toml::new(&package.description),
        keywords: package.keywords.iter().map(|it| Toml::new(it)).collect(),
        repository: package.repository.as_deref().map(Toml::new),
        manifests: !context.sdk.manifests.is_empty(),
        sockets: !context.sdk.sockets.is_empty(),
        socket_features: match features.are_there() {
            true => socket::features(context).into_iter().map(Toml::new).collect(),
            false => Vec::new(),
        },
        receiver: !context.sdk.webhooks.is_empty(),
        extras: module::features(context),
        runtime_features: module::runtime_features(context),
        standalone,
        features: features.list(context).map(|it| FeatureView { key: Toml::key(it), text: Toml::new(it) }).collect(),
        tests: tests::names(context).iter().map(|it| Toml::new(it)).collect(),
    }
}

fn library(context: Context<'_>, features: &Features) -> LibraryView {
    let sdk = context.sdk;
    let mut namespaces: Vec<_> = namespace::modules(context)
        .map(|(index, it)| {
            let names = context.names.namespace(index);
            let feature = features.are_there().then(|| Code::new(&names.feature));
            let row = row(&names.module, &names.name, &names.accessor, it.description.as_deref(), &it.name);
            RowView { feature, ..row }
        })
        .collect();
    namespaces.sort_by(|a, b| a.module.cmp(&b.module));
    let mut catalogs: Vec<_> = (0..)
        .zip(&sdk.catalogs)
        .map(|(index, it)| {
            let names = context.names.catalog(index);
            let feature = features.are_there().then(|| Code::new(&names.feature));
            let row = row(&names.module, &Ident::fixed("Event"), &names.module, Some(&it.title), &it.name);
            RowView { feature, ..row }
        })
        .collect();
    catalogs.sort_by(|a, b| a.module.cmp(&b.module));
    LibraryView {
        summary: summary(&sdk.package.description),
        docs: Docs::new(sdk.info.description.as_deref().unwrap_or_default()),
        package: Code::new(&context.names.package).into(),
        key: Toml::key(&context.names.package),
        library: context.names.library.clone(),
        title: Md::text(&sdk.info.title),
        version: Md::text(&sdk.info.version),
        example: example(context, features),
        direct: direct(context),
        namespaces,
        catalogs,
        modules: modules(context, features),
        features: features.are_there(),
        unreferenced: features.has_unreferenced(),
        manifests: manifests::rows(context),
        manifest_module: context.names.manifests().cloned(),
        sockets: socket::accessors(context),
        extras: module::features(context),
        inboxes: inboxes(context),
        beside_client: namespace::beside_client(context),
        error_codes: sdk.client && !sdk.error_codes.is_empty(),
        versions: sdk.client && sdk.versions.is_some(),
        settings: settings::has_any(context),
        oauth: sdk.client && !sdk.oauth.is_empty(),
        client: sdk.client,
        server_urls: super::server::has_urls(context),
        chapters: sdk.chapters.iter().map(|it| ChapterView { text: Docs::chapter(it) }).collect(),
    }
}

/// What the crate is, in a line that says something.
fn summary(description: &str) -> Md {
    let told = Md::text(description);
    if told.as_str().trim().is_empty() { Md::fixed("Client of an API.") } else { told }
}

fn row(module: &Ident, ty: &Ident, accessor: &Ident, description: Option<&str>, name: &str) -> RowView {
    let summary = match description.map(Md::summary).filter(|it| !it.as_str().is_empty()) {
        Some(summary) => summary,
        None => Md::text(name),
    };
    let target = Md::target(&Type::from(module).join(ty));
    RowView { module: module.clone(), target, accessor: accessor.clone(), summary, feature: None }
}

/// The operations on the client itself, in the order of their names.
fn direct(context: Context<'_>) -> Vec<DirectView> {
    let root = namespace::root(context);
    let operations = (0..).map(OperationId).zip(&context.sdk.operations);
    let mut direct: Vec<DirectView> = operations
        .filter(|(_, it)| root == Some(it.namespace))
        .map(|(id, it)| DirectView {
            method: context.names.operation(id).method.clone(),
            summary: match it.summary.as_deref().or(it.description.as_deref()) {
                Some(text) => Md::summary(text),
                None => prologue::method_line(it),
            },
        })
        .collect();
    direct.sort_by(|a, b| a.method.cmp(&b.method));
    direct
}

/// The public modules of namespaces and catalogs, sorted.
fn modules(context: Context<'_>, features: &Features) -> Vec<RootView> {
    let names = context.names;
    let namespaces = namespace::modules(context).map(|(it, _)| (&names.namespace(it).module, Part::Namespace(it)));
    let catalogs = (0..).zip(&context.sdk.catalogs).map(|(it, _)| (&names.catalog(it).module, Part::Catalog(it)));
    let mut modules: Vec<(&Ident, Part)> = namespaces.chain(catalogs).collect();
    modules.sort();
    let view = |(name, part): (&Ident, Part)| RootView { name: name.clone(), gate: features.gate(context, part) };
    modules.into_iter().map(view).collect()
}

/// What the crate root exports of the runtime and the client.
const OF_CLIENTS: &[&str] = &[
    "Client",
    "Call",
    "ClientBuilder",
    "DecodeError",
    "Error",
    "ErrorKind",
    "Json",
    "Method",
    "Response",
    "RetryPolicy",
    "Waiter",
    "runtime",
];

/// The same where there is no client.
const OF_TYPES: &[&str] = &["DecodeError", "Json", "runtime"];

/// The modules of webhooks and callbacks, sorted.
fn inboxes(context: Context<'_>) -> Vec<RowView> {
    let row = |(index, it): (u32, &Inbox)| {
        let names = context.names.inbox(index);
        let summary = Md::fixed(match it.kind {
            InboxKind::Webhooks => "What the server sends to a URL that it knows.",
            InboxKind::Callbacks => "What the server sends to a URL that an operation gave it.",
        });
        let target = Md::target(&Type::from(&names.module).join(&names.name));
        RowView { module: names.module.clone(), target, accessor: names.module.clone(), summary, feature: None }
    };
    let mut rows: Vec<RowView> = (0..).zip(&context.sdk.webhooks).map(row).collect();
    rows.sort_by(|a, b| a.module.cmp(&b.module));
    rows
}

fn items(context: Context<'_>) -> Vec<Item> {
    let has_codes = context.sdk.client && !context.sdk.error_codes.is_empty();
    let has_urls = super::server::has_urls(context);
    let has_versions = context.sdk.client && context.sdk.versions.is_some();
    let fixed = [
        ("api_version", has_versions),
        ("client", context.sdk.client),
        ("client_settings", settings::has_any(context)),
        ("error", has_codes),
        ("models", true),
        ("server_urls", has_urls),
    ];
    let fixed = fixed.into_iter().filter(|it| it.1).map(|it| Item::Mod(Ident::fixed(it.0)));
    let uses: &[&'static str] = match context.sdk.client {
        true => OF_CLIENTS,
        false => OF_TYPES,
    };
    let codes = has_codes.then_some(&"ErrorCode");
    let versions: &[&'static str] = if has_versions { &[super::version::NAME, "VersionBy"] } else { &[] };
    let modules = modules(context, &Features::default());
    let beside = namespace::beside_client(context).into_iter().map(Item::Use);
    let mut items: Vec<Item> = fixed.chain(modules.into_iter().map(|it| Item::Mod(it.name))).collect();
    let settings = settings::has_any(context).then_some(&settings::NAME);
    let oauth = (context.sdk.client && !context.sdk.oauth.is_empty()).then_some(&"ClientCredentials");
    items.extend(
        uses.iter().chain(codes).chain(versions).chain(settings).chain(oauth).map(|it| Item::Use(Ident::fixed(it))),
    );
    items.extend(beside);
    items.extend(socket::accessors(context).into_iter().map(|it| Item::Mod(it.module)));
    items.extend(context.names.manifests().cloned().map(Item::Mod));
    items.extend(inboxes(context).into_iter().map(|it| Item::Mod(it.module)));
    items.extend(module::features(context).into_iter().map(|it| Item::Mod(it.module)));
    items
}

/// The simplest call that the SDK has: a GET whose arguments are short texts.
fn example(context: Context<'_>, features: &Features) -> ExampleView {
    let sdk = context.sdk;
    let simple = |(_, it): &(OperationId, &crate::ir::Operation)| {
        it.method == Method::Get
            && !it.deprecated
            && it.body.is_none()
            && it
                .parameters
                .iter()
                .all(|it| !it.required || it.location == Location::Path && context.is_display(&it.ty))
    };
    let mut operations: Vec<_> = (0..).map(OperationId).zip(&sdk.operations).filter(simple).collect();
    // One with an argument shows more than one without.
    let arguments = |it: &crate::ir::Operation| it.parameters.iter().filter(|it| it.required).count();
    operations.sort_by_key(|(_, it)| (arguments(it) != 1, it.namespace));
    let part = operations.first().map(|(_, it)| Part::Namespace(it.namespace));
    let call = operations.first().map(|(id, it)| {
        let namespace = context.names.namespace(it.namespace);
        let client = match sdk.namespaces.get(it.namespace as usize).is_some_and(|it| it.name.is_empty()) {
            true => Expr::fixed("client"),
            false => Expr::fixed("client").method(&namespace.accessor, Vec::new()),
        };
        let given = it.parameters.iter().filter(|it| it.required).map(|it| Expr::from(Str::new(&it.wire)));
        client.method(&context.names.operation(*id).method, given)
    });
    let has = |kind: fn(&crate::ir::SecurityKind) -> bool| sdk.security.iter().any(|it| kind(&it.kind));
    let api_key = has(|it| matches!(it, crate::ir::SecurityKind::ApiKey { .. }));
    ExampleView {
        server: Str::new(super::server::first(sdk).map_or("http://localhost:8080", |it| &it.1.url)),
        from_env: !sdk.credentials.is_empty() && super::server::default(context).is_some(),
        api_key,
        bearer: !api_key
            && has(|it| matches!(it, crate::ir::SecurityKind::Bearer | crate::ir::SecurityKind::OAuth2 { .. })),
        call,
        gate: part.and_then(|it| features.gate(context, it)),
    }
}
