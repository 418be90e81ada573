//! Attributes that generated code may have.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Expr, Lit, Meta};

/// Attributes without arguments.
const PLAIN: &[&str] = &["default", "deprecated", "inline", "must_use", "non_exhaustive", "test"];

/// Words in the arguments of those that have some.
const ARGUMENTS: &[(&str, &[&str])] = &[
    ("derive", &["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"]),
    ("doc", &["hidden", "inline", "no_inline"]),
    ("allow", &["deprecated"]),
    ("expect", &["deprecated"]),
    ("deny", &["missing_docs"]),
    ("cfg", &["all", "any", "feature", "not", "test"]),
    ("cfg_attr", &["doc_cfg", "docsrs", "feature"]),
];

/// Fails with what is wrong with `attribute`.
pub(super) fn check(attribute: &Attribute) -> Result<(), String> {
    let path = attribute.path();
    let name = path.segments.iter().map(|it| it.ident.to_string()).collect::<Vec<_>>().join("::");
    let is_fine = match &attribute.meta {
        Meta::Path(_) => PLAIN.contains(&name.as_str()) || name == "tokio::test",
        Meta::NameValue(it) => matches!(name.as_str(), "doc" | "must_use" | "deprecated") && is_text(&it.value),
        Meta::List(it) if name == "deprecated" => words(it.tokens.clone(), &["note", "since"]),
        Meta::List(it) => match ARGUMENTS.iter().find(|(known, _)| *known == name) {
            Some((_, known)) => words(it.tokens.clone(), known),
            None => false,
        },
    };
    if is_fine { Ok(()) } else { Err(format!("the attribute `{name}`, or what is in it")) }
}

fn is_text(value: &Expr) -> bool {
    matches!(value, Expr::Lit(it) if matches!(it.lit, Lit::Str(_)))
}

/// Whether all words of `tokens` are known; literals and punctuation may stand between them.
fn words(tokens: TokenStream, known: &[&str]) -> bool {
    tokens.into_iter().all(|token| match token {
        TokenTree::Group(it) => words(it.stream(), known),
        TokenTree::Ident(it) => known.contains(&it.to_string().as_str()),
        TokenTree::Punct(it) => matches!(it.as_char(), ',' | '='),
        TokenTree::Literal(_) => true,
    })
}
