//! What `sdk.yaml` says of credentials: where they come from, and how access tokens are fetched.

use super::reader::{Named, Reader, Report};
use crate::ir::ClientAuth;
use crate::tree::At;

/// All of `credentials`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Credentials {
    /// Environment variable of the API key or token.
    pub env: Option<String>,
    /// Environment variables of id and secret of client credentials.
    pub client_env: Option<(String, String)>,
    /// Client credentials that the API description lacks.
    pub oauth: Option<OAuthRule>,
}

/// OAuth 2.0 client credentials for one security scheme.
#[derive(Clone, Debug, PartialEq)]
pub struct OAuthRule {
    /// Where it stands.
    pub at: At,
    /// The scheme, and where that stands.
    pub scheme: Named,
    /// The token endpoint; `None`: the one of the scheme.
    pub token_url: Option<String>,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// The service that tokens are for.
    pub audience: Option<String>,
    /// How the secret is sent.
    pub auth: ClientAuth,
}

const AUTH: [(&str, ClientAuth); 2] = [("basic", ClientAuth::Basic), ("body", ClientAuth::Body)];

/// Reads `credentials`.
pub(super) fn read(reader: &Reader<'_>, report: &mut Report<'_>) -> Credentials {
    let Some(node) = reader.get("credentials") else { return Credentials::default() };
    let keys = ["env", "client_id_env", "client_secret_env", "oauth"];
    let reader = Reader::new(node, "`credentials`", &keys, report);
    let text = |key: &str, report: &mut Report<'_>| reader.text(key, report).map(str::to_owned);
    let (id, secret) = (text("client_id_env", report), text("client_secret_env", report));
    // One of them alone is of no use.
    if id.is_some() != secret.is_some() {
        let lacking = if id.is_some() { "client_secret_env" } else { "client_id_env" };
        reader.required(lacking, Some(()), report);
    }
    Credentials { env: text("env", report), client_env: id.zip(secret), oauth: oauth(&reader, report) }
}

fn oauth(reader: &Reader<'_>, report: &mut Report<'_>) -> Option<OAuthRule> {
    let node = reader.get("oauth")?;
    let keys = ["scheme", "token_url", "scopes", "audience", "auth"];
    let reader = Reader::new(node, "`oauth`", &keys, report);
    Some(OAuthRule {
        at: node.at,
        scheme: reader.required_named("scheme", report)?,
        token_url: reader.text("token_url", report).map(str::to_owned),
        scopes: reader.texts("scopes", report),
        audience: reader.text("audience", report).map(str::to_owned),
        auth: reader.choice("auth", &AUTH, report).unwrap_or(ClientAuth::Basic),
    })
}
