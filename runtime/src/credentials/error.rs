//! Why a file of credentials cannot be used.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a file of credentials cannot be used. It names the file, and nothing that is in it.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// The system has no such file.
    None,
    /// It is not known where the user's home is.
    NoHome,
    /// Others can read or change the file.
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its mode, as far as others are concerned (`0o044`).
        mode: u32,
    },
    /// The file is a symbolic link, which is followed to read and never to write.
    Link {
        /// The link.
        path: PathBuf,
    },
    /// The file is no JSON object, or larger than such a file is.
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: &'static str,
        /// Line of the fault, from 1, where it is in one.
        line: Option<usize>,
    },
    /// The system refused.
    Io {
        /// What was tried, for example `read`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl StoreError {
    pub(super) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { action, path: path.to_owned(), source }
    }

    pub(super) fn malformed(path: &Path, reason: &'static str, line: Option<usize>) -> Self {
        Self::Malformed { path: path.to_owned(), reason, line }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("there is no file of credentials"),
            Self::NoHome => f.write_str("it is not known where the user's home is"),
            Self::Exposed { path, mode } => {
                let path = path.display();
                write!(f, "others can read or change `{path}` (mode {mode:03o} for them); take it from them: ")?;
                write!(f, "chmod 600 {path}")
            }
            Self::Link { path } => write!(f, "`{}` is a symbolic link and is not written through", path.display()),
            Self::Malformed { path, reason, line } => {
                write!(f, "`{}` {reason}", path.display())?;
                line.map_or(Ok(()), |it| write!(f, ", line {it}"))
            }
            Self::Io { action, path, source } => write!(f, "cannot {action} `{}`: {source}", path.display()),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
