//! Retry control: the policy of a client, none at all, and another one for a single call.

use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

use aragora_sdk::models::DebateCreateRequest;
use aragora_sdk::{Client, RetryPolicy};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::url(), &mut stdout()).await
}

pub(crate) async fn run(url: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    // What a client does unless told otherwise.
    let default = RetryPolicy::new()
        .max_retries(3)
        .delay(Duration::from_secs(1))
        .backoff(2.0)
        .max_delay(Duration::from_secs(30))
        .statuses([429, 500, 502, 503, 504]);
    let client = Client::builder(url).retry(default).build()?;
    let health = client.health().with_response().await?;
    writeln!(out, "{} after {} attempts", health.value.status, health.raw.attempts())?;

    // Once and never again, for one call …
    let debates = client.debates().list().no_retry().await?.debates;
    writeln!(out, "{} debates", debates.len())?;

    // … and for all calls of a client.
    let hasty = Client::builder(url).no_retry().build()?;
    if let Err(error) = hasty.health().await {
        writeln!(out, "Gave up after {} attempt: {error}", error.attempts())?;
    }

    // Another policy. It never makes it safe to start a debate twice: that call is sent once.
    let patient = RetryPolicy::new().max_retries(5).delay(Duration::from_secs(2)).backoff(1.5).statuses([429, 503]);
    let question = DebateCreateRequest::new("Should we?");
    if let Err(error) = client.debates().create(question).retry(patient).await {
        writeln!(out, "Gave up after {} attempt: {error}", error.attempts())?;
    }
    Ok(())
}
