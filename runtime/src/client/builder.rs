//! Builds a client: what consumers set, under names that read well in a chain.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::Client;
use super::settings::{Deadline, Settings};
use crate::breaker::CircuitBreaker;
use crate::error::Error;
use crate::facts::{SdkFacts, SecurityKind};
use crate::middleware::Middleware;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::token::{ClientCredentials, TokenSource};
use crate::transport::{ReqwestTransport, Transport};
use crate::version::VersionBy;

/// A client that was generated for one system.
pub trait Sdk: Sized {
    /// What it knows about its system.
    fn facts() -> &'static SdkFacts;

    /// Wraps the runtime's client.
    fn from_core(core: Client) -> Self;
}

/// Settings of a client. The first thing that is wrong with them is the error of [`build`](Self::build).
#[must_use]
pub struct ClientBuilder<C> {
    settings: Settings,
    sdk: PhantomData<fn() -> C>,
}

impl<C: Sdk> ClientBuilder<C> {
    /// Settings for the server at this base URL; a path in it is kept in front of every operation's path.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self { settings: Settings::new(C::facts(), base_url.into()), sdk: PhantomData }
    }

    /// Settings for the first server that the specification names, with the credentials from the places that it
    /// names: environment variables, and a file that programs of the system share, which may name another base URL. What
    /// is set afterwards takes their place. Where there is no credential in the end, or others can read the file, that
    /// is an error of [`build`](Self::build).
    pub fn from_env() -> Self {
        let server = C::facts().servers.first().map_or("", |it| it.url);
        let mut builder = Self::new(server);
        builder.settings.credentials_from_env();
        builder
    }

    /// Another base URL.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.settings.base_url = base_url.into();
        self
    }

    /// A setting that the system wants beside a server and credentials, by its name in the specification. Where there
    /// are any, the SDK has a struct of them for [`settings`](Self::settings).
    pub fn setting(mut self, name: &str, value: impl Into<String>) -> Self {
        self.settings.setting(name, value.into());
        self
    }

    /// Several settings, by their names.
    pub fn settings<'n>(self, settings: impl IntoIterator<Item = (&'n str, String)>) -> Self {
        settings.into_iter().fold(self, |it, (name, value)| it.setting(name, value))
    }

    /// The key of the SDK's API key schemes; where it has none, its bearer token.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.settings.api_key(key.into().into());
        self
    }

    /// The token of the SDK's bearer schemes.
    pub fn bearer(mut self, token: impl Into<String>) -> Self {
        self.settings.fill("bearer", |it| it.kind == SecurityKind::Bearer, token.into().into());
        self
    }

    /// User and password of the SDK's basic schemes. A user holds no colon (RFC 7617 §2).
    pub fn basic(mut self, user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        self.settings.basic(user.as_ref(), password.as_ref());
        self
    }

    /// Fetches access tokens by OAuth 2.0 client credentials (RFC 6749 §4.4), for the SDK's schemes that take them; where
    /// it has none, for its bearer schemes, and the credentials have to name the token endpoint. A token is kept until
    /// shortly before it expires, fetched once for all calls that wait, and renewed once for a call that it is refused
    /// for (401).
    pub fn client_credentials(mut self, credentials: ClientCredentials) -> Self {
        self.settings.client_credentials = Some(credentials);
        self
    }

    /// Takes the tokens of the SDK's bearer schemes from a source of your own; kept and renewed as those of
    /// [`client_credentials`](Self::client_credentials).
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.settings.token_source(Arc::new(source));
        self
    }

    /// The credential of the scheme with this name in the specification; for a basic scheme `user:password`.
    pub fn credential(mut self, scheme: &str, secret: impl Into<String>) -> Self {
        self.settings.fill(scheme, |it| it.name == scheme, secret.into().into());
        self
    }

    /// Time for one attempt, its body included. Default 60 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// Time for a whole call: all its attempts and the waits between them. Default five times the
    /// timeout, the call's own where it has one.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = Deadline::After(deadline);
        self
    }

    /// No time limit for a whole call: a server's `Retry-After` is obeyed however long it is.
    pub fn no_deadline(mut self) -> Self {
        self.settings.deadline = Deadline::Never;
        self
    }

    /// When calls are sent again. Default: what the specification says, else [`RetryPolicy::new`].
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.settings.retry = retry;
        self
    }

    /// How many retries all calls together may make. Default [`RetryBudget::new`].
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.settings.budget = Some(budget);
        self
    }

    /// Lets every call retry by its own policy, whatever becomes of the others.
    pub fn no_retry_budget(mut self) -> Self {
        self.settings.budget = None;
        self
    }

    /// Sends every operation to the base URL, those too that the specification gives a server of their own: for a
    /// proxy, or a stand-in of the whole API.
    pub fn one_server(mut self) -> Self {
        self.settings.one_server = true;
        self
    }

    /// Never sends a call again.
    pub fn no_retry(self) -> Self {
        self.retry(RetryPolicy::none())
    }

    /// When to stop asking a host that fails. Default [`CircuitBreaker::new`].
    pub fn circuit_breaker(mut self, breaker: CircuitBreaker) -> Self {
        self.settings.breaker = Some(breaker);
        self
    }

    /// Always asks, however often a host fails.
    pub fn no_circuit_breaker(mut self) -> Self {
        self.settings.breaker = None;
        self
    }

    /// What the client calls itself. Default: the SDK's name and version.
    pub fn user_agent(self, user_agent: impl AsRef<str>) -> Self {
        self.header("user-agent", user_agent)
    }

    /// A header of every request. An `accept` given here is sent instead of what the operations ask for; the media
    /// type of a body stays the operation's.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.settings.header(name.as_ref(), value.as_ref());
        self
    }

    /// The version of the API that calls are for, by its name. Default: the one that the specification describes. An
    /// operation that the version lacks is an error of the call
    /// ([`ErrorKind::NotInVersion`](crate::ErrorKind::NotInVersion)).
    pub fn api_version(mut self, version: impl AsRef<str>) -> Self {
        self.settings.api_version(version.as_ref());
        self
    }

    /// How requests say for which version they are. Default: by their paths.
    pub fn version_by(mut self, by: VersionBy) -> Self {
        self.settings.version_by(by);
        self
    }

    /// Longest body that is accepted. Default 64 MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_response_bytes = bytes;
        self
    }

    /// Sends through this reqwest client: its proxies, certificates and connections.
    ///
    /// Build it with `redirect(Policy::none())`: redirects are followed by the SDK, which takes credentials off
    /// on the way to another host, where reqwest knows only the standard ones.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(ReqwestTransport::from(client))
    }

    /// Sends through a transport of your own.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.transport = Some(Arc::new(transport));
        self
    }

    /// Adds a hook around each attempt; the first one added is the outermost.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.settings.middleware.push(Arc::new(middleware));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): the base URL is none, a credential fits no scheme or no header, or TLS cannot be
    /// set up.
    pub fn build(self) -> Result<C, Error> {
        Ok(C::from_core(self.settings.build()?))
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("sdk", &self.settings.facts.name)
            .field("credentials", &self.settings.credentials)
            .finish_non_exhaustive()
    }
}
