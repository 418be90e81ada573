//! The output as a value: path → text, before anything is written.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

/// Complete contents of an output folder. Paths are relative to it and use `/`.
pub type FileSet = BTreeMap<Utf8PathBuf, String>;
