//! How a request reaches the server: the [`Transport`] trait, and reqwest behind it.
//!
//! A transport sends one request once. Retries, timeouts, redirects, credentials and the size cap are the send
//! loop's; a transport of your own (a mock, a proxy, another HTTP library) needs none of them.

mod outgoing;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;

use bytes::Bytes;

use self::outgoing::Outgoing;

/// A boxed future that can be sent to another thread.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a transport gives back: an answer whose body is still to be read.
pub type TransportResult = Result<http::Response<Body>, TransportError>;

/// Sends one request once.
///
/// The body is whole and its length known, so that a transport needs no chunked encoding unless it can stream. The
/// extensions of the request hold the `&'static` [`Operation`](crate::facts::Operation) that it belongs to.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request and returns the answer's head with its body to be read. Does not follow redirects.
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'static, TransportResult>;

    /// Sends a request whose body is read while it is sent; [`Body::length`] is what goes into `Content-Length`. A body
    /// that fails breaks the request off, so that the server does not take it for whole. So does the end of the call: once
    /// the answer has been read or dropped, no more of the body is. A transport that cannot stream says so.
    fn send_streamed(&self, _request: http::Request<Body>) -> BoxFuture<'static, TransportResult> {
        let error = TransportError::new(TransportErrorKind::Other, "this transport cannot stream what it sends");
        Box::pin(std::future::ready(Err(error)))
    }

    /// Sends a request that asks for another protocol (RFC 9110 §7.8) and returns the connection if the server agrees,
    /// else its answer. A transport that cannot says so.
    #[cfg(feature = "sockets")]
    fn upgrade(&self, _request: http::Request<Bytes>) -> BoxFuture<'static, UpgradeResult> {
        let error = TransportError::new(TransportErrorKind::Other, "this transport cannot change the protocol");
        Box::pin(std::future::ready(Err(error)))
    }
}

/// What a transport gives back for a request that asks for another protocol.
#[cfg(feature = "sockets")]
pub type UpgradeResult = Result<(http::response::Parts, Upgrade), TransportError>;

/// What the server did about another protocol.
#[cfg(feature = "sockets")]
pub enum Upgrade {
    /// It speaks it from now on.
    Switched(Box<dyn Duplex>),
    /// It answered instead.
    Refused(Body),
}

#[cfg(feature = "sockets")]
impl fmt::Debug for Upgrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Switched(_) => "Upgrade::Switched(..)",
            Self::Refused(_) => "Upgrade::Refused(..)",
        })
    }
}

/// A connection whose bytes belong to another protocol.
#[cfg(feature = "sockets")]
pub trait Duplex: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin {}

#[cfg(feature = "sockets")]
impl<T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin> Duplex for T {}

/// A body, read piece by piece.
pub struct Body {
    source: Source,
    length: Option<u64>,
}

enum Source {
    Whole(Option<Bytes>),
    Chunks(Box<dyn Chunks>),
}

/// A source of body pieces.
pub trait Chunks: Send {
    /// The next piece; `None` at the end.
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>>;
}

impl Body {
    /// A body that arrives piece by piece.
    pub fn chunks(chunks: impl Chunks + 'static) -> Self {
        Self { source: Source::Chunks(Box::new(chunks)), length: None }
    }

    /// The same body, known to be so long.
    pub(crate) fn with_length(mut self, length: Option<u64>) -> Self {
        self.length = length;
        self
    }

    /// How long a body to send is; `None` where nobody knows.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// The connection broke before the body was whole.
    pub async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        match &mut self.source {
            Source::Whole(body) => Ok(body.take()),
            Source::Chunks(chunks) => chunks.next().await,
        }
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(body: B) -> Self {
        let body = body.into();
        Self { length: Some(body.len() as u64), source: Source::Whole(Some(body)) }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body(..)")
    }
}

/// Why a transport gave no answer.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

/// What a transport could not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The connection did not come about; the request certainly did not reach the server.
    Connect,
    /// The connection broke after the request was begun and before an answer came.
    Connection,
    /// The transport's own time limit passed.
    Timeout,
    /// The body ended before it was whole.
    Body,
    /// Anything else; never retried.
    Other,
}

impl TransportError {
    /// An error of this kind.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source: source.into() }
    }

    /// What could not be done.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    pub(crate) fn message(&self) -> &'static str {
        match self.kind {
            TransportErrorKind::Connect => "no connection to the server",
            TransportErrorKind::Connection => "the connection broke before an answer came",
            TransportErrorKind::Timeout => "the transport's time limit passed",
            TransportErrorKind::Body => "the connection broke before the body was whole",
            TransportErrorKind::Other => "the request could not be sent",
        }
    }

    pub(crate) fn into_source(self) -> Box<dyn StdError + Send + Sync> {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}

/// The default transport.
pub(crate) struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// A client of our own: no redirects, since the send loop follows them and guards the credentials.
    pub(crate) fn build() -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self(client))
    }
}

impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'static, TransportResult> {
        let client = self.0.clone();
        Box::pin(async move { execute(client, sized(request)).await })
    }

    fn send_streamed(&self, request: http::Request<Body>) -> BoxFuture<'static, TransportResult> {
        let client = self.0.clone();
        let (head, body) = request.into_parts();
        let (body, give_up) = Outgoing::new(body);
        Box::pin(async move {
            let answer = execute(client, http::Request::from_parts(head, reqwest::Body::wrap(body))).await?;
            Ok(answer.map(|it| give_up.going_with(it)))
        })
    }

    #[cfg(feature = "sockets")]
    fn upgrade(&self, request: http::Request<Bytes>) -> BoxFuture<'static, UpgradeResult> {
        let client = self.0.clone();
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(from_reqwest)?;
            let response = client.execute(request).await.map_err(from_reqwest)?;
            let mut head = http::Response::new(());
            *head.status_mut() = response.status();
            *head.headers_mut() = response.headers().clone();
            let upgrade = match response.status() {
                http::StatusCode::SWITCHING_PROTOCOLS => {
                    Upgrade::Switched(Box::new(response.upgrade().await.map_err(from_reqwest)?))
                }
                _ => Upgrade::Refused(Body::chunks(ReqwestChunks(response))),
            };
            Ok((head.into_parts().0, upgrade))
        })
    }
}

async fn execute<B: Into<reqwest::Body>>(client: reqwest::Client, request: http::Request<B>) -> TransportResult {
    let request = reqwest::Request::try_from(request).map_err(from_reqwest)?;
    let response = client.execute(request).await.map_err(from_reqwest)?;
    let mut head = http::Response::new(());
    *head.status_mut() = response.status();
    *head.version_mut() = response.version();
    *head.headers_mut() = response.headers().clone();
    Ok(head.map(|()| Body::chunks(ReqwestChunks(response))))
}

/// Says that a body is empty where the method lets one be expected (RFC 9110 §8.6): some servers wait for it
/// otherwise.
fn sized(mut request: http::Request<Bytes>) -> http::Request<Bytes> {
    let expects = [http::Method::POST, http::Method::PUT, http::Method::PATCH].contains(request.method());
    if expects && request.body().is_empty() {
        request.headers_mut().insert(http::header::CONTENT_LENGTH, http::HeaderValue::from_static("0"));
    }
    request
}

struct ReqwestChunks(reqwest::Response);

impl Chunks for ReqwestChunks {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            self.0.chunk().await.map_err(|it| TransportError::new(TransportErrorKind::Body, it.without_url()))
        })
    }
}

/// The URL is taken off: its query may hold a key.
fn from_reqwest(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_body() || error.is_request() {
        TransportErrorKind::Connection
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind, error.without_url())
}
