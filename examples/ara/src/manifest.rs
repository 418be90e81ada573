//! Manifests and other input that people write: read from files, with the place of what is wrong.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use ara_sdk::manifests::AppManifest;
use serde_json::{Map, Value};

use crate::failure::Failure;

/// Reads a manifest, JSON where its file is called so, else YAML.
pub(crate) fn read(path: &Path) -> Result<AppManifest, Failure> {
    let is_json = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("json"));
    let manifest = if is_json { AppManifest::from_json_file(path) } else { AppManifest::from_yaml_file(path) };
    manifest.map_err(|error| Failure::usage(error.to_string()))
}

/// Name that an app is found by.
pub(crate) fn slug(manifest: &AppManifest) -> &str {
    manifest.slug.as_deref().filter(|it| !it.is_empty()).unwrap_or(&manifest.name)
}

/// A JSON object from the command line, a file (`@FILE`) or standard input (`-`).
pub(crate) fn object(what: &str, given: &str) -> Result<Map<String, Value>, Failure> {
    let failed = |error: io::Error| Failure::usage(format!("`{what}` cannot be read: {error}"));
    let text = match given.strip_prefix('@') {
        Some(path) => fs::read_to_string(path).map_err(failed)?,
        None if given == "-" => {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).map_err(failed)?;
            text
        }
        None => given.to_owned(),
    };
    match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Failure::usage(format!("`{what}` is no JSON object"))),
        Err(error) => Err(Failure::usage(format!("`{what}` is no JSON: {error}"))),
    }
}
