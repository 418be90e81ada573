//! JSON values out of bytes: one a line (NDJSON, JSON Lines), or each between record separators (RFC 7464).

use std::collections::VecDeque;

use serde::de::IgnoredAny;

use super::frames::{Framing, TooLong};

/// What begins a value of a JSON text sequence.
const SEPARATOR: u8 = 0x1e;

/// The state between two pieces.
#[derive(Default)]
pub(super) struct Lines {
    item: Vec<u8>,
    /// The item began with a record separator and so may have several lines.
    is_record: bool,
    /// The item is too long; it is dropped up to its end.
    skipping: bool,
    ready: VecDeque<Result<Vec<u8>, TooLong>>,
}

impl Framing for Lines {
    type Frame = Vec<u8>;

    fn push(&mut self, piece: &[u8], max: usize) {
        for byte in piece {
            match *byte {
                SEPARATOR => {
                    self.dispatch();
                    self.is_record = true;
                }
                b'\n' if !self.is_record || self.is_whole() => self.dispatch(),
                _ if self.skipping => {}
                _ if self.item.len() >= max => {
                    self.skipping = true;
                    self.item.clear();
                }
                byte => self.item.push(byte),
            }
        }
    }

    fn end(&mut self) {
        self.dispatch();
    }

    fn next(&mut self) -> Option<Result<Vec<u8>, TooLong>> {
        self.ready.pop_front()
    }
}

impl Lines {
    fn is_whole(&self) -> bool {
        serde_json::from_slice::<IgnoredAny>(&self.item).is_ok()
    }

    fn dispatch(&mut self) {
        self.is_record = false;
        let item = std::mem::take(&mut self.item);
        let item = item.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&item).trim_ascii();
        if std::mem::take(&mut self.skipping) {
            self.ready.push_back(Err(TooLong));
        } else if !item.is_empty() {
            self.ready.push_back(Ok(item.to_vec()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, length: usize, max: usize) -> Vec<Result<String, TooLong>> {
        let mut lines = Lines::default();
        text.as_bytes().chunks(length).for_each(|it| lines.push(it, max));
        lines.end();
        let items = std::iter::from_fn(|| lines.next());
        items.map(|it| it.map(|it| String::from_utf8(it).unwrap())).collect()
    }

    #[test]
    fn pieces_may_end_anywhere() {
        let cases = [
            ("\u{feff}{\"a\":1}\r\n\n  \n\"é\"\n3", vec!["{\"a\":1}", "\"é\"", "3"]),
            ("\u{1e}{\n\"a\":1}\n\u{1e}[2,\n3]\u{1e}4\n", vec!["{\n\"a\":1}", "[2,\n3]", "4"]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.into_iter().map(|it| Ok(it.to_owned())).collect();
            for length in 1..=text.len() {
                assert_eq!(read(text, length, 100), expected, "{length}");
            }
        }
    }

    #[test]
    fn a_value_that_is_too_long_is_skipped() {
        assert_eq!(read("1\n123456\n2", 2, 4), [Ok("1".to_owned()), Err(TooLong), Ok("2".to_owned())]);
    }
}
