//! A server, a client of it and what a program prints.

use std::error::Error;

use aegis_sdk::{Client, Json};
use sdk_runtime::testing::{Answer, Server};

/// What a program did.
pub(crate) struct Played {
    /// What it printed.
    pub(crate) printed: String,
    /// Method and target of each request, with its body or null.
    pub(crate) sent: Vec<(String, Json)>,
}

/// Lets a program talk to a server that gives these answers, one after the other.
pub(crate) async fn play<const N: usize>(
    answers: [Answer; N],
    program: impl AsyncFnOnce(&Client, &mut Vec<u8>) -> Result<(), Box<dyn Error>>,
) -> Played {
    let server = serve(answers).await;
    let client = client(&server);
    let mut out = Vec::new();
    program(&client, &mut out).await.unwrap_or_else(|error| panic!("the program failed: {error}"));
    Played { printed: String::from_utf8(out).unwrap(), sent: sent(&server) }
}

/// A user's client of a server, that tries once.
pub(crate) fn client(server: &Server) -> Client {
    Client::builder(server.url()).bearer("user-jwt").no_retry().build().unwrap()
}

pub(crate) async fn serve<const N: usize>(answers: [Answer; N]) -> Server {
    let server = Server::start().await.unwrap();
    for answer in answers {
        server.answer(answer);
    }
    server
}

pub(crate) fn sent(server: &Server) -> Vec<(String, Json)> {
    let exchanges = server.exchanges().into_iter();
    exchanges.map(|it| (format!("{} {}", it.method, it.target), it.json())).collect()
}

/// The answer of a success.
pub(crate) fn ok(body: Json) -> Answer {
    Answer::json(200, body.to_string())
}

/// The answer of a failure.
pub(crate) fn fails(status: u16, body: Json) -> Answer {
    Answer::json(status, body.to_string())
}

pub(crate) fn get(target: &str) -> (String, Json) {
    (format!("GET {target}"), Json::Null)
}

pub(crate) fn post(target: &str, body: Json) -> (String, Json) {
    (format!("POST {target}"), body)
}
