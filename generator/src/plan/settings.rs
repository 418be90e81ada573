//! Settings of clients: the struct of them, and the facts that the runtime needs.

use super::context::Context;
use super::docs;
use super::facts::{record, some_text};
use crate::fragment::{Docs, Expr, FilePath, Ident, Md, Str, view};
use crate::ir::Setting;
use crate::render::Page;
use crate::structure::Item;

/// Template of the struct's module.
pub(super) const SETTINGS: &str = "src/client_settings.rs.jinja";

/// The struct.
pub(super) const NAME: &str = "ClientSettings";

/// How many facts the runtime has of a setting.
const FACTS: usize = 3;

view! {
    /// The struct.
    struct SettingsView {
        settings: Vec<SettingView>,
    }

    /// A setting.
    struct SettingView {
        docs: Docs,
        setter: Ident,
        wire: Str,
    }
}

/// Whether there are any.
pub(super) fn has_any(context: Context<'_>) -> bool {
    context.sdk.client && !context.sdk.settings.is_empty()
}

/// The page; `None` where the SDK declares no settings.
pub(super) fn page(context: Context<'_>) -> Option<Page> {
    let settings = has_any(context).then_some(&context.sdk.settings)?;
    let view = |(index, it): (usize, &Setting)| SettingView {
        docs: docs(it),
        setter: context.names.setting(index).clone(),
        wire: Str::new(&it.name),
    };
    let view = SettingsView { settings: settings.iter().enumerate().map(view).collect() };
    let name = Ident::fixed(NAME);
    let items = [Item::Struct(name.clone()), Item::Impl(name)];
    let path = FilePath::fixed("src/client_settings.rs");
    Some(Page::new(path, SETTINGS, view).source(&context.sdk.info.at).items(items))
}

/// `Tenant that calls are for. Sent as the header `X-Tenant`; `from_env` reads `TENANT`.`
fn docs(it: &Setting) -> Docs {
    let mut pieces = vec![Md::summary(&it.summary)];
    if let Some(header) = &it.header {
        pieces.push(docs::with_code(" Sent as the header ", header, "."));
    }
    if let Some(variable) = &it.env {
        pieces.push(docs::with_code(" `Client::from_env` takes it from ", variable, "."));
    }
    Docs::line(&Md::concat(&pieces))
}

/// What the crate root shows of it in the list of the public surface.
pub(super) fn surface(context: Context<'_>) -> Vec<String> {
    if !has_any(context) {
        return Vec::new();
    }
    let setter = |it| format!("{NAME}::{}(self, value: impl Into<String>) -> {NAME}", context.names.setting(it));
    let names = (0..context.sdk.settings.len()).map(setter);
    std::iter::once(format!("struct {NAME}")).chain(names).collect()
}

/// The facts of the SDK.
pub(super) fn facts(settings: &[Setting]) -> Expr {
    Expr::slice(settings.iter().map(|it| {
        let mut fields = vec![("name", Str::new(&it.name).into())];
        let more = [("env", &it.env), ("header", &it.header)];
        fields.extend(more.into_iter().filter_map(|(name, text)| Some((name, some_text(text.as_deref()?)))));
        let rest = (fields.len() < FACTS).then(|| Expr::fixed("Setting::NEW"));
        record("Setting", fields, rest)
    }))
}
