//! The pieces of a body, over as many connections as it takes (RFC 9110 §14, range requests).
//!
//! A body that is cut is asked for from where it stopped, if the server named the version that it sent by a strong `ETag`,
//! announced its length and takes ranges. The server is told the version (`If-Range`), so that pieces of two versions
//! never come together: what it answers with any other status than 206 is not taken.

use bytes::Bytes;
use http::header::{ACCEPT_RANGES, CONTENT_RANGE, ETAG};
use http::{HeaderValue, StatusCode};

use super::Live;
use super::again::{Again, Refusal};
use crate::error::{Error, ErrorKind};
use crate::request::Draft;
use crate::response::RawResponse;
use crate::stepped::Source;

/// What is left of a body.
pub(super) struct Pieces {
    pub(super) live: Live,
    again: Again,
    /// The version of the body, where its rest can be asked for.
    version: Option<HeaderValue>,
    received: u64,
    /// What the server announced.
    length: Option<u64>,
    pub(super) progress: Option<Progress>,
    has_ended: bool,
}

/// Is told how many bytes came, and of how many where that is known.
pub(super) type Progress = Box<dyn FnMut(u64, Option<u64>) + Send>;

impl Pieces {
    pub(super) fn new(mut live: Live, head: &RawResponse, length: Option<u64>) -> Self {
        let again = Again::new(live.again.take());
        let version = version(head).filter(|_| length.is_some());
        Self { live, again, version, received: 0, length, progress: None, has_ended: false }
    }

    /// What came before the body's end, where it should not have ended there.
    fn early_end(&self) -> Option<Error> {
        let length = self.length.filter(|it| self.received < *it)?;
        Some(Error::new(ErrorKind::Body, format!("the body ended after {} of {length} bytes", self.received)))
    }

    /// Asks for the rest of the body. The error is the cut itself, unless another is the reason that it stays one.
    async fn go_on(&mut self, cut: Error) -> Result<(), Error> {
        let Some(version) = self.version.clone() else { return Err(cut) };
        let from = self.received;
        let ask = |draft: &mut Draft| {
            draft.rest(from, version);
            Ok(())
        };
        match self.again.connect(&cut, None, ask).await {
            Ok(raw) if begins_at(&raw, from) => {
                let idle = self.live.idle;
                self.live = Live { idle, ..Live::of(&raw, self.live.operation) };
                Ok(())
            }
            Ok(_) | Err(Refusal::Untried(_)) => Err(cut),
            Err(Refusal::Failed(error) | Refusal::Answered(error)) => Err(error),
        }
    }

    fn take(&mut self, piece: Bytes) -> Bytes {
        self.again.was_of_use();
        self.received += piece.len() as u64;
        if let Some(progress) = &mut self.progress {
            progress(self.received, self.length);
        }
        piece
    }
}

impl Source for Pieces {
    type Item = Result<Bytes, Error>;

    async fn next(&mut self) -> Option<Self::Item> {
        while !self.has_ended {
            let cut = match self.live.next().await {
                Ok(Some(piece)) => return Some(Ok(self.take(piece))),
                Ok(None) => self.early_end(),
                Err(error) => Some(error),
            };
            self.has_ended = true;
            match self.go_on(cut?).await {
                Ok(()) => self.has_ended = false,
                Err(error) => return Some(Err(error.with_operation(self.live.operation.id))),
            }
        }
        None
    }
}

/// The version of a body that can be had in parts.
fn version(head: &RawResponse) -> Option<HeaderValue> {
    let takes_ranges = head.headers().get(ACCEPT_RANGES).is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(b"bytes"));
    let version = head.headers().get(ETAG).filter(|it| it.as_bytes().starts_with(b"\""));
    version.filter(|_| takes_ranges && head.status() == StatusCode::OK).cloned()
}

/// Whether an answer is the part of the body from there on.
fn begins_at(raw: &RawResponse, from: u64) -> bool {
    let range = raw.headers().get(CONTENT_RANGE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let first = range.trim().strip_prefix("bytes ").and_then(|it| it.split('-').next()?.parse::<u64>().ok());
    raw.status() == StatusCode::PARTIAL_CONTENT && first == Some(from)
}
