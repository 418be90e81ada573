//! What is wrong with a manifest, and where.

use std::path::{Path, PathBuf};
use std::{fmt, io, slice, vec};

use super::tree::Mark;

/// One thing that is wrong with a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    path: String,
    message: String,
    mark: Mark,
}

impl Problem {
    /// A problem of the value at `path`; empty: of the document itself.
    pub(crate) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into(), mark: Mark::default() }
    }

    /// The same, at its place in the text.
    pub(crate) fn at(mut self, mark: Mark) -> Self {
        self.mark = mark;
        self
    }

    /// The same, in other words.
    pub(crate) fn saying(mut self, message: &str) -> Self {
        message.clone_into(&mut self.message);
        self
    }

    /// The value that is wrong (`spec.tools[2]`); empty for the document itself.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Line of the text, from 1; `None` where the manifest was not read from one.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        (self.mark.line > 0).then_some(self.mark.line)
    }

    /// Column of the text in characters, from 1; `None` where the manifest was not read from one.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        (self.mark.line > 0).then_some(self.mark.column)
    }
}

/// `3:7: spec.runtime.language: must be text, not a list`
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.mark.line > 0 {
            write!(f, "{}:{}: ", self.mark.line, self.mark.column)?;
        }
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

/// Everything that is wrong with a manifest, in the order of its text; one at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    manifest: &'static str,
    file: Option<PathBuf>,
    list: Vec<Problem>,
}

impl Problems {
    pub(crate) fn new(manifest: &'static str, mut list: Vec<Problem>) -> Self {
        list.sort_by_key(|it| (it.mark.line, it.mark.column));
        Self { manifest, file: None, list }
    }

    pub(crate) fn of_file(mut self, path: &Path) -> Self {
        self.file = Some(path.to_owned());
        self
    }

    /// The problems.
    pub fn iter(&self) -> slice::Iter<'_, Problem> {
        self.list.iter()
    }

    /// How many there are.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is one at least")]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The file that the manifest was read from.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }
}

/// A line for each problem, each beginning with the name of the file where there is one.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = match self.list.len() {
            1 => "1 problem".to_owned(),
            count => format!("{count} problems"),
        };
        write!(f, "this is no valid {}: {count}", self.manifest)?;
        for problem in &self.list {
            f.write_str("\n  ")?;
            if let Some(file) = &self.file {
                write!(f, "{}:{}", file.display(), if problem.mark.line > 0 { "" } else { " " })?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

/// Why a file gave no manifest, or why none was written.
#[derive(Debug)]
#[non_exhaustive]
pub enum ManifestError {
    /// The file could not be read or written.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What the file says is no manifest.
    Invalid(Problems),
}

impl ManifestError {
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Invalid(problems) => problems.fmt(f),
        }
    }
}

impl std::error::Error for ManifestError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Invalid(_) => None,
        }
    }
}

impl From<Problems> for ManifestError {
    fn from(problems: Problems) -> Self {
        Self::Invalid(problems)
    }
}
