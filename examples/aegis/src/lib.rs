//! What the programs share: which orchestrator they call, and as whom.

use std::env;

use aegis_sdk::{Client, Error};

/// Base URL of the orchestrator: the environment variable `AEGIS_URL`, else one on this machine.
pub fn url() -> String {
    env::var("AEGIS_URL").unwrap_or_else(|_| Client::LOCAL.to_owned())
}

/// A client for that orchestrator, with the credentials of the environment: a user's token, or a service's id and secret.
///
/// # Errors
/// There are none, or the URL is none.
pub fn client() -> Result<Client, Error> {
    Client::from_env().base_url(url()).build()
}
