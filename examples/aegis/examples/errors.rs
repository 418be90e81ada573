//! What can go wrong, and how to tell: by code, by status, by what the server says.

use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::models::ApiError;
use aegis_sdk::{Client, ErrorCode};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aegis_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let Err(error) = client.agents().list_agents().await else { return Ok(()) };
    match ErrorCode::of(&error) {
        Some(ErrorCode::InsufficientScope) => {
            let scope = error.typed::<ApiError>().and_then(Result::ok).and_then(|it| it.required);
            writeln!(out, "The token lacks the scope {}.", scope.unwrap_or_default())?;
        }
        Some(ErrorCode::Unauthorized) => {
            writeln!(out, "Not signed in: {}", error.message().unwrap_or_default())?;
        }
        Some(code) => writeln!(out, "{code:?}: {}", error.message().unwrap_or_default())?,
        None => writeln!(out, "{error}")?,
    }
    Ok(())
}
