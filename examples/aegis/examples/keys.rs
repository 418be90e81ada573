//! Stores a credential for agents, and makes a key for a program. The first needs a user's token.

use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::Client;
use aegis_sdk::models::{CreateApiKeyRequest, CredentialType, StoreApiKeyRequest};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aegis_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let credential = StoreApiKeyRequest::new("github", "github-token", "ghp_xxxx", CredentialType::Secret);
    let stored = client.credentials().store_api_key(credential).await?;
    writeln!(out, "credential {}", stored.id)?;

    let key = client.api_keys().create_api_key(CreateApiKeyRequest::new("ci-pipeline", ["agent:list"])).await?;
    // It is shown this once; `Debug` never shows it.
    writeln!(out, "key {}: {}…", key.id, key.key.expose().chars().take(6).collect::<String>())?;
    Ok(())
}
