//! One dialect: Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 documents in the form of 3.1, free of the faults
//! that a schema or a part can have by itself.
//!
//! Parts in the form of 2.0 get 3.0's form (`parts`). Every schema that the document reaches, in whichever
//! file it stands, is repaired (`repair`, `values`): keywords of the wrong type, references that name
//! nothing, values that do not fit. It loses `nullable` (it becomes a type or an alternative `null`), boolean
//! `exclusiveMinimum`/`exclusiveMaximum` (they take the limit's value) and `example` (it joins `examples`).
//!
//! **Invariant:** nodes keep their places; what has to be added is shown where its cause stands.

mod anchors;
mod form;
mod parts;
mod repair;
mod roles;
mod root;
mod schema;
mod types;
mod values;
mod version;

use self::roles::Roles;
use self::schema::Converter;
use self::version::Version;
use crate::diagnostics::Diagnostics;
use crate::document::Documents;

/// Brings the main document, and what it reaches, to one form. A main document of an unsupported version is
/// taken out of `documents`, so that nobody reads it.
///
/// # Diagnostics
/// `unsupported-version`, `too-large` (errors); warnings for everything that is repaired or taken as open JSON.
pub fn unify(documents: &mut Documents, diagnostics: &mut Diagnostics) {
    let Some(main) = documents.main.clone() else { return };
    let Some(root) = documents.files.get(&main) else { return };
    if root.as_object().is_none() {
        return;
    }
    let Some(version) = version::check(root, &documents.locations, diagnostics) else {
        documents.files.remove(&main);
        return;
    };
    anchors::rewrite(documents);
    let roles = parts::convert(documents, &main, version, diagnostics);
    if documents.locations.overdrawn() {
        if let Some(root) = documents.files.remove(&main).map(|it| documents.locations.origin(it.at)) {
            let message = "in the form of OpenAPI 3 the document is too large";
            diagnostics
                .error("too-large", &root, message)
                .help("`produces`, `consumes` or what is shared repeat too much of it");
        }
        return;
    }
    warn_of_old_sections(documents, &roles, version, diagnostics);
    let locations = &mut documents.locations;
    let mut converter = Converter { roles: &roles, version, locations, diagnostics, nullable: Vec::new() };
    documents.files.values_mut().for_each(|root| converter.convert(root));
    let nullable = converter.nullable;
    if let (Version::V31, Some(first)) = (version, nullable.first()) {
        let message =
            format!("`nullable` is no keyword of OpenAPI 3.1; it is read as in 3.0 ({} schemas)", nullable.len());
        let origin = documents.locations.origin(*first);
        diagnostics.warning("nullable-keyword", &origin, message).help("write `type: [string, \"null\"]` instead");
    }
}

/// Says that references of an OpenAPI 3 document name sections that only Swagger 2.0 has.
fn warn_of_old_sections(documents: &Documents, roles: &Roles, version: Version, diagnostics: &mut Diagnostics) {
    let root = documents.main.as_ref().and_then(|it| documents.files.get(it));
    let is_there = root.is_some_and(|it| it.get("definitions").is_some() || it.get("parameters").is_some());
    let Some(first) = roles.old_sections.first().filter(|_| version != Version::V20 && !is_there) else { return };
    let count = roles.old_sections.len();
    let message =
        format!("references name a section of Swagger 2.0; that of `components` is taken ({count} references)");
    diagnostics
        .warning("old-form", &documents.locations.origin(*first), message)
        .help("write `#/components/schemas/…`");
}
