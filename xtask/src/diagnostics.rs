//! Diagnostics for people: file, line, column, excerpt, pointer and help; and for machines: JSON.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, renderer::DecorStyle};
use camino::Utf8Path;
use generator::{Diagnostic, Severity};
use serde_json::{Value, json};

use crate::locate::{Place, locate};

/// Lines shown around a place.
const CONTEXT: usize = 1;

/// Longest line that is shown whole; of a longer one (minified JSON) a window around the place.
const WIDEST: usize = 160;

/// A diagnostic with the place it belongs to.
pub(crate) struct Located<'a> {
    diagnostic: &'a Diagnostic,
    text: Option<&'a str>,
    place: Option<Place>,
}

/// Finds the places of all `diagnostics`, reading each file once. `sources` gives a file's bytes by the
/// path that diagnostics use.
pub(crate) fn locate_all<'a>(
    diagnostics: &'a [Diagnostic],
    sources: &'a BTreeMap<camino::Utf8PathBuf, Vec<u8>>,
) -> Vec<Located<'a>> {
    let mut by_file: BTreeMap<&Utf8Path, Vec<(&str, bool)>> = BTreeMap::new();
    for it in diagnostics {
        by_file.entry(&it.at.file).or_default().push((&it.at.pointer, it.at.key));
    }
    let text = |file: &Utf8Path| sources.get(file).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let places: BTreeMap<&Utf8Path, _> =
        by_file.iter().filter_map(|(file, wanted)| Some((*file, locate(text(file)?, wanted)))).collect();
    let located = |diagnostic: &'a Diagnostic| {
        let file = &*diagnostic.at.file;
        let found = || places.get(file).and_then(|it| it.get(&(&*diagnostic.at.pointer, diagnostic.at.key))).cloned();
        let place = text(file).and_then(|it| stated(diagnostic, it)).or_else(found);
        Located { diagnostic, text: text(file), place }
    };
    diagnostics.iter().map(located).collect()
}

/// The place that a parser's own message names: what cannot be parsed has no pointers.
fn stated(diagnostic: &Diagnostic, text: &str) -> Option<Place> {
    let (_, rest) = diagnostic.message.split_once("at line ").filter(|_| diagnostic.code == "syntax")?;
    let (line, rest) = rest.split_once(" column ")?;
    let column = rest.split(|it: char| !it.is_ascii_digit()).next()?;
    Place::at(text, line.parse().ok()?, column.parse().ok()?)
}

/// All of them as text for a terminal, with a blank line after each.
pub(crate) fn render(located: &[Located<'_>], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    located.iter().map(|it| it.render(&renderer) + "\n\n").collect()
}

/// One of them for machines.
pub(crate) fn to_json(located: &Located<'_>) -> Value {
    let it = located.diagnostic;
    json!({
        "severity": word(it.severity),
        "code": it.code,
        "file": it.at.file.as_str(),
        "line": located.place.as_ref().map(|it| it.line),
        "column": located.place.as_ref().map(|it| it.column),
        "pointer": &*it.at.pointer,
        "message": it.message,
        "help": it.help,
    })
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

impl Located<'_> {
    fn render(&self, renderer: &Renderer) -> String {
        let it = self.diagnostic;
        let level = match it.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let message = visible(&it.message);
        let label =
            format!("at {}", if it.at.pointer.is_empty() { "the top".to_owned() } else { visible(&it.at.pointer) });
        let mut group = level.primary_title(&*message).id(it.code);
        let excerpt = self.text.zip(self.place.as_ref()).map(|(text, place)| Excerpt::cut(text, place));
        let file = it.at.file.as_str();
        let help = it.help.as_deref().map(visible);
        let mut group = match &excerpt {
            Some(excerpt) => group.element(
                Snippet::source(&*excerpt.text)
                    .path(file)
                    .line_start(excerpt.first_line)
                    .annotation(AnnotationKind::Primary.span(excerpt.span.clone()).label(&*label)),
            ),
            None => {
                group = group.id(it.code);
                group.element(annotate_snippets::Origin::path(file))
            }
        };
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(&**help));
        }
        renderer.render(&[group])
    }
}

/// Specification text may hold anything; a terminal gets no control characters from it.
fn visible(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().map(|c| if hidden(c) { format!("{}", c.escape_unicode()) } else { c.to_string() }).collect()
}

/// The start of the character that `at` is in.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The lines around a place.
struct Excerpt {
    text: String,
    first_line: usize,
    span: std::ops::Range<usize>,
}

impl Excerpt {
    fn cut(text: &str, place: &Place) -> Self {
        // As much of a line as decides whether it is shown whole: a document may be one line of megabytes.
        let near = boundary(text, place.bytes.start.saturating_sub(2 * WIDEST));
        let far = boundary(text, (place.bytes.start + 2 * WIDEST).min(text.len()));
        let line_start = text[near..place.bytes.start].rfind('\n').map_or(near, |it| near + it + 1);
        let line_end = text[place.bytes.start..far].find('\n').map_or(far, |it| place.bytes.start + it);
        if line_end - line_start > WIDEST {
            return Self::window(text, place, line_start, line_end);
        }
        let mut start = line_start;
        let mut first_line = place.line;
        for _ in 0..CONTEXT {
            if start > 0 {
                let before = text[..start - 1].rfind('\n').map_or(0, |it| it + 1);
                if start - before > WIDEST {
                    break;
                }
                start = before;
                first_line -= 1;
            }
        }
        let mut cut = Self { text: text[start..line_end].to_owned(), first_line, span: 0..0 };
        cut.span = place.bytes.start - start
            ..place.bytes.end.max(place.bytes.start + 1).min(line_end.max(place.bytes.start)) - start;
        cut.hide()
    }

    fn window(text: &str, place: &Place, line_start: usize, line_end: usize) -> Self {
        let start = boundary(text, place.bytes.start.saturating_sub(WIDEST / 2).max(line_start));
        let end = boundary(text, (place.bytes.start + WIDEST / 2).min(line_end));
        let span = place.bytes.start - start..place.bytes.end.clamp(place.bytes.start, end) - start;
        Self { text: text[start..end].to_owned(), first_line: place.line, span }.hide()
    }

    /// Replaces what a terminal would obey by spaces of the same length.
    fn hide(mut self) -> Self {
        let safe = |c: char| {
            if c == '\n' || !(c.is_control() || visible(c.encode_utf8(&mut [0; 4])).len() > c.len_utf8()) {
                c.to_string()
            } else {
                " ".repeat(c.len_utf8())
            }
        };
        self.text = self.text.chars().map(safe).collect();
        self
    }
}
