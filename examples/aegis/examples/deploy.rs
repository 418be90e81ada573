//! Deploys an agent from its manifest, as JSON.

use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::Client;

const MANIFEST: &str = r#"{
    "apiVersion": "100monkeys.ai/v1",
    "kind": "Agent",
    "metadata": {"name": "code-reviewer", "version": "1.0.0"},
    "spec": {
        "runtime": {"language": "python", "version": "3.12"},
        "task": {"instruction": "You are a code reviewer."}
    }
}"#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aegis_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let deployed = client.agents().deploy_agent(serde_json::from_str(MANIFEST)?).await?;
    writeln!(out, "{}", deployed.agent_id)?;
    let agent = client.agents().get_agent(&deployed.agent_id).await?;
    writeln!(out, "{} {}", agent.name, agent.version.unwrap_or_default())?;
    Ok(())
}
