//! Turns OpenAPI documents and event catalogs into the complete source of Rust SDK crates.

pub mod diagnostics;
pub mod file_set;
pub mod input;
pub mod ir;

pub use self::diagnostics::{Diagnostic, Diagnostics, Origin, Severity};
pub use self::file_set::FileSet;
pub use self::input::{Adhoc, Inputs, SdkInput, Target};
