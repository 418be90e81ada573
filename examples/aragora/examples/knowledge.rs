//! Knowledge base: searches what is stored, adds a fact, has it checked and looks for contradictions.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::knowledge::SearchParams;
use aragora_sdk::models::CreateFactRequest;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let found = client.knowledge().search_with("password reset policies", SearchParams::new().limit(5)).await?;
    for result in found.results.unwrap_or_default() {
        let content = result.content.unwrap_or_default();
        writeln!(out, "{}", content.chars().take(80).collect::<String>())?;
    }

    let fact = CreateFactRequest::new("All customer data is encrypted at rest")
        .workspace_id("default")
        .confidence(0.85)
        .topics(["security", "compliance"]);
    let fact = client.knowledge().create_fact(fact).await?;
    let id = fact.id.ok_or("the server stored the fact without an identifier")?;

    let checked = client.knowledge().verify_fact(&id).await?;
    match checked.verified.into_option() {
        Some(verified) => writeln!(out, "Verified: {verified}")?,
        None => writeln!(out, "Not checked: {}", checked.message.unwrap_or_default())?,
    }
    for fact in client.knowledge().list_contradictions(&id).await?.contradictions.unwrap_or_default() {
        writeln!(out, "Contradiction: {}", fact.statement.unwrap_or_default())?;
    }
    Ok(())
}
