//! The API description after overlay and dialect.

use crate::ir::{Location, Method, Status, Style};
use crate::tree::{At, Node};

/// An API description: shells typed by openapiv3, schemas as located nodes.
#[derive(Clone, Debug)]
pub struct Api<'a> {
    /// The main document.
    pub at: At,
    /// Title, version, description, terms. A missing title is `API`, a missing version `0.0.0`.
    pub info: openapiv3::Info,
    /// Servers of the whole API; empty where the document names none.
    pub servers: Vec<ServerShell>,
    /// Declared tags, unique, in the order of the document.
    pub tags: Vec<TagShell>,
    /// Security of operations that have none of their own; `None`: not said.
    pub security: Option<Vec<openapiv3::SecurityRequirement>>,
    /// `components.securitySchemes`, references followed.
    pub security_schemes: Vec<SecuritySchemeShell>,
    /// Operations in the order of the document.
    pub operations: Vec<OperationShell<'a>>,
    /// Webhooks and callbacks in the order of the document, webhooks first.
    pub webhooks: Vec<WebhookShell<'a>>,
    /// `components.schemas` in the order of the document: name → schema (its `at` identifies it).
    pub schemas: Vec<(String, &'a Node)>,
}

/// A server.
#[derive(Clone, Debug)]
pub struct ServerShell {
    /// Where it stands.
    pub at: At,
    /// Its `name` (OpenAPI 3.2 §4.8.5) or `x-name`.
    pub name: Option<String>,
    /// URL with variables filled in by their defaults; may be relative.
    pub url: String,
    /// The server as it is written.
    pub shell: openapiv3::Server,
}

/// A declared tag.
#[derive(Clone, Debug)]
pub struct TagShell {
    /// Where it stands.
    pub at: At,
    /// Name and description.
    pub shell: openapiv3::Tag,
}

/// An entry of `components.securitySchemes`.
#[derive(Clone, Debug)]
pub struct SecuritySchemeShell {
    /// Where it stands.
    pub at: At,
    /// Its key, which requirements name.
    pub name: String,
    /// What it is; `None`: a type that openapiv3 does not know (mutual TLS).
    pub shell: Option<openapiv3::SecurityScheme>,
}

/// An operation, references followed.
#[derive(Clone, Debug)]
pub struct OperationShell<'a> {
    /// Where it stands; its key is the method.
    pub at: At,
    /// HTTP method.
    pub method: Method,
    /// The path, beginning with `/`.
    pub path: String,
    /// Where the path stands.
    pub path_at: At,
    /// Id, tags, summary, description, deprecated, security (`None`: the API's), `x-` extensions. Parameters,
    /// body, responses and servers are left out: they are beside it.
    pub shell: openapiv3::Operation,
    /// Parameters of the path item and the operation, the operation's taking the place of the path item's
    /// of the same location and name.
    pub parameters: Vec<ParameterShell<'a>>,
    /// What it takes.
    pub body: Option<BodyShell<'a>>,
    /// What it answers, in the order of the document.
    pub responses: Vec<ResponseShell<'a>>,
    /// Servers of the operation or its path item; empty: the API's.
    pub servers: Vec<ServerShell>,
    /// The whole operation.
    pub node: &'a Node,
}

/// A webhook or a callback: a request that the API's user serves.
#[derive(Clone, Debug)]
pub struct WebhookShell<'a> {
    /// Its key.
    pub name: String,
    /// What is sent and answered. Its path is the webhook's name or the callback's expression.
    pub operation: OperationShell<'a>,
    /// What makes the server send it.
    pub sender: Sender,
}

/// What makes the server send a webhook.
#[derive(Clone, Debug, PartialEq)]
pub enum Sender {
    /// The document says nothing of it: an entry of `webhooks`.
    Webhook,
    /// Operations, by their index, with the expression of the URL that it is sent to. None at all: a component that
    /// no operation refers to.
    Operations(Vec<(usize, String)>),
}

/// A parameter, reference followed.
#[derive(Clone, Debug)]
pub struct ParameterShell<'a> {
    /// Where it stands.
    pub at: At,
    /// Where it is sent.
    pub location: Location,
    /// Its name on the wire.
    pub name: String,
    /// Whether a call without it is wrong; always so in a path.
    pub required: bool,
    /// How lists and objects are written; the location's default where not said.
    pub style: Style,
    /// Whether items and members become parameters of their own; the style's default where not said.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// Name, description, deprecated, `x-` extensions. The schema is left out: it is beside it.
    pub shell: openapiv3::ParameterData,
    /// Its schema; `None` where `content` has it, or where it has none at all (reported).
    pub schema: Option<&'a Node>,
    /// How it is written where a media type says so.
    pub content: Option<MediaTypeShell<'a>>,
    /// An example value: `example`, else the first of `examples`.
    pub example: Option<&'a Node>,
}

impl ParameterShell<'_> {
    /// Whether both are one parameter: of the same place and name. Headers are named in any case (RFC 9110, section 5.1).
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let same_name = match self.location {
            Location::Header => self.name.eq_ignore_ascii_case(&other.name),
            _ => self.name == other.name,
        };
        self.location == other.location && same_name
    }
}

/// A request body, reference followed.
#[derive(Clone, Debug)]
pub struct BodyShell<'a> {
    /// Where it stands.
    pub at: At,
    /// Description, required, `x-` extensions. The content is left out: it is beside it.
    pub shell: openapiv3::RequestBody,
    /// Media types in the order of the document.
    pub content: Vec<MediaTypeShell<'a>>,
}

/// A response, reference followed.
#[derive(Clone, Debug)]
pub struct ResponseShell<'a> {
    /// Where it stands.
    pub at: At,
    /// Statuses it is for.
    pub status: Status,
    /// Description, `x-` extensions. Headers and content are left out: they are beside it.
    pub shell: openapiv3::Response,
    /// Headers in the order of the document.
    pub headers: Vec<HeaderShell<'a>>,
    /// Media types in the order of the document.
    pub content: Vec<MediaTypeShell<'a>>,
    /// Links in the order of the document.
    pub links: Vec<LinkShell>,
}

/// A link of a response, reference followed.
#[derive(Clone, Debug)]
pub struct LinkShell {
    /// Its key.
    pub name: String,
    /// `operationId`, else `operationRef`.
    pub operation: String,
    /// What it is for.
    pub description: Option<String>,
}

/// A header of a response or a part, reference followed.
#[derive(Clone, Debug)]
pub struct HeaderShell<'a> {
    /// Where it stands.
    pub at: At,
    /// Its name.
    pub name: String,
    /// Description, required, deprecated. The schema is left out: it is beside it.
    pub shell: openapiv3::Header,
    /// Its schema.
    pub schema: Option<&'a Node>,
}

/// A media type and what it carries.
#[derive(Clone, Debug)]
pub struct MediaTypeShell<'a> {
    /// Where it stands.
    pub at: At,
    /// The media type as the document writes it.
    pub media_type: String,
    /// The schema of the content.
    pub schema: Option<&'a Node>,
    /// The schema of each item of a stream (OpenAPI 3.2, `itemSchema`).
    pub item_schema: Option<&'a Node>,
    /// An example: `example`, else the first of `examples`.
    pub example: Option<&'a Node>,
    /// How parts and form fields are written.
    pub encoding: Vec<EncodingShell>,
}

/// How a part or form field is written.
#[derive(Clone, Debug)]
pub struct EncodingShell {
    /// Where it stands.
    pub at: At,
    /// The property it is for.
    pub property: String,
    /// Content type, style. Headers are left out.
    pub shell: openapiv3::Encoding,
    /// Whether items and members become fields of their own; `None`: not said.
    pub explode: Option<bool>,
}
