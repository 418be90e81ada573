//! The pieces of a body, over as many connections as it takes (RFC 9110 §14, range requests).
//!
//! A body that is cut is asked for from where it stopped, if the server named the version that it sent by a strong `ETag`,
//! announced its length and takes ranges. The server is told the version (`If-Range`), so that pieces of two versions
//! never come together. What it answers is taken only if it is a part of that version (206 with the same `ETag`, RFC 9110
//! §15.3.7) and of a body of the same length, and what comes is never more than that length.

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
            draft.rest(from, version.clone());
            Ok(())
        };
        match self.again.connect(&cut, None, ask).await {
            Ok(raw) => match self.not_the_rest(&raw) {
                Some(why) => Err(cut.and(why)),
                None => {
                    let idle = self.live.idle;
                    self.live = Live { idle, ..Live::of(&raw, self.live.operation) };
                    Ok(())
                }
            },
            Err(Refusal::Untried(_)) => Err(cut),
            Err(Refusal::Failed(error) | Refusal::Answered(error)) => Err(error),
        }
    }

    /// Nothing comes after this error.
    fn ended_by(&mut self, error: Error) -> Error {
        self.has_ended = true;
        self.live.close();
        error.with_operation(self.live.operation.id)
    }

    /// Why an answer is not the rest of what came.
    fn not_the_rest(&self, raw: &RawResponse) -> Option<&'static str> {
        let range = raw.headers().get(CONTENT_RANGE).and_then(|it| it.to_str().ok()).and_then(content_range);
        match range.filter(|_| raw.status() == StatusCode::PARTIAL_CONTENT) {
            None => Some("the server did not give its rest"),
            Some(_) if raw.headers().get(ETAG) != self.version.as_ref() => Some("its rest is one of another version"),
            Some((_, total)) if total != self.length => Some("its rest is one of another length"),
            Some((first, _)) if first != self.received => Some("the server gave another part than its rest"),
            Some(_) => None,
        }
    }

    fn take(&mut self, piece: Bytes) -> Result<Bytes, Error> {
        self.again.was_of_use();
        self.received += piece.len() as u64;
        if let Some(length) = self.length.filter(|it| self.received > *it) {
            return Err(Error::new(ErrorKind::Body, format!("the body goes on after {length} bytes")));
        }
        if let Some(progress) = &mut self.progress {
            progress(self.received, self.length);
        }
        Ok(piece)
    }
}

impl Source for Pieces {
    type Item = Result<Bytes, Error>;

    async fn next(&mut self) -> Option<Self::Item> {
        while !self.has_ended {
            let cut = match self.live.next().await {
                Ok(Some(piece)) => match self.take(piece) {
                    Ok(piece) => return Some(Ok(piece)),
                    Err(error) => return Some(Err(self.ended_by(error))),
                },
                Ok(None) => self.early_end(),
                Err(error) => Some(error),
            };
            self.has_ended = true;
            match self.go_on(cut?).await {
                Ok(()) => self.has_ended = false,
                Err(error) => return Some(Err(self.ended_by(error))),
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

/// First byte and length of the whole in `bytes 3-7/8`.
fn content_range(text: &str) -> Option<(u64, Option<u64>)> {
    let (part, total) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
    Some((part.split('-').next()?.trim().parse().ok()?, total.trim().parse().ok()))
}
