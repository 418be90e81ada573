//! Lists that come in pages: a stream of the pages, and one of their items.
//!
//! In: a call and what its operation's facts say of its pages ([`Paging`](crate::facts::Paging)). Out: [`Pages`] and
//! [`Items`], each with an async `next` and as a [`Stream`](futures_core::Stream). Only decoding knows the types; going
//! from page to page is compiled once.
//!
//! **Invariant:** a page is asked for only when it is waited for. A page that fails ends the stream with its error.
//!
//! **Invariant:** pages that lead in a circle, or on from a page without items, are an error and not an endless loop.

mod page;
mod walk;

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::call::Decode;
use crate::data::DecodeError;
use crate::error::Error;
use crate::response::RawResponse;

pub(crate) use walk::Walk;

/// Marks a [`Call`](crate::Call) whose answer is a page of a list of `I`.
pub struct Paged<I> {
    decode: fn(&[u8]) -> Result<I, DecodeError>,
}

impl<I: DeserializeOwned> Paged<I> {
    pub(crate) fn json() -> Self {
        Self { decode: crate::data::decode_slice }
    }
}

impl<I> fmt::Debug for Paged<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Paged")
    }
}

/// The pages of a list, one after another; from [`Call::pages`](crate::Call::pages).
///
/// It ends after the last page, or with the first error. Dropping it sends nothing more.
#[must_use = "a page is fetched when it is waited for"]
pub struct Pages<T> {
    walk: Walk,
    decode: Decode<T>,
}

impl<T> Pages<T> {
    pub(crate) fn new(walk: Walk, decode: Decode<T>) -> Self {
        Self { walk, decode }
    }

    /// The next page; `None` at the end. Cancelling the wait loses nothing.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        crate::stream::next(self).await
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let raw = match ready!(self.walk.poll(context)) {
            Some(Ok(fetched)) => fetched.raw,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let operation = self.walk.operation();
        let decoded = (self.decode)(&raw, operation);
        if decoded.is_err() {
            self.walk.finish();
        }
        Poll::Ready(Some(decoded.map_err(|it| Error::decode_error(raw, it).with_operation(operation.id))))
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &self.walk.operation().id).finish_non_exhaustive()
    }
}

/// The items of a list that comes in pages, one after another; from [`Call::items`](crate::Call::items).
///
/// It ends after the last item. A page that fails ends it with an error; an item that cannot be decoded is an error
/// with its text as [`Error::body`], and the stream goes on. Dropping it sends nothing more.
#[must_use = "a page is fetched when an item is waited for"]
pub struct Items<I> {
    walk: Walk,
    head: Option<RawResponse>,
    left: VecDeque<Bytes>,
    decode: fn(&[u8]) -> Result<I, DecodeError>,
}

impl<I> Items<I> {
    pub(crate) fn new(walk: Walk, paged: Paged<I>) -> Self {
        Self { walk, head: None, left: VecDeque::new(), decode: paged.decode }
    }

    /// The next item; `None` at the end. Cancelling the wait loses nothing.
    pub async fn next(&mut self) -> Option<Result<I, Error>> {
        crate::stream::next(self).await
    }

    fn malformed(&self, item: &[u8], error: DecodeError) -> Error {
        let empty = || RawResponse::new(http::StatusCode::OK, http::HeaderMap::new(), Bytes::new());
        let head = self.head.clone().unwrap_or_else(empty);
        Error::decode_error(head.with_body(item), error).with_operation(self.walk.operation().id)
    }
}

impl<I> Stream for Items<I> {
    type Item = Result<I, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.left.pop_front() {
                return Poll::Ready(Some((self.decode)(&item).map_err(|it| self.malformed(&item, it))));
            }
            match ready!(self.walk.poll(context)) {
                Some(Ok(fetched)) => {
                    self.head = Some(fetched.raw.head());
                    self.left = fetched.items;
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<I> fmt::Debug for Items<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("operation", &self.walk.operation().id).finish_non_exhaustive()
    }
}

#[cfg(feature = "blocking")]
impl<T: Send + 'static> Pages<T> {
    /// The same as an iterator, for programs without an async runtime.
    pub fn blocking(self) -> crate::blocking::Each<Self> {
        crate::blocking::Each::new(self)
    }
}

#[cfg(feature = "blocking")]
impl<I: Send + 'static> Items<I> {
    /// The same as an iterator, for programs without an async runtime.
    pub fn blocking(self) -> crate::blocking::Each<Self> {
        crate::blocking::Each::new(self)
    }
}
