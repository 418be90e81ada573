//! Live streams over WebSockets.

use crate::diagnostics::Origin;

/// A WebSocket that the system offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Socket {
    /// Where it is declared.
    pub at: Origin,
    /// Its name, words of the module and of the client's method (`debate_stream`).
    pub name: String,
    /// One line of Markdown.
    pub summary: String,
    /// Markdown.
    pub description: Option<String>,
    /// Catalogs of what it sends, indices into the SDK's catalogs; one at least.
    pub receive: Vec<u32>,
    /// Catalog of what it is sent.
    pub send: Option<u32>,
    /// Path below the server's host.
    pub path: String,
    /// Port, where the server's URL has one of its own.
    pub port: Option<u16>,
    /// Subprotocol that is offered.
    pub subprotocol: Option<String>,
    /// Where a token goes.
    pub token: TokenPlace,
    /// How long a token is good that is signed with a secret, in milliseconds.
    pub token_lifetime_ms: Option<u64>,
    /// Key that names a message, the same in all catalogs.
    pub tag: String,
    /// How a program says what it wants to hear of.
    pub subscription: Option<Subscription>,
    /// Field of the envelopes with the position in the server's order.
    pub position: Option<String>,
    /// Fields of the envelopes that say what a message is about, in the terms of a subscription.
    pub about: Vec<String>,
    /// Message that is sent in silence.
    pub keep_alive: Option<String>,
    /// Silence after which the server is asked whether it is there, in milliseconds.
    pub every_ms: Option<u64>,
    /// Messages after which the server hears nothing more from these credentials.
    pub revoked: Vec<String>,
}

/// Where the token of a handshake goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TokenPlace {
    /// `Authorization: Bearer …`.
    #[default]
    Header,
    /// A query parameter with this name.
    Query(String),
    /// A subprotocol that begins with this.
    Subprotocol(String),
}

/// How a program says what it wants to hear of.
#[derive(Clone, Debug, PartialEq)]
pub struct Subscription {
    /// Name of the message.
    pub message: String,
    /// Its field for what is subscribed to.
    pub scope: String,
    /// What the server sends once more.
    pub replay: Option<Replay>,
}

/// How a server sends once more what it has sent already.
#[derive(Clone, Debug, PartialEq)]
pub struct Replay {
    /// Field of the subscription for the position after which it begins.
    pub from: String,
    /// Name of the message before it.
    pub start: String,
    /// Name of the message behind it.
    pub end: String,
    /// Keys, outermost first, of the oldest position that can be replayed, in `start`.
    pub oldest: Vec<String>,
    /// Keys of the newest one.
    pub latest: Vec<String>,
    /// How often at most the server is asked for what it may have lost, in milliseconds.
    pub check_ms: Option<u64>,
}
