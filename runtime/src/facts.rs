//! What a generated SDK knows about its system, as static data.
//!
//! Generated code holds facts, the runtime holds behaviour: an operation is a value that
//! [`Client::call`](crate::Client::call) reads, not code. Each type has a `NEW` (or a constructor) with the
//! usual values, so that generated code names only what differs.
//!
//! **Invariant:** everything here is `'static` and `const`; nothing is computed when a client is made.

mod credentials;
mod operation;
mod paging;
mod server_url;
mod setting;
#[cfg(feature = "sockets")]
mod socket;
mod stream;
mod version;

use std::time::Duration;

pub use credentials::{CredentialSource, CredentialsFile};
pub use operation::{EmptyBody, Location, Method, Operation, Param, Part, RetrySafety, Style};
pub use paging::{NextPage, Paging};
pub use server_url::ServerUrl;
pub use setting::Setting;

pub use crate::token::ClientAuth;
#[cfg(feature = "sockets")]
pub use socket::{Replay, SocketFacts, Subscription, TokenPlace};
pub use stream::{Resume, StreamEnd, StreamFacts};
pub use version::{EnvelopeFacts, VersionFacts, VersionForm, VersioningFacts};

/// What is true of a whole SDK.
#[derive(Clone, Copy, Debug)]
pub struct SdkFacts {
    /// Name of the crate; with [`version`](Self::version) it makes the user agent.
    pub name: &'static str,
    /// Version of the crate.
    pub version: &'static str,
    /// Named servers; the first is the default.
    pub servers: &'static [Server],
    /// Security schemes; operations name them by index.
    pub security: &'static [SecurityScheme],
    /// What the system says about retries.
    pub retry: RetryFacts,
    /// Environment variable that holds the credential, read by
    /// [`ClientBuilder::from_env`](crate::ClientBuilder::from_env).
    pub credentials_env: Option<&'static str>,
    /// Environment variables that hold id and secret of OAuth 2.0 client credentials, read where the credential's own is
    /// not set.
    pub client_credentials_env: Option<(&'static str, &'static str)>,
    /// Where the credentials of single security schemes come from.
    pub credentials: &'static [CredentialSource],
    /// File in which programs of the system keep credentials for each other.
    pub credentials_file: Option<CredentialsFile>,
    /// Security schemes whose tokens client credentials give.
    pub oauth: &'static [OAuth],
    /// What clients are told beside.
    pub settings: &'static [Setting],
    /// The versions that can be chosen from.
    pub versions: VersioningFacts,
    /// Key that tells a failure which comes with a status of success: an answer that has it, and none of those that
    /// its operation [expects](Operation::expects), is one.
    pub error_key: Option<&'static str>,
    /// How answers are wrapped, where they are. `None`: they never are.
    pub envelope: Option<EnvelopeFacts>,
}

impl SdkFacts {
    /// No name, no servers, no security, the runtime's own retry defaults.
    pub const NEW: Self = Self {
        name: "sdk-runtime",
        version: env!("CARGO_PKG_VERSION"),
        servers: &[],
        security: &[],
        retry: RetryFacts::NEW,
        credentials_env: None,
        client_credentials_env: None,
        credentials: &[],
        credentials_file: None,
        oauth: &[],
        settings: &[],
        versions: VersioningFacts::NEW,
        error_key: None,
        envelope: None,
    };
}

/// A server that the specification names.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    /// Its name, for example `local`.
    pub name: &'static str,
    /// Its base URL.
    pub url: &'static str,
}

/// How a system wants to be retried.
#[derive(Clone, Copy, Debug)]
pub struct RetryFacts {
    /// Retries after the first attempt. Default 3.
    pub max_retries: u32,
    /// Wait before the first retry. Default 1 s.
    pub delay: Duration,
    /// Factor between two waits. Default 2.
    pub backoff: f64,
    /// Longest wait, jitter not included. Default 30 s.
    pub max_delay: Duration,
    /// Statuses that are retried. Default 429, 500, 502, 503, 504.
    pub statuses: &'static [u16],
    /// Error codes in the body that are never retried, whatever the status.
    pub never_codes: &'static [&'static str],
    /// Header by which the server recognises a repeated request. `None`: it recognises none.
    pub idempotency_header: Option<&'static str>,
}

impl RetryFacts {
    /// The defaults.
    pub const NEW: Self = Self {
        max_retries: 3,
        delay: Duration::from_secs(1),
        backoff: 2.0,
        max_delay: Duration::from_secs(30),
        statuses: &[429, 500, 502, 503, 504],
        never_codes: &[],
        idempotency_header: None,
    };
}

/// OAuth 2.0 client credentials (RFC 6749 §4.4) as a system takes them.
#[derive(Clone, Copy, Debug)]
pub struct OAuth {
    /// Name of the security scheme that the tokens are for.
    pub scheme: &'static str,
    /// The token endpoint; a path is one of the API's own server. Names of [settings](Setting) in braces stand for their
    /// values.
    pub token_url: &'static str,
    /// What is asked for. None: what the server gives by itself.
    pub scopes: &'static [&'static str],
    /// The service that the tokens are for, where the server asks for that.
    pub audience: Option<&'static str>,
    /// How the secret is sent.
    pub auth: ClientAuth,
}

impl OAuth {
    /// No scheme and no endpoint; no scopes, no audience, the secret in a header.
    pub const NEW: Self = Self { scheme: "", token_url: "", scopes: &[], audience: None, auth: ClientAuth::Basic };
}

/// A way to prove who is calling.
#[derive(Clone, Copy, Debug)]
pub struct SecurityScheme {
    /// Name in the specification.
    pub name: &'static str,
    /// How the credential is sent.
    pub kind: SecurityKind,
}

/// How a credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// A key in a header with this name.
    HeaderKey(&'static str),
    /// A key in a query parameter with this name.
    QueryKey(&'static str),
    /// A key in a cookie with this name.
    CookieKey(&'static str),
    /// `Authorization: Bearer …` (RFC 6750), OAuth2 access tokens included.
    Bearer,
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
}

/// How a [`Waiter`](crate::Waiter) polls.
#[derive(Clone, Copy, Debug)]
pub struct WaiterFacts {
    /// Names the waiter in errors and traces, for example `debates.run`.
    pub id: &'static str,
    /// States that end the wait, compared without regard to case.
    pub until: &'static [&'static str],
    /// Time between polls. Default 2 s.
    pub every: Duration,
    /// Longest wait, the start operation included. Default 600 s.
    pub timeout: Duration,
    /// Errors of the poll that mean "not yet".
    pub pending: &'static [Pending],
}

impl WaiterFacts {
    /// The defaults; no state ends it.
    pub const NEW: Self =
        Self { id: "", until: &[], every: Duration::from_secs(2), timeout: Duration::from_secs(600), pending: &[] };
}

/// An error that means "not yet".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pending {
    /// This HTTP status.
    Status(u16),
    /// This error code in the body.
    Code(&'static str),
}
