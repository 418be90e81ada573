//! Runs every program against a loopback server: what it prints, and what the server is sent.

#![allow(clippy::unwrap_used, clippy::panic)]

mod customers;
mod debating;
mod judging;
mod learning;
mod live;
mod paging;
mod programs;
mod stage;
mod starting;
mod versioning;

use std::fs;
use std::path::Path;

#[test]
fn every_program_is_tested_and_in_the_readme() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    for file in fs::read_dir(folder.join("examples")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().and_then(|it| it.to_str()).unwrap();
        // What leads whole lives on a real server is run by `cargo xtask conformance`.
        if fs::read_to_string(&path).unwrap().contains("SDK_TRIAL") {
            continue;
        }
        assert!(include_str!("programs.rs").contains(&format!("mod {name};")), "{name} is not tested");
        assert!(readme.contains(&format!("(examples/{name}.rs)")), "{name} is not in the README");
    }
}
