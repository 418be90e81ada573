//! What each node is by its position, from the main document on: everything it reaches in its own and in
//! other files.
//!
//! Positions in the document itself count first: a reference into the wrong kind of node is told from them.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;

use crate::diagnostics::Diagnostics;
use crate::document::Documents;
use crate::ir::Method;
use crate::references::Resolver;
use crate::tree::{At, Node, Value, escape};

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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
}

/// A kind, under so many maps of names.
#[derive(Clone, Copy)]
struct Role {
    kind: Kind,
    maps: u8,
}

/// The kinds of nodes, and the references of schemas that name nothing.
pub(super) struct Roles {
    kinds: Vec<Option<Kind>>,
    /// Schemas whose `$ref` names nothing, or names itself (reported).
    pub(super) dangling: BTreeSet<At>,
    /// New texts of schemas' `$ref`s that name something with a schema in it (reported).
    pub(super) redirected: BTreeMap<At, String>,
    /// Where schemas name sections that Swagger 2.0 has.
    pub(super) old_sections: Vec<At>,
}

impl Roles {
    /// What a node is, if the document reaches it.
    pub(super) fn kind(&self, at: At) -> Option<Kind> {
        self.kinds.get(at.index()).copied().flatten()
    }

    /// Whether a node is a schema.
    pub(super) fn is_schema(&self, at: At) -> bool {
        self.kind(at) == Some(Kind::Schema)
    }

    fn set(&mut self, at: At, kind: Kind) {
        if let Some(slot) = self.kinds.get_mut(at.index()) {
            *slot = Some(kind);
        }
    }
}

/// What is still to be looked at.
struct Walk<'a> {
    seen: Vec<bool>,
    open: Vec<(&'a Node, Role)>,
    /// Nodes with a `$ref`, and what they should refer to.
    references: Vec<(&'a Node, Kind)>,
}

/// The kinds of all nodes that the main document reaches.
///
/// # Diagnostics
/// Those of [`Resolver`] for schemas, and `wrong-ref`; references elsewhere are left to the reader.
pub(super) fn collect(documents: &Documents, main: &Utf8Path, diagnostics: &mut Diagnostics) -> Roles {
    let places = documents.locations.len();
    let resolver = Resolver::new(documents);
    let mut roles = Roles {
        kinds: vec![None; places],
        dangling: BTreeSet::new(),
        redirected: BTreeMap::new(),
        old_sections: Vec::new(),
    };
    let root = documents.files.get(main).map(|it| (it, Role { kind: Kind::Document, maps: 0 }));
    let mut walk = Walk { seen: vec![false; places], open: root.into_iter().collect(), references: Vec::new() };
    let mut schemas = Vec::new();
    loop {
        walk.positions(&mut roles);
        let Some((holder, kind)) = walk.references.pop() else { break };
        if kind == Kind::Schema {
            schemas.push(holder);
            if holder.text("$ref").is_some_and(|it| it.contains("#/definitions/") || it.contains("#/parameters/")) {
                roles.old_sections.push(holder.at);
            }
        }
        let Some(target) = resolver.peek(holder).map(|it| it.node) else { continue };
        match roles.kind(target.at) {
            Some(other) if kind == Kind::Schema && other != Kind::Schema => {
                let origin = documents.locations.origin(holder.get("$ref").unwrap_or(holder).at);
                let text = holder.text("$ref").unwrap_or_default();
                let inner = schema_in(target);
                let outcome = if inner.is_some() { "the schema in it is taken" } else { "it is taken as open JSON" };
                let message = format!("`{text}` names something else than a schema; {outcome}");
                diagnostics.warning("wrong-ref", &origin, message);
                match inner {
                    Some((step, schema)) => {
                        let hash = if text.contains('#') { "" } else { "#" };
                        roles.redirected.insert(holder.at, format!("{text}{hash}{step}"));
                        walk.open.push((schema, Role { kind, maps: 0 }));
                    }
                    None => drop(roles.dangling.insert(holder.at)),
                }
            }
            _ => walk.open.push((target, Role { kind, maps: 0 })),
        }
    }
    find_dangling(&schemas, resolver, &mut roles.dangling, diagnostics);
    roles
}

impl<'a> Walk<'a> {
    /// Follows positions until only references are left.
    fn positions(&mut self, roles: &mut Roles) {
        while let Some((node, role)) = self.open.pop() {
            if self.seen.get_mut(node.at.index()).is_none_or(|it| std::mem::replace(it, true)) {
                continue;
            }
            match &node.value {
                // Where a map of names should be, a list is none.
                Value::List(list) if role.maps == 0 => self.open.extend(list.iter().map(|it| (it, role))),
                Value::Object(map) => {
                    self.open.extend(map.iter().filter_map(|(key, it)| Some((it, child(role, key)?))));
                    if role.maps == 0 {
                        roles.set(node.at, role.kind);
                        if map.contains("$ref") {
                            self.references.push((node, role.kind));
                        }
                    }
                }
                _ if role.maps == 0 && role.kind == Kind::Schema => roles.set(node.at, role.kind),
                _ => {}
            }
        }
    }
}

/// Adds the schemas whose `$ref` names nothing, and one of each circle of references.
fn find_dangling(
    schemas: &[&Node],
    resolver: Resolver<'_>,
    dangling: &mut BTreeSet<At>,
    diagnostics: &mut Diagnostics,
) {
    let mut settled = BTreeSet::new();
    for holder in schemas {
        let mut way = BTreeSet::new();
        let mut node = *holder;
        while let Some(reference) = Resolver::reference(node) {
            if settled.contains(&node.at) || dangling.contains(&node.at) {
                break;
            }
            if !way.insert(node.at) {
                let origin = resolver.documents().locations.origin(reference.at);
                let text = reference.as_str().unwrap_or_default();
                let message = format!("`{text}` leads back to itself; it is taken as open JSON");
                diagnostics
                    .warning("ref-cycle", &origin, message)
                    .help("let one of these references name something else");
                dangling.insert(node.at);
                break;
            }
            let Some(next) = resolver.peek(node) else {
                resolver.resolve(node, diagnostics);
                dangling.insert(node.at);
                break;
            };
            node = next.node;
        }
        settled.extend(way);
    }
}

/// The schema of a parameter, header, response, body or media type, and the way to it.
fn schema_in(node: &Node) -> Option<(String, &Node)> {
    if let Some(schema) = node.get("schema") {
        return Some(("/schema".to_owned(), schema));
    }
    let (name, media) = node.get("content")?.as_object()?.iter().find(|it| it.1.get("schema").is_some())?;
    let name = escape(name).replace('%', "%25");
    Some((format!("/content/{name}/schema"), media.get("schema")?))
}

/// The role of the member `key` of a node with a role.
fn child(role: Role, key: &str) -> Option<Role> {
    if let Some(maps) = role.maps.checked_sub(1) {
        return Some(Role { kind: role.kind, maps });
    }
    let (maps, kind) = match (role.kind, key) {
        (Kind::Schema, _) => return schema_child(key),
        (Kind::Components, "schemas") | (Kind::Document, "definitions") => (1, Kind::Schema),
        (Kind::Components | Kind::Operation | Kind::Document, "responses") => (1, Kind::Response),
        (Kind::Components, "parameters" | "headers") | (Kind::Document, "parameters") => (1, Kind::Parameter),
        (Kind::Components, "requestBodies") => (1, Kind::Body),
        (Kind::Components, "mediaTypes") => (1, Kind::Media),
        (Kind::Components, "pathItems") | (Kind::Document, "paths" | "webhooks" | "x-webhooks") => (1, Kind::PathItem),
        (Kind::Components | Kind::Operation, "callbacks") => (2, Kind::PathItem),
        (Kind::Document, "components") => (0, Kind::Components),
        (Kind::PathItem | Kind::Operation, "parameters") => (0, Kind::Parameter),
        (Kind::PathItem, "additionalOperations") => (1, Kind::Operation),
        (Kind::PathItem, key) if Method::of_word(key).is_some() => (0, Kind::Operation),
        (Kind::Operation, "requestBody") => (0, Kind::Body),
        (Kind::Parameter | Kind::Media | Kind::Response, "schema" | "itemSchema") => (0, Kind::Schema),
        (Kind::Parameter | Kind::Body | Kind::Response, "content") => (1, Kind::Media),
        (Kind::Response | Kind::Encoding, "headers") => (1, Kind::Parameter),
        (Kind::Media, "encoding") => (1, Kind::Encoding),
        _ => return None,
    };
    Some(Role { kind, maps })
}

fn schema_child(key: &str) -> Option<Role> {
    let maps = match key {
        "properties" | "patternProperties" | "definitions" | "$defs" | "dependentSchemas" => 1,
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
        | "contentSchema" => 0,
        _ => return None,
    };
    Some(Role { kind: Kind::Schema, maps })
}
