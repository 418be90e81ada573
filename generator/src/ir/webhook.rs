//! Webhooks and callbacks: what the server sends on its own.

use super::{Body, Method, OperationId, Parameter, Response, TypeId};
use crate::diagnostics::Origin;

/// Webhooks that become one enum in a module of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Inbox {
    /// What they are.
    pub kind: InboxKind,
    /// What tells them apart.
    pub dispatch: WebhookDispatch,
    /// The messages in the order of the document.
    pub messages: Vec<Webhook>,
}

/// What the messages of an inbox are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InboxKind {
    /// Sent to a URL that the document says nothing of.
    Webhooks,
    /// Sent to a URL that an operation was given.
    Callbacks,
}

/// What tells the messages of an inbox apart.
#[derive(Clone, Debug, PartialEq)]
pub enum WebhookDispatch {
    /// Their names alone, which the receiver has to know.
    Name,
    /// There is only one.
    Only,
    /// The value under these keys of the JSON body, outermost first.
    Field(Vec<String>),
    /// The value of a header.
    Header(String),
}

/// A webhook or callback.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// Its key in the document; several methods or expressions may share one.
    pub name: String,
    /// Where it stands.
    pub at: Origin,
    /// HTTP method that it is sent with.
    pub method: Method,
    /// Operations that make the server send it; empty for a webhook.
    pub callers: Vec<Caller>,
    /// Headers, query parameters and cookies that the server puts.
    pub parameters: Vec<Parameter>,
    /// The object that they are decoded into, a field for each under its wire name; `None`: there are none.
    pub parameters_type: Option<TypeId>,
    /// What is sent.
    pub body: Option<Body>,
    /// What the receiver is expected to answer.
    pub answers: Vec<Response>,
    /// Values of the inbox's field or header that mean this one.
    pub tags: Vec<String>,
    /// One line of Markdown.
    pub summary: Option<String>,
    /// Markdown.
    pub description: Option<String>,
    /// Whether the specification deprecates it.
    pub deprecated: bool,
}

/// An operation that makes the server send a callback.
#[derive(Clone, Debug, PartialEq)]
pub struct Caller {
    /// The operation.
    pub operation: OperationId,
    /// Where the URL comes from (OpenAPI 3.1, runtime expressions).
    pub expression: String,
}

/// How a sender signs.
#[derive(Clone, Debug, PartialEq)]
pub struct SignatureScheme {
    /// Form of the header.
    pub form: SignatureForm,
    /// Header of the signature; for the standard form what the names of its headers begin with.
    pub header: String,
    /// Header of the time, and what is signed.
    pub timestamp: Option<(String, String)>,
    /// Text in front of the signature.
    pub prefix: Option<String>,
    /// Hash function.
    pub algorithm: Option<HashFunction>,
    /// How a signature is written.
    pub signature: Option<Written>,
    /// How a secret is written.
    pub secret: Option<Written>,
    /// How far the signed time may be from now, in milliseconds.
    pub tolerance_ms: Option<u64>,
}

/// Form of the header that holds the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureForm {
    /// Standard Webhooks.
    Standard,
    /// The signature behind a prefix.
    Hmac,
    /// `t=<seconds>,v1=<hex>`
    Timestamped,
}

/// Hash function of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashFunction {
    /// SHA-1
    Sha1,
    /// SHA-256
    Sha256,
    /// SHA-512
    Sha512,
}

/// How bytes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Hexadecimal digits.
    Hex,
    /// Base64.
    Base64,
    /// As they are.
    Text,
}
