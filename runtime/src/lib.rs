//! What every generated SDK stands on.

mod breaker;
mod call;
mod client;
mod error;
pub mod facts;
mod middleware;
mod params;
mod request;
mod response;
mod retry;
mod send;
mod transport;
mod waiter;

#[cfg(feature = "blocking")]
pub mod blocking;
pub mod data;
pub mod event;
#[cfg(feature = "testing")]
pub mod testing;

pub use breaker::CircuitBreaker;
pub use call::{Call, CallFuture};
pub use client::{Client, ClientBuilder, Sdk};
pub use data::{DecodeError, Json};
pub use error::{Error, ErrorKind};
pub use facts::Method;
pub use middleware::{Middleware, Next};
pub use params::{ParamWriter, Params};
pub use request::Multipart;
pub use response::{ByStatus, ErrorBody, ErrorModel, RawResponse, Response};
pub use retry::RetryPolicy;
pub use transport::{Body, BoxFuture, Chunks, Transport, TransportError, TransportErrorKind, TransportResult};
pub use waiter::Waiter;

pub use {bytes, http, serde, serde_json};
