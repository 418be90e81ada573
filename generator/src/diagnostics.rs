//! What the generator has to say about its input: located messages, collected and shown together.
//!
//! A stage pushes every problem it finds and goes on; [`Diagnostics::propagate`] ends the run where
//! errors make the next stage pointless.
//!
//! **Invariant:** nothing here knows lines or columns. A location is a file and a JSON Pointer; the
//! shell that prints a diagnostic finds the line lazily.

mod codes;

use std::fmt;
use std::sync::Arc;

use camino::Utf8Path;

pub use self::codes::{CODES, OWN_CODES};

/// Where in the input something stands.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file, relative to the project root (`spec/aragora/paths/gauntlet.yaml`).
    pub file: Arc<Utf8Path>,
    /// JSON Pointer within the file (RFC 6901), empty for the whole document.
    pub pointer: Arc<str>,
    /// Whether the key at `pointer` is meant rather than its value.
    pub key: bool,
}

impl Origin {
    /// The value at `pointer` of `file`.
    pub fn new(file: impl Into<Arc<Utf8Path>>, pointer: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), pointer: pointer.into(), key: false }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.file, self.pointer)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The output is whole, but something was repaired or fell back to open JSON.
    Warning,
}

/// One problem in the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How serious it is.
    pub severity: Severity,
    /// Stable, kebab-case name of the class of problem (`dangling-ref`).
    pub code: &'static str,
    /// Where it is.
    pub at: Origin,
    /// One sentence without a full stop; spec text in backticks.
    pub message: String,
    /// What to do about it, or what was done.
    pub help: Option<String>,
}

/// All problems of a run, in the order found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds an error.
    pub fn error(&mut self, code: &'static str, at: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        self.add(Severity::Error, code, at, message.into())
    }

    /// Adds a warning.
    pub fn warning(&mut self, code: &'static str, at: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        self.add(Severity::Warning, code, at, message.into())
    }

    fn add(&mut self, severity: Severity, code: &'static str, at: &Origin, message: String) -> &mut Diagnostic {
        debug_assert!(CODES.contains(&code), "`{code}` is missing among the codes");
        let index = self.list.len();
        self.list.push(Diagnostic { severity, code, at: at.clone(), message, help: None });
        &mut self.list[index]
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|it| it.severity == Severity::Error)
    }

    /// All of them, in the order found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Ends the run when there is an error, handing over everything found so far.
    pub fn propagate(&mut self) -> Result<(), Diagnostics> {
        if self.has_errors() { Err(std::mem::take(self)) } else { Ok(()) }
    }

    /// Sorted by file and pointer and without repetitions: the order in which they are shown.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by(|a, b| (&a.at, a.code, &a.message).cmp(&(&b.at, b.code, &b.message)));
        self.list.dedup();
        self.list
    }
}

impl Diagnostic {
    /// Adds the help line.
    pub fn help(&mut self, help: impl Into<String>) {
        self.help = Some(help.into());
    }
}
