//! Security schemes, and which of them an operation needs.

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme as Shell};

use crate::diagnostics::{Diagnostics, Origin};
use crate::document::Api;
use crate::ir::{Location, SecurityKind, SecurityScheme};
use crate::references::did_you_mean;
use crate::tree::Locations;

/// All declared schemes.
pub(super) fn schemes(api: &Api<'_>, locations: &Locations, diagnostics: &mut Diagnostics) -> Vec<SecurityScheme> {
    let mut schemes = Vec::new();
    for declared in &api.security_schemes {
        let (kind, description) = match &declared.shell {
            Some(shell) => kind(shell),
            None => (SecurityKind::Other, None),
        };
        if kind == SecurityKind::Other {
            let at = locations.origin(declared.at);
            diagnostics
                .warning(
                    "security-scheme",
                    &at,
                    format!("nothing can be sent for the security scheme `{}`", declared.name),
                )
                .help("give the client a transport or middleware that does");
        }
        schemes.push(SecurityScheme { name: declared.name.clone(), description, kind });
    }
    schemes
}

fn kind(shell: &Shell) -> (SecurityKind, Option<String>) {
    match shell {
        Shell::APIKey { location, name, description, .. } => {
            let location = match location {
                APIKeyLocation::Query => Location::Query,
                APIKeyLocation::Header => Location::Header,
                APIKeyLocation::Cookie => Location::Cookie,
            };
            (SecurityKind::ApiKey { location, name: name.clone() }, description.clone())
        }
        Shell::HTTP { scheme, description, .. } => {
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "bearer" => SecurityKind::Bearer,
                "basic" => SecurityKind::Basic,
                _ => SecurityKind::Other,
            };
            (kind, description.clone())
        }
        Shell::OAuth2 { flows, description, .. } => {
            let token_url = flows.client_credentials.as_ref().map(|it| it.token_url.clone());
            (SecurityKind::OAuth2 { token_url }, description.clone())
        }
        Shell::OpenIDConnect { description, .. } => (SecurityKind::OAuth2 { token_url: None }, description.clone()),
    }
}

/// Alternatives of requirements as indexes into `schemes`; an unknown scheme is left
/// out.
pub(super) fn alternatives(
    requirements: &[SecurityRequirement],
    schemes: &[SecurityScheme],
    at: &Origin,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<u32>> {
    let mut alternatives = Vec::new();
    for requirement in requirements {
        let mut together = Vec::new();
        for name in requirement.keys() {
            match schemes.iter().position(|it| it.name == *name) {
                Some(index) => together.push(index as u32),
                None => {
                    let help = did_you_mean(name, schemes.iter().map(|it| it.name.as_str()));
                    diagnostics
                        .warning(
                            "unknown-security-scheme",
                            at,
                            format!("there is no security scheme `{name}`; nothing is sent for it"),
                        )
                        .help = help;
                }
            }
        }
        alternatives.push(together);
    }
    alternatives
}
