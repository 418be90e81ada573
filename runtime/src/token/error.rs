//! Why there is no access token.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

/// Why there is no access token; from [`Error::token_error`](crate::Error::token_error). Cheap to clone: all calls that
/// waited for the token have the same one.
#[derive(Clone)]
pub struct TokenError(Arc<Inner>);

struct Inner {
    kind: TokenErrorKind,
    status: Option<u16>,
    code: Option<String>,
    description: Option<String>,
    retry_after: Option<Duration>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What went wrong on the way to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenErrorKind {
    /// The token endpoint refused; [`TokenError::code`] says why.
    Refused,
    /// The token endpoint failed: a status of 5xx, or 429.
    Unavailable,
    /// The token endpoint was not reached, or the connection to it broke.
    Unreachable,
    /// The token endpoint did not answer in time.
    Timeout,
    /// The token endpoint's answer holds no token that can be sent.
    Malformed,
    /// A source of the program's own failed.
    Other,
}

impl TokenError {
    /// What a source of your own could not do. It is not tried again for the same call.
    pub fn other(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TokenErrorKind::Other).caused(source)
    }

    pub(super) fn new(kind: TokenErrorKind) -> Self {
        let (status, code, description, retry_after, source) = (None, None, None, None, None);
        Self(Arc::new(Inner { kind, status, code, description, retry_after, source }))
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        // It is shared only once it is done.
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            change(inner);
        }
        self
    }

    pub(super) fn caused(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.change(|it| it.source = Some(source.into()))
    }

    pub(super) fn with_status(self, status: u16, retry_after: Option<Duration>) -> Self {
        self.change(|it| {
            it.status = Some(status);
            it.retry_after = retry_after;
        })
    }

    /// Takes over `error` and `error_description` (RFC 6749 §5.2). A server that repeats the secret is not quoted.
    pub(super) fn said(self, body: &Value, secret: &str) -> Self {
        let text = |key: &str| body.get(key)?.as_str().filter(|it| !it.contains(secret)).map(str::to_owned);
        self.change(|it| {
            it.code = text("error");
            it.description = text("error_description");
        })
    }

    /// What went wrong.
    pub fn kind(&self) -> TokenErrorKind {
        self.0.kind
    }

    /// The HTTP status of the token endpoint, where it answered.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The token endpoint's own word for it (RFC 6749 §5.2): `invalid_client`, `invalid_scope`, … .
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What it says for people.
    pub fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// How long the token endpoint asks to wait.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Whether another try may help.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self.0.kind, TokenErrorKind::Unavailable | TokenErrorKind::Unreachable | TokenErrorKind::Timeout)
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.kind {
            TokenErrorKind::Refused => "the token endpoint refused",
            TokenErrorKind::Unavailable => "the token endpoint failed",
            TokenErrorKind::Unreachable => "the token endpoint was not reached",
            TokenErrorKind::Timeout => "the token endpoint did not answer in time",
            TokenErrorKind::Malformed => "the token endpoint's answer holds no token that can be sent",
            TokenErrorKind::Other => "the source of tokens failed",
        })?;
        if let Some(status) = self.0.status {
            write!(f, " with {status}")?;
        }
        for text in [self.code(), self.description()].into_iter().flatten() {
            write!(f, ": {}", text.escape_debug())?;
        }
        Ok(())
    }
}

impl fmt::Debug for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenError")
            .field("kind", &self.0.kind)
            .field("status", &self.0.status)
            .field("code", &self.0.code)
            .field("description", &self.0.description)
            .finish_non_exhaustive()
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|it| &**it as &(dyn StdError + 'static))
    }
}
