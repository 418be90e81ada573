//! The manifest of an agent: every type of it, built, written, read, and refused with everything that is wrong.
#![allow(clippy::unwrap_used)]

#[path = "../examples/manifest.rs"]
#[allow(dead_code)]
mod program;

use aegis_sdk::Client;
use aegis_sdk::manifests::{AgentManifest, Problems};
use aegis_sdk::models::{ExecutionMode, ExitCodeValidator, ImagePullPolicy, NetworkMode, RegexValidator, Validator};
use sdk_runtime::testing::{Answer, Server};

/// What the program writes, and so what a person reads.
const AUDITOR: &str = "\
apiVersion: \"100monkeys.ai/v1\"
kind: Agent
metadata:
  name: auditor
  version: \"1.0.0\"
  description: Looks for weaknesses in Python code.
  labels:
    team: security
spec:
  runtime:
    language: python
    version: \"3.12\"
    image_pull_policy: IfNotPresent
  task:
    instruction: |
      You audit Python code.

      Report every weakness with its place:
      - the file
      - the line
  execution:
    mode: iterative
    max_iterations: 15
  security:
    network:
      mode: allow
      allowlist:
        - api.github.com
        - pypi.org
  tools:
    - read_file
    - run_command
  env:
    LOG_LEVEL: debug
";

fn lines(problems: &Problems) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_manifest_is_built_and_written_for_people() {
    let manifest = program::auditor().build().unwrap();
    assert_eq!(manifest.to_yaml().unwrap(), AUDITOR);
    assert_eq!(AgentManifest::from_yaml(AUDITOR).unwrap(), manifest);
    assert_eq!(AgentManifest::from_json(&manifest.to_json().unwrap()).unwrap(), manifest);
    assert_eq!(manifest.validate_manifest(), Ok(()));
}

#[test]
fn files_are_written_and_read() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("auditor.yaml");
    let manifest = program::auditor().build().unwrap();
    manifest.to_yaml_file(&path).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), AUDITOR);
    assert_eq!(AgentManifest::from_yaml_file(&path).unwrap(), manifest);
}

#[test]
fn what_is_not_set_is_not_written() {
    let manifest = AgentManifest::builder("plain").with_image("acme/plain").with_instruction("Wait.").build().unwrap();
    assert_eq!(manifest.spec.execution, None);
    assert!(!manifest.to_yaml().unwrap().contains("max_iterations"));
    let once = AgentManifest::builder("plain").with_image("acme/plain").with_instruction("Wait.");
    let once = once.with_execution_mode("one-shot", None).build().unwrap();
    assert!(!once.to_yaml().unwrap().contains("max_iterations"));
    assert_eq!(once.spec.execution.unwrap().mode, Some(ExecutionMode::OneShot));
}

#[test]
fn an_image_takes_the_place_of_a_language() {
    let builder = program::auditor().with_image("ghcr.io/acme/auditor:2").with_bootstrap_path("/opt/boot.py");
    let spec = builder.build().unwrap().spec;
    assert_eq!((spec.runtime.language, spec.runtime.version), (None, None));
    assert_eq!(spec.runtime.image.as_deref(), Some("ghcr.io/acme/auditor:2"));
    assert_eq!(spec.advanced.unwrap().bootstrap_path.as_deref(), Some("/opt/boot.py"));
    assert_eq!(spec.runtime.image_pull_policy, Some(ImagePullPolicy::IfNotPresent));
    assert_eq!(spec.security.unwrap().network.unwrap().mode, Some(NetworkMode::Allow));
    assert_eq!(ImagePullPolicy::Always.as_str(), "Always");
    assert_eq!(ImagePullPolicy::Never.as_str(), "Never");
}

#[test]
fn everything_that_is_wrong_is_said_at_once_with_its_place() {
    let text = "\
apiVersion: 100monkeys.ai/v2
kind: Agent
metadata: {name: -Bad-, version: 1.0}
spec:
  runtime: {language: python, image: plain, image_pull_policy: Sometimes}
  task: {}
  execution:
    mode: iterativ
    max_iterations: 0
    validation:
      - {type: exit_code, expected: none}
      - {type: regexp, pattern: x}
  security: {resources: {timeout: soon}}
  schedule: {type: cron, cron: daily}
  volumes:
    - {name: data, mount_path: /a}
    - {name: data, mount_path: /b}
";
    let expected = [
        "1:13: apiVersion: must be `100monkeys.ai/v1`, not `100monkeys.ai/v2`",
        "3:18: metadata.name: must be small letters, digits and hyphens, with no hyphen at either end",
        "5:12: spec.runtime: has `language` and `version`, or `image`, not both",
        "5:12: spec.runtime: `language` and `version` go together: all of them, or none",
        "5:38: spec.runtime.image: must name a registry or an owner before a `/`",
        "5:64: spec.runtime.image_pull_policy: must be `Always`, `IfNotPresent` or `Never`, not `Sometimes`",
        "6:9: spec.task.instruction: is missing",
        "8:11: spec.execution.mode: must be `one-shot` or `iterative`, not `iterativ`; did you mean `iterative`?",
        "9:21: spec.execution.max_iterations: must be 1 at least, not 0",
        "11:37: spec.execution.validation[0].expected: must be a whole number, not text",
        "12:16: spec.execution.validation[1].type: must be `exit_code`, `json_schema`, `regex`, `semantic` or `multi_judge`, not `regexp`; did you mean `regex`?",
        "13:35: spec.security.resources.timeout: must be a duration such as `30s`, `5m` or `1h30m`",
        "14:32: spec.schedule.cron: must be five fields with spaces between, such as `0 9 * * 1-5`",
        "17:14: spec.volumes[1].name: `data` is there twice, first at spec.volumes[0].name",
    ];
    assert_eq!(lines(&AgentManifest::from_yaml(text).unwrap_err()), expected);
}

#[test]
fn a_version_without_quotes_is_the_version_that_was_written() {
    let text = AUDITOR.replace("\"3.12\"", "3.10").replace("\"1.0.0\"", "2.0").replace("debug", "no");
    let manifest = AgentManifest::from_yaml(&text).unwrap();
    assert_eq!(manifest.spec.runtime.version.as_deref(), Some("3.10"));
    assert_eq!(manifest.metadata.version, "2.0");
    assert_eq!(manifest.spec.env.unwrap()["LOG_LEVEL"], "no");
}

#[test]
fn a_builder_without_an_instruction_is_refused() {
    let problems = AgentManifest::builder("agent").with_language("python", "3.12").build().unwrap_err();
    assert_eq!(lines(&problems), ["spec.task: is missing"]);
}

#[test]
fn validators_are_one_tagged_union() {
    let builder = program::auditor().with_validator(ExitCodeValidator::new()).with_validator(RegexValidator::new("ok"));
    let manifest = builder.build().unwrap();
    let validation = manifest.spec.execution.as_ref().unwrap().validation.as_ref().unwrap();
    assert!(
        matches!(validation.as_slice(), [Validator::ExitCodeValidator(_), Validator::RegexValidator(_)]),
        "{validation:?}"
    );
    assert_eq!(AgentManifest::from_yaml(&manifest.to_yaml().unwrap()).unwrap(), manifest);
}

#[test]
fn the_schema_stands_alone() {
    let schema: serde_json::Value = serde_json::from_str(AgentManifest::JSON_SCHEMA).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["$defs"]["ImagePullPolicy"]["enum"], serde_json::json!(["Always", "IfNotPresent", "Never"]));
}

#[tokio::test]
async fn an_agent_is_deployed_from_its_manifest() {
    let server = Server::start().await.unwrap();
    server.answer(Answer::json(200, r#"{"agent_id": "2f1cbb3c-5a53-4c43-8f37-0d9a3f5b7c01"}"#));
    let client = Client::builder(server.url()).build().unwrap();
    let manifest = program::auditor().build().unwrap();
    client.agents().deploy_agent(manifest.clone()).await.unwrap();
    let sent = server.exchanges()[0].json();
    assert_eq!(sent, serde_json::to_value(&manifest).unwrap());
}
