//! Manifests and other input that people write: read from files, with the place of what is wrong.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use serde_json::{Map, Value};

use crate::failure::Failure;

/// Reads a manifest, YAML or JSON.
pub(crate) fn read(path: &Path) -> Result<Value, Failure> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| Failure::usage(format!("cannot read `{shown}`: {error}")))?;
    let is_json = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("json"));
    let value: Value = match is_json {
        true => serde_json::from_str(&text).map_err(|error| Failure::usage(format!("{shown}: {error}")))?,
        false => serde_saphyr::from_str(&text).map_err(|error| {
            let error = error.to_string();
            Failure::usage(format!("{shown}: {}", error.strip_prefix("error: ").unwrap_or(&error)))
        })?,
    };
    match &value {
        Value::Object(_) if slug(&value).is_some() => Ok(value),
        Value::Object(_) => Err(Failure::usage(format!("{shown}: the manifest has no `name`"))),
        _ => Err(Failure::usage(format!("{shown}: a manifest is an object with a `name`"))),
    }
}

/// Name that an app is found by.
pub(crate) fn slug(manifest: &Value) -> Option<&str> {
    let text = |key: &str| manifest.get(key).and_then(Value::as_str).filter(|it| !it.is_empty());
    text("slug").or_else(|| text("name"))
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
