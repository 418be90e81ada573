//! What the server said of a failure, in the shapes and places that servers use.

use std::time::Duration;

use serde_json::Value;

use super::{Error, ErrorKind};
use crate::data::Timestamp;
use crate::response::{Deprecation, RateLimit, RawResponse};
use crate::version::NotInVersion;

/// What is no longer there, and what takes its place. What the server does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Gone {
    /// What takes its place: a URL as the server writes it, often without a host.
    pub replacement: Option<String>,
    /// Since when it is gone.
    pub sunset: Option<Timestamp>,
    /// Where the way on is described.
    pub guide: Option<String>,
}

impl Error {
    /// The server's machine-readable code: `code`, `error_code`, `error.code` or an `error` that stands beside
    /// a message. A number that only repeats the status is none.
    pub fn code(&self) -> Option<&str> {
        let code = self.0.report.code.as_deref()?;
        let status = self.status().map(|it| it.as_u16().to_string());
        (status.as_deref() != Some(code)).then_some(code)
    }

    /// What the server says for people: `error`, `message`, `error.message`, `detail`, … .
    pub fn message(&self) -> Option<&str> {
        self.0.report.message.as_deref()
    }

    /// What the server adds: `details`, `error.details`, `errors` or a structured `detail`.
    pub fn details(&self) -> Option<&Value> {
        self.0.report.details.as_ref()
    }

    /// How long to wait before another try: the server's `Retry-After`, or the body's `retry_after`, or the
    /// time after which the circuit breaker lets a request through.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The id under which the server knows this request: from the headers (see [`RawResponse::request_id`]), else the
    /// body's `request_id` or `trace_id`.
    pub fn request_id(&self) -> Option<&str> {
        let report = &self.0.report;
        let body = report.request_id.as_deref().or(report.trace_id.as_deref());
        self.response().and_then(RawResponse::request_id).or(body)
    }

    /// The id under which the server traced this request: the header `X-Trace-Id`, else the body's `trace_id`.
    pub fn trace_id(&self) -> Option<&str> {
        self.response().and_then(|it| it.header("x-trace-id")).or(self.0.report.trace_id.as_deref())
    }

    /// The kind of thing that the failure is about: the body's `resource_type`.
    pub fn resource_type(&self) -> Option<&str> {
        self.0.report.resource_type.as_deref()
    }

    /// The thing that the failure is about: the body's `resource_id`.
    pub fn resource_id(&self) -> Option<&str> {
        self.0.report.resource_id.as_deref()
    }

    /// Where help can be had: the body's `support_url`.
    pub fn support_url(&self) -> Option<&str> {
        self.0.report.support_url.as_deref()
    }

    /// What takes the place of what is no longer there; `None` for other errors than [`ErrorKind::Gone`]. From the body
    /// where it says so, else from the headers.
    pub fn gone(&self) -> Option<Gone> {
        let (report, response) = (&self.0.report, self.response().filter(|_| self.0.kind == ErrorKind::Gone)?);
        let headers = response.deprecation().unwrap_or_default();
        Some(Gone {
            replacement: report.replacement.clone().or(headers.successor),
            sunset: report.sunset.clone().or(headers.sunset),
            guide: report.guide.clone().or(headers.guide),
        })
    }

    /// Which versions of the API have the operation; `None` for other errors than [`ErrorKind::NotInVersion`].
    pub fn not_in_version(&self) -> Option<&NotInVersion> {
        self.0.source.as_ref()?.downcast_ref()
    }

    /// The limit of requests that was met or is near, where an answer tells one. What the headers leave out is taken
    /// from the body: `limit`, `remaining` or `used`, `retry_after`.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        let (told, report) = (self.response()?.rate_limit()?, &self.0.report);
        let (limit, remaining) = (told.limit.or(report.limit.0), told.remaining.or(report.limit.1));
        Some(RateLimit { limit, remaining, retry_after: told.retry_after.or(report.retry_after), ..told })
    }

    /// See [`RawResponse::deprecation`].
    pub fn deprecation(&self) -> Option<Deprecation> {
        self.response()?.deprecation()
    }
}
