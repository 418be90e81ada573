//! JSON values one after another, decoded.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::frames::Frames;
use super::lines::Lines;
use crate::data::DecodeError;
use crate::error::Error;
use crate::response::RawResponse;

/// A stream of JSON values: one a line, or a JSON text sequence (RFC 7464).
///
/// An item that cannot be decoded is an error with its text as [`Error::body`], and the stream goes on; so is one
/// beyond the cap. Dropping the stream closes the connection.
pub struct ItemStream<T> {
    frames: Frames<Lines>,
    decode: fn(&[u8]) -> Result<T, DecodeError>,
}

impl<T: DeserializeOwned> ItemStream<T> {
    pub(crate) fn json(raw: &RawResponse, operation: &'static str) -> Self {
        Self { frames: Frames::new(raw, operation, Lines::default()), decode: crate::data::decode_slice }
    }
}

impl<T> ItemStream<T> {
    /// Ends the stream with an error when nothing comes for so long. Default: the call's timeout. Without effect
    /// while an item is being waited for.
    #[must_use]
    pub fn idle_timeout(mut self, idle: Duration) -> Self {
        self.frames.idle_timeout(idle);
        self
    }

    /// Gives an error for an item longer than this, and goes on behind it. Default 16 MiB.
    #[must_use]
    pub fn max_item_bytes(mut self, max: usize) -> Self {
        self.frames.max_item_bytes(max);
        self
    }

    /// The next item; `None` at the end. Cancelling the wait loses nothing.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        crate::stream::next(self).await
    }
}

impl<T> Stream for ItemStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match ready!(self.frames.poll(context)) {
            Some(Ok(item)) => Some((self.decode)(&item).map_err(|it| self.frames.malformed(&item, it))),
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
