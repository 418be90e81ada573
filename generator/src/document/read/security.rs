//! Security schemes and requirements.

use openapiv3::SecurityRequirement;

use super::Reader;
use super::fields::{Fields, Kind};
use crate::document::SecuritySchemeShell;
use crate::tree::Node;

const SCHEME: &[(&str, Kind)] = &[
    ("type", Kind::Text),
    ("description", Kind::Text),
    ("name", Kind::Text),
    ("in", Kind::Text),
    ("scheme", Kind::Text),
    ("bearerFormat", Kind::Text),
    ("flows", Kind::Skip),
    ("openIdConnectUrl", Kind::Text),
    ("oauth2MetadataUrl", Kind::Skip),
    ("deprecated", Kind::Skip),
];

const FLOW: &[(&str, Kind)] = &[
    ("authorizationUrl", Kind::Text),
    ("tokenUrl", Kind::Text),
    ("refreshUrl", Kind::Text),
    ("deviceAuthorizationUrl", Kind::Skip),
    ("scopes", Kind::Skip),
];

/// Flows that openapiv3 knows, with the URLs that each needs.
const FLOWS: &[(&str, &[&str])] = &[
    ("implicit", &["authorizationUrl"]),
    ("password", &["tokenUrl"]),
    ("clientCredentials", &["tokenUrl"]),
    ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
];

impl<'a> Reader<'a, '_> {
    /// The requirements that `node` lists under `security`; `None` where it has no such key.
    pub(super) fn security(&mut self, node: &'a Node) -> Option<Vec<SecurityRequirement>> {
        node.get("security")?;
        let mut requirements = Vec::new();
        for node in self.items(node, "security", &[]) {
            if let Some(name) = node.as_str() {
                self.warning(
                    "wrong-type",
                    node.at,
                    "a security requirement is a string; it is read as a scheme's name",
                );
                requirements.push(SecurityRequirement::from_iter([(name.to_owned(), Vec::new())]));
                continue;
            }
            let Some(map) = self.object(node, "a security requirement") else { continue };
            let scopes =
                map.iter().map(|(name, scopes)| (name.to_owned(), self.texts(name, scopes).unwrap_or_default()));
            requirements.push(scopes.collect());
        }
        Some(requirements)
    }

    /// `components.securitySchemes`; one that cannot be read is left out.
    pub(super) fn security_schemes(&mut self, root: &'a Node) -> Vec<SecuritySchemeShell> {
        let Some(components) = root.get("components") else { return Vec::new() };
        let schemes = self.members(components, "securitySchemes");
        schemes.filter_map(|(name, node)| self.security_scheme(name, node)).collect()
    }

    fn security_scheme(&mut self, name: &str, node: &'a Node) -> Option<SecuritySchemeShell> {
        let node = self.follow(node, "a security scheme")?;
        let mut fields = self.fields(node, SCHEME);
        let shell = match fields.get("type").and_then(|it| it.as_str()) {
            Some("mutualTLS") => None,
            Some("oauth2") => {
                let flows = self.flows(node);
                fields.insert("flows".to_owned(), flows.into());
                Some(self.typed(fields, node.at)?)
            }
            _ => Some(self.typed(fields, node.at)?),
        };
        Some(SecuritySchemeShell { at: node.at, name: name.to_owned(), shell })
    }

    fn flows(&mut self, scheme: &'a Node) -> Fields {
        let mut flows = Fields::new();
        for (name, node) in self.members(scheme, "flows").filter(|it| !it.0.starts_with("x-")) {
            let Some((_, urls)) = FLOWS.iter().find(|(known, _)| *known == name) else {
                self.warning("unknown-field", node.at, format!("OAuth2 flow `{name}` is not known; it is left out"));
                continue;
            };
            if self.object(node, "an OAuth2 flow").is_none() {
                continue;
            }
            let mut fields = self.fields(node, FLOW);
            if let Some(missing) = urls.iter().find(|url| !fields.contains_key(**url)) {
                self.warning(
                    "missing-field",
                    node.at,
                    format!("OAuth2 flow `{name}` has no `{missing}`; it is left out"),
                );
                continue;
            }
            let scopes: Fields = self
                .members(node, "scopes")
                .filter_map(|(scope, text)| Some((scope.to_owned(), self.text(scope, text)?.into())))
                .collect();
            fields.insert("scopes".to_owned(), scopes.into());
            flows.insert(name.to_owned(), fields.into());
        }
        flows
    }
}
