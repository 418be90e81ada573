//! How a stream of events ends, and what becomes of one that is cut.

/// What is known of an operation's stream of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamFacts {
    /// How its end is told from a cut. Default: by the end of the answer.
    pub end: StreamEnd,
    /// What becomes of it after a cut. Default: [`Resume::Ids`].
    pub resume: Resume,
}

impl StreamFacts {
    /// A stream that ends with its answer, and is resumed where the server gives ids.
    pub const NEW: Self = Self { end: StreamEnd::Answer, resume: Resume::Ids };
}

/// How the end of a stream is told from a cut.
///
/// A connection that breaks, or that is silent beyond the idle timeout, is a cut whatever stands here, unless the
/// stream's last event was one that ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamEnd {
    /// An answer that ends whole is the end.
    Answer,
    /// The stream has no end: an answer that ends is a cut. Only the status 204 ends it.
    Never,
    /// An answer that ends is the end after one of these events, and a cut after any other.
    Event {
        /// Path of the member of the event's data that holds the word; empty: the event's name.
        field: &'static [&'static str],
        /// Words that end the stream.
        values: &'static [&'static str],
    },
}

/// What becomes of a stream of events that is cut.
///
/// Only what may be sent twice is sent again, see [`RetrySafety`](super::RetrySafety).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resume {
    /// Where the server gave an id, the stream goes on after it (`Last-Event-ID`); else it ends with an error.
    Ids,
    /// Where the server gave none, too, there is a new connection. The stream then gives an error of
    /// [`ErrorKind::Missed`](crate::ErrorKind::Missed) and goes on: events may be missing, or come again.
    Reconnect,
    /// It ends with an error.
    Never,
}
