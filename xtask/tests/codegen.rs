//! `cargo xtask codegen` as a maintainer types it: the real program in a small project of its own.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const SDK: &str = "crate: {name: zoo-sdk, version: 0.1.0, description: Talks to the zoo.}\nevents: [events.yaml]\n";

const API: &str = r##"openapi: 3.1.0
info: {title: Zoo, version: "1"}
servers: [{url: "http://localhost"}]
tags: [{name: animals, description: Those who live here.}]
paths:
  /animals/{id}:
    get:
      operationId: animals.get
      tags: [animals]
      summary: Returns one animal.
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: The animal.
          content: {application/json: {schema: {$ref: "#/components/schemas/Animal"}}}
components:
  schemas:
    Animal:
      type: object
      description: Somebody who lives in the zoo.
      required: [name]
      properties:
        name: {type: string, description: What the keepers call it.}
        legs: {type: integer, description: How many it stands on.}
"##;

const EVENTS: &str = "catalog: events\ntitle: Zoo events\ncount: 1\nenvelope: {tag: type, payload: data}\ngroups: [{name: all, title: All}]\nevents:\n  - {name: fed, group: all, summary: An animal was fed., payload: {name: {type: string}}, example: {name: Ida}}\n";

const WEBHOOKS: &str = r##"webhooks:
  fed:
    post:
      summary: An animal was fed.
      parameters: [{name: X-Attempt, in: header, required: true, schema: {type: integer}}]
      requestBody:
        content:
          application/json:
            schema: {type: object, required: [type, by], properties: {type: {const: fed}, by: {type: string}}}
      responses: {"200": {description: Taken.}}
  born:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [type, animal]
              properties: {type: {const: born}, animal: {$ref: "#/components/schemas/Animal"}}
      responses: {"200": {description: Taken.}}
"##;

/// A receiver of those webhooks, as a consumer writes it.
const RECEIVER: &str = r##"use std::time::SystemTime;
use mine_sdk::runtime::webhook::{Delivery, Scheme, Verifier};
use mine_sdk::webhooks::{self, Webhook};

fn received(body: &[u8]) -> Webhook {
    let verifier = Verifier::new(Scheme::standard(), ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]).unwrap();
    let headers = verifier.sign("msg_1", body, SystemTime::now());
    let message = verifier.verify(Delivery::new(&headers, body)).unwrap();
    Webhook::parse(&message).unwrap()
}

#[test]
fn messages_are_typed() {
    let Webhook::Born(born) = received(br#"{"type": "born", "animal": {"name": "Ida"}}"#) else { panic!("not born") };
    assert_eq!(born.animal.name, "Ida");
    let Webhook::Fed(fed) = received(br#"{"type": "fed", "by": "Max"}"#) else { panic!("not fed") };
    assert_eq!(fed.by, "Max");
    let Webhook::Unknown(it) = received(br#"{"type": "washed"}"#) else { panic!("known") };
    assert_eq!((it.name(), it.body().as_ref()), (Some("washed"), &br#"{"type": "washed"}"#[..]));
    let headers = [("x-attempt", "2")];
    let delivery = Delivery::new(&headers, b"{}");
    assert_eq!(webhooks::FED.params(&delivery).unwrap().x_attempt, 2);
    assert!(Webhook::parse_unverified_as("fed", &delivery).unwrap_err().to_string().contains("type"));
}
"##;

/// A project with the real templates and one small SDK.
struct Zoo {
    dir: TempDir,
}

impl Zoo {
    fn new() -> Self {
        let zoo = Self { dir: tempfile::tempdir().unwrap() };
        let real = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        copy(&real.join("templates"), &zoo.path("templates"));
        zoo.put("xtask/Cargo.toml", "");
        zoo.put("spec/zoo/sdk.yaml", SDK);
        zoo.put("spec/zoo/openapi.yaml", API);
        zoo.put("spec/zoo/events.yaml", EVENTS);
        zoo
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn codegen(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("codegen")
            .args(arguments)
            .current_dir(self.dir.path())
            .env("CARGO_MANIFEST_DIR", self.path("xtask"))
            .output()
            .unwrap();
        Run(output)
    }

    /// What a dry run lists.
    fn would_change(&self) -> Vec<String> {
        let out = self.codegen(&["--dry-run"]).exits(0).out();
        out.lines().filter(|it| it.starts_with("would")).map(str::to_owned).collect()
    }

    /// Every file under `generated/` with its text.
    fn generated(&self) -> Vec<(PathBuf, String)> {
        let mut found = Vec::new();
        let mut waiting = vec![self.path("generated")];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    waiting.push(path);
                } else {
                    let text = fs::read_to_string(&path).unwrap();
                    found.push((path, text));
                }
            }
        }
        found.sort();
        found
    }
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

struct Run(Output);

impl Run {
    #[track_caller]
    fn exits(self, code: i32) -> Self {
        assert_eq!(self.0.status.code(), Some(code), "{}{}", self.out(), self.err());
        self
    }

    #[track_caller]
    fn says(self, text: &str) -> Self {
        assert!(
            self.out().contains(text) || self.err().contains(text),
            "no `{text}` in:\n{}{}",
            self.out(),
            self.err()
        );
        self
    }

    fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }
}

#[test]
fn what_is_written_is_up_to_date_and_written_once() {
    let zoo = Zoo::new();
    zoo.codegen(&["--check"])
        .exits(1)
        .says("missing      generated/zoo/src/models/animal.rs")
        .says("run `cargo xtask codegen`");
    assert!(zoo.generated().is_empty(), "a check writes nothing");
    zoo.codegen(&[]).exits(0);
    zoo.codegen(&["--check"]).exits(0).says("1 crate up to date");
    zoo.codegen(&[]).exits(0).says("unchanged");
}

#[test]
fn a_removed_output_comes_back_the_same() {
    let zoo = Zoo::new();
    zoo.codegen(&[]).exits(0);
    let first = zoo.generated();
    fs::remove_dir_all(zoo.path("generated")).unwrap();
    zoo.codegen(&[]).exits(0);
    assert_eq!(zoo.generated(), first);
}

#[test]
fn the_check_tells_hand_edits_from_changed_specifications_and_left_overs() {
    let zoo = Zoo::new();
    zoo.codegen(&[]).exits(0);
    let model = "generated/zoo/src/models/animal.rs";
    zoo.put(model, &zoo.read(model).replace("legs", "feet"));
    zoo.put("generated/zoo/src/mine.txt", "somebody's");
    zoo.put("spec/zoo/sdk.yaml", &SDK.replace("\nevents: [events.yaml]", ""));
    let run = zoo.codegen(&["--check"]).exits(1);
    let run = run.says(&format!("hand-edited  {model}")).says("left-over    generated/zoo/src/events/fed.rs");
    let run = run.says("changed      generated/zoo/src/lib.rs").says("foreign      generated/zoo/src/mine.txt");
    run.says("-    pub feet: Option<i64>,").says("+    pub legs: Option<i64>,");
    zoo.codegen(&[]).exits(0).says(&format!("warning: {model} was edited by hand and has been overwritten"));
    assert!(!zoo.path("generated/zoo/src/events/fed.rs").exists());
    assert_eq!(zoo.read("generated/zoo/src/mine.txt"), "somebody's");
}

#[test]
fn all_mistakes_are_shown_at_once_and_nothing_is_written() {
    let zoo = Zoo::new();
    zoo.codegen(&[]).exits(0);
    let before = zoo.generated();
    zoo.put("spec/zoo/openapi.yaml", &API.replace("schemas/Animal\"", "schemas/Animl\""));
    zoo.put("spec/zoo/events.yaml", &EVENTS.replace("count: 1", "count: 2"));
    let run = zoo.codegen(&[]).exits(1);
    let run = run.says("warning[dangling-ref]").says("spec/zoo/openapi.yaml:15:").says("did you mean `Animal`?");
    run.says("error[event-count]").says("spec/zoo/events.yaml:3:").says("nothing was written");
    assert_eq!(zoo.generated(), before);
}

#[test]
fn a_dry_run_writes_nothing() {
    let zoo = Zoo::new();
    zoo.codegen(&["--dry-run"]).exits(0).says("would add     generated/zoo/Cargo.toml").says("nothing was written");
    assert!(zoo.generated().is_empty());
}

#[test]
fn machines_get_one_json_object() {
    let zoo = Zoo::new();
    zoo.put("spec/zoo/openapi.yaml", &API.replace("schemas/Animal\"", "schemas/Animl\""));
    let run = zoo.codegen(&["--json", "--strict"]).exits(1);
    let json: serde_json::Value = serde_json::from_str(&run.out()).unwrap();
    assert_eq!(json["ok"], false);
    assert_eq!(json["diagnostics"][0]["code"], "dangling-ref");
    assert_eq!(json["diagnostics"][0]["line"], 15);
    assert_eq!(json["diagnostics"][0]["file"], "spec/zoo/openapi.yaml");
}

#[test]
fn strict_takes_warnings_for_errors() {
    let zoo = Zoo::new();
    zoo.put("spec/zoo/openapi.yaml", &API.replace("{type: integer,", "{enum: [1, two, {three: 3}],"));
    zoo.codegen(&["--dry-run"]).exits(0).says("warning[");
    zoo.codegen(&["--strict"]).exits(1).says("error[");
    assert!(zoo.generated().is_empty());
}

#[test]
fn wrong_usage_exits_with_2() {
    let zoo = Zoo::new();
    zoo.codegen(&["nowhere"]).exits(2).says("there is no spec/nowhere; there are: zoo");
    zoo.codegen(&["--spec", "x.yaml"]).exits(2).says("--out");
    zoo.codegen(&["--check", "--dry-run"]).exits(2);
}

#[test]
fn an_sdk_that_is_gone_leaves_nothing_behind() {
    let zoo = Zoo::new();
    zoo.codegen(&[]).exits(0);
    fs::rename(zoo.path("spec/zoo"), zoo.path("spec/park")).unwrap();
    zoo.codegen(&["--check"]).exits(1).says("left-over    generated/zoo/Cargo.toml");
    zoo.codegen(&[]).exits(0);
    assert!(!zoo.path("generated/zoo").exists());
}

#[test]
fn adding_an_event_changes_its_file_and_the_lists_that_name_it() {
    let zoo = Zoo::new();
    zoo.codegen(&[]).exits(0);
    let entry = "  - {name: born, group: all, summary: An animal was born., payload: {name: {type: string}}, example: {name: Bo}}\n";
    let before_the_others = EVENTS.replace("count: 1", "count: 2").replace("events:\n", &format!("events:\n{entry}"));
    zoo.put("spec/zoo/events.yaml", &before_the_others);
    let expected = [
        "would update  generated/zoo/.codegen.json",
        "would update  generated/zoo/API.md",
        "would add     generated/zoo/src/events/born.rs",
        "would update  generated/zoo/src/events.rs",
        "would update  generated/zoo/tests/events.rs",
    ];
    assert_eq!(zoo.would_change(), expected);
}

#[test]
fn adding_an_operation_changes_its_namespace_and_the_lists_that_name_it() {
    let zoo = Zoo::new();
    zoo.codegen(&[]).exits(0);
    let operation = "  /animals/{id}/meals:\n    get:\n      operationId: animals.meals\n      tags: [animals]\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      responses: {\"204\": {description: None.}}\n";
    zoo.put("spec/zoo/openapi.yaml", &API.replace("components:\n", &format!("{operation}components:\n")));
    let expected = [
        "would update  generated/zoo/.codegen.json",
        "would update  generated/zoo/API.md",
        "would update  generated/zoo/src/animals.rs",
        "would update  generated/zoo/tests/operations.rs",
    ];
    assert_eq!(zoo.would_change(), expected);
}

#[test]
fn somebodys_own_document_gives_a_crate_that_builds_from_its_folder_alone() {
    let zoo = Zoo::new();
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::write(zoo.path("mine.yaml"), format!("{API}{WEBHOOKS}")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args([
            "codegen",
            "--spec",
            "mine.yaml",
            "--events",
            "spec/zoo/events.yaml",
            "--out",
            "out/mine",
            "--name",
            "mine-sdk",
        ])
        .current_dir(zoo.dir.path())
        .env("CARGO_MANIFEST_DIR", real.join("xtask"))
        .output()
        .unwrap();
    Run(output).exits(0);
    // The versions that the project itself was built with are at hand without a network.
    fs::copy(real.join("Cargo.lock"), zoo.path("out/mine/Cargo.lock")).unwrap();
    fs::write(zoo.path("out/mine/tests/receiver.rs"), RECEIVER).unwrap();
    for arguments in [&["check", "--offline", "--all-targets"][..], &["test", "--offline", "--test", "receiver"]] {
        let output = Command::new("cargo")
            .args(arguments)
            .current_dir(zoo.path("out/mine"))
            .env("CARGO_TARGET_DIR", real.join("target/standalone"))
            .env("RUSTFLAGS", "-D warnings")
            .output()
            .unwrap();
        Run(output).exits(0);
    }
}

#[test]
fn what_stays_open_json_is_listed_with_its_reason() {
    let zoo = Zoo::new();
    let more = "        cage: {description: Whatever it lives in.}\n        food: {type: fruit}\n";
    zoo.put("spec/zoo/openapi.yaml", &format!("{API}{more}"));
    let printed = zoo.codegen(&["--report-untyped", "--json"]).exits(0).out();
    let report: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let untyped = &report["untyped"];
    let place = |name: &str| format!("/components/schemas/Animal/properties/{name}");
    assert_eq!(untyped["open"][0]["pointer"], place("cage"), "{untyped}");
    assert!(untyped["fallbacks"][0]["pointer"].as_str().unwrap().starts_with(&place("food")), "{untyped}");
    assert!(untyped["fallbacks"][0]["reason"].as_str().unwrap().contains("fruit"), "{untyped}");
}
