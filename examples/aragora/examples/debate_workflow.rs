//! A whole debate: question, agents, agreement, answer, and what was said if there is none.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::models::{ConsensusType, DebateCreateRequest};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let question = DebateCreateRequest::new("Design a secure authentication system")
        .agents(["anthropic-api", "openai-api", "mistral-api"])
        .rounds(3)
        .consensus(ConsensusType::Majority);
    let debate = client.debates().run(question).await?;

    if debate.consensus_reached == Some(true) {
        writeln!(out, "Agreement: {:.0}%", debate.agreement.unwrap_or_default().as_f64() * 100.0)?;
        writeln!(out, "Answer: {}", debate.final_answer.unwrap_or_default())?;
    } else {
        writeln!(out, "No consensus reached")?;
        for message in debate.messages.unwrap_or_default() {
            let (agent, content) = (message.agent.unwrap_or_default(), message.content.unwrap_or_default());
            writeln!(out, "{agent}: {}...", content.chars().take(100).collect::<String>())?;
        }
    }
    Ok(())
}
