//! Server-sent events, decoded.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::resume::Events;
use super::sse::RawEvent;
use super::{Live, malformed};
use crate::data::DecodeError;
use crate::error::Error;
use crate::facts::{Operation, Resume};
use crate::response::RawResponse;
use crate::retry::RetryPolicy;
use crate::stepped::Stepped;

type Decode<T> = fn(&str) -> Result<T, DecodeError>;

/// A stream of server-sent events whose data is a `T`.
///
/// It ends when the server ends it, or with an event whose data is `[DONE]`. An event that cannot be decoded is an
/// error with its data as [`Error::body`], and the stream goes on; so is one beyond the cap. Dropping the stream
/// closes the connection, also while it waits or connects. A comment, by which servers keep connections open, is no
/// event, but starts the idle timeout anew.
///
/// # When the connection is cut
///
/// It is cut where it breaks, where nothing comes within the idle timeout, and, if the specification says which events
/// end the stream or that none does, where the answer ends without such an event.
///
/// | | [`Resume::Ids`] (default) | [`Resume::Reconnect`] | [`Resume::Never`] |
/// |---|---|---|---|
/// | after the last event | the end | the end | the end |
/// | the server gave ids | goes on after the last one, unnoticed | the same | an error, the end |
/// | it gave none | an error, the end | [`Missed`](crate::ErrorKind::Missed), and goes on | an error, the end |
/// | the request may not be sent twice | an error, the end | an error, the end | an error, the end |
///
/// The error is of [`ErrorKind::Cut`](crate::ErrorKind::Cut). A new connection is made after the wait that the server
/// asked for (`retry:`, an hour at most) or the policy's, with a token that is good. As many in a row as the policy has
/// retries may be in vain, each of which takes from the client's budget of retries; one that brought an event, that the
/// server ended after a comment at least, or that lived for some seconds is none of them, so that a stream in good health
/// goes on however often it is cut. While the circuit breaker is open, a new connection waits for it. A status that is
/// not retried ends the stream with its error, and 204 without one. Ids are taken at their word: a server that sends them
/// is expected to go on behind the one that it is told.
///
/// # When there is no stream
///
/// A success that says in `Content-Type` that it is something else than `text/event-stream` (a page to log in, an error in
/// JSON) is an error of [`ErrorKind::Decode`](crate::ErrorKind::Decode) with what came as [`Error::body`]: of the call,
/// or, where it answers a new connection, the stream's last item (WHATWG HTML §9.2.2). 204 is a stream without events.
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
    events: Stepped<Events>,
    head: RawResponse,
    operation: &'static Operation,
    decode: Decode<T>,
    last_id: Option<String>,
    retry: Option<Duration>,
    reconnects: u32,
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
    pub(crate) fn json(raw: &RawResponse, operation: &'static Operation) -> Result<Self, DecodeError> {
        Self::new(raw, operation, crate::data::decode_text)
    }
}

impl EventStream<String> {
    pub(crate) fn text(raw: &RawResponse, operation: &'static Operation) -> Result<Self, DecodeError> {
        Self::new(raw, operation, |it| Ok(it.to_owned()))
    }
}

impl<T> EventStream<T> {
    fn new(raw: &RawResponse, operation: &'static Operation, decode: Decode<T>) -> Result<Self, DecodeError> {
        checked(raw)?;
        let events = Events::new(Live::of(raw, operation), raw.status());
        let last_id = events.frames.framing.id().map(str::to_owned);
        let events = Stepped::new(events);
        Ok(Self { events, head: raw.head(), operation, decode, last_id, retry: None, reconnects: 0 })
    }

    fn set(mut self, set: impl FnOnce(&mut Events)) -> Self {
        self.events.set(set);
        self
    }

    /// Takes the connection for cut when nothing comes for so long, not even a comment. Default: the call's timeout.
    /// Without effect, as all settings, while an event is being waited for.
    #[must_use]
    pub fn idle_timeout(self, idle: Duration) -> Self {
        self.set(|it| it.frames.live.idle = idle)
    }

    /// Says what becomes of the stream when its connection is cut. Default: what the specification says, or
    /// [`Resume::Ids`].
    #[must_use]
    pub fn resume(self, resume: Resume) -> Self {
        self.set(|it| it.resume = resume)
    }

    /// Makes new connections by this policy. Default: that of the call.
    #[must_use]
    pub fn reconnect_policy(self, policy: RetryPolicy) -> Self {
        self.set(|it| {
            if let Some(draft) = &mut it.again.draft {
                draft.retry = Some(policy);
            }
        })
    }

    /// Gives an error for an event longer than this, and goes on behind it. Default 16 MiB.
    #[must_use]
    pub fn max_event_bytes(self, max: usize) -> Self {
        self.set(|it| it.frames.max = max)
    }

    /// The next event; `None` at the end. Cancelling the wait loses nothing.
    pub async fn next(&mut self) -> Option<Result<StreamEvent<T>, Error>> {
        crate::stream::next(self).await
    }

    /// The id of the last event: what another program needs to go on from here, see
    /// [`after_event`](crate::Call::after_event).
    pub fn last_event_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// The wait before a new connection that the server asked for last.
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// How often the connection was made again.
    pub fn reconnects(&self) -> u32 {
        self.reconnects
    }

    fn decoded(&mut self, raw: RawEvent) -> Result<StreamEvent<T>, Error> {
        self.last_id.clone_from(&raw.id);
        match (self.decode)(&raw.data) {
            Ok(data) => Ok(StreamEvent { data, event: raw.name, id: raw.id, retry: raw.retry }),
            Err(error) => Err(malformed(&self.head, self.operation, raw.data.as_bytes(), error)),
        }
    }
}

#[cfg(feature = "blocking")]
impl<T: Send + 'static> EventStream<T> {
    /// The same as an iterator, for programs without an async runtime.
    pub fn blocking(self) -> crate::blocking::Each<Self> {
        crate::blocking::Each::new(self)
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<StreamEvent<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let raw = ready!(self.events.poll(context));
        let seen = self.events.source().map(|it| (it.reconnects, it.frames.framing.retry()));
        (self.reconnects, self.retry) = seen.unwrap_or((self.reconnects, self.retry));
        Poll::Ready(raw.map(|it| it.and_then(|it| self.decoded(it))))
    }
}

/// Finds a success that is no stream of events.
pub(super) fn checked(raw: &RawResponse) -> Result<(), DecodeError> {
    match media_type(raw.headers()) {
        Some(other) if !is_event_stream(raw.status(), raw.headers()) => {
            let other = String::from_utf8_lossy(other);
            Err(DecodeError::of_document(&format!("the answer is no stream of events but `{}`", other.escape_debug())))
        }
        _ => Ok(()),
    }
}

/// Whether a success is a stream of events. One that does not say what it is may be one, and one without a body is an
/// empty one.
pub(crate) fn is_event_stream(status: StatusCode, headers: &HeaderMap) -> bool {
    let is_one = |it: &[u8]| it.eq_ignore_ascii_case(b"text/event-stream");
    status == StatusCode::NO_CONTENT || media_type(headers).is_none_or(is_one)
}

fn media_type(headers: &HeaderMap) -> Option<&[u8]> {
    let essence = headers.get(CONTENT_TYPE)?.as_bytes().split(|it| *it == b';').next().unwrap_or_default();
    Some(essence.trim_ascii()).filter(|it| !it.is_empty())
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("last_event_id", &self.last_id).finish_non_exhaustive()
    }
}
