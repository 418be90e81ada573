//! What every generated SDK stands on: calls, retries, errors, credentials, and decoding of models and events.
//!
//! A generated crate holds facts (paths, parameters, fields) and this crate holds behaviour, written once and by
//! hand. Its users meet it through the generated crate, which names its types as its own. It also works alone:
//!
//! ```no_run
//! use sdk_runtime::{Client, Error, ErrorKind, Method};
//! use std::time::Duration;
//!
//! # async fn run() -> Result<(), Error> {
//! let client: Client = Client::builder("http://localhost:8080").bearer("…").build()?;
//! let debate = client
//!     .request(Method::Get, "/api/v1/debates/{debate_id}")
//!     .path("debate_id", "adhoc_1")
//!     .timeout(Duration::from_secs(5))
//!     .await;
//! match debate {
//!     Ok(debate) => println!("{}", debate["status"]),
//!     Err(error) if error.code() == Some("NOT_FOUND") => println!("there is no such debate"),
//!     Err(error) if error.kind() == ErrorKind::Timeout => println!("try again later"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What is where
//!
//! | | |
//! |---|---|
//! | [`Client`], [`ClientBuilder`] | base URL, credentials, connections, policies |
//! | [`Call`] | one call: lazy, sent when awaited, with its own settings |
//! | [`EventStream`], [`ItemStream`], [`ByteStream`] | answers that are read while they arrive |
//! | [`Upload`](data::Upload), [`Multipart`] | files and streams to send, alone or in forms |
//! | [`Pages`], [`Items`] | lists that come in pages, fetched while they are read |
//! | [`Waiter`] | starts something and polls until it has ended |
//! | [`VersionBy`] | how requests say which version of the API they are for |
//! | [`Meta`], [`Links`], [`Deprecation`], [`RateLimit`] | what an answer says beside its value |
//! | [`Error`], [`ErrorKind`] | what went wrong, and what the server said |
//! | [`ClientCredentials`], [`TokenSource`] | access tokens that are fetched, kept and renewed |
//! | [`RetryPolicy`], [`RetryBudget`], [`CircuitBreaker`] | patience and the end of it |
//! | [`Transport`], [`Middleware`] | other ways to send, hooks around each attempt |
//! | [`data`] | what models are made of: unknown fields and values are kept |
//! | [`event`] | decoding of events |
//! | `manifest` | documents in files: YAML and JSON, validation, builders (feature `manifests`) |
//! | `credentials` | the file that credentials are kept in (feature `credentials-file`) |
//! | [`signing`] | requests that are signed (feature `signing` for signatures by a shared secret) |
//! | `deploy` | deploying an app from its manifest (feature `deploy`) |
//! | `dispatch` | the program of an agent's container: messages, commands, the loop (features `dispatch`, `dispatch-messages`) |
//! | `endpoint` | calls to endpoints that programs declare (feature `endpoint`) |
//! | `seal` | calls that are signed with a key of the caller's own (feature `seal`) |
//! | `socket` | live streams over WebSockets (feature `sockets`) |
//! | `webhook` | verification and decoding of webhooks and callbacks (feature `webhooks`) |
//! | [`facts`] | what generated code states about its system |
//!
//! # What holds for every call
//!
//! - A call that may do something twice is sent once: retries are for operations that the specification or the
//!   HTTP method calls safe, and for calls with an idempotency key that the server honours.
//! - All calls of a client share a budget of retries ([`RetryBudget`]): a server that fails for everybody is not asked
//!   several times as often as one that is well.
//! - Every wait and every attempt ends by the call's deadline, five timeouts of 60 s unless set otherwise, and where the
//!   body is streamed only one that was set. A `Retry-After` beyond it is the error at once, with the value.
//! - A path argument never leaves its segment. A body is sent with its length, unless it is a stream of unknown length.
//! - What is streamed, both ways, is never whole in memory, and half of it is an error and never looks whole.
//! - Credentials never reach another host by a redirect, nor `Debug`, errors or traces.
//! - An answer larger than 64 MiB (unless set otherwise) is an error, not an allocation.
//!
//! # Foreign types
//!
//! The public API names types of `http`, `bytes`, `serde` and `serde_json` (re-exported here), `reqwest` in
//! [`ClientBuilder::http_client`] alone, `futures_core` in that streams are a [`Stream`](futures_core::Stream), and
//! `tokio::io`'s two traits where a reader is sent and where a transport of your own opens WebSockets.
//!
//! # Features
//!
//! | | |
//! |---|---|
//! | `rustls` (default) | HTTPS through rustls |
//! | `blocking` | `Call::send_blocking` for programs without an async runtime |
//! | `manifests` | documents that people keep in files: YAML and JSON, validation, builders |
//! | `credentials-file` | the file in which programs of one system keep credentials for each other |
//! | `signing` | signatures of requests by a shared secret, made and verified |
//! | `deploy` | deploying an app from its manifest, with keys and secrets |
//! | `dispatch` | the program of an agent's container: asks a gateway, runs commands, reports |
//! | `dispatch-messages` | the messages of that alone |
//! | `endpoint` | calls to endpoints that the programs of a platform declare |
//! | `seal` | calls that are signed with a key of the caller's own |
//! | `sockets` | live streams over WebSockets |
//! | `testing` | a loopback server that records and answers, also with faults |
//! | `webhooks` | verification and decoding of webhooks and callbacks, for those who receive them |
//!
//! Async calls need a tokio runtime with its IO and time drivers.

#![warn(missing_debug_implementations)]

mod beside;
mod breaker;
mod call;
mod client;
mod error;
pub mod facts;
mod middleware;
mod module;
mod pages;
mod params;
mod payload;
mod request;
mod response;
mod retry;
mod send;
pub mod signing;
mod stepped;
mod stream;
mod template;
mod token;
mod transport;
mod version;
mod waiter;

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "credentials-file")]
pub mod credentials;
pub mod data;
#[cfg(feature = "deploy")]
pub mod deploy;
#[cfg(feature = "dispatch-messages")]
pub mod dispatch;
#[cfg(feature = "endpoint")]
pub mod endpoint;
pub mod event;
#[cfg(feature = "manifests")]
pub mod manifest;
#[cfg(feature = "seal")]
pub mod seal;
#[cfg(feature = "sockets")]
pub mod socket;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "webhooks")]
pub mod webhook;

pub use breaker::CircuitBreaker;
pub use call::{Call, CallFuture};
pub use client::{Client, ClientBuilder, Sdk};
pub use data::{DecodeError, Json};
pub use error::{Error, ErrorKind, Gone};
pub use facts::{Method, Resume, ServerUrl};
pub use middleware::{Middleware, Next};
pub use module::Module;
pub use pages::{Items, Paged, Pages};
pub use params::{ParamWriter, Params};
pub use request::Multipart;
pub use response::{
    ByStatus, Deprecation, DeprecationLevel, ErrorBody, ErrorModel, Links, Meta, RateLimit, RawResponse, Response,
    ServedVersion,
};
pub use retry::{RetryBudget, RetryPolicy};
pub use stream::{ByteStream, EventStream, ItemStream, StreamEvent};
pub use token::{AccessToken, ClientAuth, ClientCredentials, TokenError, TokenErrorKind, TokenSource};
pub use transport::{Body, BoxFuture, Chunks, Transport, TransportError, TransportErrorKind, TransportResult};
#[cfg(feature = "sockets")]
pub use transport::{Duplex, Upgrade, UpgradeResult};
pub use version::{NotInVersion, VersionBy};
pub use waiter::Waiter;

pub use {bytes, http, serde, serde_json};
