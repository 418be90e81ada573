//! Rendered texts → the files of the output.

use crate::diagnostics::Diagnostics;
use crate::file_set::FileSet;
use crate::render::Rendered;

/// Formats and checks `pages`.
///
/// # Errors
/// Every page that is not what it should be.
pub fn format(pages: Vec<Rendered>) -> Result<FileSet, Diagnostics> {
    Ok(pages.into_iter().map(|it| (it.path, it.text)).collect())
}
