//! The one error type of every SDK.
//!
//! Opaque and the size of a pointer: what happened is asked for with [`Error::kind`] and the `is_*` methods,
//! what the server said with [`Error::code`], [`Error::message`] and [`Error::details`], which find their way
//! through the shapes that servers use. The raw body is always kept.
//!
//! **Invariant:** no credential and no query value is ever part of an error.

mod report;
mod said;
mod show;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::data::DecodeError;
use crate::response::{ErrorModel, RawResponse};
use crate::token::TokenError;
use report::Report;
pub use said::Gone;

type Source = Arc<dyn StdError + Send + Sync>;

/// Why a call gave no value.
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    /// Operation or waiter; empty before there is one.
    operation: &'static str,
    message: Cow<'static, str>,
    response: Option<RawResponse>,
    report: Report,
    retry_after: Option<Duration>,
    attempts: u32,
    source: Option<Source>,
}

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built as asked: a base URL that is none, a credential that no header can carry.
    Config,
    /// The request cannot be made: a path argument that is empty, a body that is not JSON. Nothing was sent.
    Request,
    /// No connection to the server came about. The request did not reach it.
    Connect,
    /// The connection broke after the request was begun and before an answer came.
    Connection,
    /// An attempt, the deadline or a waiter ran out of time.
    Timeout,
    /// The body ended before it was whole.
    Body,
    /// The body is larger than the client accepts.
    TooLarge,
    /// The server answered with a status that is not a success, or told of a failure in spite of one.
    Status,
    /// The server answered with success, but its body is not what the specification describes.
    Decode,
    /// The pages of a list lead nowhere: to another server, in a circle, or on without saying where.
    Paging,
    /// The server answered with 410: what was asked for is no longer there. See [`Error::gone`].
    Gone,
    /// The chosen version of the API lacks the operation. Nothing was sent. See [`Error::not_in_version`].
    NotInVersion,
    /// There is no access token to send; see [`Error::token_error`]. Nothing was sent.
    Token,
    /// The circuit breaker of this host is open. Nothing was sent.
    CircuitOpen,
    /// A blocking call was made inside an async runtime. Nothing was sent.
    Blocking,
    /// What was to be sent could not be read, or is not as long as it was said to be. The server has not got the whole.
    Upload,
    /// A file could not be written.
    File,
    /// A stream of events was cut: its connection broke, fell silent or ended early, and it could not be resumed. The
    /// stream has ended; [`source`](std::error::Error::source) is what happened to the connection.
    Cut,
    /// Messages of a live stream may have been missed. The stream goes on.
    Missed,
    /// The server took back the credentials of a live stream. The stream has ended.
    Revoked,
    /// A transport or middleware of your own failed in its own way.
    Transport,
}

impl ErrorKind {
    /// Whether it tells that a host could not be reached or broke off.
    pub(crate) fn is_of_host(self) -> bool {
        matches!(self, Self::Connect | Self::Connection | Self::Timeout | Self::Body)
    }
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: "",
            message: message.into(),
            response: None,
            report: Report::default(),
            retry_after: None,
            attempts: 0,
            source: None,
        }))
    }

    /// A request that cannot be made; for generated code.
    #[doc(hidden)]
    pub fn request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Request, message)
    }

    /// An answer that lacks the field which the next request needs; for generated code.
    #[doc(hidden)]
    pub fn missing_field(field: &'static str) -> Self {
        Self::new(ErrorKind::Decode, format!("the answer has no `{field}`, which the next request needs"))
    }

    pub(crate) fn status_error(response: RawResponse) -> Self {
        let report = Report::read(&response);
        let retry_after = crate::retry::retry_after(&response).or(report.retry_after);
        let is_gone = response.status() == StatusCode::GONE;
        let mut error = Self::new(if is_gone { ErrorKind::Gone } else { ErrorKind::Status }, "");
        error.0.attempts = response.attempts();
        error.0.report = report;
        error.0.retry_after = retry_after;
        error.0.response = Some(response);
        error
    }

    pub(crate) fn decode_error(response: RawResponse, source: DecodeError) -> Self {
        let mut error = Self::new(ErrorKind::Decode, "the body is not what the specification describes");
        error.0.attempts = response.attempts();
        error.0.response = Some(response);
        error.with_source(source)
    }

    pub(crate) fn token(source: TokenError) -> Self {
        let mut error = Self::new(ErrorKind::Token, format!("no access token: {source}"));
        error.0.retry_after = source.retry_after();
        error.with_source(source)
    }

    /// Why there was no access token to send; `None` for other errors.
    pub fn token_error(&self) -> Option<&TokenError> {
        self.0.source.as_ref()?.downcast_ref()
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into().into());
        self
    }

    /// The same for another who waited for the same call.
    #[cfg(feature = "seal")]
    pub(crate) fn share(&self) -> Self {
        Self(self.0.clone())
    }

    pub(crate) fn with_operation(mut self, operation: &'static str) -> Self {
        if self.0.operation.is_empty() {
            self.0.operation = operation;
        }
        self
    }

    /// Adds to what is said.
    pub(crate) fn and(mut self, more: &str) -> Self {
        self.0.message = format!("{}; {more}", self.0.message).into();
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation or waiter that failed, for example `debates.get`; empty where there was none yet.
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// Whether time ran out: [`ErrorKind::Timeout`].
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether the server was not reached: [`ErrorKind::Connect`].
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether a success could not be read: [`ErrorKind::Decode`].
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// Whether the server answered with a failure: [`ErrorKind::Status`] or [`ErrorKind::Gone`].
    pub fn is_status(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Status | ErrorKind::Gone)
    }

    /// Whether nothing was sent because the host failed too often: [`ErrorKind::CircuitOpen`].
    pub fn is_circuit_open(&self) -> bool {
        self.0.kind == ErrorKind::CircuitOpen
    }

    /// Whether the request could not be made: [`ErrorKind::Request`].
    pub fn is_request(&self) -> bool {
        self.0.kind == ErrorKind::Request
    }

    /// The HTTP status, where an answer came.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(RawResponse::status)
    }

    /// How often the request was sent; 0: never.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The body as received; empty where no answer came.
    pub fn body(&self) -> &Bytes {
        static EMPTY: Bytes = Bytes::new();
        self.0.response.as_ref().map_or(&EMPTY, RawResponse::body)
    }

    /// The headers of the answer, where one came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(RawResponse::headers)
    }

    /// The body as JSON, if it is JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(self.body()).ok()
    }

    /// The body of a failed status as the type that the specification describes; `None` for other errors.
    pub fn typed<E: ErrorModel>(&self) -> Option<Result<E, DecodeError>> {
        match &self.0.response {
            Some(response) if self.is_status() => Some(E::decode(response)),
            _ => None,
        }
    }

    /// Where in the body decoding failed, for example `rounds[2].score`.
    pub fn path(&self) -> Option<&str> {
        Some(self.0.source.as_ref()?.downcast_ref::<DecodeError>()?.path())
    }

    /// The raw answer, where one came.
    pub fn response(&self) -> Option<&RawResponse> {
        self.0.response.as_ref()
    }
}
