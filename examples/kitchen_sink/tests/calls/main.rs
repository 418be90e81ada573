//! The SDK of `spec/kitchen_sink`, which has every construct of OpenAPI, against a loopback server.

#![allow(clippy::unwrap_used, clippy::panic)]

mod answers;
mod bodies;
mod parameters;
mod streams;
mod values;
mod webhooks;

use kitchen_sink_sdk::Client;
use sdk_runtime::testing::{Answer, Server};

/// A server that gives `answer` to everything, and a client of it.
async fn serving(answer: Answer) -> (Server, Client) {
    let server = Server::start().await.unwrap();
    server.always(answer);
    let client = Client::builder(server.url()).api_key("secret").no_retry().build().unwrap();
    (server, client)
}
