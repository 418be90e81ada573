//! What came back and what did not.

use std::fmt::Write as _;

use camino::Utf8PathBuf;
use generator::samples::Source;
use serde_json::{Value, json};

/// Failures that are shown.
const SHOWN: usize = 40;

/// Failures that are shown of one type.
const SHOWN_OF_TYPE: usize = 3;

/// Characters of a value that are shown.
const EXCERPT: usize = 200;

/// Figures of one document.
#[derive(Default)]
pub(crate) struct Score {
    /// Types tried.
    pub(crate) types: usize,
    /// Values made from schemas, and examples and defaults that their schemas allow: tried and equal.
    pub(crate) values: usize,
    pub(crate) equal: usize,
    /// Examples and defaults that contradict their own schema: tried and equal.
    pub(crate) contradicting: (usize, usize),
    /// What did not come back equal; contradicting examples not among them.
    pub(crate) failures: Vec<Failure>,
    /// Types that the program cannot name, decode or encode, and where their schemas stand.
    pub(crate) untried: Vec<(String, String)>,
    /// Where all of this is kept.
    pub(crate) file: Option<Utf8PathBuf>,
}

/// A value that did not come back equal.
pub(crate) struct Failure {
    /// The type.
    pub(crate) path: String,
    /// Where its schema stands.
    pub(crate) pointer: String,
    pub(crate) source: Source,
    /// What is wrong.
    pub(crate) message: String,
    pub(crate) sent: String,
    pub(crate) came: Option<String>,
}

impl Score {
    /// Counts one value.
    pub(super) fn count(&mut self, source: Source, equal: bool) {
        let equal = usize::from(equal);
        if source == Source::Contradicting {
            self.contradicting = (self.contradicting.0 + 1, self.contradicting.1 + equal);
        } else {
            self.values += 1;
            self.equal += equal;
        }
    }

    /// The score for a terminal.
    pub(super) fn render(&self) -> String {
        let mut text = String::new();
        let (mut shown, mut last, mut of_type) = (0, "", 0);
        for it in self.failures.iter().filter(|it| it.source != Source::Contradicting) {
            of_type = if last == it.path { of_type + 1 } else { 1 };
            last = &it.path;
            if of_type > SHOWN_OF_TYPE || shown >= SHOWN {
                continue;
            }
            shown += 1;
            let _ = writeln!(text, "{}: {}\n  at {}\n  sent {}", it.path, it.message, it.pointer, excerpt(&it.sent));
            if let Some(came) = &it.came {
                let _ = writeln!(text, "  came {}", excerpt(came));
            }
        }
        for (path, at) in &self.untried {
            let _ = writeln!(text, "{path}: not tried, it cannot be decoded and encoded\n  at {at}");
        }
        let Self { types, values, equal, .. } = self;
        let _ = writeln!(text, "{types} types and {values} values tried: {equal} equal, {} not equal", values - equal);
        if self.contradicting.0 > 0 {
            let (tried, equal) = self.contradicting;
            let _ = writeln!(text, "{tried} examples contradict their own schema: {equal} equal all the same");
        }
        if let Some(file) = &self.file {
            let _ = writeln!(text, "all of it: {file}");
        }
        text
    }

    /// The score for machines.
    pub(super) fn to_json(&self) -> Value {
        let failure = |it: &Failure| {
            json!({
                "type": it.path,
                "schema": it.pointer,
                "source": word(it.source),
                "message": it.message,
                "sent": it.sent,
                "came": it.came,
            })
        };
        let untried = |(path, at): &(String, String)| json!({ "type": path, "schema": at });
        json!({
            "types": self.types,
            "values": self.values,
            "equal": self.equal,
            "contradicting": { "values": self.contradicting.0, "equal": self.contradicting.1 },
            "failures": self.failures.iter().map(failure).collect::<Vec<_>>(),
            "untried": self.untried.iter().map(untried).collect::<Vec<_>>(),
        })
    }

    /// Whether everything that its schema allows came back equal.
    pub(super) fn is_perfect(&self) -> bool {
        self.equal == self.values && self.untried.is_empty()
    }
}

fn word(source: Source) -> &'static str {
    match source {
        Source::Written => "written",
        Source::Contradicting => "contradicting",
        Source::Made => "made",
    }
}

fn excerpt(text: &str) -> String {
    let short: String = text.chars().take(EXCERPT).collect();
    if short.len() < text.len() { short + "…" } else { short }
}
