//! The control-plane stream: watches agents and tasks with handlers.

use std::error::Error;
use std::io::{Write, stdout};
use std::sync::{Arc, Mutex, PoisonError};

use aragora_sdk::control_plane::{EventData, EventKind};
use aragora_sdk::control_plane_stream::{Builder, Message};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(aragora_examples::client()?.control_plane_stream(), &mut stdout()).await
}

pub(crate) async fn run(stream: Builder, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut stream = stream.connect().await?;
    let failures = Arc::new(Mutex::new(0));
    let count = Arc::clone(&failures);
    stream.on(EventKind::TaskFailed, move |_| *count.lock().unwrap_or_else(PoisonError::into_inner) += 1);

    while let Some(message) = stream.next().await {
        let Message::ControlPlane(event) = message? else { continue };
        match &event.data {
            EventData::AgentRegistered(it) => writeln!(out, "{} joined", it.agent_id.as_deref().unwrap_or("?"))?,
            EventData::TaskCompleted(it) => writeln!(out, "{} is done", it.task_id.as_deref().unwrap_or("?"))?,
            EventData::TaskFailed(it) => writeln!(out, "{} failed", it.task_id.as_deref().unwrap_or("?"))?,
            EventData::HealthUpdate(it) => writeln!(out, "{}", it.status.as_deref().unwrap_or("?"))?,
            // Tasks that wait, figures, and what later servers add.
            _ => {}
        }
    }
    writeln!(out, "{} tasks failed", failures.lock().unwrap_or_else(PoisonError::into_inner))?;
    Ok(())
}
