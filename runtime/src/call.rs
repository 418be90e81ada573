//! One call of an operation: a lazy value that is sent when it is awaited.
//!
//! Generated methods fill it in, consumers add what they want for this call alone. Only the last step, decoding,
//! knows the answer's type, and it is a function pointer: everything else is compiled once.

mod answer;
mod future;
mod paged;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use serde::Serialize;

use crate::client::Client;
use crate::data::{DecodeError, Upload};
use crate::error::Error;
use crate::facts::{Location, Method, Operation};
use crate::params::{ParamWriter, Params};
use crate::request::{Draft, Multipart, Reading};
use crate::response::{ErrorBody, ErrorModel, RawResponse, Response};
use crate::retry::RetryPolicy;
use crate::send;

pub use future::CallFuture;

pub(crate) type Decode<T> = fn(&RawResponse, &'static Operation) -> Result<T, DecodeError>;

/// A call of an operation whose answer is a `T` and whose described failures are an `E`.
///
/// `M` says what else it can do: a call whose `M` is [`Paged`](crate::Paged) has [`pages`](Call::pages) and
/// [`items`](Call::items).
///
/// Nothing is sent until it is awaited. It owns all that it needs and can be spawned.
///
/// ```no_run
/// # async fn run(client: sdk_runtime::Client) -> Result<(), sdk_runtime::Error> {
/// use std::time::Duration;
/// use sdk_runtime::Method;
///
/// let debate = client
///     .request(Method::Get, "/api/v1/debates/{id}")
///     .path("id", "adhoc_1")
///     .timeout(Duration::from_secs(5))
///     .no_retry()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a call is sent when it is awaited"]
pub struct Call<T, E = ErrorBody, M = ()> {
    draft: Box<Draft>,
    decode: Decode<T>,
    mode: M,
    error: PhantomData<fn() -> E>,
}

impl<T, E> Call<T, E> {
    fn new(client: &Client, operation: &'static Operation, decode: Decode<T>) -> Self {
        Self { draft: Box::new(Draft::new(client, operation)), decode, mode: (), error: PhantomData }
    }

    /// Reads the body of a success in this way.
    fn reading(mut self, reading: Reading) -> Self {
        self.draft.reading = reading;
        self
    }
}

impl<T, E, M> Call<T, E, M> {
    fn with_mode<N>(self, mode: N) -> Call<T, E, N> {
        Call { draft: self.draft, decode: self.decode, mode, error: PhantomData }
    }

    pub(crate) fn at(mut self, method: Method, path: String) -> Self {
        self.draft.at(method, path);
        self
    }

    /// Fills in a path parameter. Percent-encoded as one segment; an argument that is empty, `.` or `..` is an error.
    pub fn path(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.draft.path(name, &value.to_string());
        self
    }

    /// Fills in the parameters of the path, in the order in which the operation names them.
    #[cfg(any(feature = "deploy", feature = "endpoint"))]
    pub(crate) fn in_path(self, arguments: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        let params = self.draft.operation.params.iter().filter(|it| it.location == Location::Path);
        params.zip(arguments).fold(self, |call, (it, argument)| call.path(it.name, argument))
    }

    /// Fills in a path parameter that is a list or an object, in the style that the operation names.
    pub fn path_value<V: Serialize + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.draft.param(Location::Path, name, serde_json::to_value(value));
        self
    }

    /// Adds a query parameter. Null is not sent; a list repeats the parameter unless the operation says otherwise.
    pub fn query<V: Serialize + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.draft.param(Location::Query, name, serde_json::to_value(value));
        self
    }

    /// Adds a header parameter of the operation. Null is not sent.
    pub fn header_param<V: Serialize + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.draft.param(Location::Header, name, serde_json::to_value(value));
        self
    }

    /// Adds a cookie. Null is not sent.
    pub fn cookie<V: Serialize + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.draft.param(Location::Cookie, name, serde_json::to_value(value));
        self
    }

    /// Adds the parameters that are set.
    pub fn params(mut self, params: &impl Params) -> Self {
        params.write(&mut ParamWriter(&mut self.draft));
        self
    }

    /// Sends this value as JSON.
    pub fn json<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        self.draft.json(serde_json::to_vec(body));
        self
    }

    /// Sends this value as JSON, if there is one.
    pub fn json_optional<B: Serialize>(self, body: &Option<B>) -> Self {
        self.optional(body.as_ref(), Self::json)
    }

    /// Sends the members of this object as `application/x-www-form-urlencoded`.
    pub fn form<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        self.draft.form(serde_json::to_vec(body));
        self
    }

    /// Sends the members of this object as `application/x-www-form-urlencoded`, if there is one.
    pub fn form_optional<B: Serialize>(self, body: &Option<B>) -> Self {
        self.optional(body.as_ref(), Self::form)
    }

    /// Sends this text in the media type that the operation names.
    pub fn text(mut self, body: impl Into<String>) -> Self {
        self.draft.body(body.into(), None);
        self
    }

    /// Sends this text in the media type that the operation names, if there is one.
    pub fn text_optional(self, body: Option<String>) -> Self {
        self.optional(body, Self::text)
    }

    /// Sends these bytes in the media type that the operation names, if there are any.
    pub fn bytes_optional(self, body: Option<Upload>) -> Self {
        self.optional(body, Self::bytes)
    }

    /// Sends these bytes, this file or this stream, in its own media type or else the one that the operation names.
    pub fn bytes(mut self, body: impl Into<Upload>) -> Self {
        self.draft.upload(body.into());
        self
    }

    /// Sends the fields of this object as a form with files: [uploads](crate::data::Upload) as files, what is nested
    /// as JSON, a list as one part for each of its items.
    pub fn multipart_form<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        let (json, uploads) = crate::data::upload::gather(|| serde_json::to_vec(body));
        self.draft.multipart_form(json, &uploads);
        self
    }

    /// Sends the fields of this object as a form with files, if there is one.
    pub fn multipart_form_optional<B: Serialize>(self, body: &Option<B>) -> Self {
        self.optional(body.as_ref(), Self::multipart_form)
    }

    /// Sends this form with files, if there is one.
    pub fn multipart_optional(self, body: Option<Multipart>) -> Self {
        self.optional(body, Self::multipart)
    }

    fn optional<B>(self, body: Option<B>, send: impl FnOnce(Self, B) -> Self) -> Self {
        match body {
            Some(body) => send(self, body),
            None => self,
        }
    }

    /// Sends this form with files.
    pub fn multipart(mut self, body: Multipart) -> Self {
        let (content_type, body) = body.encode(self.draft.operation.content_type);
        self.draft.body(body, Some(&content_type));
        self
    }

    /// Sets a header of this call.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.draft.header(name.as_ref(), value.as_ref());
        self
    }

    /// Calls the operation in this version of the API instead of the client's. One that the version lacks is an error
    /// ([`ErrorKind::NotInVersion`](crate::ErrorKind::NotInVersion)), and nothing is sent.
    pub fn api_version(mut self, version: impl AsRef<str>) -> Self {
        self.draft.version(version.as_ref());
        self
    }

    /// Sends this token instead of the client's credentials.
    pub fn bearer(mut self, token: impl AsRef<str>) -> Self {
        self.draft.bearer(token.as_ref());
        self
    }

    /// Calls with another method than the operation's; whether it may be sent again goes by that method.
    #[cfg(feature = "endpoint")]
    pub(crate) fn by(mut self, method: Method) -> Self {
        self.draft.method = method;
        self
    }

    /// Leaves out the client's credentials.
    pub fn without_credentials(mut self) -> Self {
        self.draft.anonymous = true;
        self
    }

    /// Adds headers that this signer makes for each attempt, over what is sent and the time.
    pub fn signed(mut self, signer: impl crate::signing::Signer) -> Self {
        self.draft.signer = Some(std::sync::Arc::new(signer));
        self
    }

    /// Sends this idempotency key. Where the system honours one, the call may then be retried even if it is
    /// otherwise unsafe to send twice.
    pub fn idempotency_key(mut self, key: impl AsRef<str>) -> Self {
        self.draft.idempotency_key(key.as_ref());
        self
    }

    /// Retries this call by another policy than the client's. An unsafe call is still sent only once.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.draft.retry = Some(policy);
        self
    }

    /// Sends this call only once.
    pub fn no_retry(self) -> Self {
        self.retry(RetryPolicy::none())
    }

    /// Time for one attempt of this call, its body included. Where what is sent is streamed: for each part of it that
    /// moves.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.draft.timeout = Some(timeout);
        self
    }

    /// Time for the whole call: all attempts and the waits between them.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.draft.deadline = Some(deadline);
        self
    }

    /// The same call without a type for its described failures.
    pub fn untyped_errors(self) -> Call<T, ErrorBody, M> {
        Call { draft: self.draft, decode: self.decode, mode: self.mode, error: PhantomData }
    }

    /// The operation that is called.
    pub fn operation(&self) -> &'static Operation {
        self.draft.operation
    }

    /// Ends the call at the latest after this time.
    pub(crate) fn within(mut self, left: Duration) -> Self {
        self.draft.deadline = Some(self.draft.deadline().map_or(left, |it| it.min(left)));
        self
    }

    pub(crate) fn client(&self) -> &Client {
        &self.draft.client
    }

    /// Leaves out what need not be sent of the query, and puts other path arguments in the place of those named here.
    #[cfg(feature = "testing")]
    pub(crate) fn for_trial(mut self, others: &std::collections::BTreeMap<String, String>) -> Self {
        self.draft.for_trial(others);
        self
    }

    /// What is sent, and what reads the answer.
    #[cfg(feature = "testing")]
    pub(crate) fn into_parts(self) -> (crate::transport::BoxFuture<'static, Result<RawResponse, Error>>, Decode<T>) {
        (send::send(self.draft), self.decode)
    }

    /// Sends the call; the answer comes with its status and headers.
    ///
    /// # Errors
    /// As for awaiting the call itself.
    pub async fn with_response(self) -> Result<Response<T>, Error> {
        let operation = self.draft.operation;
        let raw = send::send(self.draft).await?;
        match (self.decode)(&raw, operation) {
            Ok(value) => Ok(Response::new(value, raw)),
            Err(error) => Err(Error::decode_error(raw, error).with_operation(operation.id)),
        }
    }

    /// Sends the call and waits for the answer, for programs without an async runtime. Streams are iterators for them, see
    /// [`EventStream::blocking`](crate::EventStream::blocking); other futures are waited for with
    /// [`blocking::wait`](crate::blocking::wait).
    ///
    /// # Errors
    /// As for awaiting the call; [`ErrorKind::Blocking`](crate::ErrorKind::Blocking) inside an async runtime.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<T, Error> {
        let operation = self.draft.operation;
        let raw = crate::blocking::wait(send::send(self.draft))??;
        (self.decode)(&raw, operation).map_err(|it| Error::decode_error(raw, it).with_operation(operation.id))
    }

    /// Sends the call and returns the answer as it came, whatever its status is.
    ///
    /// # Errors
    /// No answer came.
    pub async fn raw(mut self) -> Result<RawResponse, Error> {
        self.draft.reading = Reading::Whole;
        send::send_raw(self.draft).await
    }
}

impl<T, E: ErrorModel, M> Call<T, E, M> {
    /// Sends the call; a failure that the specification describes is a value: `Ok(Err(…))`.
    ///
    /// # Errors
    /// Any other failure, also a body that is not what the specification describes for its status.
    pub async fn outcome(self) -> Result<Result<T, E>, Error> {
        match self.await {
            Ok(value) => Ok(Ok(value)),
            Err(error) => match error.typed::<E>() {
                Some(Ok(described)) => Ok(Err(described)),
                _ => Err(error),
            },
        }
    }
}

impl<T, E, M> fmt::Debug for Call<T, E, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.draft.operation.id)
            .field("method", &self.draft.method)
            .field("path", &self.draft.template())
            .finish_non_exhaustive()
    }
}
