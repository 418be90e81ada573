//! What the programs share: which server they call, and with which key.

use std::env;

use aragora_sdk::{Client, Error};

/// Base URL of the server: the environment variable `ARAGORA_URL`, else a server on this machine.
pub fn url() -> String {
    env::var("ARAGORA_URL").unwrap_or_else(|_| Client::LOCAL.to_owned())
}

/// A client for that server, with the API key in `ARAGORA_API_KEY` if there is one.
///
/// # Errors
/// The URL is none.
pub fn client() -> Result<Client, Error> {
    let builder = Client::builder(url());
    match env::var("ARAGORA_API_KEY") {
        Ok(key) => builder.api_key(key).build(),
        Err(_) => builder.build(),
    }
}
