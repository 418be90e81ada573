//! Matrix debates: one question in several scenarios, to tell what always holds from what depends.

use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

use aragora_sdk::models::{ConditionalConclusions, MatrixDebateCreateRequest, MatrixScenario};
use aragora_sdk::{Client, ErrorCode};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let scenarios = [
        MatrixScenario::new("small_team").parameters([("team_size", 5)]).is_baseline(true),
        MatrixScenario::new("large_team").parameters([("team_size", 50)]),
        MatrixScenario::new("high_scale").parameters([("requests_per_sec", 1_000_000)]),
    ];
    let question = MatrixDebateCreateRequest::new("Should we adopt microservices?", scenarios)
        .agents(["anthropic-api", "openai-api"])
        .max_rounds(3);
    // The server answers when all scenarios have been debated.
    let created = client.matrix_debates().create(question).timeout(Duration::from_secs(600)).await?;

    writeln!(out, "Universal conclusions (true in all scenarios):")?;
    for conclusion in created.universal_conclusions.unwrap_or_default() {
        writeln!(out, "  - {conclusion}")?;
    }
    writeln!(out, "Conditional conclusions:")?;
    if let Some(ConditionalConclusions::List(conclusions)) = created.conditional_conclusions {
        for it in conclusions {
            writeln!(out, "  {}: {}", it.condition.unwrap_or_default(), it.conclusion.unwrap_or_default())?;
        }
    }

    // Only servers that store matrix debates know of it afterwards.
    match client.matrix_debates().get_conclusions(&created.matrix_id).await {
        Ok(stored) => writeln!(out, "Stored: {} contradictions", stored.contradictions.unwrap_or_default().len())?,
        Err(error) if ErrorCode::of(&error) == Some(ErrorCode::NotFound) => writeln!(out, "Not stored")?,
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
