//! The version of the main document.

use crate::diagnostics::Diagnostics;
use crate::tree::{Locations, Node};

/// Versions that differ in how schemas are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// 3.0
    V30,
    /// 3.1 and later
    V31,
}

/// The version of a document; `None` where it is not supported, and a diagnostic says so.
pub(super) fn check(root: &Node, locations: &Locations, diagnostics: &mut Diagnostics) -> Option<Version> {
    if let Some(swagger) = root.get("swagger") {
        diagnostics
            .error("unsupported-version", &locations.origin(swagger.at), "Swagger 2.0 documents are not supported")
            .help("convert the document to OpenAPI 3, for example with `swagger2openapi`");
        return None;
    }
    let Some(openapi) = root.get("openapi") else {
        diagnostics
            .error(
                "unsupported-version",
                &locations.origin(root.at),
                "no OpenAPI document: `openapi` with its version is missing",
            )
            .help("begin the document with `openapi: 3.1.0`");
        return None;
    };
    let text = match openapi.as_number() {
        Some(number) => {
            let message = "the version is a number; it is read as text";
            diagnostics.warning("wrong-type", &locations.origin(openapi.at), message).help("write it in quotes");
            number.text()
        }
        None => openapi.as_str().unwrap_or_default(),
    };
    let mut parts = text.split('.');
    match (parts.next(), parts.next()) {
        (Some("3"), Some("0")) => Some(Version::V30),
        (Some("3"), Some("1" | "2")) => Some(Version::V31),
        _ => {
            diagnostics
                .error(
                    "unsupported-version",
                    &locations.origin(openapi.at),
                    format!("version `{text}` is not supported"),
                )
                .help("supported are 3.0, 3.1 and 3.2");
            None
        }
    }
}
