//! Versions of the API: the enum of them, and the facts that the runtime needs.

use super::context::Context;
use super::docs;
use super::facts::{record, some, some_text, verb};
use super::imports::Imports;
use crate::fragment::{Code, Docs, Expr, FilePath, Ident, Md, Str, view};
use crate::ir::{Operation, Version, VersionForm, Versions};
use crate::render::Page;
use crate::structure::Item;

/// Template of the enum's module.
pub(super) const VERSION: &str = "src/api_version.rs.jinja";

/// The enum.
pub(super) const NAME: &str = "ApiVersion";

view! {
    /// The enum.
    struct VersionsView {
        versions: Vec<VersionView>,
    }

    /// A version.
    struct VersionView {
        docs: Docs,
        name: Ident,
        wire: Str,
        /// It is the one where none is chosen.
        default: bool,
    }
}

/// The page; `None` where the SDK declares no versions.
pub(super) fn page(context: Context<'_>) -> Option<Page> {
    let versions = context.sdk.versions.as_ref()?;
    let view = |(index, it): (usize, &Version)| VersionView {
        docs: docs(it, index == 0),
        name: context.names.version(index).clone(),
        wire: Str::new(&it.name),
        default: index == 0,
    };
    let views = versions.all.iter().enumerate().map(view).collect();
    let name = Ident::fixed(NAME);
    let items = [Item::Enum(name.clone()), Item::Impl(name)];
    let view = VersionsView { versions: views };
    let path = FilePath::fixed("src/api_version.rs");
    Some(Page::new(path, VERSION, view).source(&context.sdk.info.at).items(items))
}

/// `` `v1`, the default: Deprecated. Its sunset: `2026-06-01`. ``
fn docs(it: &Version, is_default: bool) -> Docs {
    let mut pieces: Vec<Md> = vec![Code::new(&it.name).into()];
    if is_default {
        pieces.push(Md::fixed(", the default"));
    }
    match &it.summary {
        Some(summary) => pieces.extend([Md::fixed(": "), Md::summary(summary)]),
        None => pieces.push(Md::fixed(".")),
    }
    if let Some(sunset) = &it.sunset {
        pieces.push(docs::with_code(" Its sunset: ", sunset, "."));
    }
    Docs::line(&Md::concat(&pieces))
}

/// What the crate root shows of it in the list of the public surface.
pub(super) fn surface(context: Context<'_>) -> Vec<String> {
    let Some(versions) = &context.sdk.versions else { return Vec::new() };
    let names = (0..versions.all.len()).map(|it| format!("{NAME}::{}", context.names.version(it)));
    std::iter::once(format!("enum {NAME}")).chain(names).collect()
}

/// The facts of the SDK.
pub(super) fn facts(imports: &mut Imports<'_>, versions: &Versions) -> Expr {
    imports.fixed("sdk_runtime::facts", &["VersionFacts", "VersioningFacts"]);
    let all = versions.all.iter().map(|it| {
        let fields = [("name", &it.name), ("number", &it.number)];
        record("VersionFacts", fields.map(|(name, text)| (name, Str::new(text).into())), None)
    });
    let mut fields = vec![("all", Expr::slice(all))];
    let patterns = [("path", &versions.path), ("header", &versions.header), ("accept", &versions.accept)];
    fields.extend(patterns.into_iter().filter_map(|(name, text)| Some((name, some_text(text.as_deref()?)))));
    let rest = (fields.len() < 4).then(|| Expr::fixed("VersioningFacts::NEW"));
    record("VersioningFacts", fields, rest)
}

/// How answers are wrapped.
pub(super) fn envelope(imports: &mut Imports<'_>, versions: &Versions) -> Option<Expr> {
    let it = versions.envelope.as_ref()?;
    imports.fixed("sdk_runtime::facts", &["EnvelopeFacts"]);
    let keys = [("data", &it.data), ("meta", &it.meta), ("links", &it.links)];
    let others = keys.into_iter().filter(|(name, key)| name != key);
    let others: Vec<_> = others.map(|(name, key)| (name, Expr::from(Str::new(key)))).collect();
    let usual = Expr::fixed("EnvelopeFacts::NEW");
    let value = match others.len() {
        0 => usual,
        count => record("EnvelopeFacts", others, (count < keys.len()).then_some(usual)),
    };
    Some(some(value))
}

/// What an operation is called in the versions; `None` where its path is all there is to say.
pub(super) fn forms(context: Context<'_>, operation: &Operation) -> Option<Expr> {
    let versions = context.sdk.versions.as_ref()?;
    let form = |it: &VersionForm| {
        let version = versions.all.get(it.version as usize)?;
        let names = it.fields.iter().map(|(from, to)| Expr::tuple([Str::new(from).into(), Str::new(to).into()]));
        let fields = [
            ("version", Str::new(&version.name).into()),
            ("paths", Expr::texts(&it.paths)),
            ("fields", Expr::slice(names)),
        ];
        Some(record("VersionForm", fields, None))
    };
    let forms: Vec<Expr> = operation.versions.iter().filter_map(form).collect();
    (!forms.is_empty()).then(|| Expr::slice(forms))
}

/// One line for each version that the operation has another path in: `` In `v2`: `GET /api/v2/debates`. ``
pub(super) fn lines(context: Context<'_>, operation: &Operation) -> Vec<Md> {
    let Some(versions) = &context.sdk.versions else { return Vec::new() };
    let line = |it: &VersionForm| {
        let version = versions.all.get(it.version as usize)?;
        let mut pieces = vec![docs::with_code("In ", &version.name, ": ")];
        for (index, path) in it.paths.iter().enumerate() {
            let call = format!("{} {path}", verb(operation.method));
            pieces.extend([Md::fixed(if index == 0 { "" } else { ", else " }), Code::new(&call).into()]);
        }
        pieces.push(Md::fixed("."));
        (!it.paths.is_empty()).then(|| Md::concat(&pieces))
    };
    operation.versions.iter().filter_map(line).collect()
}
