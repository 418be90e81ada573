//! JSON values one after another, decoded.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::frames::{Frames, Read};
use super::lines::Lines;
use super::{Live, malformed};
use crate::data::DecodeError;
use crate::error::Error;
use crate::facts::Operation;
use crate::response::RawResponse;
use crate::stepped::{Source, Stepped};

/// A stream of JSON values: one a line, or a JSON text sequence (RFC 7464).
///
/// An item that cannot be decoded is an error with its text as [`Error::body`], and the stream goes on; so is one
/// beyond the cap. A connection that breaks is the last item, an error. Dropping the stream closes the connection.
pub struct ItemStream<T> {
    items: Stepped<ItemSource>,
    head: RawResponse,
    operation: &'static Operation,
    decode: fn(&[u8]) -> Result<T, DecodeError>,
}

/// The items of an answer, not decoded.
struct ItemSource(Frames<Lines>);

impl Source for ItemSource {
    type Item = Result<Vec<u8>, Error>;

    async fn next(&mut self) -> Option<Self::Item> {
        match self.0.next().await {
            Read::Frame(item) => Some(Ok(item)),
            Read::TooLong(error) => Some(Err(error)),
            Read::Broken(error) => Some(Err(error.with_operation(self.0.live.operation.id))),
            Read::End => None,
        }
    }
}

impl<T: DeserializeOwned> ItemStream<T> {
    pub(crate) fn json(raw: &RawResponse, operation: &'static Operation) -> Self {
        let frames = Frames::new(Live::of(raw, operation), Lines::default());
        let items = Stepped::new(ItemSource(frames));
        Self { items, head: raw.head(), operation, decode: crate::data::decode_slice }
    }
}

impl<T> ItemStream<T> {
    /// Ends the stream with an error when nothing comes for so long. Default: the call's timeout. Without effect
    /// while an item is being waited for.
    #[must_use]
    pub fn idle_timeout(mut self, idle: Duration) -> Self {
        self.items.set(|it| it.0.live.idle = idle);
        self
    }

    /// Gives an error for an item longer than this, and goes on behind it. Default 16 MiB.
    #[must_use]
    pub fn max_item_bytes(mut self, max: usize) -> Self {
        self.items.set(|it| it.0.max = max);
        self
    }

    /// The next item; `None` at the end. Cancelling the wait loses nothing.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        crate::stream::next(self).await
    }
}

#[cfg(feature = "blocking")]
impl<T: Send + 'static> ItemStream<T> {
    /// The same as an iterator, for programs without an async runtime.
    pub fn blocking(self) -> crate::blocking::Each<Self> {
        crate::blocking::Each::new(self)
    }
}

impl<T> Stream for ItemStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match ready!(self.items.poll(context)) {
            Some(Ok(item)) => Some((self.decode)(&item).map_err(|it| malformed(&self.head, self.operation, &item, it))),
            Some(Err(error)) => Some(Err(error)),
            None => None,
        })
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ItemStream(..)")
    }
}
