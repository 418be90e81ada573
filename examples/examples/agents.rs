//! Agents: who has debated on this server, and the profile of one of them.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    for agent in client.agents().list().await?.agents {
        let win_rate = agent.win_rate.unwrap_or_default() * 100.0;
        writeln!(out, "{}: Elo {}, {win_rate:.0}% win rate", agent.name, agent.elo.unwrap_or_default())?;
    }

    let profile = client.agents().get("anthropic-api").await?;
    writeln!(out, "Capabilities: {}", profile.capabilities.unwrap_or_default().join(", "))?;
    Ok(())
}
