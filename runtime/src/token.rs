//! Access tokens that are fetched: by OAuth 2.0 client credentials, or by a source of the program's own.
//!
//! In: a [`TokenSource`]. Out: the `Authorization` header of a call, from a token that is kept until shortly before it
//! expires and fetched once for all calls that wait for it.
//!
//! **Invariant:** no token and no secret is part of an error, of `Debug` or of a trace.

mod endpoint;
mod error;
mod store;

use std::fmt;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use crate::transport::BoxFuture;

pub(crate) use endpoint::Endpoint;
pub use error::{TokenError, TokenErrorKind};
pub(crate) use store::{Held, Tokens};

/// Where access tokens come from. It is asked when there is none yet, when the last one is about to expire, and after
/// an answer of 401; never twice at a time.
///
/// ```
/// use std::time::Duration;
/// use sdk_runtime::{AccessToken, BoxFuture, Client, TokenError, TokenSource};
///
/// struct Vault;
///
/// impl TokenSource for Vault {
///     fn token(&self) -> BoxFuture<'static, Result<AccessToken, TokenError>> {
///         Box::pin(async {
///             let token = std::fs::read_to_string("/run/secrets/token").map_err(TokenError::other)?;
///             Ok(AccessToken::new(token.trim()).expires_in(Duration::from_secs(300)))
///         })
///     }
/// }
///
/// # fn run() -> Result<(), sdk_runtime::Error> {
/// let client: Client = Client::builder("http://localhost:8080").token_source(Vault).build()?;
/// # Ok(())
/// # }
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// Fetches a token. The future is polled by the calls that wait; if all of them give up, it rests until another
    /// needs a token.
    fn token(&self) -> BoxFuture<'static, Result<AccessToken, TokenError>>;
}

/// A token, and how long it is good for.
#[derive(Clone)]
pub struct AccessToken {
    secret: SecretString,
    lifetime: Option<Duration>,
}

impl AccessToken {
    /// A token that is good until the server refuses it.
    pub fn new(token: impl Into<String>) -> Self {
        Self { secret: SecretString::from(token.into()), lifetime: None }
    }

    /// The time from now for which it is good. It is replaced a little earlier: by a tenth of that time, at most a
    /// minute.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    pub(crate) fn expose(&self) -> &str {
        self.secret.expose_secret()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("lifetime", &self.lifetime).finish_non_exhaustive()
    }
}

/// Who a program is, for OAuth 2.0 client credentials (RFC 6749 §4.4).
///
/// What is left out here comes from the SDK's specification: the token endpoint, scopes, and how it wants the secret.
///
/// ```no_run
/// use sdk_runtime::{Client, ClientCredentials};
///
/// # fn run() -> Result<(), sdk_runtime::Error> {
/// let credentials = ClientCredentials::new("reporter", "…")
///     .token_url("https://auth.example.com/realms/main/protocol/openid-connect/token")
///     .scopes(["reports:read"]);
/// let client: Client = Client::builder("https://api.example.com").client_credentials(credentials).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ClientCredentials {
    pub(crate) id: String,
    pub(crate) secret: SecretString,
    pub(crate) token_url: Option<String>,
    pub(crate) scopes: Option<Vec<String>>,
    pub(crate) audience: Option<String>,
    pub(crate) auth: Option<ClientAuth>,
}

/// How a client proves to the token endpoint who it is (RFC 6749 §2.3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientAuth {
    /// `Authorization: Basic …`, which every server has to support.
    #[default]
    Basic,
    /// `client_id` and `client_secret` in the body.
    Body,
}

impl ClientCredentials {
    /// The id and the secret that the server gave the program.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        let secret = SecretString::from(secret.into());
        Self { id: id.into(), secret, token_url: None, scopes: None, audience: None, auth: None }
    }

    /// The token endpoint; a path is one of the API's own server.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// What the token is to be good for. None: what the server gives by itself.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// The service that the token is to be good for, where the server asks for an `audience`.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// How the secret is sent. Default [`ClientAuth::Basic`].
    #[must_use]
    pub fn auth(mut self, auth: ClientAuth) -> Self {
        self.auth = Some(auth);
        self
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").field("id", &self.id).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}
