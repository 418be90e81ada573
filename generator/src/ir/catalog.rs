//! Event catalogs.

use super::{Field, Literal, TypeRef};
use crate::diagnostics::Origin;

/// A catalog: the events of one stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalog {
    /// Where it stands.
    pub at: Origin,
    /// Name of the catalog, words of the module (`control_plane`).
    pub name: String,
    /// One line.
    pub title: String,
    /// Markdown.
    pub description: Option<String>,
    /// What stands around a payload.
    pub envelope: Envelope,
    /// Groups in the order of the document.
    pub groups: Vec<Group>,
    /// Events in the order of the document, wire names unique.
    pub events: Vec<Event>,
}

/// What stands around a payload.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// Key that names the event.
    pub tag: String,
    /// Key that holds the payload; `None`: the payload's fields stand beside the tag.
    pub payload: Option<String>,
    /// The other keys.
    pub fields: Vec<Field>,
}

/// Events that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Name that events refer to.
    pub name: String,
    /// Heading.
    pub title: String,
    /// One line of Markdown.
    pub summary: Option<String>,
}

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Where it stands.
    pub at: Origin,
    /// Name on the wire.
    pub wire: String,
    /// Index into [`Catalog::groups`].
    pub group: u32,
    /// One line of Markdown.
    pub summary: String,
    /// Markdown.
    pub description: Option<String>,
    /// Who sends it.
    pub direction: Direction,
    /// Version of the system that first sent it.
    pub since: Option<String>,
    /// Whether the catalog deprecates it.
    pub deprecated: bool,
    /// Its payload: a named object, or open JSON where the catalog gives no schema.
    pub payload: TypeRef,
    /// An example payload.
    pub example: Option<Literal>,
}

/// Who sends an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The server.
    Receive,
    /// The client.
    Send,
    /// Either.
    Both,
}
