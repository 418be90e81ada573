//! Builds a client: the only place where its settings are made and checked.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::SecretString;
use url::Url;

use super::{Client, Credentials, Shared};
use crate::breaker::{Breakers, CircuitBreaker};
use crate::error::{Error, ErrorKind};
use crate::facts::{SdkFacts, SecurityKind, SecurityScheme};
use crate::middleware::Middleware;
use crate::retry::RetryPolicy;
use crate::transport::{ReqwestTransport, Transport};

/// Attempts of this length and the waits between them fit in the default deadline.
const DEADLINE_IN_TIMEOUTS: u32 = 5;

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
    core: Core,
    sdk: PhantomData<fn() -> C>,
}

/// Everything that does not depend on the SDK's type, so that it is compiled once.
struct Core {
    facts: &'static SdkFacts,
    base_url: String,
    credentials: Credentials,
    headers: HeaderMap,
    retry: RetryPolicy,
    timeout: Duration,
    deadline: Deadline,
    max_response_bytes: usize,
    breaker: Option<CircuitBreaker>,
    transport: Option<Arc<dyn Transport>>,
    middleware: Vec<Arc<dyn Middleware>>,
    problem: Option<Error>,
}

#[derive(Clone, Copy)]
enum Deadline {
    FromTimeout,
    Never,
    After(Duration),
}

impl<C: Sdk> ClientBuilder<C> {
    /// Settings for the server at this base URL; a path in it is kept in front of every operation's path.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self { core: Core::new(C::facts(), base_url.into()), sdk: PhantomData }
    }

    /// Settings for the first server that the specification names, with the credential from the environment
    /// variable that it names. A variable that is not set is an error of [`build`](Self::build).
    pub fn from_env() -> Self {
        let server = C::facts().servers.first().map_or("", |it| it.url);
        let mut builder = Self::new(server);
        builder.core.credential_from_env();
        builder
    }

    /// The key of the SDK's API key schemes; where it has none, its bearer token.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.core.api_key(key.into().into());
        self
    }

    /// The token of the SDK's bearer schemes.
    pub fn bearer(mut self, token: impl Into<String>) -> Self {
        self.core.fill("bearer", |it| it.kind == SecurityKind::Bearer, token.into().into());
        self
    }

    /// User and password of the SDK's basic schemes. A user holds no colon (RFC 7617 §2).
    pub fn basic(mut self, user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        self.core.basic(user.as_ref(), password.as_ref());
        self
    }

    /// The credential of the scheme with this name in the specification; for a basic scheme `user:password`.
    pub fn credential(mut self, scheme: &str, secret: impl Into<String>) -> Self {
        self.core.fill(scheme, |it| it.name == scheme, secret.into().into());
        self
    }

    /// Time for one attempt, its body included. Default 60 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.core.timeout = timeout;
        self
    }

    /// Time for a whole call: all its attempts and the waits between them. Default five times the timeout.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.core.deadline = Deadline::After(deadline);
        self
    }

    /// No time limit for a whole call: a server's `Retry-After` is obeyed however long it is.
    pub fn no_deadline(mut self) -> Self {
        self.core.deadline = Deadline::Never;
        self
    }

    /// When calls are sent again. Default: what the specification says, else [`RetryPolicy::new`].
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.core.retry = retry;
        self
    }

    /// Never sends a call again.
    pub fn no_retry(self) -> Self {
        self.retry(RetryPolicy::none())
    }

    /// When to stop asking a host that fails. Default [`CircuitBreaker::new`].
    pub fn circuit_breaker(mut self, breaker: CircuitBreaker) -> Self {
        self.core.breaker = Some(breaker);
        self
    }

    /// Always asks, however often a host fails.
    pub fn no_circuit_breaker(mut self) -> Self {
        self.core.breaker = None;
        self
    }

    /// What the client calls itself. Default: the SDK's name and version.
    pub fn user_agent(self, user_agent: impl AsRef<str>) -> Self {
        self.header("user-agent", user_agent)
    }

    /// A header of every request.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.core.header(name.as_ref(), value.as_ref());
        self
    }

    /// Longest body that is accepted. Default 64 MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.core.max_response_bytes = bytes;
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
        self.core.transport = Some(Arc::new(transport));
        self
    }

    /// Adds a hook around each attempt; the first one added is the outermost.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.core.middleware.push(Arc::new(middleware));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// [`ErrorKind::Config`]: the base URL is none, a credential fits no scheme or no header, or TLS cannot be
    /// set up.
    pub fn build(self) -> Result<C, Error> {
        Ok(C::from_core(self.core.build()?))
    }
}

impl Core {
    fn new(facts: &'static SdkFacts, base_url: String) -> Self {
        let mut core = Self {
            facts,
            base_url,
            credentials: Credentials::new(facts.security),
            headers: HeaderMap::new(),
            retry: RetryPolicy::from_facts(&facts.retry),
            timeout: Duration::from_secs(60),
            deadline: Deadline::FromTimeout,
            max_response_bytes: 64 << 20,
            breaker: Some(CircuitBreaker::new()),
            transport: None,
            middleware: Vec::new(),
            problem: None,
        };
        core.header("user-agent", &format!("{}/{}", facts.name, facts.version));
        core
    }

    fn fail(&mut self, message: impl Into<std::borrow::Cow<'static, str>>) {
        self.problem.get_or_insert_with(|| Error::new(ErrorKind::Config, message));
    }

    fn fill(&mut self, what: &str, wanted: impl Fn(&SecurityScheme) -> bool, secret: SecretString) {
        match self.credentials.fill(wanted, &secret) {
            Ok(0) => self.fail(format!("{} has no security scheme `{what}`", self.facts.name)),
            Ok(_) => {}
            Err(error) => drop(self.problem.get_or_insert(error)),
        }
    }

    fn api_key(&mut self, key: SecretString) {
        let is_key = |it: &SecurityScheme| !matches!(it.kind, SecurityKind::Bearer | SecurityKind::Basic);
        if self.facts.security.iter().any(is_key) {
            self.fill("apiKey", is_key, key);
        } else {
            self.fill("apiKey", |it| it.kind == SecurityKind::Bearer, key);
        }
    }

    fn basic(&mut self, user: &str, password: &str) {
        if user.contains(':') {
            self.fail("the user of a basic credential holds a colon");
        }
        let secret = format!("{user}:{password}");
        self.fill("basic", |it| it.kind == SecurityKind::Basic, secret.into());
    }

    fn credential_from_env(&mut self) {
        let Some(variable) = self.facts.credentials_env else {
            return self.fail(format!("{} names no environment variable for its credential", self.facts.name));
        };
        match std::env::var(variable) {
            Ok(secret) => self.api_key(secret.into()),
            Err(_) => self.fail(format!("the environment variable {variable} is not set")),
        }
    }

    fn header(&mut self, name: &str, value: &str) {
        match (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => drop(self.headers.insert(name, value)),
            _ => self.fail(format!("the header `{}` cannot be sent", name.escape_debug())),
        }
    }

    fn build(self) -> Result<Client, Error> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(ReqwestTransport::build().map_err(|error| {
                Error::new(ErrorKind::Config, "the HTTP client cannot be set up").with_source(error)
            })?),
        };
        let deadline = match self.deadline {
            Deadline::FromTimeout => Some(self.timeout.saturating_mul(DEADLINE_IN_TIMEOUTS)),
            Deadline::Never => None,
            Deadline::After(deadline) => Some(deadline),
        };
        let shared = Shared {
            base_url: base_url(&self.base_url)?,
            facts: self.facts,
            credentials: self.credentials,
            headers: self.headers,
            retry: self.retry,
            timeout: self.timeout,
            deadline,
            max_response_bytes: self.max_response_bytes,
            breakers: Breakers::new(self.breaker),
            transport,
            middleware: self.middleware,
        };
        Ok(Client { shared: Arc::new(shared) })
    }
}

/// The base URL, checked. It is not repeated in errors: it may hold a password.
pub(crate) fn base_url(text: &str) -> Result<Url, Error> {
    let fail = |what: &'static str| Error::new(ErrorKind::Config, what);
    let url = Url::parse(text).map_err(|error| fail("the base URL is not a URL").with_source(error))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(fail("the base URL has to begin with http:// or https:// and a host"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(fail("the base URL holds a user or a password; use `basic`"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(fail("the base URL has a query or a fragment"));
    }
    Ok(url)
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("sdk", &self.core.facts.name)
            .field("credentials", &self.core.credentials)
            .finish_non_exhaustive()
    }
}
