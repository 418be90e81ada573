//! `cargo xtask corpus` as a maintainer types it, on small documents of its own.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::fs;
use std::process::Command;

use serde_json::Value;

const PETS: &str = r##"openapi: 3.0.3
info: {title: Pets, version: "1"}
servers: [{url: "http://localhost"}]
paths:
  /pets/{id}:
    parameters: [{$ref: "#/components/parameters/Id"}]
    get:
      operationId: getPet
      parameters:
        - {name: 'fields[]', in: query, schema: {type: array, items: {type: string, enum: [name, born-on]}}}
        - {name: X-Trace, in: header, schema: {type: string}}
        - {name: session, in: cookie, schema: {type: string}}
      responses:
        "200":
          description: A pet.
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string}}
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        born-on: {type: string, format: date}
        kind: {type: string, enum: [cat, dog]}
        parent: {$ref: '#/components/schemas/Pet'}
"##;

/// Runs the command on a folder with these files; its exit code and what it printed.
fn corpus(files: &[(&str, &str)], arguments: &[&str]) -> (Option<i32>, String) {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("corpus")
        .arg(dir.path())
        .args(arguments)
        .env("CARGO_TARGET_DIR", dir.path().join("target"))
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn all_names_of_a_document_reach_the_code() {
    let (code, printed) = corpus(&[("pets.yaml", PETS)], &["--no-compile", "--json", "--missing"]);
    let report: Value = serde_json::from_str(&printed).unwrap();
    let total = &report["total"];
    assert_eq!((code, &total["generated"], &total["compiled"]), (Some(0), &1.into(), &Value::Null), "{printed}");
    assert_eq!(report["documents"][0]["missing"], serde_json::json!([]));
    let all = |kind: &str| (total["names"][kind]["reached"].as_u64(), total["names"][kind]["all"].as_u64());
    for kind in ["operation", "path", "path-parameter", "query", "header", "cookie"] {
        assert_eq!(all(kind), (Some(1), Some(1)), "{kind}");
    }
    assert_eq!(all("property"), (Some(4), Some(4)));
    assert_eq!(all("enum-value"), (Some(4), Some(4)));
    assert!(total["lines"].as_u64() > Some(100));
}

#[test]
fn a_bad_document_fails_the_run_and_keeps_no_other_from_being_tried() {
    let files = [("a.yaml", "openapi: 3.0.3\ninfo: ["), ("b.yaml", PETS)];
    let (code, printed) = corpus(&files, &["--no-compile"]);
    assert_eq!(code, Some(1));
    let line = |start: &str| printed.lines().find(|it| it.starts_with(start)).map(|it| it.split_whitespace().collect());
    let columns: Option<Vec<&str>> = line("2 documents");
    assert_eq!(columns.unwrap()[..3], ["2", "documents", "1"], "{printed}");
    assert!(printed.contains("a.yaml: "), "the reason is told: {printed}");
}

#[test]
fn a_sample_is_as_large_as_asked_for() {
    let files = [("a.yaml", PETS), ("b.yaml", PETS), ("c.yaml", PETS)];
    let (code, printed) = corpus(&files, &["--no-compile", "--json", "--sample", "2", "--seed", "7"]);
    let report: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((code, report["documents"].as_array().unwrap().len()), (Some(0), 2));
}
