//! Memory analytics: how well each memory tier serves, and what would make it serve better.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::memory::{AnalyticsParams, TierStatsParams};
use aragora_sdk::models::{MemoryAdvice, MemoryTier};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let analytics = client.memory().analytics_with(AnalyticsParams::new().days(30)).await?;
    writeln!(out, "Total entries: {}", analytics.total_entries.unwrap_or_default())?;
    writeln!(out, "Learning velocity: {:.2}", analytics.learning_velocity.unwrap_or_default())?;
    for (tier, stats) in analytics.tier_stats.unwrap_or_default() {
        writeln!(out, "{tier}: {} entries", stats.entries.unwrap_or_default())?;
    }
    for advice in analytics.recommendations.unwrap_or_default() {
        match advice {
            MemoryAdvice::String(text) => writeln!(out, "- {text}")?,
            MemoryAdvice::MemoryRecommendation(it) => writeln!(out, "- {}", it.description.unwrap_or_default())?,
            other => writeln!(out, "- {other:?}")?,
        }
    }

    let fast = client.memory().tier_stats_with(MemoryTier::Fast, TierStatsParams::new().days(7)).await?;
    writeln!(out, "Hits in the fast tier: {}", fast.total_hits.unwrap_or_default())?;

    let snapshot = client.memory().snapshot().await?;
    writeln!(out, "{}", snapshot.message.unwrap_or_default())?;
    Ok(())
}
