//! Facts of credentials: where they come from, and how access tokens are fetched.

use super::facts::{FactView, fact, record, some, some_text};
use super::imports::Imports;
use crate::fragment::{Code, Docs, Expr, Md, Str};
use crate::ir::{ClientAuth, CredentialSource, CredentialsFile, OAuth, Sdk};

/// How many facts the runtime has of client credentials.
const FACTS: usize = 5;

/// The facts that the specification has.
pub(super) fn facts(imports: &mut Imports<'_>) -> Vec<FactView> {
    let sdk = imports.context.sdk;
    let mut facts = Vec::new();
    if let Some(variable) = &sdk.credentials_env {
        facts.push(fact("credentials_env", some_text(variable)));
    }
    if let Some((id, secret)) = &sdk.client_credentials_env {
        let pair = Expr::tuple([Str::new(id).into(), Str::new(secret).into()]);
        facts.push(fact("client_credentials_env", some(pair)));
    }
    if !sdk.credentials.is_empty() {
        imports.fixed("sdk_runtime::facts", &["CredentialSource"]);
        facts.push(fact("credentials", Expr::slice(sdk.credentials.iter().map(source))));
    }
    if let Some(it) = &sdk.credentials_file {
        imports.fixed("sdk_runtime::facts", &["CredentialsFile"]);
        facts.push(fact("credentials_file", some(file(it))));
    }
    if !sdk.oauth.is_empty() {
        imports.fixed("sdk_runtime::facts", &["OAuth"]);
        if sdk.oauth.iter().any(|it| it.auth == ClientAuth::Body) {
            imports.fixed("sdk_runtime::facts", &["ClientAuth"]);
        }
        facts.push(fact("oauth", Expr::slice(sdk.oauth.iter().map(oauth))));
    }
    facts
}

fn source(it: &CredentialSource) -> Expr {
    let mut fields = vec![("scheme", Str::new(&it.scheme).into())];
    if !it.env.is_empty() {
        fields.push(("env", Expr::texts(&it.env)));
    }
    if let Some(key) = &it.stored {
        fields.push(("stored", some_text(key)));
    }
    let rest = (fields.len() < 3).then(|| Expr::fixed("CredentialSource::NEW"));
    record("CredentialSource", fields, rest)
}

fn file(it: &CredentialsFile) -> Expr {
    let mut fields = vec![("path", Str::new(&it.path).into())];
    let keys = [("base_url", &it.base_url), ("updated", &it.updated)];
    fields.extend(keys.into_iter().filter_map(|(name, key)| Some((name, some_text(key.as_deref()?)))));
    let rest = (fields.len() < 3).then(|| Expr::fixed("CredentialsFile::NEW"));
    record("CredentialsFile", fields, rest)
}

fn oauth(it: &OAuth) -> Expr {
    let text = |text: &str| Expr::from(Str::new(text));
    let mut fields = vec![("scheme", text(&it.scheme)), ("token_url", text(&it.token_url))];
    if !it.scopes.is_empty() {
        fields.push(("scopes", Expr::slice(it.scopes.iter().map(|it| text(it)))));
    }
    if let Some(audience) = &it.audience {
        fields.push(("audience", some_text(audience)));
    }
    if it.auth == ClientAuth::Body {
        fields.push(("auth", Expr::fixed("ClientAuth::Body")));
    }
    let rest = (fields.len() < FACTS).then(|| Expr::fixed("OAuth::NEW"));
    record("OAuth", fields, rest)
}

/// What `from_env` does, where there is something for it to read.
pub(super) fn from_env(sdk: &Sdk) -> Option<Docs> {
    if sdk.credentials.is_empty() {
        let begin = Md::fixed("Starts to build a client for the default server with the credential of the environment");
        return Some(Docs::line(&Md::concat(&[begin, Md::fixed(" variable "), variables(sdk)?, Md::fixed(".")])));
    }
    let docs =
        Docs::line(&Md::fixed("Starts to build a client for the default server with the credentials that are set."));
    let docs = match variables(sdk) {
        Some(it) => docs.and(&Docs::line(&Md::concat(&[it, Md::fixed(".")]))),
        None => docs,
    };
    let docs = sdk.credentials.iter().fold(docs, |docs, it| docs.and(&Docs::line(&places(it, sdk))));
    let file = sdk.credentials_file.as_ref().filter(|it| it.base_url.is_some());
    Some(match file.map(|it| Code::new(&it.path).into()) {
        Some(path) => docs.and(&Docs::line(&Md::concat(&[path, Md::fixed(" may also name another base URL.")]))),
        None => docs,
    })
}

/// Where the credential of a scheme is looked for: `` `control`: `PETS_KEY`, then `~/.pets.json`. ``
fn places(it: &CredentialSource, sdk: &Sdk) -> Md {
    let file = sdk.credentials_file.as_ref().filter(|_| it.stored.is_some()).map(|it| it.path.as_str());
    let places = it.env.iter().map(String::as_str).chain(file).map(|it| Md::from(Code::new(it)));
    let mut pieces = vec![Code::new(&it.scheme).into(), Md::fixed(": ")];
    for (index, place) in places.enumerate() {
        if index > 0 {
            pieces.push(Md::fixed(", then "));
        }
        pieces.push(place);
    }
    pieces.push(Md::fixed("."));
    Md::concat(&pieces)
}

/// The environment variables that `from_env` reads: `` `PETS_KEY`, or `PETS_ID` with `PETS_SECRET` ``.
fn variables(sdk: &Sdk) -> Option<Md> {
    let key = sdk.credentials_env.as_deref().map(|it| Md::from(Code::new(it)));
    let pair = sdk
        .client_credentials_env
        .as_ref()
        .map(|(id, secret)| Md::concat(&[Code::new(id).into(), Md::fixed(" with "), Code::new(secret).into()]));
    match (key, pair) {
        (Some(key), Some(pair)) => Some(Md::concat(&[key, Md::fixed(", or "), pair])),
        (key, pair) => key.or(pair),
    }
}
