//! The handshake of a WebSocket (RFC 6455 §4), through the client's own transport: its TLS, proxies and credentials.

use http::StatusCode;
use http::header::{
    AUTHORIZATION, CONNECTION, HeaderMap, HeaderName, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use secrecy::ExposeSecret;
use sha1::{Digest, Sha1};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use url::Url;

use super::token::Token;
use crate::client::{Client, Placement, bearer, sensitive};
use crate::data::Base64;
use crate::error::{Error, ErrorKind};
use crate::facts::{SocketFacts, TokenPlace};
use crate::response::RawResponse;
use crate::token::Tokens;
use crate::transport::{Duplex, TransportError, TransportErrorKind, Upgrade};

/// What RFC 6455 §1.3 has both sides append to the key.
const GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// An answer that refuses the handshake is read up to this.
const MAX_REFUSAL_BYTES: usize = 1 << 20;

/// An open connection.
pub(super) type Connection = WebSocketStream<Box<dyn Duplex>>;

/// Everything that a handshake needs, any number of times.
pub(super) struct Dial {
    pub(super) client: Client,
    pub(super) facts: &'static SocketFacts,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) token: Option<(Token, TokenPlace)>,
    /// What a token is signed for.
    pub(super) scope: String,
    pub(super) max_message_bytes: usize,
}

impl Dial {
    /// Opens a connection.
    ///
    /// # Errors
    /// The server is not reached, does not answer in the client's timeout, or refuses.
    pub(super) async fn open(&self) -> Result<Connection, Error> {
        let timeout = self.client.shared.timeout;
        match tokio::time::timeout(timeout, self.handshake()).await {
            Ok(done) => done.map_err(|error| error.with_operation(self.facts.id)),
            Err(_) => Err(Error::new(ErrorKind::Timeout, "the server did not answer the handshake in time")
                .with_operation(self.facts.id)),
        }
    }

    /// An access token that the server refuses is renewed once.
    async fn handshake(&self) -> Result<Connection, Error> {
        let Some(tokens) = self.tokens() else { return self.attempt(None).await };
        let held = tokens.get().await.map_err(Error::token)?;
        let outcome = self.attempt(Some(&held.header)).await;
        match &outcome {
            Err(error) if error.status() == Some(StatusCode::UNAUTHORIZED) => {
                tokens.discard(&held);
                let held = tokens.get().await.map_err(Error::token)?;
                self.attempt(Some(&held.header)).await
            }
            _ => outcome,
        }
    }

    async fn attempt(&self, fetched: Option<&HeaderValue>) -> Result<Connection, Error> {
        let key = Base64::from((0..16).map(|_| fastrand::u8(..)).collect::<Vec<u8>>()).to_string();
        let request = self.request(&key, fetched)?;
        let offered = request.headers().get(SEC_WEBSOCKET_PROTOCOL).cloned();
        let (head, upgrade) = self.client.shared.transport.upgrade(request).await.map_err(failed)?;
        match upgrade {
            Upgrade::Refused(mut body) => {
                let mut bytes = Vec::new();
                while let Ok(Some(chunk)) = body.next().await {
                    if bytes.len() + chunk.len() > MAX_REFUSAL_BYTES {
                        break;
                    }
                    bytes.extend_from_slice(&chunk);
                }
                Err(Error::status_error(RawResponse::new(head.status, head.headers, bytes)))
            }
            Upgrade::Switched(duplex) => {
                check(&head.headers, &key, offered.as_ref())?;
                let config = WebSocketConfig::default()
                    .max_message_size(Some(self.max_message_bytes))
                    .max_frame_size(Some(self.max_message_bytes));
                Ok(WebSocketStream::from_raw_socket(duplex, Role::Client, Some(config)).await)
            }
        }
    }

    fn request(&self, key: &str, fetched: Option<&HeaderValue>) -> Result<http::Request<bytes::Bytes>, Error> {
        let mut url = self.url.clone();
        let mut headers = if self.is_home() { self.client.shared.headers.clone() } else { HeaderMap::new() };
        let mut protocols: Vec<String> = self.facts.subprotocol.iter().map(|it| (*it).to_owned()).collect();
        self.prove(&mut url, &mut headers, &mut protocols, fetched)?;
        headers.extend(self.headers.clone());
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        headers.insert(SEC_WEBSOCKET_KEY, sensitive(key)?);
        if !protocols.is_empty() {
            headers.insert(SEC_WEBSOCKET_PROTOCOL, sensitive(&protocols.join(", "))?);
        }
        let mut request = http::Request::get(url.as_str())
            .body(bytes::Bytes::new())
            .map_err(|error| Error::new(ErrorKind::Request, "the URL cannot be sent").with_source(error))?;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// Whether the address is one of the client's own server, as safe on its way as the base URL.
    fn is_home(&self) -> bool {
        let base = &self.client.shared.base_url;
        self.url.host() == base.host() && (self.url.scheme() == "https" || base.scheme() == "http")
    }

    /// Where the client's access token comes from, if it is one that is fetched and would be sent.
    fn tokens(&self) -> Option<&Tokens> {
        let placements = self.client.shared.credentials.any().into_iter();
        let mut tokens = placements.filter_map(|it| match it {
            Placement::Token(tokens) => Some(&**tokens),
            _ => None,
        });
        tokens.next().filter(|_| self.token.is_none() && self.is_home())
    }

    /// Adds the token, or the client's own credential where there is none.
    fn prove(
        &self,
        url: &mut Url,
        headers: &mut HeaderMap,
        protocols: &mut Vec<String>,
        fetched: Option<&HeaderValue>,
    ) -> Result<(), Error> {
        let Some((token, place)) = &self.token else {
            let credentials = self.client.shared.credentials.any();
            for placement in credentials.into_iter().filter(|_| self.is_home()) {
                match placement {
                    Placement::Header(name, value) => drop(headers.insert(name.clone(), value.clone())),
                    Placement::Query(pair) => append(url, pair.expose_secret()),
                    Placement::Cookie(pair) => {
                        drop(headers.insert(http::header::COOKIE, sensitive(pair.expose_secret())?))
                    }
                    Placement::Token(_) => drop(fetched.map(|it| headers.insert(AUTHORIZATION, it.clone()))),
                }
            }
            return Ok(());
        };
        let text = token.text(&self.scope)?;
        let text = text.expose_secret();
        match *place {
            TokenPlace::Header => drop(headers.insert(AUTHORIZATION, bearer(text)?)),
            TokenPlace::Query(name) => drop(url.query_pairs_mut().append_pair(name, text)),
            TokenPlace::Subprotocol(prefix) => protocols.push(format!("{prefix}{text}")),
        }
        Ok(())
    }
}

fn append(url: &mut Url, pair: &str) {
    let query = match url.query() {
        Some(query) if !query.is_empty() => format!("{query}&{pair}"),
        _ => pair.to_owned(),
    };
    url.set_query(Some(&query));
}

/// Whether the server agreed to what was asked (RFC 6455 §4.1).
fn check(headers: &HeaderMap, key: &str, offered: Option<&HeaderValue>) -> Result<(), Error> {
    let text = |name: HeaderName| headers.get(name).and_then(|it| it.to_str().ok());
    let expected = Base64::from(Sha1::digest(format!("{key}{GUID}")).to_vec()).to_string();
    if !text(UPGRADE).is_some_and(|it| it.eq_ignore_ascii_case("websocket")) {
        return Err(Error::new(ErrorKind::Connect, "the server changed to another protocol than WebSocket"));
    }
    if text(SEC_WEBSOCKET_ACCEPT) != Some(&expected) {
        return Err(Error::new(ErrorKind::Connect, "the server's answer does not belong to the handshake"));
    }
    let chosen = text(SEC_WEBSOCKET_PROTOCOL);
    let offers =
        |it: &str| offered.and_then(|it| it.to_str().ok()).is_some_and(|all| all.split(", ").any(|one| one == it));
    match chosen {
        Some(protocol) if !offers(protocol) => Err(Error::new(
            ErrorKind::Connect,
            format!("the server chose the subprotocol `{protocol}`, which was not offered"),
        )),
        _ => Ok(()),
    }
}

fn failed(error: TransportError) -> Error {
    let kind = match error.kind() {
        TransportErrorKind::Connect => ErrorKind::Connect,
        TransportErrorKind::Timeout => ErrorKind::Timeout,
        TransportErrorKind::Connection | TransportErrorKind::Body => ErrorKind::Connection,
        TransportErrorKind::Other => ErrorKind::Transport,
    };
    Error::new(kind, error.to_string()).with_source(error)
}
