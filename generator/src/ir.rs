//! The intermediate representation: everything an SDK is, as plain public data.
//!
//! `lower` makes it from documents; `check`, `names` and `plan` read it.
//!
//! **Invariant:** no Rust here (no identifiers, no paths, no syntax) and no OpenAPI either (no `$ref`,
//! no untyped JSON but literals and examples). Names are the specification's own, hints for `names`.

mod catalog;
mod content;
mod literal;
mod manifest;
mod module;
mod operation;
mod paging;
mod socket;
mod stream;
mod types;
mod version;
mod webhook;

pub use self::catalog::{Catalog, Direction, Envelope, Event, Group};
pub use self::content::{Body, Content, Encoding, Header, Part, Response, Status};
pub use self::literal::Literal;
pub use self::manifest::{Act, Builder, BuilderArgument, BuilderMethod, Manifest, Rule, RuleKind};
pub use self::module::Module;
pub use self::operation::{
    BindingFrom, EmptyBody, Form, Link, Location, Method, Operation, OperationId, Parameter, PathPart, Pending,
    RetrySafety, Side, Style, Waiter, WaiterBinding,
};
pub use self::paging::{NextPage, Paging};
pub use self::socket::{Replay, Socket, Subscription, TokenPlace};
pub use self::stream::{EventStream, Resume, StreamEnd};
pub use self::types::{
    Additional, Enum, EnumRepr, EnumValue, Field, Foreign, Home, Kinds, Object, Presence, Scalar, Shape, TypeDef,
    TypeId, TypeRef, Union, Variant,
};
pub use self::version::{AnswerEnvelope, Version, VersionForm, Versions};
pub use self::webhook::{
    Caller, HashFunction, Inbox, InboxKind, SignatureForm, SignatureScheme, Webhook, WebhookDispatch, Written,
};

use crate::diagnostics::Origin;

/// One SDK: what becomes one crate.
#[derive(Clone, Debug, PartialEq)]
pub struct Sdk {
    /// Folder name under `spec/` and `generated/` (`aragora`).
    pub folder: String,
    /// What the crate is called and how it is described.
    pub package: Package,
    /// Title, version and description of the API itself.
    pub info: Info,
    /// Named types; a [`TypeId`] is an index into this list.
    pub types: Vec<TypeDef>,
    /// Namespaces in the order of the document's tags, then of first use. The root namespace has the
    /// name `""` and is there only when operations sit on the client itself.
    pub namespaces: Vec<Namespace>,
    /// All operations; an [`OperationId`] is an index into this list.
    pub operations: Vec<Operation>,
    /// Methods that start something and poll until it ends.
    pub waiters: Vec<Waiter>,
    /// Event catalogs.
    pub catalogs: Vec<Catalog>,
    /// Live streams over WebSockets; none without a client.
    pub sockets: Vec<Socket>,
    /// Modules of the runtime that the crate offers.
    pub modules: Vec<Module>,
    /// Documents that people keep in files.
    pub manifests: Vec<Manifest>,
    /// What the server sends on its own: webhooks, then callbacks; those that the document has.
    pub webhooks: Vec<Inbox>,
    /// How it signs them, where `sdk.yaml` says so.
    pub signature: Option<SignatureScheme>,
    /// Servers, the first being the default.
    pub servers: Vec<Server>,
    /// Security schemes that operations name.
    pub security: Vec<SecurityScheme>,
    /// Table of machine-readable error codes; empty when the SDK declares none.
    pub error_codes: Vec<ErrorCode>,
    /// Key that tells a failure which comes with a status of success.
    pub error_key: Option<String>,
    /// Retry defaults of the SDK.
    pub retry: RetryDefaults,
    /// Versions of the API that are served side by side.
    pub versions: Option<Versions>,
    /// Environment variable that holds the API key.
    pub credentials_env: Option<String>,
    /// Environment variables that hold id and secret of client credentials.
    pub client_credentials_env: Option<(String, String)>,
    /// Where the credentials of single security schemes come from.
    pub credentials: Vec<CredentialSource>,
    /// File that programs of the system keep credentials in.
    pub credentials_file: Option<CredentialsFile>,
    /// Security schemes whose tokens client credentials give.
    pub oauth: Vec<OAuth>,
    /// What clients are told beside.
    pub settings: Vec<Setting>,
    /// Whether there is a client; else there are only the types.
    pub client: bool,
    /// Markdown that the README ends with, a text for each chapter.
    pub chapters: Vec<String>,
}

/// What the crate is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Package {
    /// Crate name as it is published.
    pub name: String,
    /// Semantic version.
    pub version: String,
    /// One sentence.
    pub description: String,
    /// Keywords for the registry, five at most.
    pub keywords: Vec<String>,
    /// Address of the source.
    pub repository: Option<String>,
    /// Whether parts of it can be left out by whoever builds it; `None`: if it is large.
    pub divisible: Option<bool>,
}

/// The API's own title page.
#[derive(Clone, Debug, PartialEq)]
pub struct Info {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`, Markdown as it stands in the document.
    pub description: Option<String>,
    /// Main document.
    pub at: Origin,
}

/// A group of operations that become the methods of one client type.
#[derive(Clone, Debug, PartialEq)]
pub struct Namespace {
    /// The tag (`graph_debates`), `""` for the client itself.
    pub name: String,
    /// Markdown of the tag.
    pub description: Option<String>,
    /// Where the tag is declared or first used.
    pub at: Origin,
}

/// A server the API runs on.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// Name of the environment, where one is declared.
    pub name: Option<String>,
    /// URL with variables filled in by their defaults.
    pub url: String,
    /// What the URL is good for.
    pub reach: Reach,
    /// Markdown.
    pub description: Option<String>,
    /// URL as it is written, with its variables in braces.
    pub template: String,
    /// The variables that the URL names, in its order.
    pub variables: Vec<ServerVariable>,
}

/// What the URL of a server is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It has a scheme and a host: a client can be built with it.
    Absolute,
    /// A path on the host that the document came from, which is not known here.
    Relative,
    /// Its variables need other values than their defaults before it is a URL.
    Open,
}

/// A variable in the URL of a server (OpenAPI 3.1 §4.8.6).
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// Its name in the URL.
    pub name: String,
    /// What it is where nothing else is said.
    pub default: String,
    /// What it can be; empty: anything.
    pub values: Vec<String>,
    /// Markdown.
    pub description: Option<String>,
}

/// How a caller shows who it is.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityScheme {
    /// Key under `components.securitySchemes`.
    pub name: String,
    /// Markdown.
    pub description: Option<String>,
    /// What is sent.
    pub kind: SecurityKind,
}

/// Where the credential of a security scheme comes from: environment variables, then the file.
#[derive(Clone, Debug, PartialEq)]
pub struct CredentialSource {
    /// The scheme's name.
    pub scheme: String,
    /// Environment variables in their order.
    pub env: Vec<String>,
    /// Key in the file.
    pub stored: Option<String>,
}

/// A JSON file in which programs of the system keep credentials for each other.
#[derive(Clone, Debug, PartialEq)]
pub struct CredentialsFile {
    /// Where it is; `~/` in front stands for the user's home.
    pub path: String,
    /// Key of the base URL.
    pub base_url: Option<String>,
    /// Key of the time of the last change.
    pub updated: Option<String>,
}

/// A setting of clients: a header of every request, or part of a token endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its name; words, not yet an identifier.
    pub name: String,
    /// What it is, one line of Markdown.
    pub summary: String,
    /// Environment variable that has it.
    pub env: Option<String>,
    /// Header that it is sent in.
    pub header: Option<String>,
}

/// OAuth 2.0 client credentials (RFC 6749, section 4.4) for a security scheme.
#[derive(Clone, Debug, PartialEq)]
pub struct OAuth {
    /// The scheme's name.
    pub scheme: String,
    /// The token endpoint; a path is one of the API's own server.
    pub token_url: String,
    /// What is asked for; none: what the server gives by itself.
    pub scopes: Vec<String>,
    /// The service that tokens are for.
    pub audience: Option<String>,
    /// How the secret is sent.
    pub auth: ClientAuth,
}

/// How a client's secret is sent to the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAuth {
    /// In the header of basic authentication.
    Basic,
    /// In the body.
    Body,
}

/// What a security scheme sends.
#[derive(Clone, Debug, PartialEq)]
pub enum SecurityKind {
    /// A key in a header, query parameter or cookie of that name.
    ApiKey {
        /// Header, query or cookie.
        location: Location,
        /// Name of the header, parameter or cookie.
        name: String,
    },
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// OAuth2; a token is sent as bearer. Holds the token URL of the client credentials flow.
    OAuth2 {
        /// Token URL of the client credentials flow, where there is one.
        token_url: Option<String>,
    },
    /// A scheme that the generator cannot fill in (mutual TLS, digest, …): the caller's transport does.
    Other,
}

/// One row of the table of error codes.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorCode {
    /// The code (`NOT_FOUND`).
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Statuses that mean this code when a body names none.
    pub statuses: Vec<u16>,
    /// Other spellings of it, compared without case.
    pub also: Vec<String>,
    /// Where it is declared.
    pub at: Origin,
}

/// Retry defaults; `None` leaves the runtime's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RetryDefaults {
    /// Retries after the first attempt.
    pub max_retries: Option<u32>,
    /// First wait in milliseconds.
    pub delay_ms: Option<u64>,
    /// Factor from one wait to the next.
    pub backoff: Option<f64>,
    /// Longest wait in milliseconds.
    pub max_delay_ms: Option<u64>,
    /// Statuses that are retried.
    pub statuses: Option<Vec<u16>>,
    /// Error codes that are never retried.
    pub never_codes: Vec<String>,
    /// Header that carries an idempotency key the server honours.
    pub idempotency_header: Option<String>,
}
