//! Documents and folders made to hurt, given to the program as a person gives them: each is refused or generated with
//! a word about it, soon and small, and nothing outside the folder is read.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The most time that a document takes.
const LONGEST: Duration = Duration::from_secs(10);

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: Zoo, version: \"1\"}\npaths: {}\n";

/// A folder with files, and the program run in it.
struct Place(TempDir);

impl Place {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        for (path, bytes) in files {
            fs::create_dir_all(place.path(path).parent().unwrap()).unwrap();
            fs::write(place.path(path), bytes).unwrap();
        }
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// What is said of `spec`, with the exit code before it.
    fn said_of(&self, spec: &str) -> String {
        self.run(env!("CARGO_MANIFEST_DIR").into(), &["--spec", spec, "--out", "out", "--name", "zoo-sdk"])
    }

    /// Runs the program as Cargo does for the project of this manifest.
    fn run(&self, manifest: PathBuf, arguments: &[&str]) -> String {
        let started = Instant::now();
        // No more than this for anything, address space of threads that are never touched included.
        let limited = "ulimit -v 6000000; exec \"$0\" codegen \"$@\"";
        let output: Output = Command::new("sh")
            .args(["-c", limited, env!("CARGO_BIN_EXE_xtask")])
            .args(arguments)
            .current_dir(self.0.path())
            .env("CARGO_MANIFEST_DIR", manifest)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(started.elapsed() < LONGEST, "{arguments:?}: {:?}", started.elapsed());
        let text = [output.stdout, output.stderr].concat();
        format!("{:?} {}", output.status.code(), String::from_utf8_lossy(&text))
    }
}

#[track_caller]
fn refused(said: &str, why: &str) {
    assert!(said.starts_with("Some(1)") && said.contains(why), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn bytes_that_are_no_document_are_refused() {
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(HEAD.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let nested = format!("{HEAD}x-a: {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
    let bomb: String = (1..60).map(|it| format!("x-{it}: &a{it} [*a{0}, *a{0}, *a{0}]\n", it - 1)).collect();
    let bomb = format!("{HEAD}x-0: &a0 [x, x]\n{bomb}");
    let cases: [(&[u8], &str); 8] = [
        (b"", "empty-file"),
        (b"# nothing\n", "empty-file"),
        (b"\xff\xfe\xfd", "not-utf8"),
        (&utf_16, "UTF-16"),
        (b"\0\0\0\0", "syntax"),
        (b"openapi: [", "syntax"),
        (nested.as_bytes(), "too-deep"),
        (bomb.as_bytes(), "too-"),
    ];
    for (bytes, why) in cases {
        let place = Place::new(&[("zoo.yaml", bytes)]);
        refused(&place.said_of("zoo.yaml"), why);
        assert!(!place.path("out").exists(), "nothing is written");
    }
}

#[test]
fn what_is_no_file_is_refused() {
    let place = Place::new(&[("folder/zoo.yaml", HEAD.as_bytes())]);
    symlink("loop.yaml", place.path("loop.yaml")).unwrap();
    for (spec, why) in [
        ("folder", "reading folder"),
        ("missing.yaml", "reading missing.yaml"),
        ("loop.yaml", "reading loop.yaml"),
        ("..", "not a file"),
        ("/dev/zero", "is too large"),
        ("/dev/null", "empty-file"),
    ] {
        refused(&place.said_of(spec), why);
    }
}

#[test]
fn references_lead_to_nothing_outside() {
    let secret = "TOPSECRET";
    let schema = |it: &str| format!("{{$ref: '{it}'}}");
    let names = [
        "../secret.yaml",
        "../../../../../../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "http://127.0.0.1:1/x.yaml",
        "link.yaml",
        "linked/secret.yaml",
        "device.yaml",
        "folder.yaml",
        "..\\secret.yaml",
        "%2e%2e/secret.yaml",
        "a/../../secret.yaml",
    ];
    let schemas: String =
        names.iter().enumerate().map(|(index, it)| format!("    S{index}: {}\n", schema(it))).collect();
    let spec = format!("{HEAD}components:\n  schemas:\n{schemas}");
    let place = Place::new(&[
        ("secret.yaml", format!("{{type: object, title: {secret}, properties: {{{secret}: {{}}}}}}\n").as_bytes()),
        ("in/zoo.yaml", spec.as_bytes()),
        ("in/folder.yaml/x", b""),
    ]);
    symlink("../secret.yaml", place.path("in/link.yaml")).unwrap();
    symlink("..", place.path("in/linked")).unwrap();
    symlink("/dev/zero", place.path("in/device.yaml")).unwrap();
    let said = place.said_of("in/zoo.yaml");
    assert!(said.starts_with("Some(0)"), "{said}");
    let warnings = said.matches("warning[dangling-ref]").count()
        + said.matches("warning[ref-outside]").count()
        + said.matches("warning[ref-remote]").count();
    assert_eq!(warnings, names.len(), "{said}");
    assert!(!said.contains(secret), "{said}");
    assert!(!written(&place.path("out")).contains(secret));
}

#[test]
fn links_in_a_folder_of_the_project_have_an_end() {
    let sdk = b"crate: {name: zoo-sdk, version: 0.1.0, description: Talks to the zoo.}\nopenapi: openapi.yaml\n";
    let place = Place::new(&[
        ("xtask/Cargo.toml", b""),
        ("spec/zoo/sdk.yaml", sdk),
        ("spec/zoo/openapi.yaml", HEAD.as_bytes()),
        ("spec/zoo/more/a.yaml", b"a: 1\n"),
    ]);
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    symlink(templates, place.path("templates")).unwrap();
    for (to, link) in
        [(".", "a"), ("..", "b"), ("../zoo", "more/c"), ("/", "d"), ("/dev/zero", "e.yaml"), ("f.yaml", "f.yaml")]
    {
        symlink(to, place.path("spec/zoo").join(link)).unwrap();
    }
    Command::new("mkfifo").arg(place.path("spec/zoo/pipe.yaml")).status().unwrap();
    let said = place.run(place.path("xtask"), &[]);
    assert!(said.starts_with("Some(0)"), "{said}");
}

/// All texts below a folder.
fn written(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            all += &written(&entry.path());
        } else {
            all += &fs::read_to_string(entry.path()).unwrap();
        }
    }
    all
}
