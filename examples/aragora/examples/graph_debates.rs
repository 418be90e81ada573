//! Graph debates: a debate that branches where the agents disagree fundamentally.

use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

use aragora_sdk::Client;
use aragora_sdk::models::GraphDebateCreateRequest;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let question =
        GraphDebateCreateRequest::new("Design a distributed system architecture", ["anthropic-api", "openai-api"])
            .max_rounds(5)
            .branch_threshold(0.5)
            .max_branches(5);
    // The server answers when the debate has ended.
    let created = client.graph_debates().create(question).timeout(Duration::from_secs(600)).await?;

    let debate = client.graph_debates().get(&created.debate_id).await?;
    writeln!(out, "{} nodes", debate.node_count.unwrap_or_default())?;

    for branch in client.graph_debates().get_branches(&created.debate_id).await?.branches {
        let (name, nodes) = (branch.name.unwrap_or_default(), branch.node_count.unwrap_or_default());
        writeln!(out, "Branch: {name} ({nodes} nodes)")?;
    }
    Ok(())
}
