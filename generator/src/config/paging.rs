//! What `sdk.yaml` says of lists that come in pages.

use super::reader::{Named, Reader, Report};
use crate::ir::NextPage;
use crate::tree::{At, Node};

/// How lists come in pages, for every operation that it fits or for one.
#[derive(Clone, Debug, PartialEq)]
pub struct PagingRule {
    /// Where it stands.
    pub at: At,
    /// How the next page is asked for.
    pub next: NextPage,
    /// Where the parameter of that stands.
    pub parameter_at: At,
    /// Place of the list in the answer, and where that stands; `None`: the only list there is.
    pub items: Option<Named>,
    /// Place of the sign that there is another page.
    pub has_more: Option<String>,
    /// Place of the number of all items.
    pub total: Option<String>,
    /// Place of the number of all pages.
    pub pages: Option<String>,
    /// Parameter for the size of a page, its place in the answer, and where that stands.
    pub limit: Option<Named>,
    /// Place of a link to the next page.
    pub link: Option<String>,
}

/// What is said of one operation's pages.
#[derive(Clone, Debug, PartialEq)]
pub enum PagingChoice {
    /// It has none.
    None,
    /// As this rule says.
    Rule(Box<PagingRule>),
}

/// Reads `pagination.rules`.
pub(super) fn rules(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<PagingRule> {
    let Some(node) = reader.get("pagination") else { return Vec::new() };
    let reader = Reader::new(node, "`pagination`", &["rules"], report);
    reader.list("rules", report).iter().filter_map(|it| rule(it, report)).collect()
}

/// Reads `pagination` of an operation.
pub(super) fn choice(reader: &Reader<'_>, report: &mut Report<'_>) -> Option<PagingChoice> {
    let node = reader.get("pagination")?;
    match node.as_str() {
        Some("none") => Some(PagingChoice::None),
        Some(_) => {
            report.wrong_type(node, "`pagination`", "an object or `none`");
            None
        }
        None => rule(node, report).map(|it| PagingChoice::Rule(Box::new(it))),
    }
}

const COMMON: [&str; 7] = ["style", "limit", "items", "has_more", "total", "pages", "link"];

/// Styles, and the keys that each of them has beside those of all.
const STYLES: [(&str, &[&str]); 5] = [
    ("offset", &["offset"]),
    ("page", &["page", "first"]),
    ("cursor", &["cursor", "next"]),
    ("link", &[]),
    ("header", &[]),
];

fn rule(node: &Node, report: &mut Report<'_>) -> Option<PagingRule> {
    let style = node.as_object().and_then(|it| it.get("style")?.as_str());
    let known = STYLES.iter().find(|it| Some(it.0) == style);
    let own = known.map_or(&[][..], |it| it.1);
    let all: Vec<&str> = match known {
        Some(_) => COMMON.iter().chain(own).copied().collect(),
        None => COMMON.into_iter().chain(STYLES.iter().flat_map(|it| it.1.iter().copied())).collect(),
    };
    let reader = Reader::new(node, "a rule of `pagination`", &all, report);
    let style = reader.choice("style", &STYLES.map(|it| (it.0, it.0)), report);
    let style = reader.required("style", style, report)?;
    let text = |key: &str, report: &mut Report<'_>| reader.text(key, report).map(str::to_owned);
    let needed = |key: &str, report: &mut Report<'_>| reader.required_text(key, report).map(str::to_owned);
    let next = match style {
        "offset" => NextPage::Offset(needed("offset", report)?),
        "page" => {
            let first = reader.count("first", report).unwrap_or(1);
            NextPage::Number { parameter: needed("page", report)?, first }
        }
        "cursor" => NextPage::Cursor { parameter: needed("cursor", report)?, from: needed("next", report)? },
        "link" => {
            needed("link", report)?;
            NextPage::Link
        }
        _ => NextPage::Header,
    };
    Some(PagingRule {
        at: node.at,
        next,
        parameter_at: reader.get(style).map_or(node.at, |it| it.at),
        items: reader.named("items", report).filter(|it| it.0 != "auto"),
        has_more: text("has_more", report),
        total: text("total", report),
        pages: text("pages", report),
        limit: reader.named("limit", report),
        link: text("link", report),
    })
}
