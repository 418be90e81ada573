//! Answers that are read while they arrive: bytes, server-sent events, and JSON values one after another.
//!
//! In: an answer whose head is there. Out: [`ByteStream`], [`EventStream`] and [`ItemStream`], each with an async
//! `next` and as a [`Stream`](futures_core::Stream). The call's timeout bounds the wait for the head and then each
//! wait for the next bytes; there is no limit for the whole. Dropping a stream closes its connection.
//!
//! **Invariant:** what is kept at a time is one piece from the transport and one item, and no item grows beyond
//! the stream's cap.
//!
//! **Invariant:** an item that cannot be read is an error of its own and does not end the stream; a broken
//! connection ends it. Nothing is sent again once the head is there.

mod bytes;
mod events;
mod frames;
mod items;
mod lines;
mod sse;

use std::pin::Pin;
use std::time::Duration;

use ::bytes::Bytes;
use futures_core::Stream;

use crate::error::{Error, ErrorKind};
use crate::response::RawResponse;
use crate::send::failed;
use crate::transport;

pub use self::bytes::ByteStream;
pub use self::events::{EventStream, StreamEvent};
pub use self::items::ItemStream;

/// The next item of a stream.
pub(crate) async fn next<S: Stream + Unpin + ?Sized>(stream: &mut S) -> Option<S::Item> {
    std::future::poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

/// An item is not longer than this, unless set otherwise.
const MAX_ITEM_BYTES: usize = 16 << 20;

/// The rest of an answer whose head is there.
pub(crate) struct Live {
    body: transport::Body,
    /// Longest wait for the next piece.
    pub(crate) idle: Duration,
    pub(crate) operation: &'static str,
}

impl Live {
    pub(crate) fn new(body: transport::Body, idle: Duration, operation: &'static str) -> Self {
        Self { body, idle, operation }
    }

    /// What is left of an answer that has been read already, and what there is of one without a body.
    fn of(raw: &RawResponse, operation: &'static str) -> Self {
        let whole = || Self::new(raw.body().clone().into(), Duration::MAX, operation);
        raw.take_live().unwrap_or_else(whole)
    }

    /// The next piece; `None` at the end.
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        let limit = crate::send::after(self.idle);
        let piece = match tokio::time::timeout_at(limit, self.body.next()).await {
            Ok(piece) => piece.map_err(failed),
            Err(_) => Err(Error::new(ErrorKind::Timeout, format!("nothing came within {:?}", self.idle))),
        };
        piece.map_err(|it| it.with_operation(self.operation))
    }
}
