//! The environment of a container.

use std::collections::BTreeMap;
use std::time::Duration;

use sdk_runtime::dispatch::{Environment, EnvironmentError, Settings};

pub(crate) const SETTINGS: Settings = Settings {
    agent_id: "X_AGENT",
    execution_id: "X_EXECUTION",
    model_alias: "X_MODEL",
    gateway_url: "X_URL",
    instruction: "X_INSTRUCTION",
    prompt_template: "X_TEMPLATE",
    iteration: "X_ITERATION",
    iteration_history: "X_HISTORY",
    timeout_seconds: "X_TIMEOUT",
    debug: "X_DEBUG",
};

const ID: &str = "8c5b8e3e-4a3c-4d8f-9f4e-0d9c2b1a7e66";

fn read(variables: &[(&str, &str)]) -> Result<Environment, EnvironmentError> {
    let variables: BTreeMap<&str, &str> = variables.iter().copied().collect();
    Environment::read(&SETTINGS, |name| variables.get(name).map(|it| (*it).to_owned()))
}

#[test]
fn what_is_there_is_typed_and_what_is_not_has_its_default() {
    let least = read(&[("X_EXECUTION", ID), ("X_URL", "http://gateway:8088")]).unwrap();
    assert_eq!((least.model_alias.as_str(), least.iteration, least.debug), ("default", 1, false));
    assert_eq!((least.agent_id, least.timeout), (None, None));
    let all = read(&[
        ("X_AGENT", ID),
        ("X_EXECUTION", ID),
        ("X_URL", "https://gateway"),
        ("X_MODEL", "fast"),
        ("X_ITERATION", "3"),
        ("X_TIMEOUT", "1.5"),
        ("X_DEBUG", "true"),
        ("X_INSTRUCTION", " two words "),
    ])
    .unwrap();
    assert_eq!((all.iteration, all.timeout, all.debug), (3, Some(Duration::from_millis(1500)), true));
    assert_eq!(all.instruction.as_deref(), Some(" two words "));
    let message = all.generate("prompt");
    let parts = (message.agent_id.as_deref(), message.execution_id.as_str(), message.model_alias.as_str());
    assert_eq!((parts, message.iteration_number), ((Some(ID), ID, "fast"), 3));
}

#[test]
fn everything_that_is_wrong_is_said_at_once_without_the_values() {
    let error = read(&[
        ("X_AGENT", "hunter2"),
        ("X_EXECUTION", "  "),
        ("X_URL", "gateway:8088"),
        ("X_ITERATION", "0"),
        ("X_TIMEOUT", "soon"),
        ("X_DEBUG", "perhaps"),
    ])
    .unwrap_err();
    let wrong: Vec<(&str, bool)> = error.problems.iter().map(|it| (it.variable, it.missing)).collect();
    let expected = [
        ("X_AGENT", false),
        ("X_EXECUTION", true),
        ("X_URL", false),
        ("X_ITERATION", false),
        ("X_TIMEOUT", false),
        ("X_DEBUG", false),
    ];
    assert_eq!(wrong, expected);
    let shown = error.to_string();
    assert!(shown.starts_with("X_AGENT is not a UUID; X_EXECUTION is missing: it is a UUID; "), "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
}
