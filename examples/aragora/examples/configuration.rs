//! Configuration: base URL, API key and timeout of a client, and how one call differs from the others.

use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

use aragora_sdk::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::url(), &mut stdout()).await
}

pub(crate) async fn run(url: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let client = Client::builder(url)
        .api_key("your-api-key")
        .timeout(Duration::from_secs(60))
        .header("X-Team", "platform")
        .build()?;
    // The key is in none of the client's texts.
    writeln!(out, "{client:?}")?;

    let health = client.health().timeout(Duration::from_secs(5)).bearer("another-key").await?;
    writeln!(out, "{} is {}", client.core().base_url(), health.status)?;
    Ok(())
}
