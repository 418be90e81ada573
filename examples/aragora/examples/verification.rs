//! Verification: proves or refutes a claim, and tells which provers the server has.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::models::{VerificationBackend, VerifyClaimRequest};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let status = client.verification().status().await?;
    for backend in status.backends.unwrap_or_default() {
        let available = if backend.available { "available" } else { "unavailable" };
        writeln!(out, "{}: {available}", backend.language.or(backend.name).unwrap_or_default())?;
    }

    let claim = VerifyClaimRequest::new("All prime numbers greater than 2 are odd")
        .context("Number theory")
        .backend(VerificationBackend::Z3)
        .timeout(30.0);
    let result = client.verification().verify(claim).await?;
    if let Some(status) = &result.status {
        writeln!(out, "Status: {status}")?;
    }
    if let Some(proof) = result.proof.as_option() {
        writeln!(out, "Proof: {proof}")?;
    }
    if let Some(counterexample) = result.counterexample.as_option() {
        writeln!(out, "Counterexample: {counterexample}")?;
    }
    Ok(())
}
