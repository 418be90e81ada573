//! Delivers a webhook as the outside source does: the source's secret signs it, no token is sent.

use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::{Client, signing};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aegis_examples::client()?, &std::env::var("AEGIS_WEBHOOK_SECRET")?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, secret: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let build = serde_json::json!({"build": 4711, "branch": "main", "failed": true}).to_string();
    let signer = signing::Signing::signer(secret)?;
    let accepted = client.stimulus().send_webhook("buildkite", build).signed(signer).await?;
    writeln!(out, "stimulus {}", accepted.stimulus_id.unwrap_or_default())?;
    Ok(())
}
