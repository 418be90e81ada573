//! Path items and operations.

use super::Reader;
use super::fields::Kind;
use crate::document::{OperationShell, ParameterShell, ServerShell};
use crate::ir::Method;
use crate::tree::{At, Key, Node};

const OPERATION: &[(&str, Kind)] = &[
    ("tags", Kind::Texts),
    ("summary", Kind::Text),
    ("description", Kind::Text),
    ("externalDocs", Kind::Skip),
    ("operationId", Kind::Text),
    ("parameters", Kind::Skip),
    ("requestBody", Kind::Skip),
    ("responses", Kind::Skip),
    ("callbacks", Kind::Skip),
    ("deprecated", Kind::Flag),
    ("security", Kind::Skip),
    ("servers", Kind::Skip),
];

const METHODS: &[(&str, Method)] = &[
    ("get", Method::Get),
    ("put", Method::Put),
    ("post", Method::Post),
    ("delete", Method::Delete),
    ("options", Method::Options),
    ("head", Method::Head),
    ("patch", Method::Patch),
    ("trace", Method::Trace),
];

/// Keys of a path item that are no methods.
const PATH_ITEM: &[&str] =
    &["$ref", "summary", "description", "servers", "parameters", "query", "additionalOperations"];

/// What a path item gives to all of its operations.
struct PathItem<'a> {
    path: String,
    path_at: At,
    parameters: Vec<ParameterShell<'a>>,
    servers: Vec<ServerShell>,
}

impl<'a> Reader<'a, '_> {
    /// All operations under `paths`.
    pub(super) fn operations(&mut self, root: &'a Node) -> Vec<OperationShell<'a>> {
        let mut operations = Vec::new();
        let Some(paths) = root.get("paths") else { return operations };
        let Some(map) = self.object(paths, "`paths`") else { return operations };
        for (key, node) in map.entries() {
            if !key.text.starts_with("x-") {
                self.path_item(key, node, &mut operations);
            }
        }
        operations
    }

    fn path_item(&mut self, key: &Key, node: &'a Node, operations: &mut Vec<OperationShell<'a>>) {
        let Some(item) = self.follow(node, "a path item") else { return };
        self.warn_of_siblings(node);
        let mut path = key.text.to_string();
        if !path.starts_with('/') {
            path.insert(0, '/');
            let message = format!("path `{}` does not begin with `/`; it is read as `{path}`", key.text);
            self.warning("bad-path", key.at, message);
        }
        let shared = PathItem { path, path_at: key.at, parameters: self.parameters(item), servers: self.servers(item) };
        for (key, node) in item.as_object().into_iter().flat_map(|map| map.entries()) {
            if let Some(method) = self.method(key) {
                operations.extend(self.operation(&shared, method, node));
            }
        }
    }

    /// A `$ref` of a path item stands alone: what is beside it has no defined meaning.
    fn warn_of_siblings(&mut self, node: &Node) {
        let Some(map) = node.as_object().filter(|map| map.contains("$ref")) else { return };
        let meaningless = |key: &str| !matches!(key, "$ref" | "summary" | "description") && !key.starts_with("x-");
        for (key, _) in map.entries().filter(|(key, _)| meaningless(&key.text)) {
            self.warning("unknown-field", key.at, format!("`{}` beside `$ref` is left out", key.text));
        }
    }

    fn method(&mut self, key: &Key) -> Option<Method> {
        let known = |name: &str| METHODS.iter().find(|(it, _)| *it == name).map(|(_, method)| *method);
        if let Some(method) = known(&key.text) {
            return Some(method);
        }
        if let Some(method) = known(&key.text.to_ascii_lowercase()) {
            self.warning("unknown-field", key.at, format!("method `{}` is read in lower case", key.text));
            return Some(method);
        }
        if matches!(&*key.text, "query" | "additionalOperations") {
            let message = format!("`{}` (OpenAPI 3.2) is not supported; it is left out", key.text);
            self.warning("unsupported-method", key.at, message);
        } else if !PATH_ITEM.contains(&&*key.text) && !key.text.starts_with("x-") {
            self.warning("unknown-field", key.at, format!("`{}` is no method; it is left out", key.text));
        }
        None
    }

    fn operation(&mut self, item: &PathItem<'a>, method: Method, node: &'a Node) -> Option<OperationShell<'a>> {
        self.object(node, "an operation")?;
        let mut fields = self.fields(node, OPERATION);
        fields.insert("responses".to_owned(), serde_json::Map::new().into());
        let mut shell: openapiv3::Operation = self.typed(fields, node.at)?;
        shell.security = self.security(node);
        let own = self.servers(node);
        Some(OperationShell {
            at: node.at,
            method,
            path: item.path.clone(),
            path_at: item.path_at,
            shell,
            parameters: merged(&item.parameters, self.parameters(node)),
            body: self.body(node),
            responses: self.responses(node),
            servers: if own.is_empty() { item.servers.clone() } else { own },
            node,
        })
    }
}

/// The path item's parameters, each replaced by the operation's of the same location and name, then the
/// operation's others.
fn merged<'a>(shared: &[ParameterShell<'a>], own: Vec<ParameterShell<'a>>) -> Vec<ParameterShell<'a>> {
    let mut parameters = shared.to_vec();
    for parameter in own {
        let same = |it: &&mut ParameterShell<'_>| it.location == parameter.location && it.name == parameter.name;
        match parameters.iter_mut().find(same) {
            Some(old) => *old = parameter,
            None => parameters.push(parameter),
        }
    }
    parameters
}
