//! One dialect: OpenAPI 3.0, 3.1 and 3.2 documents with schemas in 3.1's form.
//!
//! Every schema that the document reaches, in whichever file it stands, loses `nullable` (it becomes a
//! type or an alternative `null`), boolean `exclusiveMinimum`/`exclusiveMaximum` (they take the limit's
//! value) and `example` (it joins `examples`). All else is left as it is.
//!
//! **Invariant:** nodes keep their places; what has to be added is shown where its cause stands.

mod schema;
mod schemas;
mod version;

use self::schema::Converter;
use self::version::Version;
use crate::diagnostics::Diagnostics;
use crate::document::Documents;

/// Keys without which no schema needs a change.
const CHANGED: &[&str] = &["nullable", "example", "exclusiveMinimum", "exclusiveMaximum"];

/// Brings the schemas of the main document to one form. A main document of an unsupported version is
/// taken out of `documents`, so that nobody reads it.
///
/// # Diagnostics
/// `unsupported-version` (error); `wrong-type` and `nullable-keyword` (warnings).
pub fn unify(documents: &mut Documents, diagnostics: &mut Diagnostics) {
    let Some(main) = documents.main.clone() else { return };
    let Some(root) = documents.files.get(&main) else { return };
    let Some(version) = version::check(root, &documents.locations, diagnostics) else {
        documents.files.remove(&main);
        return;
    };
    if !CHANGED.iter().any(|key| documents.locations.knows_key(key)) {
        return;
    }
    let places = schemas::collect(documents, &main);
    let locations = &mut documents.locations;
    let mut converter = Converter { places: &places, locations, diagnostics, nullable: Vec::new() };
    documents.files.values_mut().for_each(|root| converter.convert(root));
    let nullable = converter.nullable;
    if let (Version::V31, Some(first)) = (version, nullable.first()) {
        let message =
            format!("`nullable` is no keyword of OpenAPI 3.1; it is read as in 3.0 ({} schemas)", nullable.len());
        let origin = documents.locations.origin(*first);
        diagnostics.warning("nullable-keyword", &origin, message).help("write `type: [string, \"null\"]` instead");
    }
}
