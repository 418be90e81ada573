//! Versions: one line moves a program to another version of the API, and answers say what is on its way out.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::models::DebateCreateRequest;
use aragora_sdk::{ApiVersion, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::url(), ApiVersion::V2, &mut stdout()).await
}

pub(crate) async fn run(url: &str, version: ApiVersion, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    // This is the line.
    let client = Client::builder(url).api_version(version).build()?;

    let started = client.debates().create(DebateCreateRequest::new("Should we?").agents(["demo", "demo"]));
    writeln!(out, "Started: {}", started.await?.debate_id)?;

    let health = client.health().with_response().await?;
    writeln!(out, "Status: {}", health.value.status)?;
    if let Some(id) = health.meta().and_then(|it| it.request_id) {
        writeln!(out, "Request: {id}")?;
    }
    if let Some(deprecation) = health.deprecation() {
        let sunset = deprecation.sunset.map(|it| it.to_string()).unwrap_or_default();
        writeln!(out, "Deprecated; ends {sunset}; instead {}", deprecation.successor.unwrap_or_default())?;
    }
    if let Some(limit) = health.rate_limit() {
        writeln!(out, "Requests left: {}", limit.remaining.unwrap_or_default())?;
    }

    // What a version lacks is an error before anything is sent, and one call can go to another.
    if let Err(error) = client.replays().list().await {
        let Some(missing) = error.not_in_version() else { return Err(error.into()) };
        writeln!(out, "Replays are in {}, not in {}", missing.versions.join(", "), missing.version)?;
        let replays = client.replays().list().api_version(ApiVersion::V1).await?;
        writeln!(out, "Replays: {}", replays.len())?;
    }
    Ok(())
}
