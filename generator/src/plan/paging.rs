//! Facts of pages, and what the documentation says of them.

use super::docs;
use super::facts::{record, some, some_text};
use super::imports::Imports;
use crate::fragment::{Code, Docs, Expr, Md, Num, Str, Type};
use crate::ir::{NextPage, Paging};

/// How many facts the runtime has of pages.
const FACTS: usize = 7;

/// `Some(Paging { items: "debates", next: NextPage::Offset("offset"), …, ..Paging::NEW })`
pub(super) fn fact(imports: &mut Imports<'_>, paging: &Paging) -> Expr {
    imports.fixed("sdk_runtime::facts", &["Paging"]);
    let mut fields: Vec<(&'static str, Expr)> = Vec::new();
    if !paging.items.is_empty() {
        fields.push(("items", Str::new(&paging.items).into()));
    }
    if paging.next != NextPage::Header {
        imports.fixed("sdk_runtime::facts", &["NextPage"]);
        fields.push(("next", next(&paging.next)));
    }
    let places = [
        ("has_more", &paging.has_more),
        ("total", &paging.total),
        ("pages", &paging.pages),
        ("limit", &paging.limit),
        ("link", &paging.link),
    ];
    fields.extend(places.into_iter().filter_map(|(name, place)| Some((name, some_text(place.as_deref()?)))));
    if fields.is_empty() {
        return Expr::fixed("Some(Paging::NEW)");
    }
    let rest = (fields.len() < FACTS).then(|| Expr::fixed("Paging::NEW"));
    some(record("Paging", fields, rest))
}

fn next(next: &NextPage) -> Expr {
    match next {
        NextPage::Offset(parameter) => Expr::call(&Type::fixed("NextPage::Offset"), [Str::new(parameter).into()]),
        NextPage::Number { parameter, first } => {
            let first = Num::int(i128::from(*first)).into();
            record("NextPage::Number", [("parameter", Str::new(parameter).into()), ("first", first)], None)
        }
        NextPage::Cursor { parameter, from } => {
            let fields = [("parameter", Str::new(parameter).into()), ("from", Str::new(from).into())];
            record("NextPage::Cursor", fields, None)
        }
        NextPage::Link => Expr::fixed("NextPage::Link"),
        NextPage::Header => Expr::fixed("NextPage::Header"),
    }
}

/// What a method says of the pages of its list.
pub(super) fn docs(paging: &Paging) -> Docs {
    let list: Md = match paging.items.is_empty() {
        true => Md::fixed("The list"),
        false => Md::concat(&[Md::fixed("The list "), Code::new(&paging.items).into()]),
    };
    docs::line(&[
        list,
        Md::fixed(" comes in pages: awaited, the call gives one of them; [`items`](Call::items) and "),
        Md::fixed("[`pages`](Call::pages) give streams that fetch the others."),
    ])
}
