//! From pieces of a body to frames: what events and JSON items have in common.
//!
//! Not generic: what a frame holds is decoded by the stream around it.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::{Live, MAX_ITEM_BYTES};
use crate::data::DecodeError;
use crate::error::{Error, ErrorKind};
use crate::response::RawResponse;
use crate::transport::BoxFuture;

/// Takes the frames out of a body's pieces.
pub(super) trait Framing: Send + 'static {
    /// What comes out.
    type Frame: Send + 'static;

    /// Takes in a piece.
    fn push(&mut self, piece: &[u8], max: usize);

    /// Takes in that there is no more.
    fn end(&mut self);

    /// The next frame that is whole.
    fn next(&mut self) -> Option<Result<Self::Frame, TooLong>>;
}

/// An item that is longer than the stream's cap. Its rest is skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLong;

/// The frames of an answer.
pub(super) struct Frames<F: Framing> {
    head: RawResponse,
    operation: &'static str,
    state: State<F>,
}

enum State<F: Framing> {
    Waiting(Box<Reader<F>>),
    Reading(Reading<F>),
    Ended,
}

type Reading<F> = BoxFuture<'static, (Box<Reader<F>>, Option<Result<<F as Framing>::Frame, Error>>)>;

struct Reader<F> {
    live: Live,
    framing: F,
    max: usize,
    ended: bool,
}

impl<F: Framing> Frames<F> {
    pub(super) fn new(raw: &RawResponse, operation: &'static str, framing: F) -> Self {
        let reader = Reader { live: Live::of(raw, operation), framing, max: MAX_ITEM_BYTES, ended: false };
        Self { head: raw.head(), operation, state: State::Waiting(Box::new(reader)) }
    }

    pub(super) fn idle_timeout(&mut self, idle: Duration) {
        if let State::Waiting(reader) = &mut self.state {
            reader.live.idle = idle;
        }
    }

    pub(super) fn max_item_bytes(&mut self, max: usize) {
        if let State::Waiting(reader) = &mut self.state {
            reader.max = max;
        }
    }

    /// The next frame; `None` at the end.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<F::Frame, Error>>> {
        let mut reading: Reading<F> = match std::mem::replace(&mut self.state, State::Ended) {
            State::Waiting(reader) => Box::pin(reader.step()),
            State::Reading(reading) => reading,
            State::Ended => return Poll::Ready(None),
        };
        match Pin::as_mut(&mut reading).poll(context) {
            Poll::Ready((reader, frame)) => {
                if frame.is_some() && !reader.is_broken(&frame) {
                    self.state = State::Waiting(reader);
                }
                Poll::Ready(frame)
            }
            Poll::Pending => {
                self.state = State::Reading(reading);
                Poll::Pending
            }
        }
    }

    /// Ends the stream before the answer does.
    pub(super) fn finish(&mut self) {
        self.state = State::Ended;
    }

    /// What is wrong with an item, beside the item itself.
    pub(super) fn malformed(&self, item: &[u8], error: DecodeError) -> Error {
        Error::decode_error(self.head.with_body(item), error).with_operation(self.operation)
    }
}

impl<F: Framing> Reader<F> {
    async fn step(mut self: Box<Self>) -> (Box<Self>, Option<Result<F::Frame, Error>>) {
        let frame = self.next().await;
        (self, frame)
    }

    async fn next(&mut self) -> Option<Result<F::Frame, Error>> {
        loop {
            match self.framing.next() {
                Some(Ok(frame)) => return Some(Ok(frame)),
                Some(Err(TooLong)) => return Some(Err(self.too_long())),
                None if self.ended => return None,
                None => {}
            }
            match self.live.next().await {
                Ok(Some(piece)) => self.framing.push(&piece, self.max),
                Ok(None) => {
                    self.ended = true;
                    self.framing.end();
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }

    fn too_long(&self) -> Error {
        let message = format!("an item of the stream is larger than {} bytes", self.max);
        Error::new(ErrorKind::TooLarge, message).with_operation(self.live.operation)
    }

    /// Whether nothing can come after this.
    fn is_broken(&self, frame: &Option<Result<F::Frame, Error>>) -> bool {
        matches!(frame, Some(Err(error)) if error.kind() != ErrorKind::TooLarge)
    }
}

impl<F: Framing> fmt::Debug for Frames<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frames").field("operation", &self.operation).finish_non_exhaustive()
    }
}
