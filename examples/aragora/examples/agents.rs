//! Agents: who has debated on this server, and the profile of one of them.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    for agent in client.agents().list().await?.agents {
        // Many servers list names alone; the leaderboard has the ratings then.
        match (agent.elo, agent.win_rate) {
            (Some(elo), Some(wins)) => {
                writeln!(out, "{}: Elo {elo:.0}, {:.0}% win rate", agent.name, wins.as_f64() * 100.0)?
            }
            _ => writeln!(out, "{}", agent.name)?,
        }
    }

    let profile = client.agents().get("anthropic-api").await?;
    writeln!(out, "Capabilities: {}", profile.capabilities.unwrap_or_default().join(", "))?;
    Ok(())
}
