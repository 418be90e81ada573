//! Calls of an SDK, each sent once to a server that answers as described, or what reads of them to a [real one](Trial).

use std::error::Error;

use super::{Answer, Server, Trial, run};
use crate::{Call, ClientBuilder, ErrorModel, Sdk, Waiter};

/// What keeps a test from going on.
pub type Failure = Box<dyn Error>;

/// Sends calls of one SDK to a server of its own and keeps what goes wrong, so that one failure hides no other.
///
/// The server [records](Server::recording) each exchange under the id of its operation.
#[derive(Debug)]
pub struct Rehearsal<C> {
    client: C,
    stage: Stage,
    failures: Vec<String>,
}

/// What the calls are sent to.
#[derive(Debug)]
enum Stage {
    Loopback(Server),
    Real(Trial),
}

impl<C: Sdk> Rehearsal<C> {
    /// Runs a test. Its client has a credential for every security scheme, never retries, and calls no other server
    /// whatever the specification says.
    ///
    /// # Errors
    /// What the test fails with before it has sent all calls; else the calls that failed, a line each.
    pub fn run(test: impl AsyncFnOnce(&mut Self) -> Result<(), Failure>) -> Result<(), Failure> {
        run(async {
            let (client, stage) = match Trial::from_env()? {
                Some(trial) => (trial.client()?, Stage::Real(trial)),
                None => Self::loopback().await?,
            };
            let mut rehearsal = Self { client, stage, failures: Vec::new() };
            test(&mut rehearsal).await?;
            if rehearsal.failures.is_empty() { Ok(()) } else { Err(rehearsal.failures.join("\n").into()) }
        })
    }

    async fn loopback() -> Result<(C, Stage), Failure> {
        let server = Server::recording("").await?;
        let builder = ClientBuilder::<C>::new(server.url()).no_retry().one_server();
        let builder = C::facts().settings.iter().fold(builder, |it, setting| it.setting(setting.name, setting.name));
        let builder = C::facts().security.iter().fold(builder, |it, scheme| it.credential(scheme.name, "secret"));
        Ok((builder.build()?, Stage::Loopback(server)))
    }

    /// The client.
    pub fn client(&self) -> &C {
        &self.client
    }

    /// Sends a call that is answered with JSON.
    pub async fn json<T, E: ErrorModel, M>(&mut self, status: u16, body: &str, call: Call<T, E, M>) {
        self.sent(Answer::json(status, body), call).await;
    }

    /// Sends a call that is answered with bytes of a media type.
    pub async fn bytes<T, E: ErrorModel, M>(&mut self, status: u16, media_type: &str, body: &str, call: Call<T, E, M>) {
        self.sent(Answer::bytes(status, media_type, body.to_owned()), call).await;
    }

    /// Sends a call that is answered without a body.
    pub async fn empty<T, E: ErrorModel, M>(&mut self, status: u16, call: Call<T, E, M>) {
        self.sent(Answer::empty(status), call).await;
    }

    /// Runs a waiter to its end, its requests being answered with these bodies, and no other sent. A real server is not
    /// asked.
    pub async fn waits<S, T, E, P>(&mut self, answers: &[(u16, &str)], waiter: Waiter<S, T, E, P>)
    where
        S: Send + 'static,
        T: Send + 'static,
        E: 'static,
        P: Send + 'static,
    {
        let id = waiter.id();
        let Stage::Loopback(server) = &self.stage else { return };
        server.label("");
        for (status, body) in answers {
            server.answer(Answer::json(*status, *body));
        }
        let outcome = waiter.await;
        let arrived = server.forget();
        if let Err(error) = outcome {
            self.failures.push(format!("{id}: {error}"));
        } else if arrived != answers.len() {
            self.failures.push(format!("{id} sent {arrived} requests, not {}", answers.len()));
        }
    }

    /// Sends a call, which has to arrive once and to take its answer.
    async fn sent<T, E: ErrorModel, M>(&mut self, answer: Answer, call: Call<T, E, M>) {
        let id = call.operation().id;
        let server = match &self.stage {
            Stage::Loopback(server) => server,
            Stage::Real(trial) => {
                if let Err(error) = trial.judge_sample(call).await {
                    self.failures.push(format!("{id}: {error}"));
                }
                return;
            }
        };
        server.label(id);
        server.answer(answer);
        let outcome = call.await;
        let arrived = server.forget();
        if let Err(error) = outcome {
            self.failures.push(format!("{id}: {error}"));
        } else if arrived != 1 {
            self.failures.push(format!("{id} was sent {arrived} times"));
        }
    }
}
