//! An SDK is one folder under `spec/`: what CONTRIBUTING.md shows, typed into a project that lacks it.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// What a project needs so that Cargo can read its workspace and build a generated crate.
const PROJECT: [&str; 5] = ["Cargo.toml", "Cargo.lock", "generator", "runtime", "templates"];

fn real() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::copy(from, to).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}

/// The files that the chapter shows: a path in backticks before a block, and the block.
fn shown(chapter: &str) -> Vec<(&str, &str)> {
    let mut blocks = chapter.split("```");
    let mut files = Vec::new();
    while let (Some(before), Some(block)) = (blocks.next(), blocks.next()) {
        let path = before.split('`').skip(1).step_by(2).last().filter(|it| it.starts_with("spec/") && it.contains('.'));
        if let (Some(path), Some(text)) = (path, block.strip_prefix("yaml\n")) {
            files.push((path, text));
        }
    }
    files
}

/// Runs a program and gives back what it says; it must exit with success.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}: {said}");
    said
}

#[test]
fn an_sdk_is_one_folder_under_spec() {
    let dir = tempfile::tempdir().unwrap();
    for part in PROJECT {
        copy(&real().join(part), &dir.path().join(part));
    }
    let manifest = fs::read_to_string(dir.path().join("Cargo.toml")).unwrap();
    fs::write(dir.path().join("Cargo.toml"), manifest.replace(", \"examples/*\"", "")).unwrap();
    fs::create_dir(dir.path().join("xtask")).unwrap();
    fs::write(dir.path().join("xtask/Cargo.toml"), "").unwrap();
    let contributing = fs::read_to_string(real().join("CONTRIBUTING.md")).unwrap();
    let chapter = contributing.split("\n## ").find(|it| it.starts_with("Add an SDK")).unwrap();
    let files = shown(chapter);
    assert_eq!(files.len(), 2, "the chapter shows a document and what it cannot say");
    for (path, text) in files {
        fs::create_dir_all(dir.path().join(path).parent().unwrap()).unwrap();
        fs::write(dir.path().join(path), text).unwrap();
    }

    let codegen = |flags: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        run(command
            .arg("codegen")
            .args(flags)
            .current_dir(dir.path())
            .env("CARGO_MANIFEST_DIR", dir.path().join("xtask")))
    };
    codegen(&["--strict"]);
    codegen(&["--check"]);
    let mut cargo = Command::new("cargo");
    let said = run(cargo
        .args(["test", "--offline", "-p", "harbour-sdk"])
        .current_dir(dir.path())
        .env("CARGO_TARGET_DIR", real().join("target/standalone"))
        .env("RUSTFLAGS", "-D warnings"));
    assert!(said.contains("test ships ... ok"), "the generated tests send its operations: {said}");
}
