//! What the SDKs under `spec/` offer, one line an operation and one an event: the snapshots that show what
//! a change of a specification does.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use camino::Utf8PathBuf;
use generator::ir::{Body, Catalog, Location, Operation, Response, Sdk, Shape, Status, TypeRef};
use generator::{Diagnostics, Inputs, SdkInput, Target};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sdks() -> Vec<SdkInput> {
    let mut folders: Vec<_> = fs::read_dir(root().join("spec")).unwrap().map(|it| it.unwrap().path()).collect();
    folders.retain(|it| it.is_dir());
    folders.sort();
    folders.iter().map(|it| sdk(it)).collect()
}

fn sdk(path: &Path) -> SdkInput {
    let folder = path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut files = BTreeMap::new();
    read(path, Utf8PathBuf::new(), &mut |path, bytes| drop(files.insert(path, bytes)));
    SdkInput { root: Utf8PathBuf::from("spec").join(&folder), folder, files, target: Target::Workspace, adhoc: None }
}

fn read(folder: &Path, below: Utf8PathBuf, found: &mut dyn FnMut(Utf8PathBuf, Vec<u8>)) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = below.join(entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            read(&entry.path(), name, found)
        } else {
            found(name, fs::read(entry.path()).unwrap())
        }
    }
}

fn understood(input: &SdkInput) -> Sdk {
    let mut diagnostics = Diagnostics::default();
    let sdk = generator::understand(input, &mut diagnostics);
    let said: Vec<String> = diagnostics.iter().map(|it| format!("{} {}: {}", it.at, it.code, it.message)).collect();
    assert!(said.is_empty(), "the specifications are without warnings:\n{}", said.join("\n"));
    sdk
}

#[test]
fn operations() {
    for input in sdks() {
        let sdk = understood(&input);
        let lines: String = sdk.operations.iter().map(|it| operation(&sdk, it) + "\n").collect();
        insta::assert_snapshot!(format!("{}_operations", input.folder), lines);
    }
}

#[test]
fn events() {
    for input in sdks() {
        let sdk = understood(&input);
        for catalog in &sdk.catalogs {
            insta::assert_snapshot!(format!("{}_{}", input.folder, catalog.name), catalog_lines(&sdk, catalog));
        }
    }
}

#[test]
fn a_run_gives_the_same_files_every_time_and_in_every_order() {
    let mut templates = BTreeMap::new();
    read(&root().join("templates"), Utf8PathBuf::new(), &mut |path, bytes| {
        templates.insert(path, String::from_utf8(bytes).unwrap());
    });
    let mut inputs = Inputs { sdks: sdks(), templates };
    let first = generator::generate(&inputs).unwrap();
    inputs.sdks.reverse();
    let second = generator::generate(&inputs).unwrap();
    assert!(first.crates == second.crates);
}

/// `things.list: Get /things limit? I64 -> 200 ThingList | 401 429`
fn operation(sdk: &Sdk, it: &Operation) -> String {
    let mut line = format!("{}: {:?} {}", it.id, it.method, it.path);
    for parameter in it.parameters.iter().filter(|it| it.location != Location::Path) {
        let mark = if parameter.required { "" } else { "?" };
        let _ = write!(line, " {}{mark} {}", parameter.wire, ty(sdk, &parameter.ty));
    }
    if let Some(Body { content, required, .. }) = &it.body {
        let _ = write!(line, " {}{}", ty(sdk, &content.ty), if *required { "" } else { "?" });
    }
    let answers: Vec<String> = it.success.iter().map(|it| answer(sdk, it)).collect();
    let errors: Vec<String> = it.errors.iter().map(|it| status(it.status)).collect();
    let _ = write!(line, " -> {} | {}", answers.join(" "), errors.join(" "));
    line
}

fn answer(sdk: &Sdk, it: &Response) -> String {
    let content = it.content.as_ref().map_or("nothing".to_owned(), |it| ty(sdk, &it.ty));
    format!("{} {content}", status(it.status))
}

fn status(it: Status) -> String {
    match it {
        Status::Exact(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// `debate/consensus: reached Bool, confidence F64`
fn catalog_lines(sdk: &Sdk, catalog: &Catalog) -> String {
    let mut lines = String::new();
    for event in &catalog.events {
        let group = &catalog.groups[event.group as usize].name;
        let _ = writeln!(lines, "{group}/{}: {}", event.wire, payload(sdk, &event.payload));
    }
    lines
}

fn payload(sdk: &Sdk, it: &TypeRef) -> String {
    let TypeRef::Named(id) = it else { return "open".to_owned() };
    let Shape::Object(object) = &sdk.types[id.0 as usize].shape else { return ty(sdk, it) };
    let fields: Vec<String> = object.fields.iter().map(|it| format!("{} {}", it.wire, ty(sdk, &it.ty))).collect();
    fields.join(", ")
}

fn ty(sdk: &Sdk, it: &TypeRef) -> String {
    match it {
        TypeRef::Scalar(it) => format!("{it:?}"),
        TypeRef::Named(id) => sdk.types[id.0 as usize].hint.join("."),
        TypeRef::List(it) => format!("[{}]", ty(sdk, it)),
        TypeRef::Map(it) => format!("{{{}}}", ty(sdk, it)),
        TypeRef::Nullable(it) => format!("{}|null", ty(sdk, it)),
        TypeRef::Boxed(it) => ty(sdk, it),
    }
}
