//! The token endpoint of OAuth 2.0 (RFC 6749 §3.2), asked with client credentials.
//!
//! The request goes through the client's transport, without its middleware and headers; redirects are not followed.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use secrecy::ExposeSecret;
use serde_json::Value;
use url::Url;
use url::form_urlencoded::Serializer;

use super::{AccessToken, ClientAuth, ClientCredentials, TokenError, TokenErrorKind, TokenSource};
use crate::client::sensitive;
use crate::facts::Operation;
use crate::response::RawResponse;
use crate::transport::{BoxFuture, Transport, TransportError, TransportErrorKind};

/// No answer with a token is larger.
const MAX_BYTES: usize = 1 << 20;

/// What transports see that are told which operation a request belongs to.
static TOKEN: Operation = Operation { id: "token", method: crate::facts::Method::Post, ..Operation::NEW };

/// A token endpoint, and who asks it.
pub(crate) struct Endpoint {
    pub(crate) url: Url,
    pub(crate) credentials: ClientCredentials,
    pub(crate) user_agent: Option<HeaderValue>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) timeout: Duration,
}

impl TokenSource for Endpoint {
    fn token(&self) -> BoxFuture<'static, Result<AccessToken, TokenError>> {
        let secret = self.credentials.secret.clone();
        let request = match self.request() {
            Ok(request) => request,
            Err(error) => return Box::pin(std::future::ready(Err(error))),
        };
        let (transport, timeout) = (Arc::clone(&self.transport), self.timeout);
        Box::pin(async move {
            let exchange = exchange(transport, request);
            let timed_out = |_| TokenError::new(TokenErrorKind::Timeout);
            let raw = tokio::time::timeout(timeout, exchange).await.map_err(timed_out)??;
            read(&raw, secret.expose_secret())
        })
    }
}

impl Endpoint {
    fn request(&self) -> Result<Request<Bytes>, TokenError> {
        let ClientCredentials { id, secret, scopes, audience, auth, .. } = &self.credentials;
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        let scopes = scopes.as_deref().unwrap_or_default().join(" ");
        if !scopes.is_empty() {
            form.append_pair("scope", &scopes);
        }
        if let Some(audience) = audience {
            form.append_pair("audience", audience);
        }
        let mut headers = HeaderMap::new();
        match auth.unwrap_or_default() {
            ClientAuth::Basic => {
                let value = sensitive(&basic(id, secret.expose_secret()));
                headers.insert(AUTHORIZATION, value.map_err(TokenError::other)?);
            }
            ClientAuth::Body => {
                form.append_pair("client_id", id).append_pair("client_secret", secret.expose_secret());
            }
        }
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        if let Some(agent) = &self.user_agent {
            headers.insert(http::header::USER_AGENT, agent.clone());
        }
        let request = Request::builder().method(Method::POST).uri(self.url.as_str()).body(Bytes::from(form.finish()));
        let mut request = request.map_err(TokenError::other)?;
        *request.headers_mut() = headers;
        request.extensions_mut().insert(&TOKEN);
        Ok(request)
    }
}

/// Id and secret as RFC 6749 §2.3.1 wants them: form-encoded, then as user and password.
fn basic(id: &str, secret: &str) -> String {
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(id), encoded(secret));
    format!("Basic {}", crate::data::Base64::from(pair.into_bytes()))
}

async fn exchange(transport: Arc<dyn Transport>, request: Request<Bytes>) -> Result<RawResponse, TokenError> {
    let (head, mut body) = transport.send(request).await.map_err(broken)?.into_parts();
    let mut whole = Vec::new();
    while let Some(piece) = body.next().await.map_err(broken)? {
        if whole.len() + piece.len() > MAX_BYTES {
            return Err(TokenError::new(TokenErrorKind::Malformed));
        }
        whole.extend_from_slice(&piece);
    }
    Ok(RawResponse::new(head.status, head.headers, whole))
}

fn broken(error: TransportError) -> TokenError {
    let kind = match error.kind() {
        TransportErrorKind::Timeout => TokenErrorKind::Timeout,
        TransportErrorKind::Other => TokenErrorKind::Other,
        _ => TokenErrorKind::Unreachable,
    };
    TokenError::new(kind).caused(error)
}

fn read(raw: &RawResponse, secret: &str) -> Result<AccessToken, TokenError> {
    let body: Value = serde_json::from_slice(raw.body()).unwrap_or_default();
    if !raw.status().is_success() {
        let status = raw.status();
        let later = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
        let kind = if later { TokenErrorKind::Unavailable } else { TokenErrorKind::Refused };
        let wait = raw.headers().contains_key(RETRY_AFTER).then(|| crate::retry::retry_after(raw)).flatten();
        return Err(TokenError::new(kind).said(&body, secret).with_status(status.as_u16(), wait));
    }
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let is_bearer = text("token_type").is_none_or(|it| it.eq_ignore_ascii_case("bearer"));
    let Some(token) = text("access_token").filter(|it| !it.is_empty() && is_bearer) else {
        return Err(TokenError::new(TokenErrorKind::Malformed).with_status(raw.status().as_u16(), None));
    };
    let token = AccessToken::new(token);
    Ok(match body.get("expires_in").and_then(seconds) {
        Some(lifetime) => token.expires_in(lifetime),
        None => token,
    })
}

/// A lifetime; some servers write it as text.
fn seconds(value: &Value) -> Option<Duration> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Duration::try_from_secs_f64(number).ok()
}
