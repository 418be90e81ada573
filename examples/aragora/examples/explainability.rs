//! Explainability: why a debate ended as it did, for one debate and for several at once.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::explainability::GetSummaryParams;
use aragora_sdk::models::{ExplainabilityBatchOptions, ExplainabilityBatchRequest, SummaryFormat};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let debate_id = std::env::args().nth(1).ok_or("name a debate")?;
    run(&aragora_examples::client()?, &debate_id, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, debate_id: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let explanation = client.explainability().get_explanation(debate_id).await?;
    writeln!(out, "Conclusion: {}", explanation.conclusion.unwrap_or_default())?;
    for it in explanation.counterfactuals.unwrap_or_default() {
        let (condition, change) = (it.condition.unwrap_or_default(), it.outcome_change.unwrap_or_default());
        writeln!(out, "{condition}: {change}")?;
    }

    let report = client.explainability().get_evidence(debate_id).await?;
    for it in report.evidence.unwrap_or_default() {
        writeln!(out, "Evidence: {}", it.content.unwrap_or_default())?;
    }

    let markdown = GetSummaryParams::new().format(SummaryFormat::Markdown);
    writeln!(out, "{}", client.explainability().get_summary_with(debate_id, markdown).await?)?;

    let options = ExplainabilityBatchOptions::new().include_evidence(true);
    let request = ExplainabilityBatchRequest::new([debate_id]).options(options);
    let batch = client.explainability().create_batch(request).await?;
    let status = client.explainability().get_batch_status(&batch.batch_id).await?;
    writeln!(out, "{} is {}", batch.batch_id, status.status)?;
    Ok(())
}
