//! JSON values out of bytes: one a line (NDJSON, JSON Lines), or each between record separators (RFC 7464).

use std::collections::VecDeque;

use super::frames::{Framing, TooLong};

/// What begins a value of a JSON text sequence.
const SEPARATOR: u8 = 0x1e;

/// The state between two pieces.
#[derive(Default)]
pub(super) struct Lines {
    item: Vec<u8>,
    /// The item began with a record separator and so may have several lines.
    is_record: bool,
    /// Lists and objects that are open, and whether a string is.
    depth: usize,
    in_string: bool,
    escaped: bool,
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
                byte => self.keep(byte, max),
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
    /// Whether a record may end here: it has begun, and nothing in it is open.
    fn is_whole(&self) -> bool {
        self.depth == 0 && !self.in_string && (self.skipping || !self.item.is_empty())
    }

    fn keep(&mut self, byte: u8, max: usize) {
        if self.is_record {
            self.follow(byte);
        }
        if self.skipping || (self.item.is_empty() && byte.is_ascii_whitespace()) {
            return;
        }
        if self.item.len() >= max {
            self.skipping = true;
            self.item.clear();
        } else {
            self.item.push(byte);
        }
    }

    /// Follows what a byte opens and closes.
    fn follow(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_string => self.escaped = true,
            b'"' => self.in_string = !self.in_string,
            _ if self.in_string => {}
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn dispatch(&mut self) {
        (self.is_record, self.depth, self.in_string, self.escaped) = (false, 0, false, false);
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
            ("\u{1e}\n{\n\"]\\\"}\":\n1}\n\n\u{1e}\n", vec!["{\n\"]\\\"}\":\n1}"]),
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
        assert_eq!(read("\u{1e}[1,\n2,\n3]\n\u{1e}4", 2, 4), [Err(TooLong), Ok("4".to_owned())]);
    }

    #[test]
    fn a_record_of_many_lines_takes_time_in_proportion() {
        let record = format!("\u{1e}[{}1]\n", "1,\n".repeat(200_000));
        assert_eq!(read(&record, 4096, 1 << 20).len(), 1);
    }
}
