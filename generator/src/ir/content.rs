//! Content of requests and responses.

use super::{Literal, Style, TypeRef};
use crate::diagnostics::Origin;

/// What an operation sends.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Where it stands.
    pub at: Origin,
    /// Whether a call without it is wrong.
    pub required: bool,
    /// The form chosen among those offered (JSON first, then form, multipart, text, bytes). Others that can carry
    /// something else are [forms](super::Form) of the operation.
    pub content: Content,
    /// Markdown.
    pub description: Option<String>,
    /// An example, for generated tests.
    pub example: Option<Literal>,
}

/// A media type and what it carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// The media type as the document writes it (`application/json`).
    pub media_type: String,
    /// How a value becomes bytes and back.
    pub encoding: Encoding,
    /// What it carries; of a stream: each of its items.
    pub ty: TypeRef,
    /// Media types that the document offers beside this one and that can carry nothing else.
    pub also: Vec<String>,
    /// How single parts or form fields are written, where the document says it.
    pub parts: Vec<Part>,
}

/// How a part or form field is written (OpenAPI 3.1, encoding object).
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The property it is for.
    pub wire: String,
    /// Its media type.
    pub content_type: Option<String>,
    /// How a list or object is written.
    pub style: Option<Style>,
    /// Whether list items and object members become fields of their own.
    pub explode: Option<bool>,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
}

/// How a value becomes bytes and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// JSON, `+json` included.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// A stream of events (`text/event-stream`).
    Events,
    /// A stream of JSON values (`application/x-ndjson`, `application/jsonl`, `application/json-seq`).
    Lines,
    /// `text/*`.
    Text,
    /// Anything else, as bytes.
    Bytes,
}

/// One described answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// Where it stands.
    pub at: Origin,
    /// Which statuses it describes.
    pub status: Status,
    /// What it carries; `None`: nothing.
    pub content: Option<Content>,
    /// Its described headers.
    pub headers: Vec<Header>,
    /// Markdown.
    pub description: Option<String>,
    /// An example, for generated tests.
    pub example: Option<Literal>,
}

/// A described header of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// The type that its schema makes, if that has a name; others are read as text.
    pub ty: Option<TypeRef>,
    /// Markdown.
    pub description: Option<String>,
}

/// Which statuses a response describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One status.
    Exact(u16),
    /// `4XX`: the first digit.
    Range(u8),
    /// Every other status.
    Default,
}
