//! Facts of credentials: where they come from, and how access tokens are fetched.

use super::facts::{FactView, fact, record, some, some_text};
use super::imports::Imports;
use crate::fragment::{Code, Expr, Md, Str};
use crate::ir::{ClientAuth, OAuth};

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
    if !sdk.oauth.is_empty() {
        imports.fixed("sdk_runtime::facts", &["OAuth"]);
        if sdk.oauth.iter().any(|it| it.auth == ClientAuth::Body) {
            imports.fixed("sdk_runtime::facts", &["ClientAuth"]);
        }
        facts.push(fact("oauth", Expr::slice(sdk.oauth.iter().map(oauth))));
    }
    facts
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

/// The environment variables that `from_env` reads: `` `PETS_KEY`, or `PETS_ID` with `PETS_SECRET` ``.
pub(super) fn variables(sdk: &crate::ir::Sdk) -> Option<Md> {
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
