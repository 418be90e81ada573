//! Server-sent events over as many connections as it takes (WHATWG HTML §9.2.3, "Processing model").
//!
//! In: the frames of an answer, and the request that it answers. Out: events, as if there were one connection. A
//! connection is cut where it breaks, where nothing comes within the idle timeout, and where the answer ends although
//! the stream should not ([`StreamEnd`]). Then there is a new one, after the wait that the server asked for or else the
//! retry policy's, by the whole send loop: with its retries, its budget and a fresh token.
//!
//! **Invariant:** connections in a row that bring no event are bounded by the policy's retries, and each of them takes
//! from the client's budget.
//!
//! **Invariant:** an event is given once its last line is there; what a cut left of one is dropped, since the server sends
//! it again after the last id.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::Duration;

use http::StatusCode;
use serde_json::value::RawValue;
use tokio::time::sleep;

use super::Live;
use super::frames::{Frames, Read};
use super::sse::{RawEvent, Sse};
use crate::error::{Error, ErrorKind};
use crate::facts::{Resume, StreamEnd};
use crate::request::Draft;
use crate::retry::RetryPolicy;
use crate::stepped::Source;

/// What some servers send as the last event's data.
const DONE: &str = "[DONE]";

/// The events of a stream, not decoded.
pub(super) struct Events {
    pub(super) frames: Frames<Sse>,
    /// The request; `None` where it may not be sent twice.
    pub(super) again: Option<Box<Draft>>,
    pub(super) resume: Resume,
    /// Connections after the first.
    pub(super) reconnects: u32,
    /// Connections in a row that brought no event.
    in_vain: u32,
    /// The last event was one after which the stream may end.
    is_complete: bool,
    has_ended: bool,
}

/// What came of a cut.
enum Next {
    /// There is a new connection, which goes on after the last id.
    Resumed,
    /// There is a new connection, which begins wherever the server begins.
    Begun,
    /// The server has no more.
    Ended,
}

impl Source for Events {
    type Item = Result<RawEvent, Error>;

    async fn next(&mut self) -> Option<Self::Item> {
        while !self.has_ended {
            let cut = match self.frames.next().await {
                Read::Frame(event) if self.is_done(&event) => break,
                // What is left over of it comes again, or there is an error that says that it does not.
                Read::Frame(event) if event.is_unfinished && self.is_cut_by_end() && !self.ends(&event) => continue,
                Read::Frame(event) => {
                    self.in_vain = 0;
                    self.is_complete = self.ends(&event);
                    return Some(Ok(event));
                }
                Read::TooLong(error) => return Some(Err(error)),
                Read::Broken(_) | Read::End if self.is_complete => break,
                Read::Broken(error) => error,
                Read::End if !self.is_cut_by_end() => break,
                Read::End => Error::new(ErrorKind::Body, "the answer ended before the stream did"),
            };
            match self.connect(cut).await {
                Ok(Next::Resumed) => {}
                Ok(Next::Begun) => return Some(Err(self.missed())),
                Ok(Next::Ended) => break,
                Err(error) => {
                    self.has_ended = true;
                    return Some(Err(error.with_operation(self.frames.live.operation.id)));
                }
            }
        }
        self.has_ended = true;
        self.frames.live.close();
        None
    }
}

impl Events {
    pub(super) fn new(mut live: Live) -> Self {
        let again = live.again.take();
        let id = again.as_ref().and_then(|it| it.goes_on_after());
        Self {
            resume: live.operation.stream.resume,
            frames: Frames::new(live, Sse::after(id, None)),
            again,
            reconnects: 0,
            in_vain: 0,
            is_complete: false,
            has_ended: false,
        }
    }

    fn is_done(&self, event: &RawEvent) -> bool {
        event.data.trim() == DONE
    }

    /// Whether an answer that ends whole is a cut.
    fn is_cut_by_end(&self) -> bool {
        self.frames.live.operation.stream.end != StreamEnd::Answer
    }

    /// Whether the stream may end after this event.
    fn ends(&self, event: &RawEvent) -> bool {
        match self.frames.live.operation.stream.end {
            StreamEnd::Answer | StreamEnd::Never => false,
            StreamEnd::Event { field: [], values } => values.contains(&event.name.as_deref().unwrap_or("message")),
            StreamEnd::Event { field, values } => {
                text_at(&event.data, field).is_some_and(|it| values.contains(&it.as_str()))
            }
        }
    }

    /// Makes a new connection.
    async fn connect(&mut self, cut: Error) -> Result<Next, Error> {
        let id = self.frames.framing.id().map(str::to_owned);
        let (mut draft, policy) = match self.request(id.as_deref()) {
            Ok(request) => request,
            Err(why) => return Err(cut_off(why, cut)),
        };
        self.in_vain += 1;
        let wait = self.wait(&policy);
        tracing::debug!(operation = draft.operation.id, cause = %cut, wait_ms = wait.as_millis(), "the stream was cut");
        draft.go_on_after(id.as_deref())?;
        sleep(wait).await;
        let raw = match crate::send::send(draft).await {
            Ok(raw) => raw,
            Err(error) if error.is_status() || error.kind() == ErrorKind::Token => return Err(error),
            Err(error) => return Err(cut_off("no new connection came about", error)),
        };
        if raw.status() == StatusCode::NO_CONTENT {
            return Ok(Next::Ended);
        }
        self.reconnects += 1;
        let (idle, max) = (self.frames.live.idle, self.frames.max);
        let mut live = Live::of(&raw, self.frames.live.operation);
        live.idle = idle;
        let next = if id.is_some() { Next::Resumed } else { Next::Begun };
        self.frames = Frames::new(live, Sse::after(id, self.frames.framing.retry()));
        self.frames.max = max;
        Ok(next)
    }

    /// The request of a new connection and the policy for it, or why there is none.
    fn request(&self, id: Option<&str>) -> Result<(Box<Draft>, RetryPolicy), &'static str> {
        let draft = match (&self.again, self.resume) {
            (_, Resume::Never) => return Err("it is one that is not resumed"),
            (None, _) => return Err("its request may not be sent twice"),
            (_, Resume::Ids) if id.is_none() => return Err("the server gave no id to go on from"),
            (Some(draft), _) => draft.again(),
        };
        let shared = &draft.client.shared;
        let policy = draft.retry.clone().unwrap_or_else(|| shared.retry.clone());
        if self.in_vain >= policy.max_retries {
            return Err(if self.in_vain == 0 {
                "its policy makes no retries"
            } else {
                "new connections brought nothing"
            });
        }
        if !shared.budget.take() {
            return Err("the budget of the client's retries is used up");
        }
        Ok((draft, policy))
    }

    /// The wait before the next connection: what the server asked for or else the policy, longer after each connection
    /// that brought nothing, and some of it by chance.
    fn wait(&self, policy: &RetryPolicy) -> Duration {
        let random = fastrand::f64();
        match self.frames.framing.retry() {
            Some(asked) => {
                let longest = policy.max_delay.max(asked);
                policy.clone().delay(asked).max_delay(longest).wait(self.in_vain, random)
            }
            None => policy.wait(self.in_vain, random),
        }
    }

    fn missed(&self) -> Error {
        let message =
            "the connection broke, and the server gave no id to go on from: events may be missing or come again";
        Error::new(ErrorKind::Missed, message).with_operation(self.frames.live.operation.id)
    }
}

fn cut_off(why: &str, cut: Error) -> Error {
    Error::new(ErrorKind::Cut, format!("the stream was cut ({cut}), and {why}")).with_source(cut)
}

/// The text at a path of members.
fn text_at(json: &str, path: &[&str]) -> Option<String> {
    let Some((key, rest)) = path.split_first() else { return serde_json::from_str(json).ok() };
    let members: HashMap<Cow<'_, str>, &RawValue> = serde_json::from_str(json).ok()?;
    text_at(members.get(*key)?.get(), rest)
}
