//! From the files of an SDK to located trees.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

use crate::diagnostics::Diagnostics;
use crate::input::SdkInput;
use crate::tree::{Locations, Node};

/// The files of one SDK, parsed, with overlays applied and in one dialect.
#[derive(Default)]
pub struct Documents {
    /// Path below the SDK's folder → the file's tree.
    pub files: BTreeMap<Utf8PathBuf, Node>,
    /// Where every node of every file stands.
    pub locations: Locations,
    /// The file that references of each file are relative to, by file number: itself, or for an overlay
    /// the document that it changes.
    pub bases: Vec<Utf8PathBuf>,
    /// Path of the OpenAPI document; a key of `files` unless it could not be read. `None`: the SDK has none.
    pub main: Option<Utf8PathBuf>,
    /// Paths of the event catalogs; keys of `files` unless they could not be read.
    pub catalogs: Vec<Utf8PathBuf>,
    /// The tree of `sdk.yaml`.
    pub config: Option<Node>,
}

/// Parses all files of an SDK, applies its overlays, brings its API description to one dialect. Of
/// `sdk.yaml` only `openapi`, `overlays` and `events` are looked at.
pub fn load(_sdk: &SdkInput, _diagnostics: &mut Diagnostics) -> Documents {
    Documents::default()
}
