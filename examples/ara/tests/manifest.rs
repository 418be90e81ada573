//! The program that keeps an app in a file: what it writes, and everything that is wrong in another.
#![allow(clippy::unwrap_used)]

#[path = "../examples/app.rs"]
#[allow(dead_code)]
mod program;

use ara_sdk::manifests::{AppManifest, AutomationCreate, Problems};
use ara_sdk::models::{Agent, AtSchedule, EverySchedule, InvokeTool, Workflow};
use serde_json::{Value, json};

/// What the program writes, and so what a person reads.
const GREETER: &str = "\
name: greeter
description: \"Greets, and counts how often.\"
agent:
  entrypoint: greeter
  agents:
    - id: greeter
      instructions: |
        Greet whoever calls.
        Be brief.
      endpoint:
        label: greet
        auth:
          type: hmac
          secret: greet-key
  tools:
    - id: count
      description: Counts greetings.
      source: |
        def count(by: int):
            return by
workflows:
  - id: morning
    schedule:
      type: cron
      cron: \"0 9 * * 1-5\"
      timezone: Europe/Vienna
    invoke:
      agent: greeter
      input: \"Good morning!\"
  - id: counting
    schedule:
      type: every
      every: 600
    invoke:
      tool: count
      args:
        by: 1
runtime_profile:
  env:
    LOG_LEVEL: debug
  secret_refs:
    - name: greet-key
      env: GREET_KEY
  packages:
    - requests
  memory_mb: 512
";

fn lines(problems: &Problems) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn an_app_is_built_and_written_for_people() {
    let app = program::greeter().build().unwrap();
    assert_eq!(app.to_yaml().unwrap(), GREETER);
    assert_eq!(AppManifest::from_yaml(GREETER).unwrap(), app);
}

#[test]
fn the_body_has_the_names_that_the_platform_publishes() {
    let fields = program::greeter().inherit_owner_tools(false).slug("greeter").build().unwrap().to_fields().unwrap();
    let names: Vec<&str> = fields.keys().map(String::as_str).collect();
    assert_eq!(names, ["agent", "description", "interfaces", "name", "runtime_profile", "slug", "workflows"]);
    assert_eq!(fields["interfaces"], json!({"inherit_owner_tools": false}));
    assert_eq!(fields["runtime_profile"]["secret_refs"][0]["name"], "greet-key");
}

#[test]
fn everything_that_is_wrong_is_said_at_once_with_its_place() {
    let text = "\
name: My App
agent:
  entrypoint: greter
  agents:
    - {id: greeter, instructions: Greet., endpoint: {label: hi, auth: {type: bearer, secret: key}}}
    - {id: greeter, instructions: ''}
workflows:
  - {id: a, schedule: {type: every, every: 59}, invoke: {agent: greeter}}
  - {id: b, schedule: {type: cron, cron: 0 9 * *}, invoke: {tool: count}}
  - {id: c, schedule: {type: at, at: 25:00}, invoke: {agent: nobody}}
  - {id: d, schedule: {type: at, at: 09:30}, invoke: {agent: greeter}}
runtime_profile:
  env: {ARA_KEY: x, 1ST: y}
  secret_refs: [{name: other, value: s3cret}]
";
    let expected = [
        "1:7: name: must be at most 63 small letters, digits and hyphens, with no hyphen at either end",
        "3:15: agent.entrypoint: nothing here is called `greter`; did you mean `greeter`?",
        "5:94: agent.agents[0].endpoint.auth.secret: nothing here is called `key`",
        "6:12: agent.agents[1].id: `greeter` is there twice, first at agent.agents[0].id",
        "6:35: agent.agents[1].instructions: must not be empty",
        "8:44: workflows[0].schedule.every: must be 60 at least, not 59",
        "9:42: workflows[1].schedule.cron: must be five fields with spaces between (minute, hour, day, month, day of the week), such as `0 9 * * 1-5`",
        "9:67: workflows[1].invoke.tool: nothing here is called `count`",
        "10:38: workflows[2].schedule.at: must be a time such as `09:30`, or a date and time such as `2026-05-01T09:30:00Z`",
        "10:62: workflows[2].invoke.agent: nothing here is called `nobody`",
        "13:18: runtime_profile.env.ARA_KEY: the name must not begin with `ARA_`, which is the platform's",
        "13:26: runtime_profile.env.1ST: the name must be letters, digits and `_`, and not begin with a digit",
        "14:17: runtime_profile.secret_refs[0]: holds a name, never a value; values are given when the app is deployed",
    ];
    let problems = AppManifest::from_yaml(text).unwrap_err();
    assert_eq!(lines(&problems), expected);
    assert!(!problems.to_string().contains("s3cret"));
}

#[test]
fn a_builder_refuses_what_a_file_may_not_say() {
    let again = Agent::new("greeter", "Greet.");
    let never = Workflow::new("never", AtSchedule::new("noon"), InvokeTool::new("counts"));
    let problems = program::greeter().agent(again).workflow(never).build().unwrap_err();
    assert_eq!(
        lines(&problems),
        [
            "workflows[2].schedule.at: must be a time such as `09:30`, or a date and time such as `2026-05-01T09:30:00Z`",
            "agent.agents[1].id: `greeter` is there twice, first at agent.agents[0].id",
            "workflows[2].invoke.tool: nothing here is called `counts`; did you mean `count`?",
        ]
    );
    assert!(AppManifest::builder("-app").build().is_err());
    assert!(AppManifest::builder("a".repeat(64)).build().is_err());
    assert!(AppManifest::builder("a".repeat(63)).build().is_ok());
}

#[test]
fn a_schedule_makes_an_automation_too() {
    let payload =
        AutomationCreate::builder(EverySchedule::new(60), InvokeTool::new("count")).name("count").build().unwrap();
    let sent: Value = serde_json::from_str(&payload.to_json().unwrap()).unwrap();
    let expected = json!({
        "action": "automation_create", "name": "count",
        "schedule": {"type": "every", "every": 60}, "invoke": {"tool": "count"}
    });
    assert_eq!(sent, expected);
}
