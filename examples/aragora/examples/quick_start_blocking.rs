//! Quick start without an async runtime: every call can also be sent with `send_blocking`.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::models::DebateCreateRequest;

fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(aragora_examples::url()).build()?;
    run(&client, &mut stdout())
}

pub(crate) fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let question = DebateCreateRequest::new("Should we use microservices?");
    let started = client.debates().create(question).send_blocking()?;
    writeln!(out, "Debate started: {}", started.debate_id)?;

    let debate = client.debates().get(&started.debate_id).send_blocking()?;
    writeln!(out, "Status: {}", debate.status)?;
    Ok(())
}
