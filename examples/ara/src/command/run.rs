//! `ara run`, `run-async` and `run-status`.

use std::process::ExitCode;
use std::time::Duration;

use ara_sdk::Client;
use ara_sdk::models::{AsyncRunRequest, Callback, ResponseMode, Run, RunRequest, RunResult, RunStatus};
use serde_json::{Map, Value, json};

use super::{Outcome, app_id};
use crate::args::{self, Common, Input};
use crate::client::{self, Needs};
use crate::failure::Failure;
use crate::manifest;
use crate::screen::Screen;

/// Time between two looks at a run.
const EVERY: Duration = Duration::from_secs(2);

pub(super) async fn run(common: &Common, args: args::Run, screen: &Screen) -> Outcome {
    let input = input(&args.input)?;
    let (client, app) = ready(common, &args.app).await?;
    let mut request = RunRequest::new(input).warmup(args.warmup);
    if let Some(agent) = &args.input.agent {
        request = request.agent_id(agent).workflow_id(agent);
    }
    screen.progress(&format!("running {app}"));
    let result = client.runtime().run(app, request).await?;
    let json = serde_json::to_value(&result).unwrap_or_default();
    match text(&result) {
        Some(text) => screen.text(&json, &text)?,
        None => screen.value(&json)?,
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn start(common: &Common, args: args::RunAsync, screen: &Screen) -> Outcome {
    let input = input(&args.input)?;
    let (client, app) = ready(common, &args.app).await?;
    let mut request = AsyncRunRequest::new(input);
    if let Some(agent) = &args.input.agent {
        request = request.agent_id(agent).workflow_id(agent);
    }
    if let Some(key) = args.idempotency_key {
        request = request.idempotency_key(key);
    }
    request = match args.callback {
        Some(url) => request.response_mode(ResponseMode::Webhook).callback(Callback::new(url)),
        None => request.response_mode(ResponseMode::Poll),
    };
    let run = client.runtime().run_async(&app, request).await?.run;
    screen.did(&format!("started {}", run.run_id));
    let run = if args.wait { wait(&client, &app, &run.run_id, screen).await? } else { run };
    shown(&run, screen)
}

pub(super) async fn status(common: &Common, args: args::RunStatus, screen: &Screen) -> Outcome {
    let (client, app) = ready(common, &args.app).await?;
    let run = match args.wait {
        true => wait(&client, &app, &args.run_id, screen).await?,
        false => client.runtime().run_status(&app, &args.run_id).await?.run,
    };
    shown(&run, screen)
}

async fn ready(common: &Common, app: &args::App) -> Result<(Client, String), Failure> {
    let client = client::client(common)?;
    client::check(&client, Needs::Runtime)?;
    let app = app_id(&client, app).await?;
    Ok((client, app))
}

/// Looks at a run until it has ended.
async fn wait(client: &Client, app: &str, run: &str, screen: &Screen) -> Result<Run, Failure> {
    screen.progress(&format!("waiting for {run}"));
    loop {
        let run = client.runtime().run_status(app, run).await?.run;
        if matches!(run.status, RunStatus::Completed | RunStatus::Failed | RunStatus::Cancelled) {
            return Ok(run);
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Prints a run. One that failed is a failure of the command.
fn shown(run: &Run, screen: &Screen) -> Outcome {
    let json = serde_json::to_value(run).unwrap_or_default();
    let rows = [("run", run.run_id.clone()), ("status", run.status.as_str().to_owned())];
    screen.rows(&json!({"run": json}), &rows)?;
    Ok(match run.status {
        RunStatus::Failed | RunStatus::Cancelled => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    })
}

/// What the agent is given.
fn input(args: &Input) -> Result<Map<String, Value>, Failure> {
    let mut input = match &args.input {
        Some(given) => manifest::object("--input", given)?,
        None => Map::new(),
    };
    if let Some(message) = &args.message {
        input.insert("message".to_owned(), Value::from(message.as_str()));
    }
    Ok(input)
}

/// The text that the agent made, wherever the platform put it.
fn text(result: &RunResult) -> Option<String> {
    let inner = result.result.as_ref();
    let member = |key: &str| inner.and_then(|it| it.get(key)).and_then(Value::as_str).map(str::to_owned);
    let own = result.output_text.as_option().cloned();
    own.or_else(|| ["output_text", "text", "message"].into_iter().find_map(member))
        .or_else(|| inner.and_then(Value::as_str).map(str::to_owned))
}
