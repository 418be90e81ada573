//! Manifests in files.

use std::fs::{self, File, OpenOptions};
use std::io::Read as _;
use std::path::Path;

use super::yaml::MAX_BYTES;
use super::{Manifest, ManifestError, Problems};
use crate::beside;

/// Reads a YAML file.
///
/// # Errors
/// A file that cannot be read, and what [`from_yaml`](super::from_yaml) refuses.
pub fn from_yaml_file<M: Manifest>(path: &Path) -> Result<M, ManifestError> {
    read(path, super::from_yaml)
}

/// Reads a JSON file.
///
/// # Errors
/// A file that cannot be read, and what [`from_json`](super::from_json) refuses.
pub fn from_json_file<M: Manifest>(path: &Path) -> Result<M, ManifestError> {
    read(path, super::from_json)
}

/// Writes a YAML file, whole or not at all: a file that is there is replaced when the new one is complete.
///
/// # Errors
/// A file that cannot be written, and what [`to_yaml`](super::to_yaml) refuses.
pub fn to_yaml_file<M: Manifest>(manifest: &M, path: &Path) -> Result<(), ManifestError> {
    write(path, &super::to_yaml(manifest)?)
}

/// Writes a JSON file, whole or not at all.
///
/// # Errors
/// A file that cannot be written, and what [`to_json`](super::to_json) refuses.
pub fn to_json_file<M: Manifest>(manifest: &M, path: &Path) -> Result<(), ManifestError> {
    let mut text = super::to_json(manifest)?;
    text.push('\n');
    write(path, &text)
}

fn read<M>(path: &Path, decode: impl Fn(&str) -> Result<M, Problems>) -> Result<M, ManifestError> {
    let mut text = String::new();
    // One byte more than a text may have tells one that is too long.
    let most = MAX_BYTES as u64 + 1;
    let read = File::open(path).and_then(|it| it.take(most).read_to_string(&mut text));
    read.map_err(|it| ManifestError::io(path, it))?;
    decode(&text).map_err(|it| it.of_file(path).into())
}

fn write(path: &Path, text: &str) -> Result<(), ManifestError> {
    // What a link leads to is replaced, not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let access = fs::metadata(&target).ok().map(|it| it.permissions());
    let written = beside::replace(&target, text.as_bytes(), &mut OpenOptions::new(), access);
    written.map_err(|it| ManifestError::io(path, it))
}
