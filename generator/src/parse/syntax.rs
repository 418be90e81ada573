//! Files that are not what they should be: encoding, emptiness, syntax.

use super::{Failure, Format};
use crate::diagnostics::Diagnostics;
use crate::tree::{At, Locations};

/// The text of a file without byte order mark.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    at: At,
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) -> Option<&'a str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = before.iter().filter(|it| **it == b'\n').count() + 1;
            let column = before.iter().rev().take_while(|it| **it != b'\n').count() + 1;
            let message = format!("not UTF-8: byte {column} of line {line} belongs to no character");
            let diagnostic = diagnostics.error("not-utf8", &locations.origin(at), message);
            if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
                diagnostic.help("the file looks like UTF-16; save it as UTF-8");
            }
            None
        }
    }
}

/// YAML without a marker at its end that begins a document of nothing.
pub(super) fn first_of(yaml: &str) -> &str {
    let trimmed = yaml.trim_end();
    trimmed.strip_suffix("\n---").or_else(|| trimmed.strip_suffix("\n...")).unwrap_or(yaml)
}

/// Levels that YAML text may seem to have at one place: more than can be nested, since texts hold brackets too.
const TOWER: usize = 400;

/// Refuses YAML that opens very many lists and objects: libyaml takes quadratic time and much memory for it before any
/// depth can be seen.
pub(super) fn refuse_towers(text: &str, at: At, locations: &Locations, diagnostics: &mut Diagnostics) -> Option<()> {
    let mut flow: usize = 0;
    let mut is_tower = false;
    for line in text.lines() {
        is_tower |= markers(line) > TOWER;
        let mut begins = true;
        for word in line.split_inclusive([' ', '\t', '[', ']', '{', '}', ',']) {
            let (word, end) = word.split_at(word.len() - word.ends_with([' ', '\t', '[', ']', '{', '}', ',']) as usize);
            // An anchor or a tag may stand before what it names; other words make a text, in which brackets are characters.
            begins &= word.is_empty() || word.starts_with(['&', '!']);
            match end {
                "[" | "{" if begins || word.ends_with([':', '-', '?', '"', '\'']) => flow += 1,
                "]" | "}" => flow = flow.saturating_sub(1),
                _ => {}
            }
            begins = match end {
                "[" | "{" | "]" | "}" | "," => true,
                _ => begins || word.ends_with([':', '-', '?', '"', '\'']),
            };
            is_tower |= flow > TOWER;
        }
    }
    if is_tower {
        diagnostics.error("too-deep", &locations.origin(at), "lists and objects are nested too deep");
        return None;
    }
    Some(())
}

/// Entries and keys that begin at once: `- - ? -`.
fn markers(line: &str) -> usize {
    line.split([' ', '\t']).take_while(|it| matches!(*it, "" | "-" | "?" | ":")).filter(|it| !it.is_empty()).count()
}

/// Reports a file without content.
pub(super) fn empty(at: At, locations: &Locations, diagnostics: &mut Diagnostics) {
    diagnostics.error("empty-file", &locations.origin(at), "the file is empty");
}

/// Says in this project's words what a parser said.
pub(super) fn explain(format: Format, text: &str, at: At, message: &str) -> Failure {
    let failure = |code, message: String, help| Failure { code, at, message, help };
    if message.starts_with("EOF while parsing a value") && is_blank(format, text) {
        return failure("empty-file", "the file is empty".to_owned(), None);
    }
    if message.contains("repetition limit exceeded") {
        return failure("too-large", "aliases repeat too much of the document".to_owned(), Some(TOO_LARGE));
    }
    if message.contains("recursion limit exceeded") {
        return failure("too-deep", "lists and objects are nested too deep".to_owned(), None);
    }
    if message.contains("more than one document") {
        let help = "keep one document in a file; `---` begins another";
        return failure("syntax", "the file holds more than one YAML document".to_owned(), Some(help));
    }
    let tabbed = format == Format::Yaml && message.contains("cannot start any token") && indented_by_tab(text);
    let help = tabbed.then_some("YAML is indented by spaces; a tab stands in an indentation");
    failure("syntax", format!("not valid {}: {message}", format.name()), help)
}

/// Help for files that became too large.
pub(super) const TOO_LARGE: &str = "write repeated parts once, under `components`, and refer to them by `$ref`";

fn is_blank(format: Format, text: &str) -> bool {
    text.lines()
        .map(str::trim)
        .all(|line| line.is_empty() || (format == Format::Yaml && (line.starts_with('#') || line == "---")))
}

fn indented_by_tab(text: &str) -> bool {
    text.lines().any(|line| line.trim_start_matches(' ').starts_with('\t'))
}
