//! The SDK for AEGIS against loopback servers: every program of `examples/`, and what can go wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod auth;
mod errors;
mod files;
mod programs;
mod protocols;
mod running;
mod stage;
mod starting;
mod streams;
mod teams;

use std::fs;
use std::path::Path;

#[test]
fn every_program_is_tested_and_in_the_readme() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    for file in fs::read_dir(folder.join("examples")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().and_then(|it| it.to_str()).unwrap();
        // Some have a file of tests of their own.
        let is_tested = folder.join(format!("tests/{name}.rs")).is_file()
            || include_str!("programs.rs").contains(&format!("mod {name};"));
        assert!(is_tested, "{name} is not tested");
        assert!(readme.contains(&format!("(examples/{name}.rs)")), "{name} is not in the README");
    }
}
