//! Answers that are read while they arrive: bytes, server-sent events, and JSON values one after another.
//!
//! In: an answer whose head is there. Out: [`ByteStream`], [`EventStream`] and [`ItemStream`], each with an async
//! `next` and as a [`Stream`](futures_core::Stream). The call's timeout bounds the wait for the head and then each
//! wait for the next bytes; there is no limit for the whole. Dropping a stream closes its connection and ends all that
//! it was about to do.
//!
//! **Invariant:** what is kept at a time is one piece from the transport and one item, and no item grows beyond
//! the stream's cap.
//!
//! **Invariant:** an item that cannot be read is an error of its own and does not end the stream; a connection that is
//! cut does, unless the rest can be asked for: of events after the last id (`resume`), of bytes by a range (`pieces`).
//!
//! **Invariant:** no item is lost or given twice in silence: only what may be sent twice is sent again, with the place to
//! go on from; where there is none, the stream says so.

mod again;
mod bytes;
mod draft_file;
mod events;
mod file_name;
mod frames;
mod items;
mod lines;
mod pieces;
mod resume;
mod sse;

use std::pin::Pin;
use std::time::Duration;

use ::bytes::Bytes;
use futures_core::Stream;

use crate::data::DecodeError;
use crate::error::{Error, ErrorKind};
use crate::facts::Operation;
use crate::request::Draft;
use crate::response::RawResponse;
use crate::send::failed;
use crate::transport;

pub use self::bytes::ByteStream;
pub(crate) use self::events::is_event_stream;
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
    /// `None` once it is closed.
    body: Option<transport::Body>,
    /// Longest wait for the next piece.
    pub(crate) idle: Duration,
    pub(crate) operation: &'static Operation,
    /// The request, where it may be sent again.
    pub(crate) again: Option<Box<Draft>>,
}

impl Live {
    pub(crate) fn new(body: transport::Body, idle: Duration, operation: &'static Operation) -> Self {
        Self { body: Some(body), idle, operation, again: None }
    }

    /// What is left of an answer that has been read already, and what there is of one without a body.
    fn of(raw: &RawResponse, operation: &'static Operation) -> Self {
        let whole = || Self::new(raw.body().clone().into(), Duration::MAX, operation);
        raw.take_live().unwrap_or_else(whole)
    }

    /// The next piece; `None` at the end. The end and a failure close the connection.
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        let Some(body) = &mut self.body else { return Ok(None) };
        let limit = crate::send::after(self.idle);
        let piece = match tokio::time::timeout_at(limit, body.next()).await {
            Ok(piece) => piece.map_err(failed),
            Err(_) => Err(Error::new(ErrorKind::Timeout, format!("nothing came within {:?}", self.idle))),
        };
        if !matches!(piece, Ok(Some(_))) {
            self.close();
        }
        piece
    }

    /// Closes the connection.
    fn close(&mut self) {
        self.body = None;
    }
}

/// What is wrong with an item, beside the item itself.
fn malformed(head: &RawResponse, operation: &'static Operation, item: &[u8], error: DecodeError) -> Error {
    Error::decode_error(head.with_body(item), error).with_operation(operation.id)
}
