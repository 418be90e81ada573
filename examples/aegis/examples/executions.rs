//! Starts an agent, follows what it does to the end, and fetches what it wrote.

use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::Client;
use aegis_sdk::models::{ExecuteAgentRequest, ExecutionEventType};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aegis_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let agent = client.agents().lookup_agent("code-writer").await?;
    let task = ExecuteAgentRequest::new("Write a primality check in Python").intent("code-generation");
    let started = client.executions().start_execution(&agent.id, task).await?;

    let mut events = client.executions().stream_execution(&started.execution_id).await?;
    while let Some(event) = events.next().await {
        let event = event?.data;
        writeln!(out, "[{}] {}", event.event_type, event.message.unwrap_or_default())?;
        if event.event_type == ExecutionEventType::ExecutionCompleted {
            break;
        }
    }

    let file = client.executions().get_execution_file(&started.execution_id, "src/prime test.py").await?;
    writeln!(out, "{} bytes", file.len())?;
    Ok(())
}
