//! Retry control: the policy of a client, none at all, and another one for a single call.

use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

use aragora_sdk::models::DebateCreateRequest;
use aragora_sdk::{Client, RetryPolicy};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&examples::url(), &mut stdout()).await
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
    let answer = client.debates().list().with_response().await?;
    writeln!(out, "{} attempts", answer.raw.attempts())?;

    // Once and never again, for one call …
    let debate = client.debates().get("adhoc_70293ee7").no_retry().await?;
    writeln!(out, "{} is {}", debate.debate_id, debate.status)?;

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
