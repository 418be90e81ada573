//! Specification Markdown → Markdown that is inert in rustdoc, in READMEs and in API listings.
//!
//! In: text that somebody else wrote. Out: lines that say the same and do nothing: the text is parsed as
//! CommonMark with tables and written anew from what the parser understood, never copied.
//!
//! **Invariant:** the output holds no code block but those tagged `text` (so nothing becomes a doctest), no
//! HTML, no link but to `http`, `https` and `mailto` (so nothing becomes an intra-doc link), no footnote, no
//! unbalanced backtick, and no character that is not shown as itself.

mod blocks;
mod characters;
mod html;
mod inline;
mod sentence;

pub use self::characters::is_hidden;

use self::characters::clean;
use self::inline::Inline;

/// Longest description that is kept, in bytes of the specification.
const MAX_DESCRIPTION: usize = 24_000;

/// Longest summary, in characters.
const MAX_SUMMARY: usize = 300;

/// Lines of documentation: blocks separated by empty lines, wrapped, without trailing spaces. Headings are
/// two levels lower than they were. Empty for a text that says nothing.
pub fn docs(markdown: &str) -> Vec<String> {
    let (text, is_cut) = bounded(markdown);
    let mut lines = blocks::lines(&text, 2);
    if is_cut {
        lines.extend([String::new(), "…".to_owned()]);
    }
    lines
}

/// Lines of a chapter of a README, however long it is. Headings are one level lower than they were.
pub fn chapter(markdown: &str) -> Vec<String> {
    blocks::lines(&clean(markdown), 1)
}

/// Documentation of an item: one sentence, then the rest. The sentence is `summary`, else the beginning of
/// `description`, else `otherwise` (which is inert already); it is never empty and never said twice.
pub fn item_docs(summary: Option<&str>, description: Option<&str>, otherwise: &str) -> Vec<String> {
    let head = self::summary(summary.unwrap_or_default());
    let rest = docs(description.unwrap_or_default());
    let start = sentence::opening(&clean(description.unwrap_or_default()));
    let is_told = start.is_some_and(|it| !it.is_empty() && it.starts_with(head.trim_end_matches('.')));
    if is_told {
        return rest;
    }
    let head = if head.is_empty() { otherwise.to_owned() } else { head };
    let stop = if head.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '`' | ')' | '"')) { "." } else { "" };
    let gap = (!rest.is_empty()).then(String::new);
    [head + stop].into_iter().chain(gap).chain(rest).collect()
}

/// The first sentence of the first paragraph on one line, without links and emphasis; of the first heading
/// where there is no paragraph. Empty for a text that says nothing.
pub fn summary(markdown: &str) -> String {
    let (text, _) = bounded(markdown);
    sentence::summary(&text, MAX_SUMMARY)
}

/// Plain text on one line, with everything escaped that Markdown would read.
pub fn text(text: &str) -> String {
    let mut line = Inline::default();
    line.text(&clean(text).replace('\n', " "), false);
    line.into_line()
}

/// A code span that shows `code` on one line.
pub fn code_span(code: &str) -> String {
    inline::code_span(&clean(code), false)
}

fn bounded(markdown: &str) -> (String, bool) {
    let text = clean(markdown);
    if text.len() <= MAX_DESCRIPTION {
        return (text, false);
    }
    let end = text.floor_char_boundary_at(MAX_DESCRIPTION);
    let end = text[..end].rfind('\n').unwrap_or(end);
    (text[..end].to_owned(), true)
}

/// `str::floor_char_boundary`, which is newer than the oldest compiler that is supported.
trait Boundary {
    fn floor_char_boundary_at(&self, index: usize) -> usize;
}

impl Boundary for str {
    fn floor_char_boundary_at(&self, index: usize) -> usize {
        (0..=index.min(self.len())).rev().find(|it| self.is_char_boundary(*it)).unwrap_or(0)
    }
}
