//! Compiles crates in a workspace of their own, made for the test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::FileSet;

/// Pages whose examples the templates write.
const FRONT_PAGES: &[&str] =
    &["/src/lib.rs - (line ", "/src/callbacks.rs - callbacks (line ", "/src/webhooks.rs - webhooks (line "];

/// Writes `crates`, compiles them with their tests, and runs their doctests: all of them pass, and none of them
/// is made of text that the document holds.
pub(crate) fn compiles(crates: impl Iterator<Item = (String, FileSet)>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(&place).unwrap();
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let members = "members = [\"generator\", \"runtime\", \"generated/*\", \"examples\"]";
    assert!(manifest.contains(members));
    fs::write(place.join("Cargo.toml"), manifest.replace(members, "members = [\"runtime\", \"generated/*\"]")).unwrap();
    let _ = fs::copy(root.join("Cargo.lock"), place.join("Cargo.lock"));
    copy(&root.join("runtime"), &place.join("runtime"));
    for (folder, mut files) in crates {
        // Packages of one workspace have names of their own.
        for text in files.values_mut() {
            *text =
                text.replace("hostile-sdk", &format!("{folder}-sdk")).replace("hostile_sdk", &format!("{folder}_sdk"));
        }
        for (path, text) in files {
            let path = place.join("generated").join(&folder).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    cargo(&place, &["check", "--keep-going", "--tests", "--exclude", "sdk-runtime"]);
    let doctests = cargo(&place, &["test", "--doc", "--exclude", "sdk-runtime"]);
    let others =
        doctests.lines().filter(|it| it.starts_with("test ") && !FRONT_PAGES.iter().any(|page| it.contains(page)));
    let others: Vec<&str> = others.filter(|it| !it.starts_with("test result")).collect();
    assert!(others.is_empty(), "doctests beside those of the front pages: {others:#?}");
}

fn cargo(place: &Path, arguments: &[&str]) -> String {
    let target: PathBuf = place.join("../hostile-target");
    let output = Command::new(env!("CARGO"))
        .args(&arguments[..1])
        .args(["--workspace", "--all-features"])
        .args(&arguments[1..])
        .current_dir(place)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}", said.chars().take(20_000).collect::<String>());
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
