//! Servers and their variables.

use indexmap::IndexMap;

use super::Reader;
use super::fields::{Fields, Kind};
use crate::document::ServerShell;
use crate::tree::Node;

const SERVER: &[(&str, Kind)] = &[
    ("url", Kind::Text),
    ("name", Kind::Skip),
    ("x-name", Kind::Skip),
    ("description", Kind::Text),
    ("variables", Kind::Skip),
];

const VARIABLE: &[(&str, Kind)] = &[("default", Kind::Text), ("enum", Kind::Texts), ("description", Kind::Text)];

impl<'a> Reader<'a, '_> {
    /// The servers that `node` lists; one that cannot be read is left out.
    pub(super) fn servers(&mut self, node: &'a Node) -> Vec<ServerShell> {
        self.items(node, "servers", &["url"]).into_iter().filter_map(|it| self.server(it)).collect()
    }

    fn server(&mut self, node: &'a Node) -> Option<ServerShell> {
        let fields = match node.as_str() {
            Some(url) => {
                self.warning("wrong-type", node.at, "a server is a string, not an object; it is read as its URL");
                Fields::from_iter([("url".to_owned(), url.into())])
            }
            None => {
                self.object(node, "a server")?;
                self.fields(node, SERVER)
            }
        };
        let mut shell: openapiv3::Server = self.typed(fields, node.at)?;
        let mut variables = IndexMap::new();
        for (name, node) in self.members(node, "variables") {
            if self.object(node, "a server variable").is_none() {
                continue;
            }
            let mut fields = self.fields(node, VARIABLE);
            if !fields.contains_key("default") {
                let first = fields.get("enum").and_then(|it| it.get(0)).cloned();
                let Some(first) = first else {
                    self.lost("missing-field", node.at, format!("server variable `{name}` has no `default`"));
                    continue;
                };
                self.warning(
                    "missing-field",
                    node.at,
                    format!("server variable `{name}` has no `default`; it is taken to be {first}"),
                );
                fields.insert("default".to_owned(), first);
            }
            if let Some(variable) = self.typed::<openapiv3::ServerVariable>(fields, node.at) {
                variables.insert(name.to_owned(), variable);
            }
        }
        let url = self.fill(&shell.url, &variables, node)?;
        shell.variables = (!variables.is_empty()).then_some(variables);
        let name = ["name", "x-name"].into_iter().find_map(|it| node.get(it)?.as_str()).map(str::to_owned);
        Some(ServerShell { at: node.at, name, url, shell })
    }

    /// The URL with the defaults of its variables.
    fn fill(
        &mut self,
        url: &str,
        variables: &IndexMap<String, openapiv3::ServerVariable>,
        node: &Node,
    ) -> Option<String> {
        let mut filled = String::new();
        let mut rest = url;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else { break };
            let Some(variable) = variables.get(name) else {
                let at = node.get("url").unwrap_or(node).at;
                let message =
                    format!("server variable `{name}` is not declared in `variables`; the server is left out");
                self.warning("missing-field", at, message).help("declare it with a `default`");
                return None;
            };
            filled.push_str(before);
            filled.push_str(&variable.default);
            rest = behind;
        }
        filled.push_str(rest);
        Some(filled)
    }
}
