//! One operation as static data: method, path, parameters and what may be done with it.

use std::fmt;

use super::{Paging, StreamFacts, VersionForm};

/// One operation: a method and a path.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// The `operationId`; names the operation in errors and traces.
    pub id: &'static str,
    /// HTTP method. Default GET.
    pub method: Method,
    /// Path with `{parameters}`, as the specification writes it.
    pub path: &'static str,
    /// Its parameters. One that is not listed here is sent in the default style of its place.
    pub params: &'static [Param],
    /// Alternatives, each the indexes into [`SdkFacts::security`](super::SdkFacts::security) that are needed together. The first whose
    /// credentials are all there is taken. An empty alternative: anonymous calls are fine. No alternative at
    /// all: nothing is ever sent.
    pub security: &'static [&'static [usize]],
    /// Whether it may be sent twice. Default: as its method says.
    pub retry: RetrySafety,
    /// What is sent when there is no body. Default: nothing.
    pub empty_body: EmptyBody,
    /// Keys that may stand around the answer: `{"policy": {…}}` is then read as `{…}`. Around a list others may stand
    /// beside it, such as a count.
    pub unwrap: &'static [&'static str],
    /// Keys of which an answer has at least one, where [`SdkFacts::error_key`](super::SdkFacts::error_key) is asked
    /// about. None: an answer is never taken for a failure.
    pub expects: &'static [&'static str],
    /// Media type of the body. Default `application/json`.
    pub content_type: &'static str,
    /// How single fields of a form are written, where it is not as usual.
    pub parts: &'static [Part],
    /// Media types that are asked for. Default `application/json`.
    pub accept: &'static str,
    /// A server of its own instead of the client's base URL.
    pub server: Option<&'static str>,
    /// How the pages of its list follow each other, where it gives one in pages.
    pub paging: Option<Paging>,
    /// How its stream of events ends, and what becomes of one that is cut.
    pub stream: StreamFacts,
    /// What it is called in versions that its path does not name.
    pub versions: &'static [VersionForm],
    /// Whether the answer itself has a member that is called as the envelope's data.
    pub own_data: bool,
}

impl Operation {
    /// A GET without parameters or security, that takes and gives JSON.
    pub const NEW: Self = Self {
        id: "",
        method: Method::Get,
        path: "/",
        params: &[],
        security: &[],
        retry: RetrySafety::ByMethod,
        empty_body: EmptyBody::None,
        unwrap: &[],
        expects: &[],
        content_type: "application/json",
        parts: &[],
        accept: "application/json",
        server: None,
        paging: None,
        stream: StreamFacts::NEW,
        versions: &[],
        own_data: false,
    };

    pub(crate) fn param(&self, location: Location, name: &str) -> Option<&'static Param> {
        self.params.iter().find(|it| it.location == location && it.name == name)
    }
}

/// HTTP methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
    /// Asks with a body; safe and idempotent (draft-ietf-httpbis-safe-method-w-body).
    Query,
}

impl Method {
    /// The method as it stands in a request.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
        }
    }

    /// Whether sending it again does no more than sending it once (RFC 9110 §9.2.2).
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Put => Self::PUT,
            Method::Post => Self::POST,
            Method::Delete => Self::DELETE,
            Method::Options => Self::OPTIONS,
            Method::Head => Self::HEAD,
            Method::Patch => Self::PATCH,
            Method::Trace => Self::TRACE,
            // The name is a token, so the conversion cannot fail.
            Method::Query => Self::from_bytes(b"QUERY").unwrap_or(Self::POST),
        }
    }
}

/// Whether an operation may be sent again when it is unknown what the first attempt did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetrySafety {
    /// As [`Method::is_idempotent`] says.
    ByMethod,
    /// Sending it again does no harm.
    Safe,
    /// Sending it again may do something twice.
    Unsafe,
}

/// What is sent where an operation has nothing to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyBody {
    /// No body.
    None,
    /// `{}` as JSON.
    Object,
}

/// A parameter outside the body.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Name on the wire.
    pub name: &'static str,
    /// Where it is sent.
    pub location: Location,
    /// How a list or an object is written.
    pub style: Style,
    /// Whether list items and object members become parameters of their own.
    pub explode: bool,
    /// Whether a call without it is wrong.
    pub required: bool,
    /// Whether reserved characters (RFC 3986 §2.2) are sent as they are; in the path it is only the slash, so that a
    /// value may be several segments.
    pub allow_reserved: bool,
    /// Whether the value is sent as JSON text.
    pub json: bool,
}

impl Param {
    /// A required path parameter in style `simple`.
    pub const fn path(name: &'static str) -> Self {
        Self { required: true, ..Self::at(Location::Path, Style::Simple, false, name) }
    }

    /// An optional query parameter in style `form`, exploded.
    pub const fn query(name: &'static str) -> Self {
        Self::at(Location::Query, Style::Form, true, name)
    }

    /// An optional header in style `simple`.
    pub const fn header(name: &'static str) -> Self {
        Self::at(Location::Header, Style::Simple, false, name)
    }

    /// An optional cookie in style `form`, exploded.
    pub const fn cookie(name: &'static str) -> Self {
        Self::at(Location::Cookie, Style::Form, true, name)
    }

    const fn at(location: Location, style: Style, explode: bool, name: &'static str) -> Self {
        Self { name, location, style, explode, required: false, allow_reserved: false, json: false }
    }
}

/// How a field of a form is written (OpenAPI 3.1, encoding object).
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Name on the wire.
    pub name: &'static str,
    /// Its media type; several are separated by commas. Empty: as its value is.
    pub content_type: &'static str,
    /// How a list or an object is written.
    pub style: Option<Style>,
    /// Whether list items and object members become fields of their own. Default: in style `form`.
    pub explode: Option<bool>,
    /// Whether reserved characters (RFC 3986 §2.2) are sent as they are.
    pub allow_reserved: bool,
}

impl Part {
    /// A field that is written as usual.
    pub const fn new(name: &'static str) -> Self {
        Self { name, content_type: "", style: None, explode: None, allow_reserved: false }
    }
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How lists and objects are written (OpenAPI 3.1, parameter `style`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b`
    Simple,
    /// `.a.b`
    Label,
    /// `;x=a;x=b`
    Matrix,
    /// `x=a&x=b`
    Form,
    /// `x=a%20b`
    SpaceDelimited,
    /// `x=a|b`
    PipeDelimited,
    /// `x[a]=b`
    DeepObject,
}
