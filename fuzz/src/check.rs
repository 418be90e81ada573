//! What must hold for every case, whatever its bytes are.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use generator::{Diagnostics, FileSet, Severity, generate};

use super::case;

/// Codes of errors that say that the generator is at fault, not the document.
const OWN_FAULTS: &[&str] = &["generated-code", "duplicate-file", "template"];
/// Names that a file system of another kind keeps for itself.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];
/// Longest name of a file or folder.
const LONGEST: usize = 200;

/// Generates from a case.
///
/// # Errors
/// What the generator did wrong. A document that it refuses with a diagnostic of its own is fine.
pub fn check(case: &[u8], templates: &BTreeMap<Utf8PathBuf, String>) -> Result<Option<FileSet>, String> {
    match generate(&case::inputs(case, templates)) {
        Ok(output) => {
            let files = output.crates.into_values().next().ok_or("no crate and no error")?;
            contained(&files)?;
            Ok(Some(files))
        }
        Err(diagnostics) => refused(&diagnostics).map(|()| None),
    }
}

/// A refusal has an error, and each of them blames the document.
fn refused(diagnostics: &Diagnostics) -> Result<(), String> {
    let mut errors = diagnostics.iter().filter(|it| it.severity == Severity::Error).peekable();
    if errors.peek().is_none() {
        return Err("refused without an error".to_owned());
    }
    match errors.find(|it| OWN_FAULTS.contains(&it.code)) {
        Some(it) => Err(format!("{} at {}: {}", it.code, it.at, it.message)),
        None => Ok(()),
    }
}

/// Every path stays inside the crate, is unique on every file system and made of plain characters.
///
/// # Errors
/// The first path that is not.
pub fn contained(files: &FileSet) -> Result<(), String> {
    let mut folded = BTreeSet::new();
    for path in files.keys() {
        if !is_plain(path) {
            return Err(format!("a file called {path:?}"));
        }
        if !folded.insert(path.as_str().to_lowercase()) {
            return Err(format!("two files called {path:?} but for their case"));
        }
    }
    Ok(())
}

fn is_plain(path: &Utf8Path) -> bool {
    let known = ["src", "tests"];
    let top = path.components().next().map(|it| it.as_str()).unwrap_or_default();
    let below = path.components().count() == 1 || known.contains(&top);
    below && path.components().all(|it| matches!(it, Utf8Component::Normal(name) if is_plain_name(name)))
}

fn is_plain_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    name.bytes().all(|it| it.is_ascii_alphanumeric() || b"_.-".contains(&it))
        && name.len() <= LONGEST
        && !stem.is_empty()
        && !DEVICES.contains(&stem.as_str())
}
