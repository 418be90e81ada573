//! Finds what stands at a place of a JSON text.
//!
//! In: a text and the place where decoding failed. Out: the path of the value there
//! (`debates[3].status`). Looking for it afterwards costs nothing where nothing fails, and needs
//! no second copy of every type's decoder.

use std::fmt::Write as _;

use super::raw::quote;

/// The offset of a place that serde_json gives as line and column.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (before + column).min(text.len())
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

fn push_key(path: &mut String, key: &str) {
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
pub(crate) fn split(message: &str) -> (&str, &str) {
    let mut rest = message;
    loop {
        let after = if let Some(it) = rest.strip_prefix('.') {
            it.trim_start_matches(|c: char| c.is_ascii() && is_plain(c as u8))
        } else if let Some(it) = rest.strip_prefix("[\"") {
            let mut bytes = it.bytes().enumerate().peekable();
            let mut pairs = std::iter::from_fn(|| bytes.next());
            let mut end = None;
            while let Some((at, byte)) = pairs.next() {
                match byte {
                    b'"' => {
                        end = Some(at);
                        break;
                    }
                    b'\\' => {
                        pairs.next();
                    }
                    _ => {}
                }
            }
            let closed = end.and_then(|at| it.get(at + 1..)).and_then(|it| it.strip_prefix(']'));
            match closed {
                Some(it) => it,
                None => return ("", message),
            }
        } else if let Some(it) = rest.strip_prefix('[') {
            match it.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(']') {
                Some(it) => it,
                None => return ("", message),
            }
        } else if let Some(it) = rest.strip_prefix(": ") {
            let path = message.len() - rest.len();
            return message.split_at_checked(path).map_or(("", message), |(path, _)| (path, it));
        } else {
            return ("", message);
        };
        rest = after;
    }
}
