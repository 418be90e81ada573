//! `ara events`.

use std::process::ExitCode;

use ara_sdk::models::EventRequest;
use serde_json::Value;

use super::{Outcome, app_id};
use crate::args::{self, Common};
use crate::client::{self, Needs};
use crate::manifest;
use crate::screen::Screen;

pub(super) async fn run(common: &Common, args: args::Event, screen: &Screen) -> Outcome {
    let mut event = EventRequest::new(args.kind, args.channel, args.source);
    if let Some(given) = &args.payload {
        event = event.payload(manifest::object("--payload", given)?);
    }
    if let Some(message) = args.message {
        event = event.message(message);
    }
    if let Some(agent) = &args.agent {
        event = event.agent_id(agent).workflow_id(agent);
    }
    let client = client::client(common)?;
    client::check(&client, Needs::Runtime)?;
    let app = app_id(&client, &args.app).await?;
    let key = args.idempotency_key.unwrap_or_else(|| format!("ara-{:032x}", fastrand::u128(..)));
    let answer = client.runtime().events(app, event).idempotency_key(&key).await?;
    screen.did(&format!("sent the event (idempotency key {key})"));
    screen.value(&Value::Object(answer.into_iter().collect()))?;
    Ok(ExitCode::SUCCESS)
}
