//! The table that a run prints.

use super::Outcome;
use super::census::Kind;
use super::tally::Tally;
use crate::columns;

/// A column: its head, and what it shows of a document.
type Column = (&'static str, fn(&Tally) -> String);

const COLUMNS: &[Column] = &[
    ("generated", |it| it.generated.to_string()),
    ("compiled", |it| it.compiled.map_or_else(|| "-".to_owned(), |it| it.to_string())),
    ("operations", |it| it.share(Kind::Operation).of_all()),
    ("paths", |it| it.share(Kind::Path).percent()),
    ("path", |it| it.share(Kind::PathParameter).percent()),
    ("query", |it| it.share(Kind::Query).percent()),
    ("header", |it| it.share(Kind::Header).percent()),
    ("cookie", |it| it.share(Kind::Cookie).percent()),
    ("properties", |it| it.share(Kind::Property).percent()),
    ("enums", |it| it.share(Kind::EnumValue).percent()),
    ("warnings", |it| it.warnings.to_string()),
    ("untyped", Tally::untyped_percent),
    ("round trip", |it| it.roundtrip.percent()),
    ("generate", |it| format!("{:.1} s", it.generation_seconds)),
    ("check", |it| format!("{:.1} s", it.check_seconds)),
    ("lines", |it| it.lines.to_string()),
];

/// The table, one line a document and one for all of them, columns aligned.
pub(crate) fn render(outcomes: &[Outcome], total: &Tally) -> String {
    let mut rows = vec![head()];
    rows.extend(outcomes.iter().map(|it| row(it.document.path.file_name().unwrap_or_default(), &it.tally)));
    rows.push(row(&format!("{} documents", total.documents), total));
    columns::align(&rows)
}

fn head() -> Vec<String> {
    std::iter::once("document").chain(COLUMNS.iter().map(|(head, _)| *head)).map(str::to_owned).collect()
}

fn row(name: &str, tally: &Tally) -> Vec<String> {
    std::iter::once(name.to_owned()).chain(COLUMNS.iter().map(|(_, show)| show(tally))).collect()
}
