//! Compliance policies: lists them and their violations, and checks a text.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::models::{ComplianceCheckRequest, ViolationStatus};
use aragora_sdk::policies::{ListParams, ListViolationsParams};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let policies = client.policies().list_with(ListParams::new().limit(50)).await?.policies;
    if let Some(first) = policies.first() {
        let policy = client.policies().get(&first.id).await?;
        writeln!(out, "{}: {} rules", policy.name, policy.rules.unwrap_or_default().len())?;
    }

    let open = ListViolationsParams::new().status(ViolationStatus::Open);
    for violation in client.policies().list_violations_with(open).await?.violations {
        writeln!(out, "Open: {}", violation.description.unwrap_or_default())?;
    }

    let text = ComplianceCheckRequest::new("We store EU customer data in us-east-1").frameworks(["gdpr"]);
    let check = client.policies().check(text).await?;
    writeln!(out, "Compliant: {}", check.compliant.unwrap_or_default())?;
    for issue in check.result.and_then(|it| it.issues).unwrap_or_default() {
        writeln!(out, "- {}", issue.description.unwrap_or_default())?;
    }
    Ok(())
}
