//! What runs in an agent's container: asks the orchestrator for each step, and runs the commands that it is given.

use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::Client;
use aegis_sdk::dispatch::Environment;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&Environment::of::<Client>()?, &mut stdout()).await
}

pub(crate) async fn run(environment: &Environment, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let client = Client::builder(&environment.gateway_url).build()?;
    let instruction = environment.instruction.as_deref().unwrap_or("Say what you can do.");
    let prompt = match &environment.iteration_history {
        Some(history) => format!("{instruction}\n\nBefore:\n{history}"),
        None => instruction.to_owned(),
    };

    let bootstrap = client.bootstrap().max_rounds(50).timeout(environment.timeout);
    let last = bootstrap.run(environment.generate(prompt)).await?;
    writeln!(out, "{}", last.content)?;
    Ok(())
}
