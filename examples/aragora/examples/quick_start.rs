//! Quick start: puts a question to two agents, waits for the end of their debate and prints what they agreed on.

use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

use aragora_sdk::Client;
use aragora_sdk::models::DebateCreateRequest;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(aragora_examples::url()).build()?;
    run(&client, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let question = DebateCreateRequest::new("Should we use microservices?").agents(["anthropic-api", "openai-api"]);
    let debate = client.debates().run(question).timeout(Duration::from_secs(600)).await?;
    match debate.final_answer {
        Some(answer) => writeln!(out, "Consensus: {answer}")?,
        None => writeln!(out, "No consensus; the debate is {}.", debate.status)?,
    }
    Ok(())
}
