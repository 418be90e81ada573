//! Path items and operations.

use std::collections::BTreeMap;

use super::Reader;
use super::fields::Kind;
use crate::document::{OperationShell, ParameterShell, ServerShell};
use crate::ir::Method;
use crate::tree::{At, Key, Map, Node};

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

/// Keys of a path item that are no methods.
const PATH_ITEM: &[&str] = &["$ref", "summary", "description", "servers", "parameters", "additionalOperations"];

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
        let Some(paths) = root.get("paths") else {
            if ["webhooks", "x-webhooks"].iter().all(|it| root.get(it).is_none()) && root.get("components").is_none() {
                self.warning("missing-field", root.at, "the document has no `paths`; it describes no operation");
            }
            return operations;
        };
        let Some(map) = self.object(paths, "`paths`") else { return operations };
        self.warn_of_same_paths(map);
        for (key, node) in map.entries() {
            if !key.text.starts_with("x-") {
                self.path_item(key, node, &mut operations);
            }
        }
        operations
    }

    fn path_item(&mut self, key: &Key, node: &'a Node, operations: &mut Vec<OperationShell<'a>>) {
        let mut path = key.text.to_string();
        if !path.starts_with('/') {
            path.insert(0, '/');
            let message = format!("path `{}` does not begin with `/`; it is read as `{path}`", key.text);
            self.warning("bad-path", key.at, message);
        }
        self.warn_of_path(&path, key);
        operations.extend(self.path_item_operations(path, key.at, node));
    }

    /// The operations of a path item.
    pub(super) fn path_item_operations(
        &mut self,
        path: String,
        path_at: At,
        node: &'a Node,
    ) -> Vec<OperationShell<'a>> {
        let Some(item) = self.follow(node, "a path item") else { return Vec::new() };
        self.warn_of_siblings(node);
        let mut operations = Vec::new();
        let shared = PathItem { path, path_at, parameters: self.parameters(item), servers: self.servers(item) };
        for (key, node) in item.as_object().into_iter().flat_map(|map| map.entries()) {
            if let Some(method) = self.method(key) {
                operations.extend(self.operation(&shared, method, node));
            }
        }
        for (name, node) in self.members(item, "additionalOperations") {
            match Method::of_word(name) {
                Some(method) => operations.extend(self.operation(&shared, method, node)),
                None => {
                    let message = format!("method `{name}` (OpenAPI 3.2) cannot be sent; the operation is left out");
                    self.warning("unsupported-method", node.at, message);
                }
            }
        }
        operations
    }

    /// Says what of a path is not sent as it stands, and which other path is the same.
    fn warn_of_path(&mut self, path: &str, key: &Key) {
        let (before, fragment) = path.split_once('#').unwrap_or((path, ""));
        let odd = |it: char| it.is_whitespace() || it.is_control() || it == '\\';
        if path.contains('#') {
            let message = format!("`#{fragment}` of the path is never sent: it is a fragment");
            self.warning("bad-path", key.at, message);
        }
        if before.contains('?') {
            self.warning("bad-path", key.at, "the path holds a query; it is sent before the query of parameters");
        }
        if before.contains(odd) {
            let message = "the path holds white space, a backslash or a control character, which no URL does";
            self.warning("bad-path", key.at, message);
        }
        if before.split('/').any(|it| matches!(it, "." | "..")) {
            self.warning("bad-path", key.at, "the path has a segment `.` or `..`; calls of it are refused");
        }
    }

    /// Says of two paths that they differ in the names of their parameters alone.
    fn warn_of_same_paths(&mut self, paths: &'a Map) {
        let mut known: BTreeMap<String, &str> = BTreeMap::new();
        for (key, _) in paths.entries().filter(|it| !it.0.text.starts_with("x-")) {
            let plain = template(&key.text);
            match known.get(&plain) {
                Some(first) => {
                    let message = format!("path `{}` is the same as `{first}`; both are kept", key.text);
                    self.warning("same-path", key.at, message);
                }
                None => drop(known.insert(plain, &key.text)),
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
        if let Some(method) = Method::of_word(&key.text) {
            if method.word() != &*key.text {
                self.warning("unknown-field", key.at, format!("method `{}` is read in lower case", key.text));
            }
            return Some(method);
        }
        if !PATH_ITEM.contains(&&*key.text) && !key.text.starts_with("x-") {
            self.warning("unknown-field", key.at, format!("`{}` is no method; it is left out", key.text));
        }
        None
    }

    fn operation(&mut self, item: &PathItem<'a>, method: Method, node: &'a Node) -> Option<OperationShell<'a>> {
        self.object(node, "an operation")?;
        if node.get("responses").is_none() {
            let message = "the operation has no `responses`; none of its answers is described";
            self.warning("missing-field", node.at, message);
        }
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

/// A path without the names of its parameters.
fn template(path: &str) -> String {
    let mut plain = String::new();
    let mut rest = path.trim_start_matches('/');
    while let Some((before, after)) = rest.split_once('{') {
        plain.push_str(before);
        plain.push_str("{}");
        rest = after.split_once('}').map_or("", |it| it.1);
    }
    plain.push_str(rest);
    plain
}

/// The path item's parameters, each replaced by the operation's of the same location and name, then the
/// operation's others.
fn merged<'a>(shared: &[ParameterShell<'a>], own: Vec<ParameterShell<'a>>) -> Vec<ParameterShell<'a>> {
    let mut parameters = shared.to_vec();
    for parameter in own {
        match parameters.iter_mut().find(|it| it.is_same(&parameter)) {
            Some(old) => *old = parameter,
            None => parameters.push(parameter),
        }
    }
    parameters
}
