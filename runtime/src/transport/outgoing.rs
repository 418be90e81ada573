//! A body to send as what reqwest reads.
//!
//! **Invariant:** when the call is over or given up, the source is dropped at once, whatever the connection still does, and
//! the request is broken off where it was not whole: HTTP libraries alone would send it to its end.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::{Body, BoxFuture, Chunks, TransportError, TransportErrorKind};
use crate::stepped::{Source, Stepped};

/// The body, and how much of it is left.
pub(super) struct Outgoing {
    shared: Shared,
    left: Option<u64>,
}

/// What the connection and the call share.
#[derive(Clone)]
struct Shared(Arc<Mutex<State>>);

struct State {
    /// `None`: the call is over or was given up.
    pieces: Option<Stepped<Body>>,
    /// The connection, where it waits for a piece.
    waker: Option<Waker>,
}

/// Gives the body up when it is dropped. It goes with the answer, and with it ends.
pub(super) struct GiveUp(Shared);

impl Outgoing {
    pub(super) fn new(body: Body) -> (Self, GiveUp) {
        let left = body.length();
        let state = State { pieces: Some(Stepped::new(body)), waker: None };
        let shared = Shared(Arc::new(Mutex::new(state)));
        (Self { shared: shared.clone(), left }, GiveUp(shared))
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl GiveUp {
    /// The answer to the body, with which this goes.
    pub(super) fn going_with(self, answer: Body) -> Body {
        Body::chunks(Guarded { body: answer, give_up: Some(self) })
    }
}

impl Drop for GiveUp {
    fn drop(&mut self) {
        let (pieces, waker) = {
            let mut state = self.0.state();
            (state.pieces.take(), state.waker.take())
        };
        drop(pieces);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// An answer that came before all was sent: once it has been read to its end, or nobody reads it any longer, nothing more
/// is sent.
struct Guarded {
    body: Body,
    give_up: Option<GiveUp>,
}

impl Chunks for Guarded {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            let piece = self.body.next().await;
            if !matches!(piece, Ok(Some(_))) {
                self.give_up = None;
            }
            piece
        })
    }
}

impl Source for Body {
    type Item = Result<Bytes, TransportError>;

    async fn next(&mut self) -> Option<Self::Item> {
        Self::next(self).await.transpose()
    }
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let shared = self.shared.clone();
        let mut state = shared.state();
        let Some(pieces) = &mut state.pieces else {
            return Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::Other, "the call is over"))));
        };
        let Poll::Ready(piece) = pieces.poll(context) else {
            state.waker = Some(context.waker().clone());
            return Poll::Pending;
        };
        if let (Some(left), Some(Ok(piece))) = (&mut self.left, &piece) {
            *left = left.saturating_sub(piece.len() as u64);
        }
        Poll::Ready(piece.map(|it| it.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
