//! From the files of an SDK to the typed API: each folder of `fixtures/front` is an SDK, with a snapshot of
//! what was read and what was said about it.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use camino::Utf8PathBuf;
use generator::document::{self, Api, MediaTypeShell, OperationShell};
use generator::references::Resolver;
use generator::tree::{Node, Value};
use generator::{Adhoc, Diagnostics, SdkInput, Target};

macro_rules! cases {
    ($($case:ident)*) => {
        const CASES: &[&str] = &[$(stringify!($case)),*];
        $(#[test] fn $case() { check(stringify!($case)) })*
    };
}

cases! {
    form_of_2_in_3
    media_types_and_statuses_misspelt
    missing_document
    names_like_extensions
    no_paths
    nothing_to_read
    nullable_in_3_1
    openapi_3_2
    overlays
    overlays_with_faults
    parts_that_cost_themselves
    references_that_name_nothing
    repaired_parts
    schemas_of_3_0
    sections_of_the_wrong_type
    security_schemes
    split_over_files
    swagger_2
    version_4
    version_cut_short
    version_not_said
    webhooks_alone
    yaml_habits
}

/// Loads and reads one SDK; the snapshot stands beside its files.
fn check(case: &str) {
    let folder = fixtures().join(case);
    let report = report(files(&folder, &folder));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("read", report));
}

#[test]
fn every_folder_is_a_case() {
    let mut folders: Vec<_> =
        fs::read_dir(fixtures()).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    folders.sort();
    assert_eq!(folders, CASES);
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/front")
}

fn files(root: &Path, folder: &Path) -> BTreeMap<Utf8PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(root, &path));
        } else if path.extension().is_some_and(|it| it != "snap" && it != "new") {
            let name = Utf8PathBuf::from_path_buf(path.strip_prefix(root).unwrap().to_owned()).unwrap();
            found.insert(name, fs::read(path).unwrap());
        }
    }
    found
}

fn report(files: BTreeMap<Utf8PathBuf, Vec<u8>>) -> String {
    let document = Utf8PathBuf::from("openapi.yaml");
    let adhoc = (!files.contains_key(&Utf8PathBuf::from("sdk.yaml"))).then(|| Adhoc {
        openapi: Some(document),
        events: Vec::new(),
        name: None,
        selection: generator::Selection::default(),
    });
    let sdk = SdkInput { folder: "it".into(), root: "spec".into(), files, target: Target::Workspace, adhoc };
    let mut diagnostics = Diagnostics::default();
    let documents = document::load(&sdk, &mut diagnostics);
    let api = document::read(Resolver::new(&documents), &mut diagnostics);
    let mut report = api.as_ref().map(outline).unwrap_or_default();
    for it in diagnostics.into_sorted() {
        let key = if it.at.key { " (key)" } else { "" };
        writeln!(report, "{:?}[{}] {}{key}\n  {}", it.severity, it.code, it.at, it.message).unwrap();
        if let Some(help) = it.help {
            writeln!(report, "  help: {help}").unwrap();
        }
    }
    report
}

/// Everything that was read, short.
fn outline(api: &Api<'_>) -> String {
    let mut out = format!("{} {}\n", api.info.title, api.info.version);
    for it in &api.servers {
        writeln!(out, "server {}", it.url).unwrap();
    }
    for it in &api.tags {
        writeln!(out, "tag {}: {}", it.shell.name, it.shell.description.as_deref().unwrap_or("-")).unwrap();
    }
    if let Some(security) = &api.security {
        writeln!(out, "security {}", serde_json::to_string(security).unwrap()).unwrap();
    }
    for it in &api.security_schemes {
        writeln!(out, "scheme {}: {}", it.name, serde_json::to_string(&it.shell).unwrap()).unwrap();
    }
    api.operations.iter().for_each(|it| operation(it, &mut out));
    for (name, schema) in &api.schemas {
        writeln!(out, "schema {name}: {}", compact(schema)).unwrap();
    }
    out
}

fn operation(it: &OperationShell<'_>, out: &mut String) {
    writeln!(out, "{:?} {} {}", it.method, it.path, it.shell.operation_id.as_deref().unwrap_or("-")).unwrap();
    if !it.shell.tags.is_empty() || it.shell.deprecated {
        writeln!(out, "  tags {:?} deprecated {}", it.shell.tags, it.shell.deprecated).unwrap();
    }
    for it in &it.servers {
        writeln!(out, "  server {}", it.url).unwrap();
    }
    if let Some(security) = &it.shell.security {
        writeln!(out, "  security {}", serde_json::to_string(security).unwrap()).unwrap();
    }
    for it in &it.parameters {
        let mark = if it.required { "!" } else { "" };
        write!(out, "  {:?} {}{mark} {:?} explode={}", it.location, it.name, it.style, it.explode).unwrap();
        writeln!(out, " {}{}", it.schema.map(compact).unwrap_or_default(), media(it.content.as_slice())).unwrap();
    }
    if let Some(body) = &it.body {
        writeln!(out, "  body required={}{}", body.shell.required, media(&body.content)).unwrap();
    }
    for it in &it.responses {
        let headers: Vec<_> = it.headers.iter().map(|it| it.name.as_str()).collect();
        writeln!(out, "  {:?} {:?} headers {headers:?}{}", it.status, it.shell.description, media(&it.content))
            .unwrap();
    }
}

fn media(content: &[MediaTypeShell<'_>]) -> String {
    let mut out = String::new();
    for it in content {
        write!(out, "\n    {} {}", it.media_type, it.schema.map_or("-".to_owned(), compact)).unwrap();
        if let Some(example) = it.example {
            write!(out, " example {}", compact(example)).unwrap();
        }
        for it in &it.encoding {
            write!(out, " encoding {}={}", it.property, it.shell.content_type.as_deref().unwrap_or("-")).unwrap();
        }
    }
    out
}

fn compact(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(it) => it.to_string(),
        Value::Number(it) => it.to_string(),
        Value::String(it) => it.clone(),
        Value::List(list) => format!("[{}]", list.iter().map(compact).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let members = map.iter().map(|(key, it)| format!("{key}: {}", compact(it)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
    }
}
