//! `FileSet` × folder → `Changes`, and writing them: one code path for write, check and dry run.
//!
//! **Invariant:** a folder is either what it was or what the `FileSet` says, never in between: the new
//! tree is staged beside it and swapped in. Equal files keep their identity and time stamps. Only files
//! that codegen wrote are ever removed.

mod compare;
mod swap;
#[cfg(test)]
mod tests;

use camino::Utf8PathBuf;
use generator::FileSet;

use self::compare::compare;
pub(crate) use self::swap::{recover, write};

/// A folder and what it should hold.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    /// Where.
    pub(crate) folder: Utf8PathBuf,
    /// The whole contents; empty when the folder should not be there.
    pub(crate) files: FileSet,
    /// What differs.
    pub(crate) changes: Changes,
}

impl Tree {
    /// Compares `folder` with `files`.
    pub(crate) fn new(folder: Utf8PathBuf, files: FileSet) -> anyhow::Result<Self> {
        let changes = compare(&folder, &files)?;
        Ok(Self { folder, files, changes })
    }
}

/// What differs between a folder and the files it should hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    /// In the order of the paths.
    pub(crate) list: Vec<Change>,
}

/// One file that differs.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// Relative to the folder.
    pub(crate) path: Utf8PathBuf,
    /// How it differs.
    pub(crate) kind: ChangeKind,
    /// What is on disk; empty for a missing file.
    pub(crate) old: String,
    /// What should be; empty for a left-over file.
    pub(crate) new: String,
}

/// How a file differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChangeKind {
    /// It should be there and is not.
    Missing,
    /// It is as codegen wrote it, from another specification, template or generator.
    Changed,
    /// Somebody edited it after codegen wrote it.
    HandEdited,
    /// Codegen wrote it once and would not write it now.
    LeftOver,
    /// Codegen never wrote it; it stays where it is.
    Foreign,
}

impl ChangeKind {
    /// The word that reports and `--json` use.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Changed => "changed",
            Self::HandEdited => "hand-edited",
            Self::LeftOver => "left-over",
            Self::Foreign => "foreign",
        }
    }
}

impl Changes {
    /// Whether writing would do anything.
    pub(crate) fn writes(&self) -> bool {
        self.list.iter().any(|it| it.kind != ChangeKind::Foreign)
    }
}
