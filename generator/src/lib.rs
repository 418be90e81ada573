//! Turns OpenAPI documents and event catalogs into the complete source of Rust SDK crates.

pub mod diagnostics;
pub mod document;
pub mod file_set;
pub mod format;
pub mod fragment;
pub mod input;
pub mod ir;
pub mod names;
pub mod prose;
pub mod references;
pub mod render;
pub mod structure;
pub mod tree;

pub use self::diagnostics::{Diagnostic, Diagnostics, Origin, Severity};
pub use self::file_set::FileSet;
pub use self::input::{Adhoc, Inputs, SdkInput, Target};
