//! Operations and waiters.

use super::{Body, EventStream, Literal, Paging, Response, TypeRef, VersionForm};
use crate::diagnostics::Origin;

/// Index of an [`Operation`] in [`super::Sdk::operations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(pub u32);

/// One operation: a method and a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The `operationId`, or `get /pets/{id}` where the document has none. Unique but for other forms of an operation.
    pub id: String,
    /// Where it stands.
    pub at: Origin,
    /// Index into [`super::Sdk::namespaces`].
    pub namespace: u32,
    /// What the method should be called (`create`, `get_pets_by_id`); words, not yet an identifier.
    pub hint: String,
    /// Further method names.
    pub aliases: Vec<String>,
    /// HTTP method.
    pub method: Method,
    /// The path as the document writes it.
    pub path: String,
    /// The path taken apart.
    pub path_parts: Vec<PathPart>,
    /// Parameters; (location, wire name) is unique; path parameters first, in the order of the path.
    pub parameters: Vec<Parameter>,
    /// Headers that settings of the client fill, and no call.
    pub of_client: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// Answers that mean success, most specific status first.
    pub success: Vec<Response>,
    /// Described failures, most specific status first.
    pub errors: Vec<Response>,
    /// Alternatives, each a list of indexes into [`super::Sdk::security`] that are needed together. An
    /// empty alternative: anonymous calls are fine. No alternative at all: nothing is ever sent.
    pub security: Vec<Vec<u32>>,
    /// Whether it may be sent again when it is unknown what the first attempt did.
    pub retry: RetrySafety,
    /// What is sent when there is nothing to send.
    pub empty_body: EmptyBody,
    /// Keys that may stand around the answer.
    pub unwrap: Vec<String>,
    /// Keys of which an answer has at least one, where failures may come with a status of success.
    pub expects: Vec<String>,
    /// How its list comes in pages.
    pub paging: Option<Paging>,
    /// What is declared of its stream of events.
    pub stream: Option<EventStream>,
    /// What it is called in versions of the API that its path does not name.
    pub versions: Vec<VersionForm>,
    /// Whether an answer has a field that is called as the envelope's data.
    pub own_data: bool,
    /// A server of its own, with variables filled in.
    pub server: Option<String>,
    /// One line of Markdown.
    pub summary: Option<String>,
    /// Markdown.
    pub description: Option<String>,
    /// Calls that its answers lead to, kept as documentation.
    pub links: Vec<Link>,
    /// Whether the specification deprecates it.
    pub deprecated: bool,
    /// The operation that this is another name of, in another namespace; all else of it is the same.
    pub alias_of: Option<OperationId>,
    /// `None`: the operation itself. Else it is another form of one: the same with other content.
    pub form: Option<Form>,
}

/// What makes an operation another form of one that stands before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The operation itself. Id, parameters, failures and all else but the content are the same.
    pub of: OperationId,
    /// Word for the content (`multipart`, `csv`): what stands after `as` in the method's name.
    pub word: String,
    /// Whose content is another.
    pub side: Side,
}

/// Which of the two messages of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What is sent.
    Request,
    /// What is answered.
    Response,
    /// Both, in the same media type.
    Both,
}

/// A call that an answer leads to (OpenAPI 3.1, link object).
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its key under `links`.
    pub name: String,
    /// The operation's id, or what refers to it.
    pub operation: String,
    /// Markdown.
    pub description: Option<String>,
}

/// HTTP methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
    /// QUERY (OpenAPI 3.2): as GET, with a body
    Query,
}

impl Method {
    /// All methods.
    pub const ALL: [Self; 9] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
        Self::Query,
    ];

    /// The method in lower case, as path items have it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
            Self::Query => "query",
        }
    }

    /// The method that a word means, whatever its case.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word().eq_ignore_ascii_case(word))
    }
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq)]
pub enum PathPart {
    /// Text that stands as it is.
    Text(String),
    /// The value of the path parameter with this wire name.
    Parameter(String),
}

/// A parameter outside the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Name on the wire.
    pub wire: String,
    /// Where it stands in the document.
    pub at: Origin,
    /// Where it is sent.
    pub location: Location,
    /// How a list or object is written.
    pub style: Style,
    /// Whether list items and object members become parameters of their own.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// Whether the value is sent as JSON text (`content: application/json`).
    pub json: bool,
    /// Its type.
    pub ty: TypeRef,
    /// Whether a call without it is wrong.
    pub required: bool,
    /// Markdown.
    pub description: Option<String>,
    /// Default that the server assumes.
    pub default: Option<Literal>,
    /// An example value, for generated tests.
    pub example: Option<Literal>,
    /// Whether the specification deprecates it.
    pub deprecated: bool,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// Whether an operation may be sent twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetrySafety {
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
    /// `{}`.
    Object,
}

/// A method that starts something and polls until it ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiter {
    /// Where `sdk.yaml` declares it.
    pub at: Origin,
    /// Index into [`super::Sdk::namespaces`].
    pub namespace: u32,
    /// What the method should be called.
    pub hint: String,
    /// One line of Markdown.
    pub summary: String,
    /// Markdown.
    pub description: Option<String>,
    /// Operation that starts it; its arguments are the waiter's.
    pub start: OperationId,
    /// Operation that is polled.
    pub poll: OperationId,
    /// Operation whose answer is the result, called once at the end; else the last poll's answer is.
    pub fetch: Option<OperationId>,
    /// Path parameters of `poll` and `fetch`.
    pub bind: Vec<WaiterBinding>,
    /// Field of the poll's answer that tells the state.
    pub state: String,
    /// States that end it.
    pub until: Vec<String>,
    /// Time between polls in milliseconds.
    pub every_ms: u64,
    /// Longest wait in milliseconds.
    pub timeout_ms: u64,
    /// Errors of `poll` that mean "not yet".
    pub pending: Vec<Pending>,
}

/// A path parameter filled from what started the waiter.
#[derive(Clone, Debug, PartialEq)]
pub struct WaiterBinding {
    /// Wire name of the path parameter.
    pub parameter: String,
    /// What fills it.
    pub from: BindingFrom,
}

/// What fills a path parameter of a waiter's calls.
#[derive(Clone, Debug, PartialEq)]
pub enum BindingFrom {
    /// A path parameter of the start operation, by its wire name.
    Argument(String),
    /// A field of the start operation's answer, by the wire names that lead to it, with dots between.
    Field(String),
}

/// An error that means "not yet".
#[derive(Clone, Debug, PartialEq)]
pub enum Pending {
    /// This status.
    Status(u16),
    /// This error code in the body.
    Code(String),
}
