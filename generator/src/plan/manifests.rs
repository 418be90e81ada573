//! Manifests: what reads, writes and validates the type of a document, its schema, and its builder.

mod builder;
mod text;

use self::builder::BuilderView;
use super::context::Context;
use super::facts::record;
use super::features::{Part, Planned};
use super::imports::{Imports, Use};
use crate::fragment::{Docs, Expr, FilePath, Ident, Md, Str, Type, view};
use crate::ir::{Manifest, Rule, RuleKind};
use crate::names::ManifestNames;
use crate::render::Page;
use crate::structure::Item;

/// Template of the list of manifests.
pub(super) const LIST: &str = "src/manifests.rs.jinja";
/// Template of a manifest.
pub(super) const MANIFEST: &str = "src/_manifest.rs.jinja";
/// Template of a manifest's schema.
pub(super) const SCHEMA: &str = "src/_manifest_schema.rs.jinja";

view! {
    /// The module of all manifests.
    struct ListView {
        module: Ident,
        library: Ident,
        entries: Vec<EntryView>,
        /// What of the runtime stands there too.
        errors: Vec<Ident>,
    }

    /// A manifest in the list.
    struct EntryView {
        module: Ident,
        schema: Ident,
        builder: Option<Ident>,
        ty: Ident,
        file: Str,
        last: bool,
    }

    /// A manifest.
    struct ManifestView {
        docs: Docs,
        uses: Vec<Use>,
        schema: Ident,
        name: Ident,
        title: Str,
        rules: Vec<Expr>,
        /// Further names of `validate`.
        validate: Vec<Ident>,
        builder: Option<BuilderView>,
    }

    /// A manifest's schema.
    struct SchemaView {
        text: Str,
    }

    /// A manifest on the front page.
    pub(super) struct RowView {
        /// What links to it lead to.
        target: Md,
        name: Ident,
        summary: Md,
    }
}

/// The pages of all manifests; none where there are none.
pub(super) fn pages(context: Context<'_>) -> Vec<Planned> {
    let Some(module) = context.names.manifests() else { return Vec::new() };
    let folder = FilePath::fixed("src").folder(module);
    let mut pages = vec![list(context, module)];
    for (index, it) in context.sdk.manifests.iter().enumerate() {
        pages.extend(manifest(context, &folder, index, it));
    }
    pages
}

/// The manifests on the front page.
pub(super) fn rows(context: Context<'_>) -> Vec<RowView> {
    let row = |it: &Manifest| {
        let name = &context.ty(it.ty).name;
        let told = it.summary.as_deref().or(context.def(it.ty).description.as_deref());
        RowView {
            target: Md::target(&Type::within("models", name)),
            name: name.clone(),
            summary: Md::summary(told.unwrap_or(&it.name)),
        }
    };
    context.sdk.manifests.iter().map(row).collect()
}

/// What of the runtime stands beside the manifests.
const ERRORS: [&str; 3] = ["ManifestError", "Problem", "Problems"];

fn list(context: Context<'_>, module: &Ident) -> Planned {
    let count = context.sdk.manifests.len();
    let mut items: Vec<Item> = ERRORS.iter().map(|it| Item::Use(Ident::fixed(it))).collect();
    let mut entries = Vec::new();
    let mut imports = Imports::new(context);
    for (index, it) in context.sdk.manifests.iter().enumerate() {
        let names = context.names.manifest(index);
        let ty = &context.ty(it.ty).name;
        let _ = imports.named(it.ty);
        items.extend([&names.module, &names.schema].map(|it| Item::Mod(it.clone())));
        items.push(Item::Use(ty.clone()));
        let builder = it.builder.is_some().then(|| names.builder.clone());
        items.extend(builder.clone().map(Item::Use));
        entries.push(EntryView {
            module: names.module.clone(),
            schema: names.schema.clone(),
            builder,
            ty: ty.clone(),
            file: Str::new(&format!("{}.yaml", it.name.replace('_', "-"))),
            last: index + 1 == count,
        });
    }
    let errors = ERRORS.iter().map(|it| Ident::fixed(it)).collect();
    let view = ListView { module: module.clone(), library: context.names.library.clone(), entries, errors };
    let page = Page::new(FilePath::fixed("src").module(module), LIST, view).items(items);
    Planned { part: Part::Manifests, page: page.source(&context.sdk.info.at), needs: imports.needs() }
}

fn manifest(context: Context<'_>, folder: &FilePath, index: usize, manifest: &Manifest) -> [Planned; 2] {
    let names = context.names.manifest(index);
    let mut imports = Imports::new(context);
    imports.fixed("std::collections", &["BTreeMap"]);
    imports.fixed("std::path", &["Path"]);
    imports.fixed("sdk_runtime::data", &["Json"]);
    imports.fixed("sdk_runtime", &["manifest"]);
    imports.fixed("sdk_runtime::manifest", &["Document", "Manifest", "ManifestError", "Problems"]);
    imports.declare(&names.builder);
    let _ = imports.named(manifest.ty);
    let name = context.ty(manifest.ty).name.clone();
    let mut items = vec![Item::Impl(name.clone()), Item::Static(Ident::fixed("DOCUMENT"))];
    let builder = manifest.builder.as_ref().map(|it| builder::view(&mut imports, &name, names, it));
    if builder.is_some() {
        items.extend([Item::Struct(names.builder.clone()), Item::Impl(names.builder.clone())]);
    }
    let rules = rules(&mut imports, &manifest.rules);
    let needs = imports.needs();
    let view = ManifestView {
        docs: docs(context, manifest),
        schema: names.schema.clone(),
        title: Str::new(name.as_str()),
        rules,
        validate: names.validate.clone(),
        builder,
        name,
        uses: imports.finish(),
    };
    let page = Page::new(folder.module(&names.module), MANIFEST, view).source(&manifest.at).items(items);
    let schema = SchemaView { text: Str::lines(&text::pretty(&manifest.schema)) };
    let schema = Page::new(folder.module(&names.schema), SCHEMA, schema).source(&manifest.at);
    let schema = schema.items([Item::Const(Ident::fixed("SCHEMA"))]);
    [
        Planned { part: Part::Manifests, page, needs },
        Planned { part: Part::Manifests, page: schema, needs: Imports::new(context).needs() },
    ]
}

fn docs(context: Context<'_>, manifest: &Manifest) -> Docs {
    let described = context.def(manifest.ty).description.as_deref();
    Docs::of(manifest.summary.as_deref().or(described), None, &Md::text(&manifest.name))
}

fn rules(imports: &mut Imports<'_>, rules: &[Rule]) -> Vec<Expr> {
    if !rules.is_empty() {
        imports.fixed("sdk_runtime::manifest", &["Rule", "RuleKind"]);
    }
    rules.iter().map(rule).collect()
}

/// `Rule { inside: "spec.runtime", kind: RuleKind::Exclusive(&["language", "image"]), message: None }`
fn rule(rule: &Rule) -> Expr {
    let places = Expr::texts(&rule.places);
    let kind = match rule.kind {
        RuleKind::Unique => places.wrap("RuleKind::Unique(", ")"),
        RuleKind::Exclusive => places.wrap("RuleKind::Exclusive(", ")"),
        RuleKind::Needed => places.wrap("RuleKind::Needed(", ")"),
        RuleKind::Together => places.wrap("RuleKind::Together(", ")"),
        RuleKind::Refers => record("RuleKind::Refers", [("from", places), ("to", Expr::texts(&rule.to))], None),
    };
    let message = match &rule.message {
        Some(message) => Expr::from(Str::new(message)).wrap("Some(", ")"),
        None => Expr::fixed("None"),
    };
    record("Rule", [("inside", Str::new(&rule.inside).into()), ("kind", kind), ("message", message)], None)
}

/// The public items of the module.
pub(super) fn lines(context: Context<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, it) in context.sdk.manifests.iter().enumerate() {
        lines.extend(surface(context, it, context.names.manifest(index)));
    }
    lines
}

fn surface(context: Context<'_>, manifest: &Manifest, names: &ManifestNames) -> Vec<String> {
    let name = &context.ty(manifest.ty).name;
    let mut lines = vec![
        format!("{name}::JSON_SCHEMA: &'static str"),
        format!("{name}::from_yaml(text: &str) -> Result<{name}, Problems>"),
        format!("{name}::from_yaml_file(path: impl AsRef<Path>) -> Result<{name}, ManifestError>"),
        format!("{name}::from_json(text: &str) -> Result<{name}, Problems>"),
        format!("{name}::from_json_file(path: impl AsRef<Path>) -> Result<{name}, ManifestError>"),
        format!("{name}::to_yaml(&self) -> Result<String, Problems>"),
        format!("{name}::to_yaml_file(&self, path: impl AsRef<Path>) -> Result<(), ManifestError>"),
        format!("{name}::to_json(&self) -> Result<String, Problems>"),
        format!("{name}::to_json_file(&self, path: impl AsRef<Path>) -> Result<(), ManifestError>"),
        format!("{name}::to_fields(&self) -> Result<BTreeMap<String, Json>, Problems>"),
        format!("{name}::validate(&self) -> Result<(), Problems>"),
    ];
    lines.extend(names.validate.iter().map(|it| format!("{name}::{it}(&self) -> Result<(), Problems>")));
    if let Some(rule) = &manifest.builder {
        let mut imports = Imports::new(context);
        lines.extend(builder::view(&mut imports, name, names, rule).lines());
    }
    lines
}
