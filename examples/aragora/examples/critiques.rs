//! Critiques and reputation: criticism that helped, and what each agent's word counts.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::critiques::ListPatternsParams;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let found = client.critiques().list_patterns_with(ListPatternsParams::new().limit(5)).await?;
    for it in found.patterns.unwrap_or_default() {
        let helped = it.success_rate.unwrap_or_default().as_f64() * 100.0;
        writeln!(out, "{}: helped in {helped:.0}%", it.pattern.unwrap_or_default())?;
    }

    for it in client.critiques().list_reputations().await?.reputations.unwrap_or_default() {
        writeln!(out, "{}: {:.2}", it.agent.unwrap_or_default(), it.score.unwrap_or_default())?;
    }

    match client.critiques().get_agent_reputation("claude").await?.reputation.into_option() {
        Some(it) => writeln!(out, "The vote of claude counts {:.1}.", it.vote_weight.unwrap_or_default())?,
        None => writeln!(out, "Nothing is known of claude.")?,
    }
    Ok(())
}
