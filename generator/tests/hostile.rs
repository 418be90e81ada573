//! Documents that were made to hurt: a payload in every field that reaches the output stays text.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, dead_code, unreachable_pub)]

#[path = "../../fuzz/src/case.rs"]
mod case;
#[path = "../../fuzz/src/check.rs"]
mod check;
#[path = "hostile/compile.rs"]
mod compile;
#[path = "hostile/documents.rs"]
mod documents;
#[path = "hostile/inert.rs"]
mod inert;
#[path = "hostile/others.rs"]
mod others;
#[path = "hostile/payloads.rs"]
mod payloads;

use std::collections::BTreeMap;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use generator::{FileSet, Inputs, SdkInput, Severity, Target, generate};
use rayon::prelude::*;
use serde_json::Value;

use self::documents::{Hostile, hostile};

/// Payloads that one document carries in the test of clashes.
const TOGETHER: usize = 25;

fn templates() -> BTreeMap<Utf8PathBuf, String> {
    case::templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
}

fn input(folder: String, hostile: &Hostile) -> SdkInput {
    let json = |it: &Value| it.to_string().into_bytes();
    let files = [
        ("openapi.json", json(&hostile.document)),
        ("events.json", json(&hostile.events)),
        ("sdk.yaml", serde_yaml::to_string(&hostile.config).unwrap().into_bytes()),
    ];
    let overlay = hostile.overlay.iter().map(|it| ("overlay.json", json(it)));
    SdkInput {
        root: Utf8Path::new("spec").join(&folder),
        folder,
        files: files.into_iter().chain(overlay).map(|(path, it)| (path.into(), it)).collect(),
        target: Target::Workspace,
        adhoc: None,
    }
}

/// The crate made from texts in every place.
///
/// # Errors
/// What was said instead.
fn made(folder: String, texts: &[String]) -> Result<FileSet, Vec<String>> {
    generated(folder, &hostile(texts))
}

fn generated(folder: String, hostile: &Hostile) -> Result<FileSet, Vec<String>> {
    let inputs = Inputs { sdks: vec![input(folder, hostile)], templates: templates() };
    match generate(&inputs) {
        Ok(output) => Ok(output.crates.into_values().next().unwrap_or_default()),
        Err(diagnostics) => {
            let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error);
            Err(errors.map(|it| format!("{} at {}: {}", it.code, it.at, it.message)).collect())
        }
    }
}

/// What is wrong with a crate, or that there is none.
fn faults(folder: String, texts: &[String]) -> Vec<String> {
    match made(folder, texts) {
        Ok(files) => check::contained(&files).err().into_iter().chain(inert::faults(&files)).collect(),
        Err(said) => said,
    }
}

#[test]
fn each_payload_stays_text_in_every_place() {
    let faults: Vec<String> = payloads::breakouts()
        .par_iter()
        .flat_map(|(name, text)| {
            let faults = faults("alone".to_owned(), std::slice::from_ref(text));
            faults.into_iter().take(5).map(|it| format!("{name}: {it}")).collect::<Vec<_>>()
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_payload_stays_text_in_swagger_and_overlays() {
    let faults: Vec<String> = payloads::breakouts()
        .par_iter()
        .flat_map(|(name, text)| {
            let faults = match generated("others".to_owned(), &others::others(text)) {
                Ok(files) => check::contained(&files).err().into_iter().chain(inert::faults(&files)).collect(),
                Err(said) => said,
            };
            faults.into_iter().take(5).map(|it| format!("{name}: {it}")).collect::<Vec<_>>()
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn payloads_that_meet_stay_apart() {
    let all = payloads::all();
    let faults: Vec<String> = all
        .par_chunks(TOGETHER)
        .flat_map(|it| faults("together".to_owned(), it).into_iter().take(5).collect::<Vec<_>>())
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
#[ignore = "compiles crates for minutes: `cargo test -p generator --test hostile -- --ignored`"]
fn what_payloads_become_compiles_and_runs_no_text() {
    let all = payloads::all();
    let crates = all.chunks(TOGETHER).enumerate().map(|(index, texts)| {
        let folder = format!("hostile{index}");
        let files = made(folder.clone(), texts).unwrap_or_else(|it| panic!("{}", it.join("\n")));
        (folder, files)
    });
    compile::compiles(crates);
}
