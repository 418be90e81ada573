//! Which nodes are schemas: everything the main document reaches in a schema's position.

use camino::Utf8Path;

use crate::document::Documents;
use crate::references::Resolver;
use crate::tree::{At, Node, Value};

/// A set of nodes.
pub(super) struct Places(Vec<bool>);

impl Places {
    pub(super) fn contains(&self, at: At) -> bool {
        self.0.get(at.index()) == Some(&true)
    }
}

/// What a node is by its position.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    Body,
    Response,
    Media,
    Encoding,
    Schema,
    /// A map whose members have this role.
    Each(&'static Role),
}

/// The schemas of the main document, references to other places and files followed.
pub(super) fn collect(documents: &Documents, main: &Utf8Path) -> Places {
    let resolver = Resolver::new(documents);
    let mut seen = vec![false; documents.locations.len()];
    let mut schemas = vec![false; documents.locations.len()];
    let mut open: Vec<(&Node, Role)> = documents.files.get(main).map(|it| (it, Role::Document)).into_iter().collect();
    while let Some((node, role)) = open.pop() {
        if std::mem::replace(&mut seen[node.at.index()], true) {
            continue;
        }
        match &node.value {
            Value::List(list) => open.extend(list.iter().map(|it| (it, role))),
            Value::Object(map) => {
                schemas[node.at.index()] = role == Role::Schema;
                open.extend(map.iter().filter_map(|(key, it)| Some((it, child(role, key)?))));
                if !matches!(role, Role::Each(_)) {
                    open.extend(resolver.peek(node).map(|it| (it.node, role)));
                }
            }
            _ => {}
        }
    }
    Places(schemas)
}

/// The role of the member `key` of a node with a role.
fn child(role: Role, key: &str) -> Option<Role> {
    match (role, key) {
        (Role::Each(role), _) => Some(*role),
        (Role::Schema, _) => schema_child(key),
        (Role::Components, "schemas") => Some(Role::Each(&Role::Schema)),
        (Role::Components, "responses") | (Role::Operation, "responses") => Some(Role::Each(&Role::Response)),
        (Role::Components, "parameters" | "headers") => Some(Role::Each(&Role::Parameter)),
        (Role::Components, "requestBodies") => Some(Role::Each(&Role::Body)),
        (Role::Components, "mediaTypes") => Some(Role::Each(&Role::Media)),
        (Role::Components, "pathItems") | (Role::Document, "paths" | "webhooks") => Some(Role::Each(&Role::PathItem)),
        (Role::Components | Role::Operation, "callbacks") => Some(Role::Each(&Role::Each(&Role::PathItem))),
        (Role::Document, "components") => Some(Role::Components),
        (Role::PathItem | Role::Operation, "parameters") => Some(Role::Parameter),
        (Role::PathItem, "additionalOperations") => Some(Role::Each(&Role::Operation)),
        (Role::PathItem, key) if METHODS.contains(&key) => Some(Role::Operation),
        (Role::Operation, "requestBody") => Some(Role::Body),
        (Role::Parameter | Role::Media, "schema" | "itemSchema") => Some(Role::Schema),
        (Role::Parameter | Role::Body | Role::Response, "content") => Some(Role::Each(&Role::Media)),
        (Role::Response | Role::Encoding, "headers") => Some(Role::Each(&Role::Parameter)),
        (Role::Media, "encoding") => Some(Role::Each(&Role::Encoding)),
        _ => None,
    }
}

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

fn schema_child(key: &str) -> Option<Role> {
    match key {
        "properties" | "patternProperties" | "definitions" | "$defs" | "dependentSchemas" => {
            Some(Role::Each(&Role::Schema))
        }
        "items"
        | "additionalProperties"
        | "not"
        | "allOf"
        | "anyOf"
        | "oneOf"
        | "prefixItems"
        | "contains"
        | "propertyNames"
        | "if"
        | "then"
        | "else"
        | "additionalItems"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema" => Some(Role::Schema),
        _ => None,
    }
}
