//! One attempt: through the middleware and the transport, along redirects, to the end of the body.

use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Method, Request};

use super::redirect;
use crate::client::Shared;
use crate::error::{Error, ErrorKind};
use crate::middleware::Next;
use crate::payload::Payload;
use crate::request::{Reading, Ready};
use crate::response::RawResponse;
use crate::stream::{Live, is_event_stream};
use crate::transport::{Body, TransportError, TransportErrorKind};

/// Redirects that are followed in a row.
const MAX_REDIRECTS: usize = 10;

/// A body is not given more room in advance than this, whatever length it claims.
const MAX_RESERVED: usize = 1 << 20;

/// Sends the request and reads the answer; of one that is read as a stream, the head. `idle` bounds the waits of
/// that stream.
pub(super) async fn exchange(shared: &Shared, request: &Ready, idle: Duration) -> Result<RawResponse, Error> {
    let mut hop = request.hop();
    for _ in 0..MAX_REDIRECTS {
        let response = pass(shared, request, &hop).await?;
        match redirect::next(&hop, response.status(), response.headers()) {
            Some(next) => hop = next,
            None => return answer(shared, request, &hop.method, response, idle).await,
        }
    }
    let response = pass(shared, request, &hop).await?;
    answer(shared, request, &hop.method, response, idle).await
}

async fn answer(
    shared: &Shared,
    request: &Ready,
    method: &Method,
    response: http::Response<Body>,
    idle: Duration,
) -> Result<RawResponse, Error> {
    if is_read_later(request.reading, &response) {
        let (head, body) = response.into_parts();
        return Ok(RawResponse::live(head.status, head.headers, Live::new(body, idle, request.operation)));
    }
    read(shared, method, response).await
}

fn is_read_later(reading: Reading, response: &http::Response<Body>) -> bool {
    response.status().is_success()
        && match reading {
            Reading::Whole => false,
            Reading::Stream => true,
            Reading::Events => is_event_stream(response.status(), response.headers()),
        }
}

async fn pass(shared: &Shared, request: &Ready, hop: &redirect::Hop) -> Result<http::Response<Body>, Error> {
    let (whole, streamed) = match &hop.body {
        Payload::Whole(bytes) => (bytes.clone(), None),
        Payload::Streamed(it) => (Bytes::new(), Some(it.open().await?)),
    };
    let (body, trouble) = streamed.unzip();
    let built = Request::builder().method(hop.method.clone()).uri(hop.url.as_str()).body(whole);
    let mut built =
        built.map_err(|error| Error::new(ErrorKind::Request, "the URL cannot be sent").with_source(error))?;
    *built.headers_mut() = hop.headers.clone();
    built.extensions_mut().insert(request.operation);
    let next = Next::new(&shared.middleware, shared.transport.as_ref(), body);
    let result = next.run(built).await.map_err(failed);
    let Some(trouble) = trouble else { return result };
    // What the server refused need not have been sent to its end.
    let is_refused = result.as_ref().is_ok_and(|it| !it.status().is_success());
    match trouble.take() {
        Some(error) if !is_refused => Err(error),
        _ => result.map(|it| it.map(|body| trouble.watched(body, is_refused))),
    }
}

/// Reads the body, but not more than the client accepts.
async fn read(shared: &Shared, method: &Method, response: http::Response<Body>) -> Result<RawResponse, Error> {
    let (head, mut body) = response.into_parts();
    let limit = shared.max_response_bytes;
    let expected = expected_length(method, head.status, &head.headers);
    if expected.is_some_and(|it| it > limit) {
        return Err(too_large(limit));
    }
    let mut whole: Vec<u8> = Vec::with_capacity(expected.unwrap_or_default().min(MAX_RESERVED));
    while let Some(piece) = body.next().await.map_err(failed)? {
        if piece.len() > limit.saturating_sub(whole.len()) {
            return Err(too_large(limit));
        }
        whole.extend_from_slice(&piece);
    }
    match expected {
        Some(expected) if whole.len() < expected => {
            let message = format!("the body ended after {} of {expected} bytes", whole.len());
            Err(Error::new(ErrorKind::Body, message))
        }
        _ => Ok(RawResponse::new(head.status, head.headers, Bytes::from(whole))),
    }
}

/// The length that the answer says its body has, where it has one (RFC 9110 §6.4.1).
fn expected_length(method: &Method, status: http::StatusCode, headers: &HeaderMap) -> Option<usize> {
    if method == Method::HEAD || matches!(status.as_u16(), 100..=199 | 204 | 304) {
        return None;
    }
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

fn too_large(limit: usize) -> Error {
    Error::new(ErrorKind::TooLarge, format!("the body is larger than {limit} bytes"))
}

pub(crate) fn failed(error: TransportError) -> Error {
    let kind = match error.kind() {
        TransportErrorKind::Connect => ErrorKind::Connect,
        TransportErrorKind::Connection => ErrorKind::Connection,
        TransportErrorKind::Timeout => ErrorKind::Timeout,
        TransportErrorKind::Body => ErrorKind::Body,
        TransportErrorKind::Other => ErrorKind::Transport,
    };
    let message = error.message();
    match error.into_source().downcast::<Error>() {
        // It says itself what was wrong with what was sent.
        Ok(own) if own.kind() == ErrorKind::Upload => *own,
        Ok(other) => Error::new(kind, message).with_source(other),
        Err(source) => Error::new(kind, message).with_source(source),
    }
}
