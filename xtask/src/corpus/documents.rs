//! Which documents of a folder are tried, and under which names.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use camino::{Utf8Path, Utf8PathBuf};

use crate::flags::CorpusFlags;

/// A document and the name that its crate gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) path: Utf8PathBuf,
    /// Folder of its output; `<name>-sdk` is its crate.
    pub(crate) name: String,
}

/// The documents that the flags ask for, sorted.
pub(crate) fn chosen(flags: &CorpusFlags) -> Result<Vec<Document>> {
    let small =
        |it: &Utf8PathBuf| flags.max_kib.is_none_or(|most| it.metadata().is_ok_and(|it| it.len() <= most * 1024));
    let mut found = below(&flags.folder)?;
    found.retain(small);
    if let Some(wanted) = flags.sample {
        found = sample(found, wanted, flags.seed);
    }
    Ok(with_names(found))
}

/// The documents at some paths, each of them a file or a folder of them.
pub(crate) fn named(paths: &[Utf8PathBuf]) -> Result<Vec<Document>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(below(path)?);
        } else {
            found.push(path.clone());
        }
    }
    Ok(with_names(found))
}

/// The documents of a folder, sorted.
fn below(folder: &Utf8Path) -> Result<Vec<Utf8PathBuf>> {
    let mut found = Vec::new();
    for entry in folder.read_dir_utf8().with_context(|| format!("reading the folder {folder}"))? {
        let path = entry.with_context(|| format!("reading the folder {folder}"))?.path().to_owned();
        if path.is_file() && matches!(path.extension(), Some("yaml" | "yml" | "json")) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn with_names(paths: Vec<Utf8PathBuf>) -> Vec<Document> {
    let mut names = BTreeSet::new();
    paths.into_iter().map(|path| Document { name: unique(&path, &mut names), path }).collect()
}

/// So many of them, the same ones for the same seed; which they are depends on nothing but their names.
fn sample(mut found: Vec<Utf8PathBuf>, wanted: usize, seed: u64) -> Vec<Utf8PathBuf> {
    found.sort_by_key(|path| shuffled(path.file_name().unwrap_or_default(), seed));
    found.truncate(wanted);
    found.sort();
    found
}

/// FNV-1a over seed and name, with its bits spread (the finaliser of `MurmurHash3`).
fn shuffled(name: &str, seed: u64) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(name.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, it| (hash ^ u64::from(it)).wrapping_mul(0x100_0000_01b3));
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

/// The file's name as a name of a crate.
pub(crate) fn name_of(path: &Utf8Path) -> String {
    let name = path.file_stem().unwrap_or_default().to_lowercase();
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("n{name}") } else { name }
}

fn unique(path: &Utf8Path, taken: &mut BTreeSet<String>) -> String {
    let name = name_of(path);
    let mut free = name.clone();
    let mut count = 2;
    while !taken.insert(free.clone()) {
        free = format!("{name}-{count}");
        count += 1;
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_depends_on_seed_and_names_alone() {
        let all: Vec<Utf8PathBuf> = (0..50).map(|it| format!("in/{it}.yaml").into()).collect();
        let elsewhere: Vec<Utf8PathBuf> = (0..50).rev().map(|it| format!("at/{it}.yaml").into()).collect();
        let names = |list: Vec<Utf8PathBuf>| list.iter().map(|it| it.file_name().unwrap().to_owned()).collect();
        let one: Vec<String> = names(sample(all.clone(), 5, 1));
        let same: Vec<String> = names(sample(elsewhere, 5, 1));
        let other: Vec<String> = names(sample(all, 5, 2));
        assert_eq!((one.len(), &one), (5, &same));
        assert_ne!(one, other);
    }

    #[test]
    fn every_document_has_a_name_of_its_own() {
        let mut taken = BTreeSet::new();
        let names = ["a/Pets v1.yaml", "a/pets.v1.json", "a/1forge.json"].map(|it| unique(it.into(), &mut taken));
        assert_eq!(names, ["pets-v1", "pets-v1-2", "n1forge"]);
    }
}
