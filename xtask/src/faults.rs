//! Every class of fault of `FAULTS.md` has a small document, and what a person is shown of it is a snapshot.

#[path = "../../fuzz/src/case.rs"]
#[allow(dead_code, unreachable_pub, clippy::missing_docs_in_private_items)]
mod case;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use generator::diagnostics::{CODES, OWN_CODES};
use generator::{Diagnostics, understand};

use crate::diagnostics::{locate_all, render};
use crate::project::Project;

/// A row of a table of `FAULTS.md`.
struct Row {
    words: String,
    codes: Vec<String>,
}

fn root() -> Utf8PathBuf {
    Project::find().expect("run inside the project").root().to_owned()
}

/// Path and stem of each document.
fn fixtures() -> Vec<(Utf8PathBuf, String)> {
    let folder = root().join("generator/tests/fixtures/faults");
    let entries = folder.read_dir_utf8().expect("readable").map(|it| it.expect("readable").into_path());
    let mut found: Vec<_> = entries
        .filter(|it| it.extension().is_some_and(|it| it != "snap" && it != "new"))
        .map(|it| (it.clone(), it.file_stem().unwrap_or_default().to_owned()))
        .collect();
    found.sort();
    found
}

/// What is said of a document: the text for people, and the codes.
fn said(path: &Utf8Path) -> (String, BTreeSet<&'static str>) {
    let mut input = case::sdk(&fs::read(path).expect("readable"));
    if input.files.len() > 1 {
        // A case that begins with another file has no document.
        input.files.retain(|_, it| !it.is_empty());
    }
    let sources: BTreeMap<_, _> = input.files.iter().map(|(path, it)| (input.root.join(path), it.clone())).collect();
    let mut diagnostics = Diagnostics::default();
    understand(&input, &mut diagnostics);
    let list = diagnostics.into_sorted();
    (render(&locate_all(&list, &sources), false), list.iter().map(|it| it.code).collect())
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(root().join("FAULTS.md")).expect("readable");
    let cells = |line: &str| line.split('|').map(|it| it.trim().to_owned()).collect::<Vec<_>>();
    let row = |line: &str| {
        let cells = cells(line);
        let (fault, codes) = (cells.get(1)?, cells.get(2)?);
        let codes: Vec<String> = codes.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        (!codes.is_empty()).then(|| Row { words: words(fault), codes })
    };
    text.lines().filter(|it| it.starts_with('|')).filter_map(row).collect()
}

/// `a_url_of_a_server`
fn words(text: &str) -> String {
    let text = text.to_lowercase();
    text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("_")
}

/// Whether a document called `stem` is one of this row: `empty.comments` of `empty, or nothing but comments`.
fn is_of(stem: &str, row: &Row) -> bool {
    let name = stem.split('.').next().unwrap_or_default();
    row.words.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

#[test]
fn every_fault_is_shown_with_its_place() {
    for (path, stem) in fixtures() {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().expect("a folder"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(stem.as_str(), said(&path).0));
    }
}

#[test]
fn every_row_of_the_table_has_a_document_that_shows_its_codes() {
    let fixtures = fixtures();
    let rows = rows();
    let mut faults = Vec::new();
    for row in &rows {
        let own = fixtures.iter().filter(|it| is_of(&it.1, row));
        let shown: BTreeSet<&str> = own.flat_map(|it| said(&it.0).1).collect();
        let lacking: Vec<_> = row.codes.iter().filter(|it| !shown.contains(it.as_str())).collect();
        if !lacking.is_empty() {
            faults.push(format!("{}: nothing shows {lacking:?}, but {shown:?}", row.words));
        }
    }
    for (_, stem) in &fixtures {
        if rows.iter().filter(|it| is_of(stem, it)).count() != 1 {
            faults.push(format!("{stem} stands for no row, or for several"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_code_is_explained() {
    let explained: BTreeSet<String> = rows().into_iter().flat_map(|it| it.codes).collect();
    let codes = CODES.iter().filter(|it| !OWN_CODES.contains(it)).map(|it| (*it).to_owned()).collect();
    assert_eq!(explained, codes);
}
