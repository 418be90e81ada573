//! From pieces of a body to frames: what events and JSON items have in common.
//!
//! Not generic over what a frame is decoded to: that is the matter of the stream around it.

use super::{Live, MAX_ITEM_BYTES};
use crate::error::{Error, ErrorKind};

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

/// What a connection gives.
pub(super) enum Read<F> {
    Frame(F),
    /// One that is too long; others may follow.
    TooLong(Error),
    /// The connection broke or fell silent; the end follows.
    Broken(Error),
    /// The answer has ended whole.
    End,
}

/// The frames of one answer.
pub(super) struct Frames<F> {
    pub(super) live: Live,
    pub(super) framing: F,
    pub(super) max: usize,
    ended: bool,
}

impl<F: Framing> Frames<F> {
    pub(super) fn new(live: Live, framing: F) -> Self {
        Self { live, framing, max: MAX_ITEM_BYTES, ended: false }
    }

    /// The next frame. Cancelling the wait loses nothing.
    pub(super) async fn next(&mut self) -> Read<F::Frame> {
        loop {
            match self.framing.next() {
                Some(Ok(frame)) => return Read::Frame(frame),
                Some(Err(TooLong)) => return Read::TooLong(self.too_long()),
                None if self.ended => return Read::End,
                None => {}
            }
            match self.live.next().await {
                Ok(Some(piece)) => self.framing.push(&piece, self.max),
                Ok(None) => {
                    self.ended = true;
                    self.framing.end();
                }
                Err(error) => {
                    self.ended = true;
                    return Read::Broken(error);
                }
            }
        }
    }

    fn too_long(&self) -> Error {
        let message = format!("an item of the stream is larger than {} bytes", self.max);
        Error::new(ErrorKind::TooLarge, message).with_operation(self.live.operation.id)
    }
}
