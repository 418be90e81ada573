//! Server-sent events, decoded.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::frames::Frames;
use super::sse::{RawEvent, Sse};
use crate::data::DecodeError;
use crate::error::Error;
use crate::response::RawResponse;

/// What some servers send as the last event's data.
const DONE: &str = "[DONE]";

type Decode<T> = fn(&str) -> Result<T, DecodeError>;

/// A stream of server-sent events whose data is a `T`.
///
/// It ends when the server ends it, or with an event whose data is `[DONE]`. An event that cannot be decoded is an
/// error with its data as [`Error::body`], and the stream goes on; so is one beyond the cap. Dropping the stream
/// closes the connection. A comment, by which servers keep connections open, is no event, but starts the idle timeout anew.
///
/// ```no_run
/// # async fn run(call: sdk_runtime::Call<sdk_runtime::EventStream<String>>) -> Result<(), sdk_runtime::Error> {
/// let mut events = call.await?;
/// while let Some(event) = events.next().await {
///     let event = event?;
///     println!("{}: {}", event.name(), event.data);
/// }
/// # Ok(())
/// # }
/// ```
pub struct EventStream<T> {
    frames: Frames<Sse>,
    decode: Decode<T>,
    last_id: Option<String>,
    retry: Option<Duration>,
}

/// One event of an [`EventStream`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamEvent<T> {
    /// Its data, decoded.
    pub data: T,
    /// Its name, where it has one.
    pub event: Option<String>,
    /// The id that was sent last.
    pub id: Option<String>,
    /// The wait before a new connection that the server asks for with this event.
    pub retry: Option<Duration>,
}

impl<T> StreamEvent<T> {
    /// Its name; `message` where it has none.
    pub fn name(&self) -> &str {
        self.event.as_deref().unwrap_or("message")
    }
}

impl<T: DeserializeOwned> EventStream<T> {
    pub(crate) fn json(raw: &RawResponse, operation: &'static str) -> Self {
        Self::new(raw, operation, crate::data::decode_text)
    }
}

impl EventStream<String> {
    pub(crate) fn text(raw: &RawResponse, operation: &'static str) -> Self {
        Self::new(raw, operation, |it| Ok(it.to_owned()))
    }
}

impl<T> EventStream<T> {
    fn new(raw: &RawResponse, operation: &'static str, decode: Decode<T>) -> Self {
        Self { frames: Frames::new(raw, operation, Sse::default()), decode, last_id: None, retry: None }
    }

    /// Ends the stream with an error when nothing comes for so long, not even a comment. Default: the call's
    /// timeout. Without effect while an event is being waited for.
    #[must_use]
    pub fn idle_timeout(mut self, idle: Duration) -> Self {
        self.frames.idle_timeout(idle);
        self
    }

    /// Gives an error for an event longer than this, and goes on behind it. Default 16 MiB.
    #[must_use]
    pub fn max_event_bytes(mut self, max: usize) -> Self {
        self.frames.max_item_bytes(max);
        self
    }

    /// The next event; `None` at the end. Cancelling the wait loses nothing.
    pub async fn next(&mut self) -> Option<Result<StreamEvent<T>, Error>> {
        crate::stream::next(self).await
    }

    /// The id that was sent last: what a new connection says in `Last-Event-ID` to go on from here.
    pub fn last_event_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// The wait before a new connection that the server asked for last.
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    fn decoded(&mut self, raw: RawEvent) -> Option<Result<StreamEvent<T>, Error>> {
        self.last_id.clone_from(&raw.id);
        self.retry = raw.retry.or(self.retry);
        if raw.data.trim() == DONE {
            self.frames.finish();
            return None;
        }
        match (self.decode)(&raw.data) {
            Ok(data) => Some(Ok(StreamEvent { data, event: raw.name, id: raw.id, retry: raw.retry })),
            Err(error) => Some(Err(self.frames.malformed(raw.data.as_bytes(), error))),
        }
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<StreamEvent<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match ready!(self.frames.poll(context)) {
            Some(Ok(raw)) => self.decoded(raw),
            Some(Err(error)) => Some(Err(error)),
            None => None,
        })
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("last_event_id", &self.last_id).finish_non_exhaustive()
    }
}
