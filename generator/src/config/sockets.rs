//! What `sdk.yaml` says of WebSockets. Names come with the place where they stand.

use super::reader::{Named, Reader, Report};
use crate::ir::TokenPlace;
use crate::tree::{At, Node};

/// What is said of a WebSocket.
#[derive(Clone, Debug, PartialEq)]
pub struct SocketRule {
    /// Its name.
    pub name: Named,
    /// One line of Markdown.
    pub summary: String,
    /// Markdown.
    pub description: Option<String>,
    /// Catalogs of what it sends.
    pub receive: Vec<Named>,
    /// Catalog of what it is sent.
    pub send: Option<Named>,
    /// Path below the server's host; default `/`.
    pub path: String,
    /// Port, where the server's URL has one of its own.
    pub port: Option<u16>,
    /// Subprotocol that is offered.
    pub subprotocol: Option<String>,
    /// Where a token goes.
    pub token: TokenPlace,
    /// How long a signed token is good, in milliseconds.
    pub token_lifetime_ms: Option<u64>,
    /// How a program subscribes.
    pub subscribe: Option<SubscribeRule>,
    /// Field of the envelopes with the position.
    pub position: Option<Named>,
    /// Fields of the envelopes that say what a message is about.
    pub about: Vec<Named>,
    /// Message that is sent in silence.
    pub keep_alive: Option<Named>,
    /// How long a silence is, in milliseconds.
    pub every_ms: Option<u64>,
    /// Messages that take back the credentials.
    pub revoked: Vec<Named>,
}

/// How a program subscribes.
#[derive(Clone, Debug, PartialEq)]
pub struct SubscribeRule {
    /// The message.
    pub message: Named,
    /// Its field for what is subscribed to.
    pub scope: Named,
    /// What the server replays.
    pub replay: Option<ReplayRule>,
}

/// What a server replays.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplayRule {
    /// Field of the subscription for the position.
    pub from: Named,
    /// The message before the replay.
    pub start: Named,
    /// The message behind it.
    pub end: Named,
    /// Keys of the oldest position, with dots between.
    pub oldest: Named,
    /// Keys of the newest one.
    pub latest: Named,
    /// How often at most the server is asked for what it may have lost, in milliseconds.
    pub check_ms: Option<u64>,
}

const KEYS: [&str; 14] = [
    "summary",
    "description",
    "receive",
    "send",
    "path",
    "port",
    "subprotocol",
    "token",
    "subscribe",
    "position",
    "about",
    "keep_alive",
    "every",
    "revoked",
];

/// Reads `sockets`.
pub(super) fn sockets(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<SocketRule> {
    let members = reader.members("sockets", report);
    members.into_iter().filter_map(|(name, at, node)| socket(name, at, node, report)).collect()
}

fn socket(name: &str, at: At, node: &Node, report: &mut Report<'_>) -> Option<SocketRule> {
    let reader = Reader::new(node, "a socket", &KEYS, report);
    let summary = reader.required_text("summary", report)?.to_owned();
    let receive = reader.names("receive", report);
    reader.required("receive", Some(()), report);
    let (token, token_lifetime_ms) = token(&reader, report);
    Some(SocketRule {
        name: (name.to_owned(), at),
        summary,
        description: reader.text("description", report).map(str::to_owned),
        receive,
        send: reader.named("send", report),
        path: path(&reader, report),
        port: port(&reader, report),
        subprotocol: reader.text("subprotocol", report).map(str::to_owned),
        token,
        token_lifetime_ms,
        subscribe: subscribe(&reader, report),
        position: reader.named("position", report),
        about: reader.names("about", report),
        keep_alive: reader.named("keep_alive", report),
        every_ms: reader.duration("every", report),
        revoked: reader.names("revoked", report),
    })
}

fn path(reader: &Reader<'_>, report: &mut Report<'_>) -> String {
    let path = reader.text("path", report).unwrap_or("/");
    if let Some(node) = reader.get("path").filter(|_| !path.starts_with('/')) {
        report.error("socket-path", node.at, "the path of a socket begins with `/`", None);
    }
    path.to_owned()
}

fn port(reader: &Reader<'_>, report: &mut Report<'_>) -> Option<u16> {
    let port = reader.count("port", report)?;
    let fitting = u16::try_from(port).ok().filter(|it| *it > 0);
    if let Some(node) = reader.get("port").filter(|_| fitting.is_none()) {
        report.error("wrong-type", node.at, "a port is a number from 1 to 65535", None);
    }
    fitting
}

fn token(reader: &Reader<'_>, report: &mut Report<'_>) -> (TokenPlace, Option<u64>) {
    let Some(node) = reader.get("token") else { return (TokenPlace::Header, None) };
    let reader = Reader::new(node, "`token`", &["query", "subprotocol", "lifetime"], report);
    let lifetime = reader.duration("lifetime", report);
    let query = reader.text("query", report).map(str::to_owned);
    let place = match (query, reader.text("subprotocol", report)) {
        (Some(name), None) => TokenPlace::Query(name),
        (None, Some(prefix)) => TokenPlace::Subprotocol(prefix.to_owned()),
        (None, None) => TokenPlace::Header,
        (Some(_), Some(_)) => {
            let message = "a token goes to one place: `query` or `subprotocol`";
            report.error("socket-token", node.at, message, None);
            TokenPlace::Header
        }
    };
    (place, lifetime)
}

fn subscribe(reader: &Reader<'_>, report: &mut Report<'_>) -> Option<SubscribeRule> {
    let reader = Reader::new(reader.get("subscribe")?, "`subscribe`", &["message", "scope", "replay"], report);
    let message = reader.required_named("message", report);
    let scope = reader.required_named("scope", report);
    let replay = reader.get("replay").and_then(|it| replay(it, report));
    Some(SubscribeRule { message: message?, scope: scope?, replay })
}

fn replay(node: &Node, report: &mut Report<'_>) -> Option<ReplayRule> {
    let reader = Reader::new(node, "`replay`", &["from", "start", "end", "oldest", "latest", "check"], report);
    let check_ms = reader.duration("check", report);
    let mut text = |key| reader.required_named(key, report);
    let (from, start, end) = (text("from"), text("start"), text("end"));
    let (oldest, latest) = (text("oldest"), text("latest"));
    Some(ReplayRule { from: from?, start: start?, end: end?, oldest: oldest?, latest: latest?, check_ms })
}
