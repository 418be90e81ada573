//! Rust text → the same, checked and printed.

use proc_macro2::{TokenStream, TokenTree};
use syn::{File, Visibility};

use crate::structure::{self, Item};

/// Columns of a faulty line that are shown.
const EXCERPT: usize = 160;

/// Checks and prints one file.
///
/// # Errors
/// One sentence for every fault.
pub(super) fn format(text: &str, items: &[Item], is_test: bool) -> Result<String, Vec<String>> {
    let printed = print(text, items, is_test);
    // Every parse keeps its source for the sake of spans; none of them is alive here.
    proc_macro2::extra::invalidate_current_thread_spans();
    printed
}

fn print(text: &str, items: &[Item], is_test: bool) -> Result<String, Vec<String>> {
    let tokens: TokenStream = text.parse().map_err(|error| vec![located(&syn::Error::from(error), text)])?;
    let file: File = syn::parse2(tokens.clone()).map_err(|error| vec![located(&error, text)])?;
    structure::check(&file, tokens.clone(), items, is_test)?;
    let printed = unparse(file);
    let again: TokenStream = printed.parse().map_err(|error| vec![located(&syn::Error::from(error), &printed)])?;
    let (mut before, mut after) = (Vec::new(), Vec::new());
    words(tokens, &mut before);
    words(again, &mut after);
    match before.iter().zip(&after).find(|(before, after)| before != after) {
        Some((before, after)) => Err(vec![format!("`{before}` was printed as `{after}`")]),
        None if before.len() != after.len() => Err(vec!["what was printed is not what was rendered".to_owned()]),
        None => Ok(printed),
    }
}

fn located(error: &syn::Error, text: &str) -> String {
    let line = error.span().start().line;
    let excerpt: String =
        text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim().chars().take(EXCERPT).collect();
    format!("line {line} is no Rust: {error}: `{excerpt}`")
}

/// Identifiers and literals: what a printer has no business to change, unlike commas and braces.
fn words(tokens: TokenStream, into: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(it) => words(it.stream(), into),
            TokenTree::Ident(it) => into.push(it.to_string()),
            TokenTree::Literal(it) => into.push(it.to_string()),
            TokenTree::Punct(_) => {}
        }
    }
}

/// Prints item by item, since prettyplease puts no empty lines between items.
fn unparse(mut file: File) -> String {
    let items = std::mem::take(&mut file.items);
    let mut printed = prettyplease::unparse(&file);
    file.attrs.clear();
    let mut previous: Option<Line> = None;
    for item in items {
        let line = Line::of(&item);
        if !printed.is_empty() && (line.is_none() || line != previous) {
            printed.push('\n');
        }
        previous = line;
        let has_members = matches!(item, syn::Item::Impl(_));
        file.items = vec![item];
        let text = prettyplease::unparse(&file);
        if has_members { space_out(&text, &mut printed) } else { printed.push_str(&text) }
    }
    printed
}

/// Items of one line that stand together.
#[derive(PartialEq, Eq)]
enum Line {
    Use { public: bool },
    Mod { public: bool },
}

impl Line {
    fn of(item: &syn::Item) -> Option<Self> {
        let public = |it: &Visibility| !matches!(it, Visibility::Inherited);
        match item {
            syn::Item::Use(it) if it.attrs.is_empty() => Some(Self::Use { public: public(&it.vis) }),
            syn::Item::Mod(it) if it.attrs.is_empty() => Some(Self::Mod { public: public(&it.vis) }),
            _ => None,
        }
    }
}

/// Puts an empty line between the members of an `impl` block, but for constants in a row. Relies on
/// prettyplease's indentation and on there being no string literal with a line end in it, which
/// [`crate::fragment::Str`] never makes.
fn space_out(text: &str, into: &mut String) {
    let is_const =
        |it: &str| it.starts_with("    const ") || it.starts_with("    pub const ") || it.starts_with("    type ");
    let mut lines = text.lines().peekable();
    let mut starts_const = false;
    let mut is_start = true;
    while let Some(line) = lines.next() {
        into.push_str(line);
        into.push('\n');
        let is_member = line.starts_with("    ") && !line.starts_with("     ");
        if !is_member || line.starts_with("    //") || line.starts_with("    #[") {
            continue;
        }
        if is_start {
            starts_const = is_const(line);
        }
        is_start = line.ends_with(['}', ';']);
        let next = lines.peek().copied().unwrap_or("}");
        if is_start && next.starts_with("    ") && !(starts_const && is_const(next)) {
            into.push('\n');
        }
    }
}
