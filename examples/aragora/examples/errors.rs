//! Error handling: what an error tells, and how to act on each kind.

use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

use aragora_sdk::models::DebateCreateRequest;
use aragora_sdk::{Client, ErrorCode};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    if let Err(error) = client.debates().get("nonexistent-id").await {
        writeln!(out, "Error: {error}")?;
        if let Some(code) = ErrorCode::of(&error) {
            writeln!(out, "Code: {code}")?;
        }
        writeln!(out, "Status: {:?}", error.status().map(|it| it.as_u16()))?;
        writeln!(out, "Message: {}", error.message().unwrap_or("none"))?;
        writeln!(out, "Details: {}", error.details().cloned().unwrap_or_default())?;
    }

    let question = DebateCreateRequest::new("Should we?").agents(["invalid-agent"]);
    let Err(error) = client.debates().run(question).await else { return Ok(()) };
    match ErrorCode::of(&error) {
        Some(ErrorCode::ValidationError | ErrorCode::InvalidInput) => {
            writeln!(out, "Fix your request: {}", error.message().unwrap_or_default())?;
        }
        Some(ErrorCode::RateLimited) => {
            let wait = error.retry_after().unwrap_or(Duration::from_secs(60));
            writeln!(out, "Rate limited. Retry in {} s", wait.as_secs())?;
        }
        Some(ErrorCode::QuotaExceeded) => writeln!(out, "Upgrade your plan or wait for the quota's reset.")?,
        _ if error.status().is_some_and(|it| it.is_server_error()) => writeln!(out, "The server failed; try again.")?,
        _ if error.is_timeout() || error.is_connect() => writeln!(out, "The server cannot be reached.")?,
        _ => return Err(error.into()),
    }
    Ok(())
}
