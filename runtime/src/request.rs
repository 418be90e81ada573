//! A request being put together, and what it becomes.
//!
//! In: an operation's facts and the arguments of a call. Out: a [`Ready`] request that can be sent any number of
//! times. The first thing that is wrong is kept and becomes the error of the call, so that calls chain without
//! `?`.
//!
//! **Invariant:** nothing here depends on the type of an argument or an answer.

mod again;
mod form;
mod multipart;
mod ready;
mod url;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use crate::client::Client;
use crate::data::upload::{Gathered, Upload};
use crate::error::{Error, ErrorKind};
use crate::facts::{Location, Method, Operation, VersionFacts};
use crate::params::encode::{Keep, leaves_segment, push};
use crate::params::{Written, undescribed, write};
use crate::payload::Payload;
use crate::retry::RetryPolicy;
use crate::signing::Signer;

pub(crate) use again::LAST_EVENT_ID;
pub(crate) use form::Members;
pub use multipart::Multipart;
pub(crate) use ready::Ready;

/// How the body of a success is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Before the call is over.
    Whole,
    /// As a stream of whatever it is.
    Stream,
    /// As a stream of server-sent events; what says that it is something else, whole.
    Events,
}

/// A call's request while arguments are still added.
pub(crate) struct Draft {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) method: Method,
    path: Cow<'static, str>,
    path_args: Vec<(String, String)>,
    query: Vec<String>,
    headers: HeaderMap,
    cookies: Vec<String>,
    body: Option<Payload>,
    content_type: Option<HeaderValue>,
    idempotent: bool,
    /// Whether the client's credentials are left out.
    pub(crate) anonymous: bool,
    pub(crate) signer: Option<Arc<dyn Signer>>,
    /// The whole address, where an answer gave it: it replaces path and query.
    address: Option<::url::Url>,
    pub(crate) reading: Reading,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    /// Version of the API; `None`: the client's.
    version: Option<&'static VersionFacts>,
    problem: Option<Error>,
}

/// The part of a described path that is sent: a fragment only tells operations apart in a document.
fn sent(path: &'static str) -> &'static str {
    path.split('#').next().unwrap_or_default()
}

impl Draft {
    pub(crate) fn new(client: &Client, operation: &'static Operation) -> Self {
        Self {
            client: client.clone(),
            operation,
            method: operation.method,
            path: Cow::Borrowed(sent(operation.path)),
            path_args: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: None,
            content_type: None,
            idempotent: false,
            anonymous: false,
            signer: None,
            address: None,
            reading: Reading::Whole,
            retry: None,
            timeout: None,
            deadline: None,
            version: None,
            problem: None,
        }
    }

    /// Goes to another place than its operation says.
    pub(crate) fn at(&mut self, method: Method, path: String) {
        self.method = method;
        self.path = Cow::Owned(path);
    }

    /// Time for one attempt.
    pub(crate) fn timeout(&self) -> Duration {
        self.timeout.unwrap_or(self.client.shared.timeout)
    }

    /// How the call is sent again.
    pub(crate) fn policy(&self) -> RetryPolicy {
        self.retry.clone().unwrap_or_else(|| self.client.shared.retry.clone())
    }

    /// Time for the whole call. How long a body takes that is streamed, only whoever sends it can know.
    pub(crate) fn deadline(&self) -> Option<Duration> {
        let is_streamed = matches!(self.body, Some(Payload::Streamed(_)));
        self.deadline.or_else(|| self.client.shared.deadline.of(self.timeout(), is_streamed))
    }

    /// The path as written, parameters in braces; without the query that an untyped path may have.
    pub(crate) fn template(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    pub(crate) fn fail(&mut self, error: Error) {
        self.problem.get_or_insert(error);
    }

    fn refuse(&mut self, message: String) {
        self.fail(Error::new(ErrorKind::Request, message));
    }

    /// Adds a parameter in the style that the operation's facts name.
    pub(crate) fn param(&mut self, location: Location, name: &str, value: Result<Value, serde_json::Error>) {
        let value = match value {
            Ok(value) => value,
            Err(error) => {
                let message = format!("the parameter `{name}` has no form that can be sent");
                return self.fail(Error::new(ErrorKind::Request, message).with_source(error));
            }
        };
        let param = self.operation.param(location, name).copied().unwrap_or(undescribed(location));
        match (write(&param, name, &value), location) {
            (Written::Nothing, _) if param.required => self.refuse(format!("the parameter `{name}` is required")),
            (Written::Nothing, _) => {}
            (Written::Text(text), Location::Path) => self.path_arg(name, text),
            (Written::Text(text), _) => self.header(name, &text),
            (Written::Pairs(pairs), Location::Cookie) => self.cookies.extend(pairs),
            (Written::Pairs(pairs), _) => self.query.extend(pairs),
        }
    }

    /// Leaves out what need not be sent of the query, and puts other path arguments in the place of those named here.
    #[cfg(feature = "testing")]
    pub(crate) fn for_trial(&mut self, others: &std::collections::BTreeMap<String, String>) {
        let operation = self.operation;
        let name = |pair: &str| pair.split(['=', '%', '[']).next().unwrap_or_default().to_owned();
        self.query.retain(|pair| operation.param(Location::Query, &name(pair)).is_some_and(|it| it.required));
        let named: Vec<_> = self.path_args.iter().filter_map(|(name, _)| others.get_key_value(name)).collect();
        for (name, text) in named {
            self.path_args.retain(|(it, _)| it != name);
            self.path(name, text);
        }
    }

    /// Adds a path argument.
    pub(crate) fn path(&mut self, name: &str, text: &str) {
        if leaves_segment(text) {
            let message = format!("the path parameter `{name}` is {text:?}, which would change the path");
            return self.refuse(message);
        }
        match self.operation.param(Location::Path, name) {
            Some(_) => self.param(Location::Path, name, Ok(Value::from(text))),
            None => {
                let mut encoded = String::new();
                push(&mut encoded, text, Keep::Segment);
                self.path_arg(name, encoded);
            }
        }
    }

    /// Adds a path argument that is already written; lists and objects come this way.
    fn path_arg(&mut self, name: &str, encoded: String) {
        if leaves_segment(&encoded) {
            return self.refuse(format!("the path parameter `{name}` would change the path"));
        }
        self.path_args.push((name.to_owned(), encoded));
    }

    /// Sets a header.
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match checked_header(name, value) {
            Ok((name, value)) => drop(self.headers.insert(name, value)),
            Err(why) => self.refuse(why),
        }
    }

    pub(crate) fn bearer(&mut self, token: &str) {
        match crate::client::bearer(token) {
            Ok(value) => drop(self.headers.insert(http::header::AUTHORIZATION, value)),
            Err(error) => self.fail(error),
        }
    }

    pub(crate) fn idempotency_key(&mut self, key: &str) {
        let known = self.client.shared.facts.retry.idempotency_header;
        self.header(known.unwrap_or("Idempotency-Key"), key);
        self.idempotent = known.is_some() && !key.is_empty();
    }

    /// Chooses a version of the API.
    pub(crate) fn version(&mut self, name: &str) {
        match crate::version::named(self.client.shared.facts, name) {
            Ok(version) => self.version = Some(version),
            Err(why) => self.refuse(why),
        }
    }

    /// Sets the body; `content_type` replaces the one that the operation's facts name.
    pub(crate) fn body(&mut self, body: impl Into<Payload>, content_type: Option<&str>) {
        self.body = Some(body.into());
        self.media_type(content_type);
    }

    /// Sends what an upload holds; the media type is the upload's own, where it has one.
    pub(crate) fn upload(&mut self, upload: Upload) {
        self.body = Some(Payload::of(vec![upload.segment]));
        self.media_type(upload.content_type.as_deref());
    }

    fn media_type(&mut self, content_type: Option<&str>) {
        match HeaderValue::from_str(content_type.unwrap_or(self.operation.content_type)) {
            Ok(value) => self.content_type = Some(value),
            Err(_) => self.refuse("the media type of the body is not one".to_owned()),
        }
    }

    pub(crate) fn json(&mut self, body: Result<Vec<u8>, serde_json::Error>) {
        match body {
            Ok(body) => self.body(body, None),
            Err(error) => self.fail(not_sendable(error)),
        }
    }

    /// A form body from the JSON text of an object.
    pub(crate) fn form(&mut self, body: Result<Vec<u8>, serde_json::Error>) {
        if let Some(members) = self.members(body) {
            let form = form::urlencoded(&members, self.operation.parts);
            self.body(form, Some("application/x-www-form-urlencoded"));
        }
    }

    /// A form body with files, from the JSON text of an object and the uploads that stand in it.
    pub(crate) fn multipart_form(&mut self, body: Result<Vec<u8>, serde_json::Error>, uploads: &Gathered) {
        if let Some(members) = self.members(body) {
            match form::multipart(members, uploads, self.operation.parts) {
                Ok(form) => {
                    let (content_type, body) = form.encode(self.operation.content_type);
                    self.body(body, Some(&content_type));
                }
                Err(why) => self.refuse(why),
            }
        }
    }

    fn members(&mut self, body: Result<Vec<u8>, serde_json::Error>) -> Option<Members> {
        let members = body.map(|it| Members::read(&it)).map_err(not_sendable);
        match members {
            Ok(Some(members)) => return Some(members),
            Ok(None) => self.refuse("a form body has to be an object".to_owned()),
            Err(error) => self.fail(error),
        }
        None
    }
}

/// A header that may be sent, marked sensitive, or why it may not. The value is not repeated: it may be a secret.
pub(crate) fn checked_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let shown = name.escape_debug();
    if ["content-length", "transfer-encoding", "host"].iter().any(|it| name.eq_ignore_ascii_case(it)) {
        return Err(format!("the header `{shown}` is set by the transport"));
    }
    let name = name.parse::<HeaderName>().map_err(|_| format!("`{shown}` is not a header name"))?;
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| format!("the value of the header `{shown}` has characters that none can carry"))?;
    value.set_sensitive(true);
    Ok((name, value))
}

fn not_sendable(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::Request, "the body has no form that can be sent").with_source(error)
}
