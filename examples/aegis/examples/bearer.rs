//! Acts for a user: the user's token is passed through, for the client or for one call.

use std::env;
use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aegis_examples::url(), &env::var("AEGIS_TOKEN")?, &mut stdout()).await
}

pub(crate) async fn run(url: &str, token: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let client = Client::builder(url).bearer(token).build()?;
    for agent in client.agents().list_agents().await? {
        writeln!(out, "{} ({})", agent.name, agent.id)?;
    }

    // Another user's agents, with the same client.
    let others = client.agents().list_agents().bearer("another-user-jwt").await?;
    writeln!(out, "{} of another user", others.len())?;
    Ok(())
}
