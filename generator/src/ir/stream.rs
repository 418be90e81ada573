//! Streams of events: how they end, and what becomes of one that is cut.

/// What is declared of a stream of events.
#[derive(Clone, Debug, PartialEq)]
pub struct EventStream {
    /// How its end is told from a cut.
    pub end: StreamEnd,
    /// What becomes of it after a cut.
    pub resume: Resume,
}

/// How the end of a stream is told from a cut.
#[derive(Clone, Debug, PartialEq)]
pub enum StreamEnd {
    /// By the end of the answer.
    Answer,
    /// It has none.
    Never,
    /// By the end of the answer after one of these events.
    Event {
        /// Path of the member of the data that holds the word; empty: the event's name.
        field: Vec<String>,
        /// The words.
        values: Vec<String>,
    },
}

/// What becomes of a stream that is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resume {
    /// It goes on after the last id, where there is one.
    Ids,
    /// It goes on without an id too.
    Reconnect,
    /// It ends.
    Never,
}
