//! From the bytes of a document, and of files beside it, to the files of a crate.

#![no_main]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use camino::Utf8PathBuf;
use generator_fuzz::{case, check, mutate};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

static TEMPLATES: LazyLock<BTreeMap<Utf8PathBuf, String>> =
    LazyLock::new(|| case::templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")));

fuzz_target!(|data: &[u8]| {
    if let Err(fault) = check::check(data, &TEMPLATES) {
        panic!("{fault}");
    }
});

// Half of the mutations are libFuzzer's own, of bytes; half change the document as a tree.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mutated = if seed % 2 == 0 { None } else { mutate::mutate(&data[..size], seed.into()) };
    match mutated {
        Some(mutated) if mutated.len() <= max_size => {
            data[..mutated.len()].copy_from_slice(&mutated);
            mutated.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
});
