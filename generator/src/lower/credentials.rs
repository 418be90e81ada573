//! Where credentials come from: names of security schemes in `sdk.yaml`, bound to those of the document.

use crate::config::Config;
use crate::config::reader::Report;
use crate::diagnostics::Diagnostics;
use crate::ir::{CredentialSource, SecurityKind, SecurityScheme};
use crate::tree::Locations;

/// The sources whose schemes are there; every other one is an error.
pub(super) fn sources(
    config: &Config,
    schemes: &[SecurityScheme],
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) -> Vec<CredentialSource> {
    let mut report = Report { locations, diagnostics };
    let mut sources = Vec::new();
    let known = || schemes.iter().filter(|it| it.kind != SecurityKind::Other).map(|it| it.name.as_str());
    for (at, source) in &config.credentials.schemes {
        if known().any(|it| it == source.scheme) {
            sources.push(source.clone());
        } else {
            let message = format!("there is no security scheme `{}` that a credential can be sent for", source.scheme);
            report.unknown("unknown-security-scheme", *at, message, &source.scheme, known());
        }
    }
    sources
}
