//! Modules of the runtime: what they export, what they are told of this system, and methods of the client.

use super::context::Context;
use super::facts::{self, FactsView, record};
use super::imports::{Imports, Use};
use crate::fragment::{Code, Docs, Expr, FilePath, Ident, Md, Num, Str, Toml, Type, view};
use crate::ir::{Literal, Module};
use crate::names::ModuleNames;
use crate::render::Page;
use crate::structure::Item;

/// Template of such a module.
pub(super) const MODULE: &str = "src/_module.rs.jinja";

view! {
    /// A module of the runtime.
    struct ModuleView {
        docs: Docs,
        uses: Vec<Use>,
        path: Type,
        bound: Vec<BoundView>,
        /// There is a client that it is bound to.
        client: bool,
        setup: Option<Expr>,
        facts: Vec<FactsView>,
    }

    /// A type that is made for the client.
    struct BoundView {
        docs: Docs,
        name: Ident,
        ty: Type,
    }

    /// Such a module where the manifest and the front page name it.
    pub(super) struct FeatureView {
        /// The same in a comment and in a table.
        summary: Md,
        pub(super) module: Ident,
        feature: Code,
        key: Toml,
        text: Toml,
        gate: Str,
        runtime: Toml,
        default: bool,
    }

    /// A method of the client that gives something of a module.
    pub(super) struct AccessorView {
        docs: Docs,
        name: Ident,
        ty: Type,
        feature: Str,
    }
}

fn all<'a>(context: Context<'a>) -> impl Iterator<Item = (&'a Module, &'a ModuleNames)> {
    context.sdk.modules.iter().enumerate().map(move |(index, it)| (it, context.names.module(index)))
}

/// The pages of all modules.
pub(super) fn pages(context: Context<'_>) -> Vec<Page> {
    all(context).map(|(it, names)| page(context, it, names)).collect()
}

fn page(context: Context<'_>, it: &Module, names: &ModuleNames) -> Page {
    let mut imports = Imports::of_operations(context);
    let mut items = vec![Item::Glob(names.path.last().cloned().unwrap_or_else(|| names.module.clone()))];
    items.extend(names.bound.iter().cloned().map(Item::Alias));
    let facts: Vec<FactsView> = it
        .operations
        .iter()
        .zip(&names.facts)
        .filter_map(|((_, id), name)| {
            let operation = context.sdk.operations.get(id.0 as usize)?;
            items.push(Item::Static(name.clone()));
            Some(facts::operation(&mut imports, operation, name))
        })
        .collect();
    let path = Type::path(&names.path);
    if context.sdk.client {
        items.extend([Item::Static(Ident::fixed("SETUP")), Item::Impl(Ident::fixed("Client"))]);
        imports.fixed("sdk_runtime", &["Module"]);
    }
    let view = ModuleView {
        docs: Docs::of(Some(&it.summary), it.description.as_deref(), &Md::fixed("A module of the runtime.")),
        uses: imports.finish(),
        bound: names.bound.iter().map(|name| bound(&path, name)).collect(),
        client: context.sdk.client,
        setup: context.sdk.client.then(|| setup(it, names)),
        facts,
        path,
    };
    Page::new(FilePath::fixed("src").module(&names.module), MODULE, view).source(&it.at).items(items)
}

fn bound(path: &Type, name: &Ident) -> BoundView {
    let ty = path.join(name);
    let docs = Docs::line(&Md::concat(&[Md::item(&ty), Md::fixed(" of this API.")]));
    BoundView { docs, name: name.clone(), ty }
}

/// `Setup { operations: Operations { … }, settings: Settings { … } }`
fn setup(it: &Module, names: &ModuleNames) -> Expr {
    let operations = names.roles.iter().zip(&names.facts);
    let operations: Vec<_> =
        operations.map(|(role, facts)| (role.clone(), Expr::path(&Type::from(facts)).wrap("&", ""))).collect();
    let settings = names.settings.iter().zip(&it.settings);
    let settings: Vec<_> = settings.map(|(name, (_, value))| (name.clone(), setting(value))).collect();
    let part = |name, fields: Vec<_>| (!fields.is_empty()).then(|| Expr::record(&Type::fixed(name), fields, None));
    let parts = [("operations", part("Operations", operations)), ("settings", part("Settings", settings))];
    record("Setup", parts.into_iter().filter_map(|(name, part)| Some((name, part?))), None)
}

fn setting(value: &Literal) -> Expr {
    match value {
        Literal::Null => Expr::fixed("None"),
        Literal::Bool(it) => Expr::bool(*it),
        Literal::Number(it) => Num::json(it).map_or(Expr::fixed("0"), Expr::from),
        Literal::String(it) => Str::new(it).into(),
        Literal::List(items) => Expr::slice(items.iter().map(setting)),
        Literal::Object(members) => {
            Expr::slice(members.iter().map(|(key, value)| Expr::tuple([Str::new(key).into(), setting(value)])))
        }
    }
}

/// The features of all modules, in the order of their modules.
pub(super) fn features(context: Context<'_>) -> Vec<FeatureView> {
    let view = |(it, names): (&Module, &ModuleNames)| FeatureView {
        summary: Md::summary(&it.summary),
        module: names.module.clone(),
        feature: Code::new(&names.feature),
        key: Toml::key(&names.feature),
        text: Toml::new(&names.feature),
        gate: Str::new(&names.feature),
        runtime: Toml::new(&format!("sdk-runtime/{}", names.runtime_feature)),
        default: it.default,
    };
    let mut views: Vec<FeatureView> = all(context).map(view).collect();
    views.sort_by(|a, b| a.module.cmp(&b.module));
    views
}

/// The methods of the client.
pub(super) fn accessors(context: Context<'_>) -> Vec<AccessorView> {
    let mut views = Vec::new();
    for (it, names) in all(context) {
        for ((_, ty), name) in it.methods.iter().zip(&names.methods) {
            let place = it.bound.iter().position(|bound| bound == ty);
            let Some(ty) = place.and_then(|it| names.bound.get(it)) else { continue };
            let ty = Type::within("crate", &names.module).join(ty);
            let docs = Docs::line(&Md::concat(&[Md::item(&ty), Md::fixed(" for this client.")]));
            views.push(AccessorView { docs, name: name.clone(), ty, feature: Str::new(&names.feature) });
        }
    }
    views.sort_by(|a, b| a.name.cmp(&b.name));
    views
}

/// The public items of each module.
pub(super) fn lines(context: Context<'_>) -> Vec<(String, Vec<String>)> {
    let lines = |(_, names): (&Module, &ModuleNames)| {
        let path = Type::path(&names.path);
        let mut lines = vec![format!("pub use {}::*", path.as_str())];
        lines.extend(names.bound.iter().map(|it| format!("type {it} = {}<Client>", path.join(it).as_str())));
        (names.module.bare().to_owned(), lines)
    };
    all(context).map(lines).collect()
}

/// The methods of the client, for the list of the public surface.
pub(super) fn surface(context: Context<'_>) -> impl Iterator<Item = String> {
    accessors(context).into_iter().map(|it| {
        let ty = it.ty.as_str().trim_start_matches("crate::").to_owned();
        format!("Client::{}(&self) -> {ty}", it.name)
    })
}

/// Features of the runtime that the crate cannot do without.
pub(super) fn runtime_features(context: Context<'_>) -> Vec<Toml> {
    let foreign = context.sdk.types.iter().filter_map(|it| match &it.shape {
        crate::ir::Shape::Foreign(it) => it.feature.as_deref(),
        _ => None,
    });
    let file = context.sdk.credentials_file.as_ref().map(|_| "credentials-file");
    let features: std::collections::BTreeSet<&str> = foreign.chain(file).collect();
    features.into_iter().map(Toml::new).collect()
}
