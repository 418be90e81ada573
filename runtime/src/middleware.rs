//! Hooks around each attempt of a call.
//!
//! A [`Middleware`] sees the request as it is about to be sent, credentials included, and the answer's head
//! before its body is read. It runs once for each attempt, and once more for each redirect that the attempt
//! follows, all inside the attempt's timeout. What it adds goes wherever the request goes: one that adds a
//! credential looks at the host first, since a redirect may lead to another one. A body that is streamed passes by: the
//! request that is seen is empty.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use crate::transport::{Body, BoxFuture, Transport, TransportResult};

/// A hook around each attempt.
///
/// ```
/// use bytes::Bytes;
/// use sdk_runtime::{BoxFuture, Middleware, Next, TransportResult};
///
/// struct Traced;
///
/// impl Middleware for Traced {
///     fn handle<'a>(&'a self, mut request: http::Request<Bytes>, next: Next<'a>) -> BoxFuture<'a, TransportResult> {
///         request.headers_mut().insert("x-trace", http::HeaderValue::from_static("on"));
///         Box::pin(next.run(request))
///     }
/// }
/// ```
pub trait Middleware: Send + Sync + 'static {
    /// Passes the request on with [`Next::run`], or answers it itself.
    fn handle<'a>(&'a self, request: http::Request<Bytes>, next: Next<'a>) -> BoxFuture<'a, TransportResult>;
}

/// What comes after a middleware: the others, and at last the transport.
pub struct Next<'a> {
    rest: &'a [Arc<dyn Middleware>],
    transport: &'a dyn Transport,
    /// What is streamed in the place of the request's own body.
    body: Option<Body>,
}

impl<'a> Next<'a> {
    pub(crate) fn new(rest: &'a [Arc<dyn Middleware>], transport: &'a dyn Transport, body: Option<Body>) -> Self {
        Self { rest, transport, body }
    }

    /// Sends the request on its way. Can be called only once: a middleware does not retry.
    pub fn run(self, request: http::Request<Bytes>) -> BoxFuture<'a, TransportResult> {
        match self.rest.split_first() {
            Some((first, rest)) => first.handle(request, Self { rest, ..self }),
            None => match self.body {
                Some(body) => self.transport.send_streamed(request.map(|_| body)),
                None => self.transport.send(request),
            },
        }
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next").field("middleware", &self.rest.len()).finish_non_exhaustive()
    }
}
