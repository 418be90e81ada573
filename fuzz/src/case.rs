//! A case: the files of one SDK in one text.
//!
//! The text is the main document, YAML or JSON. A line `#### PATH` begins another file beside it
//! (`#### sdk.yaml`, `#### overlay.yaml`, `#### events.yaml`, `#### schemas/pet.yaml`).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use generator::{Adhoc, Inputs, SdkInput, Selection, Target};

/// What begins another file.
const SEPARATOR: &[u8] = b"#### ";
/// The main document: its format is told by its first character.
const DOCUMENT: &str = "openapi.yaml";

/// The files of a case, in the order in which they stand there: path and contents. The first is the main document.
pub fn files(case: &[u8]) -> Vec<(String, Vec<u8>)> {
    let main = if case.trim_ascii_start().starts_with(b"{") { "openapi.json" } else { DOCUMENT };
    let mut files = vec![(main.to_owned(), Vec::new())];
    for line in case.split_inclusive(|it| *it == b'\n') {
        match line.strip_prefix(SEPARATOR).and_then(|it| std::str::from_utf8(it).ok()) {
            Some(path) => files.push((path.trim().to_owned(), Vec::new())),
            None => {
                if let Some((_, text)) = files.last_mut() {
                    text.extend_from_slice(line);
                }
            }
        }
    }
    files
}

/// The reverse of [`files`].
pub fn join(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut case = Vec::new();
    for (index, (path, text)) in files.iter().enumerate() {
        if index > 0 {
            case.extend_from_slice(SEPARATOR);
            case.extend_from_slice(path.as_bytes());
            case.push(b'\n');
        }
        case.extend_from_slice(text);
        if !text.ends_with(b"\n") {
            case.push(b'\n');
        }
    }
    case
}

/// One SDK from a case. With a file `sdk.yaml` it is an SDK of the project, else somebody's own document.
pub fn sdk(case: &[u8]) -> SdkInput {
    let mut files = files(case);
    let is_project = files.iter().any(|(path, _)| path == "sdk.yaml");
    if let Some((path, _)) = files.first_mut().filter(|_| is_project) {
        *path = DOCUMENT.to_owned();
    }
    let main = files.first().map(|(path, _)| Utf8PathBuf::from(path));
    let events = files.iter().filter(|(path, _)| path.contains("events")).map(|(path, _)| path.into()).collect();
    SdkInput {
        folder: "fuzzed".to_owned(),
        root: "spec/fuzzed".into(),
        files: files.into_iter().map(|(path, text)| (path.into(), text)).collect(),
        target: if is_project { Target::Workspace } else { Target::Standalone },
        adhoc: (!is_project).then_some(Adhoc { openapi: main, events, name: None, selection: Selection::default() }),
    }
}

/// What `generate` takes, from a case and the templates.
pub fn inputs(case: &[u8], templates: &BTreeMap<Utf8PathBuf, String>) -> Inputs {
    Inputs { sdks: vec![sdk(case)], templates: templates.clone() }
}

/// The project's templates, read from beside this crate; `root` is the project's top folder.
pub fn templates(root: &Path) -> BTreeMap<Utf8PathBuf, String> {
    let mut found = BTreeMap::new();
    collect(&root.join("templates"), Utf8Path::new(""), &mut found);
    found
}

fn collect(root: &Path, below: &Utf8Path, found: &mut BTreeMap<Utf8PathBuf, String>) {
    let Ok(entries) = fs::read_dir(root.join(below)) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let path = below.join(name.to_string_lossy().as_ref());
        if entry.path().is_dir() {
            collect(root, &path, found);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            found.insert(path, text);
        }
    }
}
