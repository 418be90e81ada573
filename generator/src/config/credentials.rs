//! What `sdk.yaml` says of credentials: where they come from, and how access tokens are fetched.

use super::reader::{Named, Reader, Report};
use crate::ir::{ClientAuth, CredentialSource, CredentialsFile};
use crate::tree::{At, Node};

/// All of `credentials`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Credentials {
    /// Environment variable of the API key or token.
    pub env: Option<String>,
    /// Environment variables of id and secret of client credentials.
    pub client_env: Option<(String, String)>,
    /// Client credentials that the API description lacks.
    pub oauth: Option<OAuthRule>,
    /// Where the credentials of single security schemes come from, each with its place.
    pub schemes: Vec<(At, CredentialSource)>,
    /// File that programs of the system keep credentials in.
    pub file: Option<CredentialsFile>,
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
    let keys = ["env", "client_id_env", "client_secret_env", "oauth", "schemes", "file"];
    let reader = Reader::new(node, "`credentials`", &keys, report);
    let text = |key: &str, report: &mut Report<'_>| reader.text(key, report).map(str::to_owned);
    let (id, secret) = (text("client_id_env", report), text("client_secret_env", report));
    // One of them alone is of no use.
    if id.is_some() != secret.is_some() {
        let lacking = if id.is_some() { "client_secret_env" } else { "client_id_env" };
        reader.required(lacking, Some(()), report);
    }
    let file = file(&reader, report);
    let mut schemes = Vec::new();
    for (name, at, node) in reader.members("schemes", report) {
        schemes.push((at, source(name, node, &reader, report)));
    }
    Credentials { env: text("env", report), client_env: id.zip(secret), oauth: oauth(&reader, report), schemes, file }
}

/// Where the credential of one scheme comes from.
fn source(name: &str, node: &Node, credentials: &Reader<'_>, report: &mut Report<'_>) -> CredentialSource {
    let what = format!("the credential of `{name}`");
    let reader = Reader::new(node, what.as_str(), &["env", "stored"], report);
    let env = reader.texts("env", report);
    let stored = reader.text("stored", report).map(str::to_owned);
    if stored.is_some() {
        credentials.required("file", Some(()), report);
    }
    if env.is_empty() && stored.is_none() {
        let help = Some("`env` lists environment variables, `stored` is a key of the file".to_owned());
        report.error("missing-key", node.at, format!("{what} comes from nowhere"), help);
    }
    CredentialSource { scheme: name.to_owned(), env, stored }
}

fn file(reader: &Reader<'_>, report: &mut Report<'_>) -> Option<CredentialsFile> {
    let node = reader.get("file")?;
    let reader = Reader::new(node, "`file`", &["path", "base_url", "updated"], report);
    let (path, at) = reader.required_named("path", report)?;
    let steps = path.strip_prefix("~/").or_else(|| path.strip_prefix('/')).map(|it| it.split('/'));
    if !steps.is_some_and(|mut it| it.all(|step| !matches!(step, "" | "." | ".."))) {
        let help = "a path below the user's home begins with `~/`, any other with `/`".to_owned();
        report.error("unknown-value", at, format!("`{path}` is no path of a file"), Some(help));
    }
    let text = |key: &str, report: &mut Report<'_>| reader.text(key, report).map(str::to_owned);
    Some(CredentialsFile { base_url: text("base_url", report), updated: text("updated", report), path })
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
