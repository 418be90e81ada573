//! The types of a document's crate and the values to try them with.

use anyhow::{Result, bail};
use camino::Utf8Path;
use generator::ir::{Home, Sdk, TypeDef};
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

/// Whether the schema at a type's place is all that it is made of. A part of one schema that another one takes up
/// becomes a type of both together there, which is tried as a part of its owner.
fn stands_in_owner(sdk: &Sdk, ty: &TypeDef) -> bool {
    let Home::Inside(owner) = ty.home else { return true };
    let owner = sdk.types.get(owner.0 as usize).map(|it| &it.at);
    owner.is_none_or(|it| it.file == ty.at.file && ty.at.pointer.starts_with(&*it.pointer))
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
        let found = if stands_in_owner(&sdk, ty) { samples.of(&ty.at) } else { Vec::new() };
        if !found.is_empty() {
            subjects.push(Subject { path, at: ty.at.clone(), samples: found });
        }
    }
    Ok(subjects)
}
