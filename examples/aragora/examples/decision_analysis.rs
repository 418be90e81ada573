//! Decision analysis: waits for a matrix debate that the server holds in the background, then reads its conclusions.

use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

use aragora_sdk::models::{MatrixDebateCreateRequest, MatrixScenario};
use aragora_sdk::{Client, Json};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let question = "Should we refactor our monolith to microservices?";
    let scenarios =
        [scenario("startup", 5, "low"), scenario("scaleup", 25, "medium"), scenario("enterprise", 100, "high")];
    let debate = client
        .matrix_debates()
        .run(MatrixDebateCreateRequest::new(question, scenarios))
        .every(Duration::from_secs(5))
        .timeout(Duration::from_secs(900))
        .await?;
    let id = debate.matrix_id.ok_or("the server sent a matrix debate without its identifier")?;
    let conclusions = client.matrix_debates().get_conclusions(id).await?;

    writeln!(out, "Universal conclusions:")?;
    for conclusion in conclusions.universal.unwrap_or_default() {
        writeln!(out, "  - {conclusion}")?;
    }
    writeln!(out, "Conditional conclusions:")?;
    for (scenario, findings) in conclusions.conditional.unwrap_or_default() {
        writeln!(out, "  {scenario}:")?;
        for finding in findings {
            writeln!(out, "    - {finding}")?;
        }
    }
    Ok(())
}

fn scenario(name: &str, team_size: u32, budget: &str) -> MatrixScenario {
    MatrixScenario::new(name).parameters([("team_size", Json::from(team_size)), ("budget", Json::from(budget))])
}
