//! What is wrong with a template before it is ever rendered.
//!
//! A template loops, tests presence and prints: there are no comparisons, no arithmetic, no strings in
//! expressions, no assignments, and no comments that the formatter would drop.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use super::origin;
use super::slots::SLOTS;
use crate::diagnostics::Diagnostics;

/// Tags that templates may use.
const TAGS: &[&str] = &[
    "for", "endfor", "if", "elif", "else", "endif", "with", "endwith", "include", "macro", "endmacro", "from", "import",
];

/// Checks all templates, of which the plan renders `pages`.
pub(super) fn lint(sources: &BTreeMap<Utf8PathBuf, String>, pages: &[&str], diagnostics: &mut Diagnostics) {
    let mut includes: BTreeMap<&Utf8Path, Vec<String>> = BTreeMap::new();
    for (path, source) in sources {
        let mut template = Template { is_rust: path.as_str().contains(".rs"), ..Template::default() };
        template.read(source);
        for (line, fault) in template.faults {
            diagnostics.error("template", &origin(path), format!("line {line}: {fault}"));
        }
        for it in &template.includes {
            if !sources.contains_key(Utf8Path::new(it)) {
                diagnostics.error("template", &origin(path), format!("there is no template `{it}`"));
            }
        }
        includes.insert(path, template.includes);
    }
    used(&includes, pages, diagnostics);
}

/// Every page must have its template, and every template a page.
fn used(includes: &BTreeMap<&Utf8Path, Vec<String>>, pages: &[&str], diagnostics: &mut Diagnostics) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = pages.to_vec();
    while let Some(it) = open.pop() {
        if used.insert(it) {
            match includes.get(Utf8Path::new(it)) {
                Some(more) => open.extend(more.iter().map(String::as_str)),
                None => {
                    diagnostics.error("template", &origin(Utf8Path::new(it)), "this template is missing");
                }
            }
        }
    }
    for path in includes.keys().filter(|it| !used.contains(it.as_str())) {
        diagnostics.error("template", &origin(path), "nothing uses this template");
    }
}

#[derive(Default)]
struct Template {
    is_rust: bool,
    includes: Vec<String>,
    faults: Vec<(usize, String)>,
}

impl Template {
    /// Takes the source apart into text and tags.
    fn read(&mut self, source: &str) {
        let mut text = String::new();
        let mut rest = source;
        let mut line = 1;
        while let Some(start) = rest.find('{') {
            let (before, tagged) = rest.split_at(start);
            text.push_str(before);
            line += before.matches('\n').count();
            let close = match tagged.as_bytes().get(1) {
                Some(b'{') => "}}",
                Some(b'%') => "%}",
                Some(b'#') => "#}",
                _ => "",
            };
            let end = if close.is_empty() { 1 } else { tagged.find(close).map_or(tagged.len(), |it| it + 2) };
            let (tag, after) = tagged.split_at(end);
            let inner = tag.get(2..tag.len().saturating_sub(2)).unwrap_or_default();
            let inner = inner.trim_start_matches(['-', '+']).trim_end_matches(['-', '+']).trim();
            match close {
                "}}" => self.print(inner, line),
                "%}" => self.statement(inner, line),
                "#}" => {}
                _ => text.push_str(tag),
            }
            text.extend(tag.chars().filter(|it| *it == '\n'));
            line += tag.matches('\n').count();
            rest = after;
        }
        text.push_str(rest);
        if self.is_rust {
            self.comments(&text);
        }
    }

    fn fault(&mut self, line: usize, fault: String) {
        self.faults.push((line, fault));
    }

    /// `name.field | slot`, or the call of a macro.
    fn print(&mut self, inner: &str, line: usize) {
        let is_plain = |it: &str| {
            it.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ',' | ' ' | '(' | ')' | '='))
        };
        let mut parts = inner.split('|').map(str::trim);
        let value = parts.next().unwrap_or_default();
        let slots: Vec<&str> = parts.collect();
        if let Some(unknown) = slots.iter().find(|it| !SLOTS.contains(it)) {
            self.fault(line, format!("`{unknown}` is no slot (slots: {})", SLOTS.join(", ")));
        }
        if slots.is_empty() && !value.ends_with(')') {
            self.fault(line, format!("`{inner}` is printed without a slot"));
        }
        if !is_plain(value) || inner.contains("==") {
            self.fault(line, format!("`{inner}` is more than a name and a slot"));
        }
    }

    fn statement(&mut self, inner: &str, line: usize) {
        let (tag, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        if !TAGS.contains(&tag) {
            return self.fault(line, format!("the tag `{tag}` is not for templates"));
        }
        if matches!(tag, "include" | "from" | "import") {
            match rest.split('"').nth(1) {
                Some(name) => self.includes.push(name.to_owned()),
                None => self.fault(line, format!("`{inner}` names no template in double quotes")),
            }
            return;
        }
        let is_plain =
            rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ',' | ' ' | '(' | ')' | '='));
        let is_test = rest.split(' ').any(|it| it == "is");
        if !is_plain || is_test || rest.contains("==") {
            self.fault(line, format!("`{inner}` decides something that the view should decide"));
        }
    }

    /// The printer drops comments, so that a template that has one says something that nobody reads.
    fn comments(&mut self, text: &str) {
        for (index, line) in text.lines().enumerate() {
            let start = line.find("//").or_else(|| line.find("/*"));
            let is_doc = |at: usize| line[at..].starts_with("///") || line[at..].starts_with("//!");
            let is_address = |at: usize| line[..at].ends_with(':');
            if let Some(at) = start
                && !is_doc(at)
                && !is_address(at)
            {
                self.fault(index + 1, "a comment that the printer drops: use {# … #} or ///".to_owned());
            }
        }
    }
}
