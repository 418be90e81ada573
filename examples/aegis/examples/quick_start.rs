//! Starts an agent as a service: id and secret give a token, which is kept, renewed and sent with each call.

use std::env;
use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::models::ExecuteAgentRequest;
use aegis_sdk::{Client, ClientCredentials, ClientSettings};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = env::var("AEGIS_CLIENT_SECRET")?;
    run(&aegis_examples::url(), &env::var("AEGIS_KEYCLOAK_URL")?, &secret, &mut stdout()).await
}

pub(crate) async fn run(url: &str, keycloak: &str, secret: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let client = Client::builder(url)
        .settings(ClientSettings::new().keycloak_url(keycloak).realm("aegis-system"))
        .client_credentials(ClientCredentials::new("your-client-id", secret))
        .build()?;

    let agent = "2f1cbb3c-5a53-4c43-8f37-0d9a3f5b7c01";
    let task = ExecuteAgentRequest::new("Write a primality check in Python").intent("code-generation");
    let started = client.executions().start_execution(agent, task).await?;
    writeln!(out, "{}", started.execution_id)?;
    Ok(())
}
