//! The list of files that codegen wrote into a crate, with their hashes: what tells a hand-edited file
//! from a stale one, and a left-over file from somebody's own.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use camino::{Utf8Path, Utf8PathBuf};
use generator::FileSet;
use sha2::{Digest as _, Sha256};

/// Name of the manifest inside a crate.
pub(crate) const FILE: &str = ".codegen.json";

/// Path → SHA-256 in hexadecimal.
pub(crate) type Manifest = BTreeMap<Utf8PathBuf, String>;

/// Adds the manifest of `files` to them.
pub(crate) fn seal(files: &mut FileSet) {
    files.remove(Utf8Path::new(FILE));
    let hashes: Manifest = files.iter().map(|(path, text)| (path.clone(), hash(text.as_bytes()))).collect();
    let lines: Vec<String> =
        hashes.iter().map(|(path, hash)| format!("    {}: {}", quoted(path.as_str()), quoted(hash))).collect();
    let text =
        format!("{{\n  \"generated-by\": \"cargo xtask codegen\",\n  \"files\": {{\n{}\n  }}\n}}\n", lines.join(",\n"));
    files.insert(Utf8PathBuf::from(FILE), text);
}

/// Reads the manifest of the crate in `folder`; empty when there is none.
pub(crate) fn read(folder: &Utf8Path) -> Result<Manifest> {
    let path = folder.join(FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Manifest::new()),
        Err(error) => return Err(error).with_context(|| format!("reading {path}")),
    };
    let Ok(json) = serde_json::from_str::<serde_json::Value>(&text) else {
        // A damaged manifest knows nothing; the header of each file still tells what codegen wrote.
        return Ok(Manifest::new());
    };
    let files = json.get("files").and_then(serde_json::Value::as_object);
    let entries = files.into_iter().flatten();
    Ok(entries.filter_map(|(path, hash)| Some((Utf8PathBuf::from(path), hash.as_str()?.to_owned()))).collect())
}

/// SHA-256 of `bytes` in hexadecimal.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
