//! Facts of credentials: where they come from, and how access tokens are fetched.

use super::facts::{FactView, fact};
use super::imports::Imports;
use crate::fragment::{Code, Expr, Ident, Md, Str, Type};
use crate::ir::{ClientAuth, OAuth};

/// How many facts the runtime has of client credentials.
const FACTS: usize = 5;

/// The facts that the specification has.
pub(super) fn facts(imports: &mut Imports<'_>) -> Vec<FactView> {
    let sdk = imports.context.sdk;
    let mut facts = Vec::new();
    if let Some(variable) = &sdk.credentials_env {
        facts.push(fact("credentials_env", Expr::from(Str::new(variable)).wrap("Some(", ")")));
    }
    if let Some((id, secret)) = &sdk.client_credentials_env {
        let pair = Expr::tuple([Str::new(id).into(), Str::new(secret).into()]);
        facts.push(fact("client_credentials_env", pair.wrap("Some(", ")")));
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
    let mut fields = vec![(Ident::fixed("scheme"), text(&it.scheme)), (Ident::fixed("token_url"), text(&it.token_url))];
    if !it.scopes.is_empty() {
        fields.push((Ident::fixed("scopes"), Expr::slice(it.scopes.iter().map(|it| text(it)))));
    }
    if let Some(audience) = &it.audience {
        fields.push((Ident::fixed("audience"), text(audience).wrap("Some(", ")")));
    }
    if it.auth == ClientAuth::Body {
        fields.push((Ident::fixed("auth"), Expr::fixed("ClientAuth::Body")));
    }
    let rest = (fields.len() < FACTS).then(|| Expr::fixed("OAuth::NEW"));
    Expr::record(&Type::fixed("OAuth"), fields, rest)
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
