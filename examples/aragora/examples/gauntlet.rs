//! Gauntlet: attacks a text and reads the signed receipt of the result.

use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

use aragora_sdk::Client;
use aragora_sdk::models::{GauntletInputType, GauntletPersonaId, GauntletProfile, GauntletRunRequest};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let request = GauntletRunRequest::new("Your specification or policy text...")
        .input_type(GauntletInputType::Text)
        .persona(GauntletPersonaId::Security)
        .profile(GauntletProfile::Default);
    let started = client.gauntlet().run(request.clone()).await?;
    match client.gauntlet().get_receipt(&started.gauntlet_id).await {
        Ok(receipt) => writeln!(out, "{:?}", receipt.verdict)?,
        Err(error) if error.code() == Some("GAUNTLET_406") => writeln!(out, "{} goes on", started.gauntlet_id)?,
        Err(error) => return Err(error.into()),
    }

    let receipt = client.gauntlet().run_and_wait(request).timeout(Duration::from_secs(900)).await?;
    if let Some(verdict) = &receipt.verdict {
        writeln!(out, "Verdict: {verdict}")?;
    }
    if let Some(risk) = receipt.risk_score {
        writeln!(out, "Risk score: {:.0}%", risk.as_f64() * 100.0)?;
    }
    for finding in receipt.findings.unwrap_or_default() {
        let severity = finding.severity_level.unwrap_or_default();
        writeln!(out, "- [{severity}] {}", finding.title.unwrap_or_default())?;
    }
    Ok(())
}
