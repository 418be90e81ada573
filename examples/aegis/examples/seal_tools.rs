//! Calls tools with a key of its own: makes it, has it attested, signs each call, and zeroes it.

use std::env;
use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::seal::SealClient;
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aegis_examples::url(), &env::var("AEGIS_TOKEN")?, &mut stdout()).await
}

pub(crate) async fn run(url: &str, token: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let seal = SealClient::new(url, "my-workload", "default")?.bearer(token);
    for tool in seal.tools().await? {
        writeln!(out, "may call {}", tool["name"])?;
    }

    // The first call makes a key and has it attested; the token alone is no good without the key.
    let read = seal.call_tool("fs.read", json!({"path": "/workspace/main.py"})).await?;
    writeln!(out, "{}", read["content"].as_str().unwrap_or_default())?;

    match seal.call_tool("fs.delete", json!({"path": "/"})).await {
        Ok(answer) => writeln!(out, "{answer}")?,
        Err(error) => match error.refusal() {
            Some(refusal) => writeln!(out, "refused: {}", refusal.message)?,
            None => return Err(error.into()),
        },
    }

    // Dropping it does the same.
    seal.erase();
    Ok(())
}
