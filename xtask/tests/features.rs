//! A crate with features compiles with each of them alone, with none, and with its tests.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// As many namespaces as make a crate divisible.
const NAMESPACES: [&str; 8] = ["ants", "bees", "cats", "dogs", "eels", "foxes", "goats", "hens"];

/// What two namespaces share, what one has for itself, what others are made of, and what nothing uses.
const SCHEMAS: &str = r##"
components:
  schemas:
    Shared: {type: object, required: [id], properties: {id: {type: string}, part: {$ref: "#/components/schemas/Part"}}}
    Part: {type: object, properties: {size: {enum: [small, large]}, whole: {$ref: "#/components/schemas/Shared"}}}
    Own: {oneOf: [{$ref: "#/components/schemas/Part"}, {type: string}]}
    Page: {type: object, properties: {items: {type: array, items: {$ref: "#/components/schemas/Own"}}}}
    Failure: {type: object, properties: {reason: {$ref: "#/components/schemas/Reason"}}}
    Reason: {type: string, enum: [asleep, gone]}
    Unused: {type: object, properties: {inside: {$ref: "#/components/schemas/UnusedToo"}}}
    UnusedToo: {type: object, properties: {deep: {$ref: "#/components/schemas/Reason"}}}
    News: {type: object, properties: {about: {$ref: "#/components/schemas/Part"}}}
webhooks:
  news:
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/News"}}}}
      responses: {"200": {description: Read.}}
"##;

/// A document where the namespaces take different models.
fn document() -> String {
    let mut text =
        "openapi: 3.1.0\ninfo: {title: Farm, version: '1'}\nservers: [{url: 'http://localhost'}]\npaths:\n".to_owned();
    for (index, name) in NAMESPACES.iter().enumerate() {
        let body = ["Shared", "Shared", "Page", "Own"].get(index).copied();
        let body = body.map_or(
            "{type: object, properties: {inline: {type: object, properties: {a: {type: integer}}}}}".to_owned(),
            |it| format!("{{$ref: '#/components/schemas/{it}'}}"),
        );
        let failure = if index % 3 == 0 {
            ", '404': {description: No., content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "  /{name}/{{id}}:\n    put:\n      operationId: {name}.put\n      tags: [{name}]\n      \
             parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}, {{name: limit, in: query, schema: {{type: integer}}}}]\n      \
             requestBody: {{content: {{application/json: {{schema: {body}}}}}}}\n      \
             responses: {{'200': {{description: Done., content: {{application/json: {{schema: {body}}}}}}}{failure}}}"
        );
    }
    text + SCHEMAS
}

/// Runs Cargo on the crate, with warnings denied.
fn cargo(folder: &Path, arguments: &[&str]) {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let output = Command::new("cargo")
        .args(arguments)
        .arg("--offline")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", real.join("target/standalone"))
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_feature_compiles_alone() {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (spec, out) = (dir.path().join("farm.yaml"), dir.path().join("farm"));
    fs::write(&spec, document()).unwrap();
    let codegen = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["codegen", "--strict", "--name", "farm-sdk", "--spec"])
        .arg(&spec)
        .arg("--out")
        .arg(&out)
        .env("CARGO_MANIFEST_DIR", real.join("xtask"))
        .output()
        .unwrap();
    assert!(codegen.status.success(), "{}", String::from_utf8_lossy(&codegen.stderr));
    fs::copy(real.join("Cargo.lock"), out.join("Cargo.lock")).unwrap();

    let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap();
    let features = NAMESPACES.into_iter().chain(["unreferenced-models", "webhook-receiver"]);
    for feature in features.chain([""]) {
        assert!(feature.is_empty() || manifest.contains(&format!("\n{feature} = [")), "{feature}: {manifest}");
        cargo(&out, &["check", "--lib", "--no-default-features", "--features", feature]);
    }
    // Tests that need more than what is on are left out; with everything they are there.
    cargo(&out, &["check", "--all-targets", "--no-default-features", "--features", "bees"]);
    cargo(&out, &["check", "--all-targets"]);
    cargo(&out, &["check", "--test", "operations"]);
}
