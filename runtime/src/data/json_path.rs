//! Finds what stands at a place of a JSON text.
//!
//! In: a text and the place where decoding failed. Out: the path of the value there
//! (`debates[3].status`). Looking for it afterwards costs nothing where nothing fails, and needs
//! no second copy of every type's decoder.

use std::cell::Cell;
use std::fmt::Write as _;

use super::raw::quote;

/// The offset of a place that serde_json gives as line and column.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (before + column).min(text.len())
}

/// The line and the column of an offset, as serde_json counts them.
pub(crate) fn line_and_column(text: &[u8], offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.iter().filter(|it| **it == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|it| **it != b'\n').count();
    (line, column)
}

/// The path of the value that ends at `offset`, or else of the one that holds it; empty at the root.
pub(crate) fn locate(text: &str, offset: usize) -> String {
    let mut frames = Vec::new();
    let mut bytes = text.as_bytes().iter().enumerate().take(offset);
    let mut is_key = false;
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'{' => {
                frames.push(Frame::Object(None));
                is_key = true;
            }
            b'[' => frames.push(Frame::List(0)),
            b'}' | b']' => {
                frames.pop();
                is_key = false;
            }
            b':' => is_key = false,
            b',' => match frames.last_mut() {
                Some(Frame::Object(key)) => {
                    *key = None;
                    is_key = true;
                }
                Some(Frame::List(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                let end = end_of_string(&mut bytes).unwrap_or(offset);
                if is_key && let Some(Frame::Object(key)) = frames.last_mut() {
                    *key = text.get(at..=end);
                }
            }
            _ => {}
        }
    }
    let mut path = String::new();
    for frame in &frames {
        frame.write(&mut path);
    }
    path
}

/// A list or an object that the place stands in.
enum Frame<'a> {
    /// The key with its quotes.
    Object(Option<&'a str>),
    List(usize),
}

impl Frame<'_> {
    fn write(&self, path: &mut String) {
        match self {
            Self::List(index) => {
                let _ = write!(path, "[{index}]");
            }
            Self::Object(None) => {}
            Self::Object(Some(key)) => match serde_json::from_str::<String>(key) {
                Ok(key) => push_key(path, &key),
                Err(_) => push_key(path, key),
            },
        }
    }
}

fn end_of_string<'a>(bytes: &mut impl Iterator<Item = (usize, &'a u8)>) -> Option<usize> {
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return Some(at),
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
    None
}

pub(crate) fn push_key(path: &mut String, key: &str) {
    if !key.is_empty() && key.bytes().all(is_plain) {
        path.push('.');
        path.push_str(key);
    } else {
        let _ = write!(path, "[{}]", quote(key));
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$')
}

/// Splits a message that begins with a path (`.a[0]: what`) into the two.
pub(crate) fn split(message: &str) -> Option<(&str, &str)> {
    let mut rest = message;
    loop {
        if let Some(what) = rest.strip_prefix(": ") {
            let path = message.get(..message.len() - rest.len())?;
            return Some((path, what));
        }
        rest = after_segment(rest)?;
    }
}

/// What stands after the first segment of a path.
fn after_segment(path: &str) -> Option<&str> {
    if let Some(key) = path.strip_prefix('.') {
        return Some(key.trim_start_matches(|it: char| u8::try_from(it).is_ok_and(is_plain)));
    }
    let inside = path.strip_prefix('[')?;
    let after = match inside.strip_prefix('"') {
        None => inside.trim_start_matches(|it: char| it.is_ascii_digit()),
        Some(key) => {
            let end = end_of_string(&mut key.as_bytes().iter().enumerate())?;
            key.get(end + 1..)?
        }
    };
    after.strip_prefix(']')
}

thread_local! {
    /// Address of the union that was decoded last in vain. serde_json tells the place of an error
    /// only where its own reader finds it, and a union is decoded after the reader has gone on.
    static NOTED: Cell<usize> = const { Cell::new(0) };
}

/// Notes that the value with this text cannot be decoded.
pub(crate) fn note(value: &str) {
    NOTED.set(value.as_ptr() as usize);
}

/// The offset in `text` of the value that was noted last, if it is a part of it.
pub(crate) fn noted_in(text: &str) -> Option<usize> {
    let offset = NOTED.get().checked_sub(text.as_ptr() as usize)?;
    (offset < text.len()).then_some(offset)
}

/// The offset in `text` of a part of it.
pub(crate) fn start_in(text: &str, part: &str) -> Option<usize> {
    (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)
}
