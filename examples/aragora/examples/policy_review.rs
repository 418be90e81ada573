//! Policy review: attacks a privacy policy from the point of view of data protection law.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::models::{GauntletInputType, GauntletPersonaId, GauntletProfile, GauntletRunRequest};

const POLICY: &str = "Privacy Policy:
We collect user email and browsing history.
Data is stored indefinitely.
Third parties may access data for advertising.";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let request = GauntletRunRequest::new(POLICY)
        .input_type(GauntletInputType::Text)
        .persona(GauntletPersonaId::Gdpr)
        .profile(GauntletProfile::Thorough);
    let receipt = client.gauntlet().run_and_wait(request).await?;

    if let Some(verdict) = &receipt.verdict {
        writeln!(out, "Verdict: {verdict}")?;
    }
    let risks = receipt.risk_summary.unwrap_or_default();
    writeln!(out, "Risks: {} critical, {} high", risks.critical.unwrap_or_default(), risks.high.unwrap_or_default())?;

    // Which list is filled depends on the server.
    let findings = [receipt.findings, receipt.vulnerability_details].into_iter().flatten().flatten();
    for finding in findings {
        writeln!(out, "[{}] {}", finding.category.unwrap_or_default(), finding.title.unwrap_or_default())?;
        writeln!(out, "  {}", finding.description.unwrap_or_default())?;
        if let Some(fix) = finding.mitigation.as_option() {
            writeln!(out, "  Fix: {fix}")?;
        }
    }
    Ok(())
}
