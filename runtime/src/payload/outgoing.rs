//! A body on its way: segment after segment, each held to its length.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::Progress;
use crate::error::{Error, ErrorKind};
use crate::transport::{Body, BoxFuture, Chunks, TransportError, TransportErrorKind};

/// What went wrong with a body; transports tell of it in their own ways or not at all.
#[derive(Clone, Default)]
pub(crate) struct Trouble(Arc<Mutex<Option<Error>>>);

impl Trouble {
    /// What went wrong, once.
    pub(crate) fn take(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The answer to the body, which may come before the body has been sent: what goes wrong with it meanwhile is what is
    /// wrong with the answer, unless that is a refusal that came whole.
    pub(crate) fn watched(self, answer: Body, is_refusal: bool) -> Body {
        let length = answer.length();
        Body::chunks(Watched { answer, trouble: self, is_refusal }).with_length(length)
    }

    fn put(&self, error: Error) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }
}

/// An answer that is read while the body is sent.
struct Watched {
    answer: Body,
    trouble: Trouble,
    is_refusal: bool,
}

impl Chunks for Watched {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            let piece = self.answer.next().await;
            let is_over = match &piece {
                Ok(Some(_)) => false,
                Ok(None) => !self.is_refusal,
                Err(_) => true,
            };
            match is_over.then(|| self.trouble.take()).flatten() {
                Some(error) => Err(TransportError::new(TransportErrorKind::Other, error)),
                None => piece,
            }
        })
    }
}

/// The pieces of one attempt.
pub(super) struct Outgoing {
    pieces: VecDeque<Piece>,
    moved: Arc<AtomicU64>,
    trouble: Trouble,
}

impl Outgoing {
    pub(super) fn new(pieces: Vec<Piece>, moved: Arc<AtomicU64>, trouble: Trouble) -> Self {
        Self { pieces: pieces.into(), moved, trouble }
    }

    async fn piece(&mut self) -> Result<Option<Bytes>, Error> {
        while let Some(piece) = self.pieces.front_mut() {
            match piece.next().await? {
                Some(bytes) => return Ok(Some(bytes)),
                None => drop(self.pieces.pop_front()),
            }
        }
        Ok(None)
    }
}

impl Chunks for Outgoing {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            match self.piece().await {
                Ok(bytes) => {
                    self.moved.fetch_add(bytes.as_ref().map_or(0, |it| it.len() as u64), Ordering::Relaxed);
                    Ok(bytes)
                }
                Err(error) => {
                    let told = TransportError::new(TransportErrorKind::Other, error.to_string());
                    self.trouble.put(error);
                    Err(told)
                }
            }
        })
    }
}

/// One segment, and how much of it was read.
pub(super) struct Piece {
    chunks: Box<dyn Chunks>,
    length: Option<u64>,
    sent: u64,
    progress: Option<Progress>,
}

impl Piece {
    pub(super) fn new(chunks: Box<dyn Chunks>, length: Option<u64>, progress: Option<Progress>) -> Self {
        Self { chunks, length, sent: 0, progress }
    }

    pub(super) fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next bytes; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        let bytes = self.read().await?;
        self.sent += bytes.as_ref().map_or(0, |it| it.len() as u64);
        let (sent, length) = (self.sent, self.length.unwrap_or(self.sent));
        // The last bytes of a source that does not end with them would make the body look whole.
        let goes_on = sent > length || self.length == Some(sent) && bytes.is_some() && self.read().await?.is_some();
        match &bytes {
            _ if goes_on => Err(Error::new(ErrorKind::Upload, format!("what is sent goes on after {length} bytes"))),
            None if sent < length => {
                Err(Error::new(ErrorKind::Upload, format!("what is sent ended after {sent} of {length} bytes")))
            }
            Some(_) => {
                if let Some(progress) = &self.progress {
                    progress(sent, self.length);
                }
                Ok(bytes)
            }
            None => Ok(None),
        }
    }

    /// The next bytes that are some.
    async fn read(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            match self.chunks.next().await {
                Ok(Some(bytes)) if bytes.is_empty() => {}
                Ok(bytes) => return Ok(bytes),
                Err(error) => {
                    let message = format!("what is sent cannot be read on after {} bytes", self.sent);
                    return Err(Error::new(ErrorKind::Upload, message).with_source(error.into_source()));
                }
            }
        }
    }
}
