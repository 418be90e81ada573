//! OAuth 2.0 client credentials: of the API description, and of `sdk.yaml` where that lacks them.

use crate::config::Config;
use crate::config::reader::Report;
use crate::diagnostics::Diagnostics;
use crate::ir::{ClientAuth, OAuth, SecurityKind, SecurityScheme};
use crate::tree::Locations;

/// The schemes whose tokens client credentials give.
pub(super) fn clients(
    config: &Config,
    schemes: &[SecurityScheme],
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) -> Vec<OAuth> {
    let described = schemes.iter().filter_map(|it| {
        let token_url = token_url(it)?;
        let (scopes, audience, auth) = (Vec::new(), None, ClientAuth::Basic);
        Some(OAuth { scheme: it.name.clone(), token_url: token_url.to_owned(), scopes, audience, auth })
    });
    let mut all: Vec<OAuth> = described.collect();
    let Some(rule) = &config.credentials.oauth else { return all };
    let mut report = Report { locations, diagnostics };
    let (name, at) = &rule.scheme;
    let takes_tokens = |it: &&SecurityScheme| matches!(it.kind, SecurityKind::Bearer | SecurityKind::OAuth2 { .. });
    let Some(scheme) = schemes.iter().filter(takes_tokens).find(|it| it.name == *name) else {
        let known = schemes.iter().filter(takes_tokens).map(|it| it.name.as_str());
        let message = format!("there is no security scheme `{name}` that takes a token");
        report.unknown("unknown-security-scheme", *at, message, name, known);
        return all;
    };
    let Some(token_url) = rule.token_url.as_deref().or(token_url(scheme)) else {
        let message = format!("`oauth` needs `token_url`: the scheme `{name}` names no token endpoint");
        report.error("missing-key", rule.at, message, None);
        return all;
    };
    all.retain(|it| it.scheme != *name);
    all.push(OAuth {
        scheme: name.clone(),
        token_url: token_url.to_owned(),
        scopes: rule.scopes.clone(),
        audience: rule.audience.clone(),
        auth: rule.auth,
    });
    all
}

fn token_url(scheme: &SecurityScheme) -> Option<&str> {
    match &scheme.kind {
        SecurityKind::OAuth2 { token_url } => token_url.as_deref().filter(|it| !it.is_empty()),
        _ => None,
    }
}
