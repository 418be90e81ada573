//! Leaderboard: the best agents by Elo rating.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::leaderboard::GetParams;
use aragora_sdk::models::RatingTrend;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let best = client.leaderboard().get_with(GetParams::new().limit(10)).await?;
    for (index, entry) in best.rankings.iter().enumerate() {
        let trend = match entry.recent_trend {
            Some(RatingTrend::Up) => "+",
            Some(RatingTrend::Down) => "-",
            Some(RatingTrend::Stable) => "=",
            // Not every server tells it, and a later one may know more.
            _ => "?",
        };
        let name = entry.name.as_deref().unwrap_or("unknown");
        writeln!(out, "#{} {name}: {:.0} ({trend})", index + 1, entry.elo.unwrap_or_default().as_f64())?;
    }
    Ok(())
}
