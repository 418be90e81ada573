//! Replays: reads the recording of a debate, exports it and deletes it.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::models::ReplayFormat;
use aragora_sdk::replays::{ExportParams, ListParams};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let replays = client.replays().list_with(ListParams::new().limit(10)).await?;
    let Some(id) = replays.into_iter().find_map(|it| it.id) else {
        return Ok(writeln!(out, "This server has no recordings.")?);
    };

    let replay = client.replays().get(&id).await?;
    for event in replay.events.unwrap_or_default() {
        let (kind, content) = (event.event_type.unwrap_or_default(), event.content.unwrap_or_default());
        writeln!(out, "[{kind}] {}", content.chars().take(50).collect::<String>())?;
    }

    let export = client.replays().export_with(&id, ExportParams::new().format(ReplayFormat::Json)).await?;
    writeln!(out, "{}", export.data.unwrap_or_default())?;

    client.replays().delete(&id).await?;
    Ok(())
}
