//! Server-sent events out of bytes (WHATWG HTML §9.2.6, "Interpreting an event stream").
//!
//! Written here and not taken from a library, since none that is kept up bounds the length of an event. One
//! departure from the standard: an event without the empty line after it is given where the answer ends whole, and
//! marked, since servers forget that line.

use std::collections::VecDeque;
use std::time::Duration;

use super::frames::{Framing, TooLong};

/// An event with its data as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RawEvent {
    pub(super) data: String,
    pub(super) name: Option<String>,
    pub(super) id: Option<String>,
    pub(super) retry: Option<Duration>,
    /// The empty line after it is missing.
    pub(super) is_unfinished: bool,
}

/// The state between two pieces.
#[derive(Default)]
pub(super) struct Sse {
    line: Vec<u8>,
    /// The last byte was a CR, whose LF belongs to it.
    after_cr: bool,
    /// The first line, which may begin with a byte order mark, has been read.
    begun: bool,
    event: RawEvent,
    has_data: bool,
    /// The event is too long; its lines are dropped up to its end.
    skipping: bool,
    /// The id that was read last; it counts once the lines that it stands among have ended.
    next_id: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
    has_ended: bool,
    ready: VecDeque<Result<RawEvent, TooLong>>,
}

impl Framing for Sse {
    type Frame = RawEvent;

    fn push(&mut self, piece: &[u8], max: usize) {
        for byte in piece {
            let after_cr = std::mem::replace(&mut self.after_cr, *byte == b'\r');
            match byte {
                b'\n' if after_cr => {}
                b'\r' | b'\n' => self.line(),
                _ if self.line.len() + self.event.data.len() >= max => self.skip(),
                // An empty line ends what is skipped, so it must be seen that this one is not empty.
                _ if self.skipping => {
                    self.line.clear();
                    self.line.push(*byte);
                }
                byte => self.line.push(*byte),
            }
        }
    }

    fn end(&mut self) {
        if !self.line.is_empty() {
            self.line();
        }
        self.has_ended = true;
        self.dispatch();
    }

    fn next(&mut self) -> Option<Result<RawEvent, TooLong>> {
        self.ready.pop_front()
    }
}

impl Sse {
    /// The events of a new connection, which goes on after this id.
    pub(super) fn after(id: Option<String>, retry: Option<Duration>) -> Self {
        Self { next_id: id.clone(), id, retry, ..Self::default() }
    }

    /// What a new connection says in `Last-Event-ID`: the id among the last lines that were whole. Lines without data
    /// can set it too.
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The wait before a new connection that the server asked for last.
    pub(super) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    fn skip(&mut self) {
        self.skipping = true;
        self.event = RawEvent::default();
        self.has_data = false;
        self.line = vec![b'_'];
    }

    /// Takes in the line that has just ended.
    fn line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        if !std::mem::replace(&mut self.begun, true) && line.starts_with(b"\xef\xbb\xbf") {
            line.drain(..3);
        }
        if line.is_empty() {
            self.dispatch();
        } else if !self.skipping {
            self.field(&String::from_utf8_lossy(&line));
        }
        line.clear();
        self.line = line;
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(value);
            }
            "event" => self.event.name = Some(value.to_owned()).filter(|it| !it.is_empty()),
            "id" if !value.contains('\0') => self.next_id = Some(value.to_owned()).filter(|it| !it.is_empty()),
            "retry" if !value.is_empty() && value.bytes().all(|it| it.is_ascii_digit()) => {
                self.event.retry = value.parse().ok().map(Duration::from_millis);
                self.retry = self.event.retry.or(self.retry);
            }
            // Comments and fields that the standard does not know.
            _ => {}
        }
    }

    fn dispatch(&mut self) {
        let event = std::mem::take(&mut self.event);
        if !self.has_ended {
            self.id.clone_from(&self.next_id);
        }
        if std::mem::take(&mut self.skipping) {
            self.ready.push_back(Err(TooLong));
        } else if std::mem::take(&mut self.has_data) {
            self.ready.push_back(Ok(RawEvent { id: self.next_id.clone(), is_unfinished: self.has_ended, ..event }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pieces: &[&[u8]], max: usize) -> Vec<Result<RawEvent, TooLong>> {
        let mut sse = Sse::default();
        pieces.iter().for_each(|it| sse.push(it, max));
        sse.end();
        std::iter::from_fn(|| sse.next()).collect()
    }

    fn event(name: Option<&str>, data: &str) -> Result<RawEvent, TooLong> {
        Ok(RawEvent { data: data.to_owned(), name: name.map(str::to_owned), ..RawEvent::default() })
    }

    #[test]
    fn pieces_may_end_anywhere() {
        let text =
            "\u{feff}: hello\r\nevent: vote\r\ndata: {\"a\":\r\ndata:  \"é\"}\r\n\r\ndata: 2\r\rdata:3\n\n".as_bytes();
        let expected = vec![event(Some("vote"), "{\"a\":\n \"é\"}"), event(None, "2"), event(None, "3")];
        for length in 1..=text.len() {
            let pieces: Vec<&[u8]> = text.chunks(length).collect();
            assert_eq!(read(&pieces, 1000), expected, "{length}");
        }
    }

    #[test]
    fn an_id_stays_and_a_wait_does_not() {
        let all = read(&[b"id: 7\nretry: 1500\ndata: a\n\nretry: soon\ndata: b\n\nid\ndata: c\n\n"], 1000);
        let seen: Vec<_> = all.into_iter().flatten().map(|it| (it.id, it.retry)).collect();
        let seven = || Some("7".to_owned());
        assert_eq!(seen, [(seven(), Some(Duration::from_millis(1500))), (seven(), None), (None, None)]);
    }

    #[test]
    fn an_id_counts_once_its_lines_have_ended() {
        let mut sse = Sse::after(Some("1".to_owned()), None);
        let mut id_after = |text: &str| {
            sse.push(text.as_bytes(), 1000);
            sse.id().map(str::to_owned)
        };
        let id = |it: &str| Some(it.to_owned());
        assert_eq!(id_after("data: a\nid: 2\n"), id("1"));
        assert_eq!(id_after("\n"), id("2"));
        assert_eq!(id_after("id: 3\n\n"), id("3"), "without data");
        assert_eq!(id_after("id: 4\0\n\n"), id("3"), "an id with NUL is none");
        assert_eq!(id_after("id: 5\ndata: b"), id("3"));
        assert_eq!(id_after("\n\nid:\n\n"), None, "an empty one takes it back");
        assert_eq!(id_after("retry: 7\n\n"), None);
        assert_eq!(sse.retry(), Some(Duration::from_millis(7)), "without data");
    }

    #[test]
    fn what_has_no_data_is_no_event_and_the_last_needs_no_empty_line() {
        let last = event(None, "x").map(|it| RawEvent { is_unfinished: true, ..it });
        assert_eq!(read(&[b"event: ping\n\n:\n\ndata\n\ndata: x"], 1000), [event(None, ""), last]);
    }

    #[test]
    fn an_event_that_is_too_long_is_skipped() {
        let long = format!("data: {0}\ndata: {0}\n\ndata: x\n\n", "a".repeat(30));
        let expected = vec![Err(TooLong), event(None, "x")];
        for length in 1..=long.len() {
            let pieces: Vec<&[u8]> = long.as_bytes().chunks(length).collect();
            assert_eq!(read(&pieces, 40), expected, "{length}");
        }
    }
}
