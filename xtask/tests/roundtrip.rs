//! `cargo xtask roundtrip` as a maintainer types it, on a small document of its own.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::process::Command;

use serde_json::Value;

const DOCUMENT: &str = r##"openapi: 3.1.0
info: {title: Shapes, version: "1"}
servers: [{url: "http://localhost"}]
paths:
  /shapes:
    get:
      operationId: shapes
      responses:
        "200": {description: All., content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Shape"}}}}}
components:
  schemas:
    Stamp:
      type: object
      required: [at, by]
      properties:
        at: {type: string, format: date-time, readOnly: true}
        by: {type: string, enum: [us, them], readOnly: true}
    Shape:
      oneOf: [{$ref: "#/components/schemas/Circle"}, {$ref: "#/components/schemas/Group"}, {type: string}]
    Circle:
      type: object
      required: [kind, radius]
      properties:
        kind: {const: circle}
        radius: {type: number}
        drawn: {type: [string, "null"], format: date-time, example: "2024-02-30T10:00:00,5+01"}
    Group:
      type: object
      required: [kind]
      properties:
        kind: {type: string, enum: [group, heap]}
        count: {type: integer, format: int64, example: "many"}
        parts: {type: array, items: {$ref: "#/components/schemas/Shape"}}
      additionalProperties: {type: integer}
"##;

#[test]
fn values_of_every_type_come_back_equal() {
    let dir = tempfile::tempdir().unwrap();
    let spec = dir.path().join("roundtrip-shapes.yaml");
    std::fs::write(&spec, DOCUMENT).unwrap();
    // The project's own output folder: dependencies are compiled there once.
    let output =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(["roundtrip", "--json", "--spec"]).arg(&spec).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    let score: Value = serde_json::from_str(&printed).unwrap_or_else(|_| panic!("{printed}{errors}"));
    assert_eq!(output.status.code(), Some(0), "{score}");
    assert!(score["types"].as_u64() >= Some(4), "{score}");
    assert!(score["values"].as_u64() >= Some(20), "{score}");
    assert_eq!(score["values"], score["equal"], "{score}");
}
