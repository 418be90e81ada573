//! JSON Pointer → place in the text, by a parser that keeps marks.
//!
//! The generator's own parser is fast and knows no lines; this one runs only when there is something to
//! report. It reads YAML and, JSON being a subset, JSON.
//!
//! **Invariant:** reads events, builds no tree: deep nesting and alias bombs cost nothing here. Time grows
//! with the text and with the number of wanted places, not with their product.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Bytes of the text.
    pub(crate) bytes: Range<usize>,
    /// From 1.
    pub(crate) line: usize,
    /// From 1, in characters.
    pub(crate) column: usize,
}

impl Place {
    /// The character there, or the end of the text; `None` beyond its lines.
    pub(crate) fn at(text: &str, line: usize, column: usize) -> Option<Self> {
        let ends = text.match_indices('\n').map(|it| it.0 + 1);
        let start = std::iter::once(0).chain(ends).nth(line.checked_sub(1)?)?;
        let rest = text[start..].split('\n').next()?;
        let width = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |it| it.0);
        Some(Self { bytes: start + width..start + width, line, column })
    }
}

/// Finds each wanted (pointer, whether the key is meant) in `text`. One that is not there gets the place
/// of its deepest ancestor that is; a text that cannot be parsed gives what stands before the error.
pub(crate) fn locate<'a>(text: &str, wanted: &[(&'a str, bool)]) -> BTreeMap<(&'a str, bool), Place> {
    let below = below(wanted);
    let mut walk =
        Walk { below, found: BTreeMap::new(), depth: BTreeMap::new(), stack: Vec::new(), pointer: String::new() };
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = parser.next_event() {
        walk.step(&event, span);
    }
    let offsets = Offsets::new(text);
    walk.found.into_iter().map(|(key, span)| (key, offsets.place(text, span))).collect()
}

/// What is wanted at or below each pointer that leads to something wanted.
fn below<'a>(wanted: &[(&'a str, bool)]) -> HashMap<&'a str, Vec<(&'a str, bool)>> {
    let mut below: HashMap<_, Vec<_>> = HashMap::new();
    let wanted: BTreeSet<_> = wanted.iter().copied().collect();
    for it in wanted {
        let (pointer, _) = it;
        let ancestors = pointer.match_indices('/').map(|(at, _)| &pointer[..at]);
        ancestors.chain([pointer]).for_each(|ancestor| below.entry(ancestor).or_default().push(it));
    }
    below
}

/// What the walk is inside of.
enum Frame {
    /// A mapping: the key being filled, if one was read, and the pointer's length before it.
    Mapping { key: Option<Span>, length: usize },
    /// A sequence: the next index, and the pointer's length before it.
    Sequence { next: usize, length: usize },
    /// Below a key that is no scalar: nothing in it has a pointer.
    Skipped,
}

struct Walk<'a> {
    below: HashMap<&'a str, Vec<(&'a str, bool)>>,
    found: BTreeMap<(&'a str, bool), Span>,
    /// How long the pointer was that the found span belongs to.
    depth: BTreeMap<(&'a str, bool), usize>,
    stack: Vec<Frame>,
    pointer: String,
}

impl Walk<'_> {
    fn step(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::MappingStart(..) => {
                let key = self.begin_value(span);
                self.stack.push(if key {
                    Frame::Skipped
                } else {
                    Frame::Mapping { key: None, length: self.pointer.len() }
                });
            }
            Event::SequenceStart(..) => {
                let key = self.begin_value(span);
                self.stack.push(if key {
                    Frame::Skipped
                } else {
                    Frame::Sequence { next: 0, length: self.pointer.len() }
                });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.stack.pop();
                self.end_value();
            }
            Event::Scalar(text, ..) => self.scalar(text, span),
            Event::Alias(..) if !self.begin_value(span) => self.end_value(),
            _ => {}
        }
    }

    fn scalar(&mut self, text: &str, span: Span) {
        if let Some(Frame::Mapping { key: key @ None, .. }) = self.stack.last_mut() {
            *key = Some(span);
            self.pointer.push('/');
            self.pointer.push_str(&text.replace('~', "~0").replace('/', "~1"));
            self.note(true, span);
        } else {
            self.begin_value(span);
            self.end_value();
        }
    }

    /// Notes a value that begins; says whether it stands where a mapping expects a key.
    fn begin_value(&mut self, span: Span) -> bool {
        match self.stack.last_mut() {
            Some(Frame::Mapping { key: None, .. } | Frame::Skipped) => return true,
            Some(Frame::Sequence { next, length }) => {
                self.pointer.truncate(*length);
                self.pointer.push_str(&format!("/{next}"));
                *next += 1;
            }
            Some(Frame::Mapping { .. }) | None => {}
        }
        self.note(false, span);
        false
    }

    fn end_value(&mut self) {
        match self.stack.last_mut() {
            Some(Frame::Mapping { key, length }) => {
                *key = None;
                self.pointer.truncate(*length);
            }
            Some(Frame::Sequence { length, .. }) => self.pointer.truncate(*length),
            Some(Frame::Skipped) | None => {}
        }
    }

    fn note(&mut self, is_key: bool, span: Span) {
        for wanted in self.below.get(self.pointer.as_str()).into_iter().flatten() {
            let (pointer, key) = *wanted;
            let exact = pointer.len() == self.pointer.len();
            // For a key that is wanted, its value must not take its place; for any other ancestor, the key reads best.
            let fits = if exact { is_key == key || pointer.is_empty() } else { is_key || self.pointer.is_empty() };
            let deeper = self
                .depth
                .get(wanted)
                .is_none_or(|it| self.pointer.len() > *it || (exact && self.pointer.len() == *it));
            if fits && deeper {
                self.found.insert(*wanted, span);
                self.depth.insert(*wanted, self.pointer.len());
            }
        }
    }
}

/// Bytes of a line that stand for a place which has no end of its own.
const NEAR: usize = 1000;

/// Characters from one mark to the next.
const STRIDE: usize = 256;

/// Turns lines and columns in characters into bytes, however long a line is.
struct Offsets {
    /// The number of the character that each line begins with.
    lines: Vec<usize>,
    /// Byte offset of each character whose number is a multiple of [`STRIDE`].
    marks: Vec<usize>,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let mut offsets = Self { lines: vec![0], marks: Vec::new() };
        for (number, (at, char)) in text.char_indices().enumerate() {
            if number % STRIDE == 0 {
                offsets.marks.push(at);
            }
            if char == '\n' {
                offsets.lines.push(number + 1);
            }
        }
        offsets
    }

    fn place(&self, text: &str, span: Span) -> Place {
        let start = self.byte(text, span.start.line(), span.start.col());
        let end = self.byte(text, span.end.line(), span.end.col());
        // A mapping begins with an empty mark: its first line stands for it. No more of it is read than has to be, as a
        // document may be one line of megabytes.
        let near = (start + NEAR..=text.len()).find(|it| text.is_char_boundary(*it)).unwrap_or(text.len());
        let limit = if end <= start { near } else { end };
        let end = text[start..limit].find('\n').map_or(limit, |it| start + it);
        let shown = text[start..end].trim_end();
        Place { bytes: start..start + shown.len(), line: span.start.line(), column: span.start.col() + 1 }
    }

    fn byte(&self, text: &str, line: usize, column: usize) -> usize {
        let Some(start) = self.lines.get(line.saturating_sub(1)) else { return text.len() };
        let number = start + column;
        let Some(mark) = self.marks.get(number / STRIDE) else { return text.len() };
        text[*mark..].char_indices().nth(number % STRIDE).map_or(text.len(), |(at, _)| mark + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, pointer: &str, key: bool) -> String {
        let found = locate(text, &[(pointer, key)]);
        let place = &found[&(pointer, key)];
        format!("{}:{} {}", place.line, place.column, &text[place.bytes.clone()])
    }

    const YAML: &str = "paths:\n  /a~b:\n    get: {tags: [x, 'ü', y]}\n  list:\n    - one: 1\n    - two: \"2\"\n";

    #[test]
    fn values_keys_and_items_are_found() {
        assert_eq!(at(YAML, "/paths/~1a~0b/get/tags/2", false), "3:26 y");
        assert_eq!(at(YAML, "/paths/~1a~0b/get/tags/1", false), "3:21 'ü'");
        assert_eq!(at(YAML, "/paths/~1a~0b", true), "2:3 /a~b");
        assert_eq!(at(YAML, "/paths/list/1/two", false), "6:12 \"2\"");
    }

    #[test]
    fn a_missing_pointer_gets_its_deepest_ancestor() {
        assert_eq!(at(YAML, "/paths/list/1/three/x", false), "4:3 list");
        assert_eq!(at(YAML, "/nothing", false), "1:1 paths:");
    }

    #[test]
    fn json_is_read_too() {
        assert_eq!(at("{\"a\": {\"b\": [1, {\"c\": null}]}}", "/a/b/1/c", false), "1:23 null");
    }

    #[test]
    fn many_places_of_one_long_line_are_found() {
        let members: Vec<String> = (0..20_000).map(|it| format!("\"k{it}\": \"ü{it}\"")).collect();
        let text = format!("{{{}}}", members.join(", "));
        let pointers: Vec<String> = (0..20_000).map(|it| format!("/k{it}/not/there")).collect();
        let wanted: Vec<(&str, bool)> = pointers.iter().map(|it| (it.as_str(), false)).collect();
        let found = locate(&text, &wanted);
        assert_eq!(found.len(), 20_000);
        assert_eq!(&text[found[&wanted[19_999]].bytes.clone()], "\"k19999\"");
    }

    #[test]
    fn deep_nesting_costs_no_stack() {
        let text = format!("a: 1\nb: {}{}", "[".repeat(5_000), "]".repeat(5_000));
        assert_eq!(at(&text, "/a", false), "1:4 1");
    }
}
