//! From pieces of a body to frames: what events and JSON items have in common.
//!
//! Not generic over what a frame is decoded to: that is the matter of the stream around it.

use std::time::Duration;

use tokio::time::Instant;

use super::{Live, MAX_ITEM_BYTES};
use crate::error::{Error, ErrorKind};

/// A connection that lived so long was one.
const A_WHILE: Duration = Duration::from_secs(5);

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
    begun: Instant,
    /// The time until the connection gave its last sign of life; `None`: it gave none.
    lived: Option<Duration>,
    /// Something came over it.
    has_brought: bool,
    has_ended_whole: bool,
}

impl<F: Framing> Frames<F> {
    pub(super) fn new(live: Live, framing: F) -> Self {
        Self {
            live,
            framing,
            max: MAX_ITEM_BYTES,
            ended: false,
            begun: Instant::now(),
            lived: None,
            has_brought: false,
            has_ended_whole: false,
        }
    }

    /// Whether the connection was a good one, although it may have brought no frame: it was ended by the server after it
    /// had brought something, or lived for a while.
    pub(super) fn was_alive(&self) -> bool {
        self.has_ended_whole && self.has_brought || self.lived.is_some_and(|it| it >= A_WHILE)
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
                Ok(Some(piece)) => {
                    self.lived = Some(self.begun.elapsed());
                    self.has_brought = true;
                    self.framing.push(&piece, self.max);
                }
                Ok(None) => {
                    self.lived = Some(self.begun.elapsed());
                    self.ended = true;
                    self.has_ended_whole = true;
                    self.framing.end();
                }
                Err(error) => {
                    // Silence is no sign of life; that somebody breaks the connection off is.
                    if error.kind() != ErrorKind::Timeout {
                        self.lived = Some(self.begun.elapsed());
                    }
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
