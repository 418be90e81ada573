//! What came back: status, headers and the whole body.
//!
//! [`RawResponse`] is what the send loop hands over and what every decoder reads; [`Response`] is a decoded
//! value with the raw answer beside it.

mod around;
mod deprecation;
mod envelope;
mod link;
mod rate_limit;

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::data::DecodeError;
use crate::facts::EnvelopeFacts;
use crate::request::Draft;
use crate::stream::Live;

pub(crate) use around::unwrapped;
pub use deprecation::{Deprecation, DeprecationLevel, ServedVersion};
pub(crate) use envelope::address;
pub use envelope::{Links, Meta};
pub use rate_limit::RateLimit;

/// An answer whose body has been read to its end.
#[derive(Clone)]
pub struct RawResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    attempts: u32,
    /// How the server wraps answers, where it does.
    envelope: Option<EnvelopeFacts>,
    /// What is still to be read, for whoever takes it first.
    live: Option<Arc<Mutex<Option<Live>>>>,
}

impl RawResponse {
    /// Puts an answer together; for transports and tests.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self { status, headers, body: body.into(), attempts: 1, envelope: None, live: None }
    }

    /// The head of an answer whose body is still to be read.
    pub(crate) fn live(status: StatusCode, headers: HeaderMap, live: Live) -> Self {
        Self { live: Some(Arc::new(Mutex::new(Some(live)))), ..Self::new(status, headers, Bytes::new()) }
    }

    /// What is still to be read, once.
    pub(crate) fn take_live(&self) -> Option<Live> {
        self.live.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Lets what is still to be read be asked for again.
    pub(crate) fn with_again(self, again: Option<Box<Draft>>) -> Self {
        if let Some(live) = &self.live
            && let Some(live) = live.lock().unwrap_or_else(PoisonError::into_inner).as_mut()
        {
            live.again = again;
        }
        self
    }

    /// The same answer without its body.
    pub(crate) fn head(&self) -> Self {
        self.with_body(&[])
    }

    /// The same answer with a part of its body.
    pub(crate) fn with_body(&self, body: &[u8]) -> Self {
        Self { body: Bytes::copy_from_slice(body), live: None, ..self.clone() }
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    pub(crate) fn with_envelope(mut self, envelope: Option<EnvelopeFacts>) -> Self {
        self.envelope = envelope;
        self
    }

    /// HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header as text; `None` where it is missing or not visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// A header as a value; `None` where it is missing. A text is read as such first, then as JSON (`true`, `5`), then
    /// as a list with commas.
    ///
    /// # Errors
    /// A text that the type cannot hold.
    pub fn header_as<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        let Some(text) = self.header(name) else { return Ok(None) };
        let list = || serde_json::Value::from_iter(text.split(',').map(str::trim));
        let read = crate::data::decode_text(&crate::data::quote(text));
        let read = read.or_else(|error| crate::data::decode_text(text).map_err(|_| error));
        read.or_else(|error| crate::data::decode_text(&list().to_string()).map_err(|_| error)).map(Some)
    }

    /// The body, as received; empty where it is read as a stream.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// How often the request was sent, the successful attempt included.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The id under which the server knows this request: `X-Request-Id`, `Request-Id`, `X-Trace-Id` or
    /// `X-Correlation-Id`, whichever comes first.
    pub fn request_id(&self) -> Option<&str> {
        ["x-request-id", "request-id", "x-trace-id", "x-correlation-id"].into_iter().find_map(|name| self.header(name))
    }

    /// Reads the body as JSON, whatever its content type says. An empty body is read as `null`.
    ///
    /// # Errors
    /// The body is not JSON, or not of this type; the error names the place in the body.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        crate::data::decode_slice(self.json_bytes())
    }

    /// Reads the body as UTF-8 text.
    ///
    /// # Errors
    /// The body is not UTF-8.
    pub fn text(&self) -> Result<String, DecodeError> {
        match std::str::from_utf8(&self.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(DecodeError::of_document("the text is not UTF-8")),
        }
    }

    /// The body as JSON text: without a byte order mark, and `null` where nothing was sent.
    pub(crate) fn json_bytes(&self) -> &[u8] {
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        if body.trim_ascii().is_empty() { b"null" } else { body }
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status.as_u16())
            .field("body_bytes", &self.body.len())
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// A decoded answer together with the raw one; from [`Call::with_response`](crate::Call::with_response).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    /// The decoded body.
    pub value: T,
    /// Status, headers and body as received.
    pub raw: RawResponse,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, raw: RawResponse) -> Self {
        Self { value, raw }
    }

    /// The decoded body alone.
    pub fn into_value(self) -> T {
        self.value
    }

    /// HTTP status.
    pub fn status(&self) -> StatusCode {
        self.raw.status
    }

    /// Headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.headers
    }

    /// See [`RawResponse::header_as`].
    ///
    /// # Errors
    /// A text that the type cannot hold.
    pub fn header_as<H: DeserializeOwned>(&self, name: &str) -> Result<Option<H>, DecodeError> {
        self.raw.header_as(name)
    }

    /// See [`RawResponse::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    /// See [`RawResponse::meta`].
    pub fn meta(&self) -> Option<Meta> {
        self.raw.meta()
    }

    /// See [`RawResponse::links`].
    pub fn links(&self) -> Option<Links> {
        self.raw.links()
    }

    /// See [`RawResponse::deprecation`].
    pub fn deprecation(&self) -> Option<Deprecation> {
        self.raw.deprecation()
    }

    /// See [`RawResponse::rate_limit`].
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.raw.rate_limit()
    }

    /// See [`RawResponse::served_version`].
    pub fn served_version(&self) -> Option<ServedVersion> {
        self.raw.served_version()
    }
}

/// An answer type that depends on the status: an enum with a variant for each described status.
pub trait ByStatus: Sized {
    /// Reads the answer.
    ///
    /// # Errors
    /// The body is not what the specification describes for its status.
    fn decode(response: &RawResponse) -> Result<Self, DecodeError>;
}

/// The body of a described failure.
///
/// ```
/// # struct ApiError(sdk_runtime::Json);
/// # use sdk_runtime::{DecodeError, ErrorModel, RawResponse};
/// impl ErrorModel for ApiError {
///     fn decode(response: &RawResponse) -> Result<Self, DecodeError> {
///         response.json().map(ApiError)
///     }
/// }
/// ```
pub trait ErrorModel: Sized {
    /// Reads the body of an answer whose status is a failure.
    ///
    /// # Errors
    /// The body is not what the specification describes for its status.
    fn decode(response: &RawResponse) -> Result<Self, DecodeError>;
}

/// The body of a failure that the specification does not describe.
#[derive(Clone, PartialEq, Eq)]
pub struct ErrorBody(Bytes);

impl ErrorBody {
    /// The body, as received.
    pub fn bytes(&self) -> &Bytes {
        &self.0
    }

    /// The body as text; what is not UTF-8 is replaced.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.0)
    }

    /// The body as JSON, if it is JSON.
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.0).ok()
    }
}

impl ErrorModel for ErrorBody {
    fn decode(response: &RawResponse) -> Result<Self, DecodeError> {
        Ok(Self(response.body.clone()))
    }
}

impl fmt::Debug for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ErrorBody").field(&self.text()).finish()
    }
}
