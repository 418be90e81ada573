//! What a request carries: bytes, or pieces that are read while they are sent.
//!
//! In: bytes, files, streams. Out: for each attempt a [`Body`] for the transport, with its length where all pieces tell
//! theirs.
//!
//! **Invariant:** of what is streamed there is no more in memory than a piece or two, and the next is read when the
//! transport takes it.
//!
//! **Invariant:** a body that ends early, goes on beyond its length or cannot be read never looks whole to the server:
//! its last piece is held back until the source has ended there, and a failure breaks the request off.

mod content;
mod outgoing;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::{Bytes, BytesMut};

pub(crate) use self::content::{Content, Progress};
pub(crate) use self::outgoing::Trouble;
use self::outgoing::{Outgoing, Piece};
use crate::error::Error;
use crate::transport::Body;

/// What a request carries.
#[derive(Clone)]
pub(crate) enum Payload {
    Whole(Bytes),
    Streamed(Streamed),
}

/// Pieces that are read while they are sent.
#[derive(Clone)]
pub(crate) struct Streamed {
    segments: Arc<[Segment]>,
    /// Bytes that the transport took, in all attempts.
    moved: Arc<AtomicU64>,
}

/// One of them.
#[derive(Clone, Default)]
pub(crate) struct Segment {
    pub(crate) content: Content,
    pub(crate) progress: Option<Progress>,
}

impl Payload {
    /// One body of several segments.
    pub(crate) fn of(segments: Vec<Segment>) -> Self {
        let mut whole = BytesMut::new();
        for it in &segments {
            match (&it.content, &it.progress) {
                (Content::Bytes(bytes), None) => whole.extend_from_slice(bytes),
                _ => return Self::Streamed(Streamed { segments: segments.into(), moved: Arc::default() }),
            }
        }
        Self::Whole(whole.freeze())
    }

    /// The bytes, where it is not streamed.
    pub(crate) fn bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Whole(bytes) => Some(bytes),
            Self::Streamed(_) => None,
        }
    }

    /// Whether it can be sent again.
    pub(crate) fn is_repeatable(&self) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Streamed(it) => it.segments.iter().all(|it| !matches!(it.content, Content::Once(_))),
        }
    }

    /// How much of it has moved; grows while the transport takes it.
    pub(crate) fn moved(&self) -> u64 {
        match self {
            Self::Whole(_) => 0,
            Self::Streamed(it) => it.moved.load(Ordering::Relaxed),
        }
    }
}

impl Segment {
    /// The bytes, where they are known.
    pub(crate) fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::File(_) | Content::Once(_) => None,
        }
    }
}

impl<B: Into<Bytes>> From<B> for Segment {
    fn from(bytes: B) -> Self {
        Self { content: Content::Bytes(bytes.into()), progress: None }
    }
}

impl<B: Into<Bytes>> From<B> for Payload {
    fn from(bytes: B) -> Self {
        Self::Whole(bytes.into())
    }
}

impl Streamed {
    /// The body for one attempt, and what goes wrong with it.
    ///
    /// # Errors
    /// A file that is not there, a stream that was read before.
    pub(crate) async fn open(&self) -> Result<(Body, Trouble), Error> {
        let mut pieces = Vec::with_capacity(self.segments.len());
        for it in self.segments.iter() {
            let (chunks, length) = it.content.open().await?;
            let mut piece = Piece::new(chunks, length, it.progress.clone());
            if length == Some(0) {
                // Nobody would ask for it, and so find out that there is something.
                piece.next().await?;
            }
            pieces.push(piece);
        }
        let length = pieces.iter().map(Piece::length).sum::<Option<u64>>();
        let trouble = Trouble::default();
        let body = Body::chunks(Outgoing::new(pieces, Arc::clone(&self.moved), trouble.clone()));
        Ok((body.with_length(length), trouble))
    }
}
