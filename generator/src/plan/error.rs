//! The enum of error codes that an SDK declares.

use std::collections::BTreeSet;

use super::context::Context;
use super::docs;
use crate::fragment::{Docs, FilePath, Ident, Md, Num, Str, view};
use crate::render::Page;
use crate::structure::Item;

/// Template of the enum's module.
pub(super) const ERROR: &str = "src/error.rs.jinja";

view! {
    /// The enum.
    struct ErrorView {
        codes: Vec<CodeView>,
        /// Whether a status stands for a code.
        statuses: bool,
    }

    /// A code.
    struct CodeView {
        docs: Docs,
        name: Ident,
        wire: Str,
        /// All spellings, in lower case.
        spellings: Vec<Str>,
        statuses: Vec<Num>,
    }
}

/// The page; `None` where the SDK declares no codes.
pub(super) fn page(context: Context<'_>) -> Option<Page> {
    let codes = &context.sdk.error_codes;
    let first = codes.first()?;
    let mut spelled = BTreeSet::new();
    let mut stood_for = BTreeSet::new();
    let mut views = Vec::with_capacity(codes.len());
    for (index, it) in codes.iter().enumerate() {
        // Of two codes that claim a spelling or a status, the first has it.
        let spellings = std::iter::once(&it.name).chain(&it.also).map(|it| it.to_ascii_lowercase());
        let spellings: Vec<String> = spellings.filter(|it| spelled.insert(it.clone())).collect();
        let statuses = it.statuses.iter().filter(|it| stood_for.insert(**it));
        let shown = docs::with_code("", &it.name, ": ");
        views.push(CodeView {
            docs: Docs::line(&Md::concat(&[shown, Md::summary(&it.summary)])),
            name: context.names.error_code(index).clone(),
            wire: Str::new(&it.name),
            statuses: statuses.map(|it| Num::int(*it)).collect(),
            spellings: spellings.iter().map(|it| Str::new(it)).collect(),
        });
    }
    let name = Ident::fixed("ErrorCode");
    let items = [Item::Enum(name.clone()), Item::Impl(name)];
    let view = ErrorView { statuses: !stood_for.is_empty(), codes: views };
    Some(Page::new(FilePath::fixed("src/error.rs"), ERROR, view).source(&first.at).items(items))
}
