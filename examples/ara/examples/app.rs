//! An app as a file: agents, a tool, schedules and an endpoint, built, validated and written as YAML.
//!
//! ```text
//! cargo run -p ara-examples --example app -- app.yaml
//! ```

use std::error::Error;

use ara_sdk::manifests::{AppManifest, AppManifestBuilder, AutomationCreate};
use ara_sdk::models::{
    Agent, CronSchedule, Endpoint, EverySchedule, HmacAuth, InvokeAgent, InvokeTool, SecretRef, Tool, Workflow,
};
use serde_json::json;

/// Builds an app that greets in the morning and counts every ten minutes.
pub(crate) fn greeter() -> AppManifestBuilder {
    let endpoint = Endpoint::new("greet", HmacAuth::new("greet-key"));
    let morning = CronSchedule::new("0 9 * * 1-5").timezone("Europe/Vienna");
    AppManifest::builder("greeter")
        .description("Greets, and counts how often.")
        .agent(Agent::new("greeter", "Greet whoever calls.\nBe brief.\n").endpoint(endpoint))
        .entrypoint("greeter")
        .tool(Tool::new("count", "Counts greetings.", "def count(by: int):\n    return by\n"))
        .workflow(Workflow::new("morning", morning, InvokeAgent::new("greeter").input("Good morning!")))
        .workflow(Workflow::new("counting", EverySchedule::new(600), InvokeTool::new("count").args([("by", json!(1))])))
        .env("LOG_LEVEL", "debug")
        .secret(SecretRef::new("greet-key").env("GREET_KEY"))
        .packages(["requests"])
        .memory_mb(512)
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "app.yaml".to_owned());
    let app = greeter().build()?;
    app.to_yaml_file(&path)?;
    assert_eq!(AppManifest::from_yaml_file(&path)?, app);

    // The same schedule, made while the app runs.
    let automation = AutomationCreate::builder(EverySchedule::new(3600), InvokeAgent::new("greeter")).build()?;
    automation.to_json_file("automation.json")?;
    Ok(())
}
