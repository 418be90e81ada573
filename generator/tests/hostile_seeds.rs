//! The cases of the fuzz target and mutations of them, on stable and without a fuzzer: whatever a document is,
//! it becomes a crate or a diagnostic.

#![allow(clippy::panic, clippy::unwrap_used, dead_code, unreachable_pub)]

#[path = "../../fuzz/src/case.rs"]
mod case;
#[path = "../../fuzz/src/check.rs"]
mod check;
#[path = "../../fuzz/src/mutate.rs"]
mod mutate;
#[path = "../../fuzz/src/words.rs"]
mod words;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// Mutations of each seed. More of them: `HOSTILE_MUTATIONS=1000 cargo test -p generator --test hostile_seeds`.
const MUTATIONS: u64 = 12;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Name and contents of each seed.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut seeds: Vec<_> = fs::read_dir(root().join("fuzz/seeds"))
        .unwrap()
        .map(|it| it.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    seeds.sort();
    assert!(!seeds.is_empty());
    seeds
}

/// What is wrong with what becomes of a case.
fn fault(case: &[u8]) -> Option<String> {
    let templates = case::templates(&root());
    match catch_unwind(AssertUnwindSafe(|| check::check(case, &templates))) {
        Ok(result) => result.err(),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().cloned();
            Some(format!("panic: {}", said.unwrap_or_default()))
        }
    }
}

#[test]
fn every_seed_becomes_a_crate_or_a_diagnostic() {
    let faults: Vec<_> =
        seeds().into_par_iter().filter_map(|(name, case)| fault(&case).map(|it| format!("{name}: {it}"))).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_mutation_of_a_seed_becomes_a_crate_or_a_diagnostic() {
    let mutations = std::env::var("HOSTILE_MUTATIONS").ok().and_then(|it| it.parse().ok()).unwrap_or(MUTATIONS);
    let seeds = seeds();
    let cases: Vec<_> =
        (0..mutations).flat_map(|seed| seeds.iter().map(move |(name, case)| (name, case, seed))).collect();
    let faults: Vec<_> = cases
        .into_par_iter()
        .filter_map(|(name, case, seed)| {
            let mutated = mutate::mutate(case, seed)?;
            let fault = fault(&mutated)?;
            Some(format!("{name}, seed {seed}: {fault}\n{}", String::from_utf8_lossy(&mutated)))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
