//! Rust text → the same, checked and printed.

use std::ops::Range;

use rayon::prelude::*;
use syn::{File, Visibility};

use crate::structure::lex::{self, Kind};
use crate::structure::{self, Found, Item};

/// Columns of a faulty line that are shown.
const EXCERPT: usize = 160;

/// Bytes of text from which on a part of a file is not made larger.
const PART: usize = 32 * 1024;

/// Checks and prints one file; the parts of a large one in parallel.
///
/// # Errors
/// One sentence for every fault.
pub(super) fn format(text: &str, items: &[Item], is_test: bool) -> Result<String, Vec<String>> {
    let parts = parts(text);
    let part = |range: &Range<usize>| {
        let printed = part(text, range.clone(), items, is_test);
        // Every parse keeps its source for the sake of spans; none of them is alive here.
        proc_macro2::extra::invalidate_current_thread_spans();
        printed
    };
    let results: Vec<_> = match parts.as_slice() {
        [whole] => vec![part(whole)],
        parts => parts.par_iter().map(part).collect(),
    };
    let (mut found, mut printed) = (Found::default(), Printed::default());
    let mut faults = Vec::new();
    for result in results {
        match result {
            Ok((items, text)) => {
                found = found.and(items);
                printed.append(text);
            }
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    found.compare(items)?;
    Ok(printed.text)
}

/// Where the parts of a file are: each ends with an item, and none is much larger than it has to be.
fn parts(text: &str) -> Vec<Range<usize>> {
    let (mut parts, mut start) = (Vec::new(), 0);
    if text.len() > 2 * PART {
        let mut depth = 0_usize;
        let mut tokens = lex::tokens(text).peekable();
        while let Some(token) = tokens.next() {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            let next = tokens.peek().map_or("", |it| it.text);
            let is_end = depth == 0 && (token.text == ";" || token.text == "}" && next != ";");
            if is_end && token.end - start >= PART && !next.is_empty() {
                parts.push(start..token.end);
                start = token.end;
            }
        }
    }
    parts.push(start..text.len());
    parts
}

/// Checks and prints a part of a file.
fn part(text: &str, range: Range<usize>, items: &[Item], is_test: bool) -> Result<(Found, Printed), String> {
    let (before, text) = text.split_at(range.start);
    let text = &text[..range.len()];
    let file: File = syn::parse_str(text).map_err(|error| located(&error, before, text))?;
    if range.start > 0 && !file.attrs.is_empty() {
        return Err("attributes of the file stand among its items".to_owned());
    }
    let found = structure::look(&file, text, items, is_test);
    let printed = unparse(file);
    same_words(text, &printed.text)?;
    Ok((found, printed))
}

/// Fails where a printer changed a word.
fn same_words(before: &str, after: &str) -> Result<(), String> {
    let (mut before, mut after) = (lex::words(before), lex::words(after));
    loop {
        match (before.next(), after.next()) {
            (None, None) => return Ok(()),
            (Some(before), Some(after)) if before.text == after.text => {}
            (Some(before), Some(after)) => return Err(format!("`{}` was printed as `{}`", before.text, after.text)),
            _ => return Err("what was printed is not what was rendered".to_owned()),
        }
    }
}

fn located(error: &syn::Error, before: &str, text: &str) -> String {
    let line = error.span().start().line;
    let excerpt: String =
        text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim().chars().take(EXCERPT).collect();
    let line = line + before.matches('\n').count();
    format!("line {line} is no Rust: {error}: `{excerpt}`")
}

/// Printed text, and which lines it begins and ends with, as far as that matters for empty lines between items.
#[derive(Default)]
struct Printed {
    text: String,
    first: Option<Line>,
    last: Option<Line>,
}

impl Printed {
    fn append(&mut self, other: Self) {
        if !self.text.is_empty() && !other.text.is_empty() && (other.first.is_none() || other.first != self.last) {
            self.text.push('\n');
        }
        self.text.push_str(&other.text);
        self.last = other.last;
    }
}

/// Prints item by item, since prettyplease puts no empty lines between items.
fn unparse(mut file: File) -> Printed {
    let items = std::mem::take(&mut file.items);
    let mut printed = Printed { text: prettyplease::unparse(&file), ..Printed::default() };
    file.attrs.clear();
    printed.first = if printed.text.is_empty() { items.first().and_then(Line::of) } else { None };
    for item in items {
        let line = Line::of(&item);
        if !printed.text.is_empty() && (line.is_none() || line != printed.last) {
            printed.text.push('\n');
        }
        printed.last = line;
        let has_members = matches!(item, syn::Item::Impl(_));
        file.items = vec![item];
        let text = prettyplease::unparse(&file);
        if has_members { space_out(&text, &mut printed.text) } else { printed.text.push_str(&text) }
    }
    printed
}

/// Items of one line that stand together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Use { public: bool },
    Mod { public: bool },
}

impl Line {
    fn of(item: &syn::Item) -> Option<Self> {
        let public = |it: &Visibility| !matches!(it, Visibility::Inherited);
        match item {
            syn::Item::Use(it) if it.attrs.iter().all(is_condition) => Some(Self::Use { public: public(&it.vis) }),
            syn::Item::Mod(it) if it.attrs.iter().all(is_condition) => Some(Self::Mod { public: public(&it.vis) }),
            _ => None,
        }
    }
}

fn is_condition(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg")
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
