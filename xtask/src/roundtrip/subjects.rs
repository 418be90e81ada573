//! The types of a document's crate and the values to try them with.

use anyhow::{Result, bail};
use camino::Utf8Path;
use generator::names::Names;
use generator::samples::{Sample, Samples};
use generator::{Diagnostics, Origin, Selection, document, plan};

use crate::load;

/// A type and what it is tried with.
pub(crate) struct Subject {
    /// Path of the type below its crate: `models::Pet`.
    pub(crate) path: String,
    /// Where its schema stands.
    pub(crate) at: Origin,
    pub(crate) samples: Vec<Sample>,
}

/// Every type that has values, in the order of the representation.
pub(crate) fn of(path: &Utf8Path) -> Result<Vec<Subject>> {
    let input = load::own_document(path, None, None, Selection::default())?;
    let mut diagnostics = Diagnostics::default();
    let sdk = generator::understand(&input, &mut diagnostics);
    if diagnostics.has_errors() {
        bail!("{path} has errors");
    }
    let documents = document::load(&input, &mut Diagnostics::default());
    let samples = Samples::new(&documents);
    let paths = plan::paths(&sdk, &Names::assign(&sdk));
    let mut subjects = Vec::new();
    for (id, path) in paths {
        let Some(ty) = sdk.types.get(id.0 as usize) else { continue };
        let found = samples.of(&ty.at);
        if !found.is_empty() {
            subjects.push(Subject { path, at: ty.at.clone(), samples: found });
        }
    }
    Ok(subjects)
}
