//! Server-sent events over as many connections as it takes (WHATWG HTML §9.2.3, "Processing model").
//!
//! In: the frames of an answer, and the request that it answers. Out: events, as if there were one connection. A
//! connection is cut where it breaks, where nothing comes within the idle timeout, and where the answer ends although
//! the stream should not ([`StreamEnd`]). Then there is a new one ([`Again`]).
//!
//! **Invariant:** an event is given once its last line is there; what a cut left of one is dropped, since the server sends
//! it again after the last id.

use http::StatusCode;

use super::Live;
use super::again::{Again, Refusal};
use super::events::checked;
use super::frames::{Frames, Read};
use super::sse::{RawEvent, Sse};
use crate::data::members::members;
use crate::error::{Error, ErrorKind};
use crate::facts::{Resume, StreamEnd};
use crate::stepped::Source;

/// What some servers send as the last event's data.
const DONE: &str = "[DONE]";

/// The events of a stream, not decoded.
pub(super) struct Events {
    pub(super) frames: Frames<Sse>,
    pub(super) again: Again,
    pub(super) resume: Resume,
    /// Connections after the first.
    pub(super) reconnects: u32,
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
                    self.again.was_of_use();
                    self.is_complete = self.ends(&event);
                    return Some(Ok(event));
                }
                Read::TooLong(error) => {
                    self.again.was_of_use();
                    return Some(Err(error));
                }
                Read::Broken(_) | Read::End if self.is_complete => break,
                Read::Broken(error) => error,
                Read::End if !self.is_cut_by_end() => break,
                Read::End => Error::new(ErrorKind::Body, "the answer ended before the stream did"),
            };
            if self.frames.was_alive() {
                self.again.was_of_use();
            }
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
    pub(super) fn new(mut live: Live, status: StatusCode) -> Self {
        let again = live.again.take();
        let id = again.as_ref().and_then(|it| it.goes_on_after());
        Self {
            resume: live.operation.stream.resume,
            frames: Frames::new(live, Sse::after(id, None)),
            again: Again::new(again),
            reconnects: 0,
            is_complete: false,
            // The server has nothing to say and wants to be left alone (WHATWG HTML §9.2.2).
            has_ended: status == StatusCode::NO_CONTENT,
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
        if self.resume == Resume::Never {
            return Err(cut_off("it is one that is not resumed", cut));
        }
        if self.resume == Resume::Ids && id.is_none() && self.again.draft.is_some() {
            return Err(cut_off("the server gave no id to go on from", cut));
        }
        let asked = self.frames.framing.retry();
        let raw = match self.again.connect(&cut, asked, |draft| draft.go_on_after(id.as_deref())).await {
            Ok(raw) => raw,
            Err(Refusal::Untried(why)) => return Err(cut_off(why, cut)),
            Err(Refusal::Failed(error)) => return Err(cut_off("no new connection came about", error)),
            Err(Refusal::Answered(error)) => return Err(error),
        };
        if raw.status() == StatusCode::NO_CONTENT {
            return Ok(Next::Ended);
        }
        if let Err(error) = checked(&raw) {
            return Err(Error::decode_error(raw, error));
        }
        self.reconnects += 1;
        let live = Live { idle: self.frames.live.idle, ..Live::of(&raw, self.frames.live.operation) };
        let next = if id.is_some() { Next::Resumed } else { Next::Begun };
        let max = self.frames.max;
        self.frames = Frames::new(live, Sse::after(id, asked));
        self.frames.max = max;
        Ok(next)
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
    text_at(members(json.as_bytes())?.get(*key)?.get(), rest)
}
