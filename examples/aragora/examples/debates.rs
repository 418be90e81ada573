//! Debates: starts one, looks at it, lists those that have ended, and holds one to its end.

use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

use aragora_sdk::Client;
use aragora_sdk::debates::ListParams;
use aragora_sdk::models::{ConsensusType, DebateCreateRequest, DebateStatus};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let question = DebateCreateRequest::new("Should we adopt Kubernetes?")
        .agents(["anthropic-api", "openai-api", "gemini"])
        .rounds(3)
        .consensus(ConsensusType::Majority)
        .context("For a startup with 5 engineers");
    let started = client.debates().create(question).await?;

    let debate = client.debates().get(&started.debate_id).await?;
    writeln!(out, "{} is {}", debate.debate_id, debate.status)?;

    let completed = ListParams::new().limit(20).status(DebateStatus::Completed);
    for debate in client.debates().list_with(completed).await?.debates {
        writeln!(out, "- {}", debate.task)?;
    }

    let question = DebateCreateRequest::new("Design a rate limiter");
    let debate = client.debates().run(question).timeout(Duration::from_secs(600)).await?;
    writeln!(out, "Answer: {}", debate.final_answer.unwrap_or_default())?;
    Ok(())
}
