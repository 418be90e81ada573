//! What a run reads: texts by path, given by the caller.
//!
//! **Invariant:** no IO. The shell reads files; this is what it hands over.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

/// Everything one run reads.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// One entry for each SDK, in the order in which they are reported.
    pub sdks: Vec<SdkInput>,
    /// Template sources by path below `templates/` (`src/lib.rs.jinja`).
    pub templates: BTreeMap<Utf8PathBuf, String>,
}

/// What one SDK is made from.
#[derive(Clone, Debug)]
pub struct SdkInput {
    /// Folder name of the SDK (`aragora`): its name under `generated/`.
    pub folder: String,
    /// Where `files` live, as diagnostics show it (`spec/aragora`).
    pub root: Utf8PathBuf,
    /// Path below `root` → contents.
    pub files: BTreeMap<Utf8PathBuf, Vec<u8>>,
    /// How the crate is written.
    pub target: Target,
    /// The main document and what else is not said in an `sdk.yaml`; `None`: there is an `sdk.yaml`.
    pub adhoc: Option<Adhoc>,
}

/// A document without `sdk.yaml`.
#[derive(Clone, Debug)]
pub struct Adhoc {
    /// Path of the OpenAPI document below `root`.
    pub openapi: Option<Utf8PathBuf>,
    /// Paths of event catalogs below `root`.
    pub events: Vec<Utf8PathBuf>,
    /// Crate name; `None`: made from the document's title.
    pub name: Option<String>,
    /// What of it is generated.
    pub selection: Selection,
}

/// What is generated of a document: what `select` and `client` of an `sdk.yaml` say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Patterns of the operations; empty: all.
    pub only: Vec<String>,
    /// Patterns of operations that are left out.
    pub exclude: Vec<String>,
    /// Whether there are only types, and no client.
    pub types_only: bool,
}

/// How the crate finds its runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A member of the project's workspace: dependencies are inherited from it.
    Workspace,
    /// A workspace of its own with the runtime in `runtime/` inside it.
    Standalone,
}
