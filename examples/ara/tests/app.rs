//! The manifest of an app: built with all that the documentation lists, refused where it is wrong, deployed as it is.
#![allow(clippy::panic, clippy::unwrap_used)]

use ara_sdk::Client;
use ara_sdk::manifests::{AppManifest, AutomationCreate};
use ara_sdk::models::{
    Agent, AtSchedule, BearerAuth, CronSchedule, Endpoint, EverySchedule, HeaderAuth, HmacAuth, InvokeAgent,
    InvokeTool, NoAuth, SecretRef, Tool, Workflow,
};
use sdk_runtime::testing::{Answer, Server};
use serde_json::{Value, json};

fn app() -> AppManifest {
    let agent = |id: &str, endpoint: Endpoint| Agent::new(id, "Answer briefly.").endpoint(endpoint);
    AppManifest::builder("my-agent")
        .agent(agent("open", Endpoint::new("open", NoAuth::new())))
        .agent(agent("keyed", Endpoint::new("keyed", HeaderAuth::new("X-Key", "web"))))
        .agent(agent("token", Endpoint::new("token", BearerAuth::new("web"))))
        .agent(agent("hooked", Endpoint::new("hooked", HmacAuth::new("web"))))
        .entrypoint("open")
        .tool(Tool::new("add", "Adds two numbers.", "def add(a, b):\n    return a + b\n"))
        .workflow(Workflow::new("daily", CronSchedule::new("0 9 * * 1-5").timezone("UTC"), InvokeAgent::new("open")))
        .workflow(Workflow::new("often", EverySchedule::new(60), InvokeTool::new("add")))
        .workflow(Workflow::new("noon", AtSchedule::new("12:00"), InvokeAgent::new("token").input(json!("Hi"))))
        .secret(SecretRef::new("web"))
        .build()
        .unwrap()
}

#[test]
fn agents_tools_and_schedules_are_what_the_platform_takes() {
    let sent = serde_json::to_value(app()).unwrap();
    assert_eq!((&sent["name"], &sent["agent"]["entrypoint"]), (&json!("my-agent"), &json!("open")));
    assert_eq!(sent["agent"]["tools"][0]["description"], "Adds two numbers.");
    let schedules: Vec<&Value> = sent["workflows"].as_array().unwrap().iter().map(|it| &it["schedule"]).collect();
    assert_eq!(
        json!(schedules),
        json!([
            {"type": "cron", "cron": "0 9 * * 1-5", "timezone": "UTC"},
            {"type": "every", "every": 60},
            {"type": "at", "at": "12:00"},
        ])
    );
    assert_eq!(sent["workflows"][1]["invoke"], json!({"tool": "add"}));
    assert_eq!(AppManifest::from_yaml(&app().to_yaml().unwrap()).unwrap(), app());
}

#[test]
fn endpoints_declare_each_kind_of_proof() {
    let sent = serde_json::to_value(app()).unwrap();
    let agents = sent["agent"]["agents"].as_array().unwrap().iter();
    let kinds: Vec<_> = agents.map(|it| it["endpoint"]["auth"]["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["none", "header", "bearer", "hmac"]);
}

#[test]
fn what_an_app_runs_on_is_said_step_by_step() {
    let app =
        AppManifest::builder("my-agent").image("python:3.12").env("MODE", "fast").packages(["httpx"]).memory_mb(512);
    let sent = serde_json::to_value(app.sandbox([("network", "none")]).build().unwrap()).unwrap();
    assert_eq!(
        sent["runtime_profile"],
        json!({"image": "python:3.12", "env": {"MODE": "fast"}, "packages": ["httpx"], "memory_mb": 512,
            "sandbox": {"network": "none"}})
    );
}

#[test]
fn what_is_wrong_is_said_with_its_path() {
    let refused = |builder: Result<AppManifest, _>, said: &str| {
        let problems: ara_sdk::manifests::Problems = builder.unwrap_err();
        assert!(problems.to_string().contains(said), "{problems}");
    };
    refused(AppManifest::builder("My Agent").build(), "name: must be at most 63 small letters");
    refused(AppManifest::builder("my-agent-").build(), "no hyphen at either end");
    refused(AppManifest::builder("a").env("ARA_KEY", "x").build(), "ARA_");
    refused(AppManifest::builder("a").entrypoint("nobody").build(), "nobody");
    let workflow = Workflow::new("w", EverySchedule::new(59), InvokeAgent::new("x"));
    refused(AppManifest::builder("a").agent(Agent::new("x", "y")).workflow(workflow).build(), "60");
}

#[test]
fn a_schedule_makes_the_payload_of_an_automation_too() {
    let payload = AutomationCreate::builder(CronSchedule::new("0 9 * * *"), InvokeAgent::new("open")).build().unwrap();
    let sent = serde_json::to_value(payload).unwrap();
    assert_eq!((&sent["action"], &sent["schedule"]["cron"]), (&json!("automation_create"), &json!("0 9 * * *")));
}

#[tokio::test]
async fn a_manifest_is_deployed_and_its_secrets_are_kept() {
    let server = Server::start().await.unwrap();
    let client = Client::builder(server.url()).credential("control", "control").build().unwrap();
    for body in [
        r#"{"apps": []}"#,
        r#"{"app": {"id": "app_1"}}"#,
        r#"{"key": "ak_app_1"}"#,
        r#"{"secrets": [{"name": "web"}, {"name": "stale"}]}"#,
    ] {
        server.answer(Answer::json(200, body));
    }
    let deployed = client.deployments().deploy(&app()).await.unwrap();
    assert_eq!((deployed.secrets.removed, deployed.secrets.missing), (vec!["stale".to_owned()], Vec::new()));
    assert_eq!(server.exchanges()[1].json(), serde_json::to_value(app()).unwrap());
}
