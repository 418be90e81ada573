//! Consensus memory: what earlier debates settled, and what dissenters warned of.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::consensus::{GetRiskWarningsParams, GetSimilarDebatesParams};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let five = GetSimilarDebatesParams::new().limit(5);
    for debate in client.consensus().get_similar_debates_with("rate limiting", five).await?.similar {
        let similarity = debate.similarity.unwrap_or_default().as_f64() * 100.0;
        writeln!(out, "{similarity:.0}% {}", debate.conclusion.unwrap_or_default())?;
    }

    let stats = client.consensus().get_stats().await?;
    writeln!(out, "{} topics are settled", stats.total_topics.unwrap_or_default())?;

    let five = GetRiskWarningsParams::new().limit(5);
    for warning in client.consensus().get_risk_warnings_with(five).await?.warnings {
        writeln!(out, "Warning: {}", warning.description.unwrap_or_default())?;
    }
    Ok(())
}
