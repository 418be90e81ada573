//! What the test server answers.

use std::fmt::Write as _;

use bytes::Bytes;

/// An answer, or a fault in its place.
#[derive(Clone, Debug)]
pub struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
    pub(super) fault: Fault,
    /// Whether the end of the body is the end of the connection.
    pub(super) until_close: bool,
}

/// How an answer goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It does not.
    None,
    /// The connection is closed before the answer.
    Close,
    /// Nothing comes, and the connection stays open.
    Stall,
    /// Only the head and so many bytes of the body come; then the connection is closed.
    Cut(usize),
    /// Only the head and so many bytes of the body come; then nothing, and the connection stays open.
    StallAfter(usize),
}

impl Default for Answer {
    fn default() -> Self {
        Self::json(200, "{}")
    }
}

impl Answer {
    /// JSON with this status.
    pub fn json(status: u16, body: impl Into<String>) -> Self {
        Self::bytes(status, "application/json", body.into())
    }

    /// Bytes of this media type.
    pub fn bytes(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self::empty(status).header("Content-Type", content_type).with_body(body.into())
    }

    /// No body.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new(), fault: Fault::None, until_close: false }
    }

    /// A connection that is closed instead of an answer.
    pub fn close() -> Self {
        Self { fault: Fault::Close, ..Self::default() }
    }

    /// No answer at all, over a connection that stays open.
    pub fn stall() -> Self {
        Self { fault: Fault::Stall, ..Self::default() }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Closes the connection after so many bytes of the body.
    #[must_use]
    pub fn cut_after(mut self, bytes: usize) -> Self {
        self.fault = Fault::Cut(bytes);
        self
    }

    /// Goes silent after so many bytes of the body.
    #[must_use]
    pub fn stall_after(mut self, bytes: usize) -> Self {
        self.fault = Fault::StallAfter(bytes);
        self
    }

    /// Does not say how long the body is: it ends with the connection, so that nobody can tell that it was cut.
    #[must_use]
    pub fn until_close(mut self) -> Self {
        self.until_close = true;
        self
    }

    fn with_body(mut self, body: Bytes) -> Self {
        self.body = body;
        self
    }

    /// What is written to the connection.
    pub(super) fn wire(&self, head_only: bool) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} -\r\nConnection: close\r\n", self.status);
        for (name, value) in &self.headers {
            // Writing to a String cannot fail.
            let _ = write!(head, "{name}: {value}\r\n");
        }
        if !self.until_close && !matches!(self.status, 100..=199 | 204 | 304) {
            let _ = write!(head, "Content-Length: {}\r\n", self.body.len());
        }
        head.push_str("\r\n");
        let mut wire = head.into_bytes();
        let sent = match self.fault {
            Fault::Cut(bytes) | Fault::StallAfter(bytes) => bytes.min(self.body.len()),
            _ if head_only => 0,
            _ => self.body.len(),
        };
        wire.extend(self.body.iter().take(sent));
        wire
    }
}
