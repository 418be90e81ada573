//! Registers a workflow, runs it, answers what it asks, and reads its log.

use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::Client;
use aegis_sdk::models::{RunWorkflowRequest, SignalRequest};

const MANIFEST: &str = "\
apiVersion: 100monkeys.ai/v1
kind: Workflow
metadata: {name: data-pipeline, version: 1.0.0}
";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aegis_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let registered = client.workflows().register_workflow(MANIFEST).await?;
    let started = client.workflows().run_workflow(&registered.name, RunWorkflowRequest::new("s3://reports")).await?;

    let runs = client.workflow_executions();
    runs.signal_workflow_execution(&started.execution_id, SignalRequest::new("approved")).await?;

    let mut log = client.workflow_logs().stream_workflow_execution_logs(&started.execution_id).await?;
    while let Some(entry) = log.next().await {
        let entry = entry?.data;
        writeln!(out, "{}: {}", entry.state_name.unwrap_or_default(), entry.message.unwrap_or_default())?;
    }
    let run = runs.get_workflow_execution(&started.execution_id).await?;
    writeln!(out, "{}", run.status.map(|it| it.to_string()).unwrap_or_default())?;
    Ok(())
}
