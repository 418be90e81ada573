//! Health check: whether the server is up.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let health = client.health().await?;
    writeln!(out, "Status: {}", health.status)?;
    // Servers tell the rest only to those whom they know.
    if let Some(version) = &health.version {
        writeln!(out, "Version: {version}")?;
    }
    if let Some(uptime) = health.uptime_seconds {
        writeln!(out, "Uptime: {uptime:.0}s")?;
    }
    Ok(())
}
