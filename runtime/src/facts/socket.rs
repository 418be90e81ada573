//! What generated code states about a WebSocket of a system.

use std::time::Duration;

/// A WebSocket that a system offers.
#[derive(Clone, Copy, Debug)]
pub struct SocketFacts {
    /// Names the socket in errors and traces, for example `stream`.
    pub id: &'static str,
    /// Path below the base URL's host, for example `/ws`.
    pub path: &'static str,
    /// Port of the socket where the base URL names a port of its own; else it is the base URL's.
    pub port: Option<u16>,
    /// Subprotocol that is offered in the handshake (RFC 6455 §1.9).
    pub subprotocol: Option<&'static str>,
    /// Where a token goes that the program gives.
    pub token: TokenPlace,
    /// How long a token is good that is signed with a secret.
    pub token_lifetime: Duration,
    /// Key of a message that names it.
    pub tag: &'static str,
    /// How a program says what it wants to hear of; `None`: it hears all.
    pub subscription: Option<Subscription>,
    /// Message that is sent when nothing else was for [`Self::every`]; `None`: a ping frame (RFC 6455 §5.5.2).
    pub keep_alive: Option<&'static str>,
    /// Time after which a silent connection is asked whether it lives; after three times that it is given up.
    pub every: Duration,
    /// Messages after which the server hears nothing more from these credentials.
    pub revoked: &'static [&'static str],
}

impl SocketFacts {
    /// The base URL itself, a bearer token, nothing to subscribe to, a ping after 20 s of silence.
    pub const NEW: Self = Self {
        id: "",
        path: "/",
        port: None,
        subprotocol: None,
        token: TokenPlace::Header,
        token_lifetime: Duration::from_secs(3600),
        tag: "type",
        subscription: None,
        keep_alive: None,
        every: Duration::from_secs(20),
        revoked: &[],
    };
}

/// Where the token of a handshake goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenPlace {
    /// `Authorization: Bearer …`.
    Header,
    /// A query parameter with this name.
    Query(&'static str),
    /// A subprotocol that begins with this, beside the socket's own.
    Subprotocol(&'static str),
}

/// How a program says what it wants to hear of, and where the server goes on after a broken connection.
#[derive(Clone, Copy, Debug)]
pub struct Subscription {
    /// Tag of the message that subscribes.
    pub message: &'static str,
    /// Its key for what is subscribed to.
    pub scope: &'static str,
    /// What a server replays; `None`: nothing.
    pub replay: Option<Replay>,
}

/// How a server sends once more what it has sent already.
#[derive(Clone, Copy, Debug)]
pub struct Replay {
    /// Key of the subscription for the position after which the replay begins.
    pub from: &'static str,
    /// Tag of the message before the replayed ones.
    pub start: &'static str,
    /// Tag of the message behind them.
    pub end: &'static str,
    /// Keys, from outside to inside, of the oldest position that the server can replay, in `start`.
    pub oldest: &'static [&'static str],
    /// Keys of the newest position that it replays, in `start`.
    pub latest: &'static [&'static str],
    /// The server is known to lose live messages that it replays all the same: how often at most it is asked for them,
    /// after a gap in the positions. `None`: never.
    pub check: Option<Duration>,
}
