//! Decides what waits for a person.

use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::Client;
use aegis_sdk::models::{ApproveRequest, RejectRequest};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aegis_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let approvals = client.human_approvals();
    for it in approvals.list_pending_approvals().await? {
        let seconds = it.timeout_seconds.unwrap_or_default();
        writeln!(out, "{}: {} (timeout: {seconds}s)", it.id, it.prompt)?;
        let decision = if it.prompt.starts_with("Delete") {
            approvals.reject_request(&it.id, RejectRequest::new("Nothing is deleted today.")).await?
        } else {
            let yes = ApproveRequest::new().feedback("Looks good, proceed.").approved_by("ada@example.com");
            approvals.approve_request(&it.id, yes).await?
        };
        writeln!(out, "{}", decision.status)?;
    }
    Ok(())
}
