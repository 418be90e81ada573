//! The debate stream: follows a debate from its first event to its last, also through a connection that breaks.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::debate_stream::{Builder, Message};
use aragora_sdk::events::{Event, EventData};
use aragora_sdk::models::DebateCreateRequest;
use aragora_sdk::{Client, ErrorKind};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = aragora_examples::client()?;
    let mut stream = client.debate_stream();
    // Where the server has an API token, taking part needs a token that is signed with it.
    if let Ok(token) = std::env::var("ARAGORA_API_TOKEN") {
        stream = stream.signed_with(token);
    }
    if let Ok(url) = std::env::var("ARAGORA_STREAM_URL") {
        stream = stream.url(url);
    }
    run(&client, stream, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, stream: Builder, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let question = DebateCreateRequest::new("Should we cache it?").agents(["demo", "demo"]).rounds(2);
    let debate = client.debates().create(question).await?;

    let mut stream = stream.subscribe(&debate.debate_id).replay_after(0).connect().await?;
    while let Some(message) = stream.next().await {
        match message {
            Ok(Message::Events(event)) if ends(&event, out)? => break,
            // What is said of the connection: greeting, heartbeats, replays.
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::Missed => writeln!(out, "(something is missing: {error})")?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Prints an event; true for the last one.
fn ends(event: &Event, out: &mut impl Write) -> std::io::Result<bool> {
    let agent = event.agent.as_deref().unwrap_or("somebody");
    match &event.data {
        EventData::DebateStart(it) => {
            if let Some(task) = &it.task {
                writeln!(out, "Question: {task}")?;
            }
        }
        // Spectators get short forms, which have no content.
        EventData::AgentMessage(it) => {
            if let Some(content) = &it.content {
                writeln!(out, "{agent}: {}", content.lines().next().unwrap_or_default())?;
            }
        }
        EventData::Consensus(it) => {
            if let Some(answer) = &it.answer {
                writeln!(out, "Answer: {}", answer.lines().next().unwrap_or_default())?;
            }
        }
        EventData::DebateEnd(it) if it.rounds.is_some() => return Ok(true),
        _ => {}
    }
    Ok(false)
}
