//! The version of the main document.

use crate::diagnostics::Diagnostics;
use crate::tree::{Locations, Node};

/// Versions that differ in how parts and schemas are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Swagger 2.0
    V20,
    /// 3.0
    V30,
    /// 3.1 and later
    V31,
}

/// The version of a document; `None` where it is not supported, and a diagnostic says so.
pub(super) fn check(root: &Node, locations: &Locations, diagnostics: &mut Diagnostics) -> Option<Version> {
    let Some(written) = root.get("openapi").or_else(|| root.get("swagger")) else {
        return guess(root, locations, diagnostics);
    };
    let at = locations.origin(written.at);
    let text = match written.as_number() {
        Some(number) => {
            let message = "the version is a number; it is read as text";
            diagnostics.warning("wrong-type", &at, message).help("write it in quotes");
            number.text()
        }
        None => written.as_str().unwrap_or_default(),
    };
    let mut parts = text.trim().trim_start_matches(['v', 'V']).split('.');
    match (parts.next(), parts.next()) {
        (Some("2"), Some("0") | None) => Some(Version::V20),
        (Some("3"), Some("0")) => Some(Version::V30),
        (Some("3"), Some("1" | "2")) => Some(Version::V31),
        (Some("3"), None) => {
            diagnostics.warning("missing-field", &at, format!("version `{text}` is read as `3.0`"));
            Some(Version::V30)
        }
        (Some("3"), Some(_)) => {
            let message = format!("version `{text}` is not known; it is read as 3.2");
            diagnostics.warning("unsupported-version", &at, message).help("supported are 2.0, 3.0, 3.1 and 3.2");
            Some(Version::V31)
        }
        _ => {
            diagnostics
                .error("unsupported-version", &at, format!("version `{text}` is not supported"))
                .help("supported are 2.0, 3.0, 3.1 and 3.2");
            None
        }
    }
}

/// The version of a document that does not say it, by what else is there.
fn guess(root: &Node, locations: &Locations, diagnostics: &mut Diagnostics) -> Option<Version> {
    let at = locations.origin(root.at);
    let (version, name) = match root {
        it if ["definitions", "securityDefinitions", "basePath", "host"].iter().any(|key| it.get(key).is_some()) => {
            (Version::V20, "2.0")
        }
        it if ["paths", "components", "webhooks"].iter().any(|key| it.get(key).is_some()) => (Version::V30, "3.0"),
        _ => {
            let message = "no OpenAPI document: `openapi` with its version is missing";
            diagnostics.error("unsupported-version", &at, message).help("begin the document with `openapi: 3.1.0`");
            return None;
        }
    };
    let message = format!("the document does not say its version; it is read as {name}");
    diagnostics.warning("missing-field", &at, message).help("begin it with `openapi: 3.1.0`");
    Some(version)
}
