//! The root of a Swagger 2.0 document: sections, host, security schemes.

use super::form::Maker;
use crate::tree::{Key, Map, Node, Value};

/// Sections at the root, and where they stand in OpenAPI 3.
const SECTIONS: &[(&str, &str)] = &[
    ("definitions", "schemas"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securityDefinitions", "securitySchemes"),
];

/// Flows of OAuth2, and their names in OpenAPI 3.
const FLOWS: &[(&str, &str)] = &[
    ("implicit", "implicit"),
    ("password", "password"),
    ("application", "clientCredentials"),
    ("accessCode", "authorizationCode"),
];

impl Maker<'_> {
    /// The root: its sections become `components`, its host `servers`.
    pub(super) fn document(&mut self, root: &mut Node) {
        let at = root.at;
        let Some(map) = root.as_object_mut() else { return };
        let mut components = match map.remove("components") {
            Some((_, node)) => node,
            None => self.object(at),
        };
        for (old, new) in SECTIONS {
            let (Some((key, mut node)), Some(into)) = (map.remove(old), components.as_object_mut()) else { continue };
            if *old == "securityDefinitions" {
                let schemes = node.as_object_mut().into_iter().flat_map(Map::entries_mut);
                schemes.for_each(|(_, it)| self.scheme(it));
            }
            into.insert(Key { text: (*new).into(), at: key.at }, node);
        }
        self.put_node(map, "components", components);
        self.servers(map);
        for key in ["host", "basePath", "schemes", "consumes", "produces"] {
            map.remove(key);
        }
    }

    fn servers(&mut self, root: &mut Map) {
        let text = |key: &str| root.get(key).and_then(Node::as_str).map(str::trim).filter(|it| !it.is_empty());
        let (host, base) = (text("host"), text("basePath").unwrap_or_default());
        let Some(at) = ["host", "basePath"].iter().find_map(|key| root.get(key)).map(|it| it.at) else { return };
        let base = match base.trim_matches('/') {
            "" => String::new(),
            path => format!("/{path}"),
        };
        let schemes = root.get("schemes").and_then(Node::as_list).unwrap_or_default();
        let mut schemes: Vec<&str> = schemes.iter().filter_map(Node::as_str).collect();
        schemes.retain(|it| matches!(*it, "http" | "https"));
        schemes.sort_by_key(|it| *it != "https");
        schemes.dedup();
        if schemes.is_empty() {
            schemes.push("https");
        }
        let urls: Vec<String> = match host {
            Some(host) if host.contains("://") => vec![format!("{}{base}", host.trim_end_matches('/'))],
            Some(host) => schemes.iter().map(|it| format!("{it}://{}{base}", host.trim_end_matches('/'))).collect(),
            None if base.is_empty() => return,
            None => vec![base],
        };
        let mut servers = Vec::new();
        for url in urls {
            let mut server = self.object(at);
            if let Some(map) = server.as_object_mut() {
                self.put(map, "url", at, Value::String(url));
            }
            servers.push(server);
        }
        self.put(root, "servers", at, Value::List(servers));
    }

    fn scheme(&mut self, node: &mut Node) {
        let at = node.at;
        let ty = node.text("type").unwrap_or_default().to_owned();
        let Some(map) = node.as_object_mut() else { return };
        match ty.as_str() {
            "basic" => {
                self.put(map, "type", at, Value::String("http".to_owned()));
                self.put(map, "scheme", at, Value::String("basic".to_owned()));
            }
            "oauth2" => {
                let written = map.remove("flow").map(|it| it.1);
                let name = written.as_ref().and_then(Node::as_str).unwrap_or("implicit");
                let Some((_, name)) = FLOWS.iter().find(|it| it.0 == name) else { return };
                let mut flow = Map::new();
                for key in ["authorizationUrl", "tokenUrl", "scopes"] {
                    if let Some((key, value)) = map.remove(key) {
                        flow.insert(key, value);
                    }
                }
                let mut flows = Map::new();
                self.put(&mut flows, name, at, Value::Object(flow));
                self.put(map, "flows", at, Value::Object(flows));
            }
            _ => {}
        }
    }
}
