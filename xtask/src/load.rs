//! Files → `Inputs`: the only reader of specifications and templates.
//!
//! **Invariant:** nothing outside an SDK's own folder is read, by a link neither, and nothing from the network.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;

use anyhow::{Context as _, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};
use generator::{Adhoc, SdkInput, Selection, Target, references};

use crate::project::Project;
use crate::standalone;

/// Largest file that is read, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// The SDKs under `spec/`: those named, or all.
pub(crate) fn project_sdks(project: &Project, named: &[String]) -> Result<Vec<SdkInput>> {
    let folders = sdk_folders(project)?;
    let chosen: Vec<&String> = folders.iter().filter(|it| named.is_empty() || named.contains(it)).collect();
    chosen.into_iter().map(|folder| project_sdk(project, folder)).collect()
}

/// Names of the folders under `spec/`, sorted.
pub(crate) fn sdk_folders(project: &Project) -> Result<Vec<String>> {
    let spec = project.spec();
    let mut folders = Vec::new();
    for entry in spec.read_dir_utf8().with_context(|| format!("reading the folder {spec}"))? {
        let entry = entry.with_context(|| format!("reading the folder {spec}"))?;
        if entry.path().is_dir() && !entry.file_name().starts_with('.') {
            folders.push(entry.file_name().to_owned());
        }
    }
    folders.sort();
    Ok(folders)
}

fn project_sdk(project: &Project, folder: &str) -> Result<SdkInput> {
    let mut files = BTreeMap::new();
    read_folder(&project.spec().join(folder), Utf8Path::new(""), &["yaml", "yml", "json", "md"], &mut files)?;
    Ok(SdkInput {
        folder: folder.to_owned(),
        root: Utf8PathBuf::from("spec").join(folder),
        files,
        target: Target::Workspace,
        adhoc: None,
    })
}

/// Reads every file below `root` that has one of these extensions, by its path there.
fn read_folder(
    root: &Utf8Path,
    below: &Utf8Path,
    extensions: &[&str],
    files: &mut BTreeMap<Utf8PathBuf, Vec<u8>>,
) -> Result<()> {
    let path = root.join(below);
    for entry in path.read_dir_utf8().with_context(|| format!("reading the folder {path}"))? {
        let entry = entry.with_context(|| format!("reading the folder {path}"))?;
        let relative = below.join(entry.file_name());
        if entry.path().is_dir() {
            // A folder behind a link is read where it stands; a link to one above has no end.
            if !entry.path().is_symlink() {
                read_folder(root, &relative, extensions, files)?;
            }
        } else if relative.extension().is_some_and(|it| extensions.contains(&it)) && is_within(root, entry.path()) {
            files.insert(relative, read(entry.path())?);
        }
    }
    Ok(())
}

/// Whether a file, links followed, is a plain one below `root`: no device, no pipe, nothing of somebody else's.
fn is_within(root: &Utf8Path, path: &Utf8Path) -> bool {
    let real = |path: &Utf8Path| if path.as_str().is_empty() { fs::canonicalize(".") } else { fs::canonicalize(path) };
    path.is_file() && real(root).is_ok_and(|root| real(path).is_ok_and(|it| it.starts_with(root)))
}

/// The SDK of somebody's own document: that file, the files it refers to and its event catalog.
pub(crate) fn own_document(
    spec: &Utf8Path,
    events: Option<&Utf8Path>,
    name: Option<&str>,
    selection: Selection,
) -> Result<SdkInput> {
    let root = spec.parent().unwrap_or(Utf8Path::new(""));
    let main = name_of(spec)?;
    let mut files = BTreeMap::new();
    read_with_references(root, main, &mut files)?;
    let mut catalogs = Vec::new();
    if let Some(catalog) = events {
        let path = catalog.strip_prefix(root).map_or_else(|_| name_of(catalog), Ok)?.to_owned();
        if files.insert(path.clone(), read(catalog)?).is_some() {
            bail!("the event catalog {catalog} has the name of a file that the document needs; rename it");
        }
        catalogs.push(path);
    }
    Ok(SdkInput {
        folder: "crate".to_owned(),
        root: root.to_owned(),
        files,
        target: Target::Standalone,
        adhoc: Some(Adhoc {
            openapi: Some(main.to_owned()),
            events: catalogs,
            name: name.map(str::to_owned),
            selection,
        }),
    })
}

fn name_of(path: &Utf8Path) -> Result<&Utf8Path> {
    path.file_name().map(Utf8Path::new).with_context(|| format!("{path} is not a file"))
}

/// Reads `path` and, as long as they stay below `root`, the files that it refers to. One that is not
/// there is the generator's to report: it knows where it is named.
fn read_with_references(root: &Utf8Path, main: &Utf8Path, files: &mut BTreeMap<Utf8PathBuf, Vec<u8>>) -> Result<()> {
    let mut waiting = vec![main.to_owned()];
    while let Some(path) = waiting.pop() {
        let full = root.join(&path);
        if files.contains_key(&path) || (path != main && !is_within(root, &full)) {
            continue;
        }
        let bytes = read(&full)?;
        let named = references::files_named(&bytes);
        waiting.extend(named.iter().filter_map(|it| references::join(&path, it).ok()));
        files.insert(path, bytes);
    }
    Ok(())
}

/// Reads a file, but no more than is allowed: a device has no size, and no end.
fn read(path: &Utf8Path) -> Result<Vec<u8>> {
    let reading = || format!("reading {path}");
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(reading)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).with_context(reading)?;
    if bytes.len() as u64 > LARGEST {
        bail!("{path} is too large: {LARGEST} bytes is the most that is read");
    }
    Ok(bytes)
}

/// Template sources: from disk inside the project, else those that the program carries.
pub(crate) fn templates(project: Option<&Project>) -> Result<BTreeMap<Utf8PathBuf, String>> {
    let Some(project) = project else { return Ok(standalone::embedded_templates()) };
    let mut found = BTreeMap::new();
    read_folder(&project.templates(), Utf8Path::new(""), &["jinja"], &mut found)?;
    let text = |(path, bytes)| {
        let text = String::from_utf8(bytes).with_context(|| format!("templates/{path} is not UTF-8"))?;
        Ok((path, text))
    };
    found.into_iter().map(text).collect()
}
