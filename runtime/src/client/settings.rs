//! The settings of a client being built, and their checks: everything of the builder that does not depend on the
//! SDK's type, so that it is compiled once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use secrecy::SecretString;
use url::Url;

use super::{Client, Credentials, Shared};
use crate::breaker::{Breakers, CircuitBreaker};
use crate::error::{Error, ErrorKind};
use crate::facts::{SdkFacts, SecurityKind, SecurityScheme};
use crate::middleware::Middleware;
use crate::request::checked_header;
use crate::retry::{Budget, RetryBudget, RetryPolicy};
use crate::send::{Places, Warned};
use crate::token::{ClientCredentials, TokenSource, Tokens};
use crate::transport::{ReqwestTransport, Transport};
use crate::version::{Choice, VersionBy};

/// Attempts of this length and the waits between them fit in the default deadline.
const DEADLINE_IN_TIMEOUTS: u32 = 5;

/// Everything that does not depend on the SDK's type, so that it is compiled once.
pub(super) struct Settings {
    pub(super) facts: &'static SdkFacts,
    pub(super) base_url: String,
    pub(super) one_server: bool,
    pub(super) credentials: Credentials,
    pub(super) headers: HeaderMap,
    pub(super) retry: RetryPolicy,
    pub(super) timeout: Duration,
    pub(super) deadline: Deadline,
    pub(super) max_response_bytes: usize,
    pub(super) breaker: Option<CircuitBreaker>,
    pub(super) budget: Option<RetryBudget>,
    pub(super) client_credentials: Option<ClientCredentials>,
    /// Values of the settings that the SDK's facts name.
    pub(super) values: BTreeMap<&'static str, String>,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) middleware: Vec<Arc<dyn Middleware>>,
    pub(super) version: Choice,
    /// Places that a credential was looked for in, where none was found.
    pub(super) not_found: Option<String>,
    pub(super) problem: Option<Error>,
}

/// The time for a whole call.
#[derive(Clone, Copy)]
pub(crate) enum Deadline {
    /// Five times the timeout of an attempt.
    FromTimeout,
    /// None.
    Never,
    /// This long.
    After(Duration),
}

impl Deadline {
    /// The time for a call whose attempts have this timeout. Where its body is streamed, the timeout says nothing of it.
    pub(crate) fn of(self, timeout: Duration, is_streamed: bool) -> Option<Duration> {
        match self {
            Self::FromTimeout if is_streamed => None,
            Self::FromTimeout => Some(timeout.saturating_mul(DEADLINE_IN_TIMEOUTS)),
            Self::Never => None,
            Self::After(deadline) => Some(deadline),
        }
    }
}

impl Settings {
    pub(super) fn new(facts: &'static SdkFacts, base_url: String) -> Self {
        let mut core = Self {
            facts,
            base_url,
            one_server: false,
            credentials: Credentials::new(facts.security),
            headers: HeaderMap::new(),
            retry: RetryPolicy::from_facts(&facts.retry),
            timeout: Duration::from_secs(60),
            deadline: Deadline::FromTimeout,
            max_response_bytes: 64 << 20,
            breaker: Some(CircuitBreaker::new()),
            budget: Some(RetryBudget::new()),
            client_credentials: None,
            values: BTreeMap::new(),
            transport: None,
            middleware: Vec::new(),
            version: Choice { version: None, by: VersionBy::Path },
            not_found: None,
            problem: None,
        };
        core.header("user-agent", &format!("{}/{}", facts.name, facts.version));
        core
    }

    pub(super) fn fail(&mut self, message: impl Into<Cow<'static, str>>) {
        self.problem.get_or_insert_with(|| Error::new(ErrorKind::Config, message));
    }

    pub(super) fn fill(&mut self, what: &str, wanted: impl Fn(&SecurityScheme) -> bool, secret: SecretString) {
        match self.credentials.fill(wanted, &secret) {
            Ok(0) => self.fail(format!("{} has no security scheme `{what}`", self.facts.name)),
            Ok(_) => {}
            Err(error) => drop(self.problem.get_or_insert(error)),
        }
    }

    pub(super) fn api_key(&mut self, key: SecretString) {
        let is_key = |it: &SecurityScheme| !matches!(it.kind, SecurityKind::Bearer | SecurityKind::Basic);
        if self.facts.security.iter().any(is_key) {
            self.fill("apiKey", is_key, key);
        } else {
            self.fill("apiKey", |it| it.kind == SecurityKind::Bearer, key);
        }
    }

    pub(super) fn basic(&mut self, user: &str, password: &str) {
        if user.contains(':') {
            self.fail("the user of a basic credential holds a colon");
        }
        let secret = format!("{user}:{password}");
        self.fill("basic", |it| it.kind == SecurityKind::Basic, secret.into());
    }

    pub(super) fn setting(&mut self, name: &str, value: String) {
        match self.facts.settings.iter().find(|it| it.name == name) {
            None => self.fail(format!("{} has no setting `{name}`", self.facts.name)),
            Some(_) if value.trim().is_empty() => self.fail(format!("the setting `{name}` is empty")),
            Some(setting) => {
                if let Some(header) = setting.header {
                    self.header(header, &value);
                }
                self.values.insert(setting.name, value);
            }
        }
    }

    pub(super) fn token_source(&mut self, source: Arc<dyn TokenSource>) {
        let tokens = Arc::new(Tokens::new(source));
        if self.credentials.fill_tokens(|it| it.kind == SecurityKind::Bearer, &tokens) == 0 {
            self.fail(format!("{} has no security scheme that takes a token", self.facts.name));
        }
    }

    pub(super) fn header(&mut self, name: &str, value: &str) {
        match checked_header(name, value) {
            Ok((name, mut value)) => {
                value.set_sensitive(name != http::header::USER_AGENT);
                self.headers.insert(name, value);
            }
            Err(why) => self.fail(why),
        }
    }

    pub(super) fn api_version(&mut self, name: &str) {
        match crate::version::named(self.facts, name) {
            Ok(version) => self.version.version = Some(version),
            Err(why) => self.fail(why),
        }
    }

    pub(super) fn version_by(&mut self, by: VersionBy) {
        let versions = &self.facts.versions;
        let is_there = match by {
            VersionBy::Path => true,
            VersionBy::Header => versions.header.is_some(),
            VersionBy::Accept => versions.accept.is_some(),
        };
        if !is_there {
            self.fail(format!("{} does not take its version by {by:?}", self.facts.name));
        }
        self.version.by = by;
    }

    pub(super) fn build(mut self) -> Result<Client, Error> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        if let Some(places) =
            self.not_found.take().filter(|_| !self.credentials.is_any() && self.client_credentials.is_none())
        {
            return Err(Error::new(ErrorKind::Config, places));
        }
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => Arc::new(ReqwestTransport::build().map_err(|error| {
                Error::new(ErrorKind::Config, "the HTTP client cannot be set up").with_source(error)
            })?),
        };
        let base_url = base_url(&self.base_url)?;
        if let Some(credentials) = self.client_credentials.take() {
            self.oauth(&credentials, &base_url, &transport)?;
        }
        let shared = Shared {
            base_url,
            one_server: self.one_server,
            facts: self.facts,
            credentials: self.credentials,
            headers: self.headers,
            retry: self.retry,
            timeout: self.timeout,
            deadline: self.deadline,
            max_response_bytes: self.max_response_bytes,
            breakers: Breakers::new(self.breaker),
            budget: Budget::new(self.budget),
            version: self.version,
            places: Places::default(),
            warned: Warned::default(),
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
