//! What a document names: its operations, paths, parameters, properties and enum values.
//!
//! A walk over the plain data of the document that shares nothing with the generator. Counted is what operations,
//! webhooks, callbacks and schemas reach; each name once in each kind, with the first place it stands at.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value};

use crate::raw::{escape, follow};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// `GET /pets/{id}`.
    Operation,
    /// `/pets/{id}`.
    Path,
    /// A parameter within the path.
    PathParameter,
    /// A parameter of the query.
    Query,
    /// A header that is sent.
    Header,
    /// A cookie that is sent.
    Cookie,
    /// A key of `properties`, or a part of a Swagger 2.0 form.
    Property,
    /// A string of an `enum`.
    EnumValue,
}

impl Kind {
    /// All of them, in the order of the table.
    pub(crate) const ALL: [Kind; 8] = [
        Kind::Operation,
        Kind::Path,
        Kind::PathParameter,
        Kind::Query,
        Kind::Header,
        Kind::Cookie,
        Kind::Property,
        Kind::EnumValue,
    ];

    /// Name in JSON and in lists.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Operation => "operation",
            Kind::Path => "path",
            Kind::PathParameter => "path-parameter",
            Kind::Query => "query",
            Kind::Header => "header",
            Kind::Cookie => "cookie",
            Kind::Property => "property",
            Kind::EnumValue => "enum-value",
        }
    }
}

/// The names of a document.
#[derive(Debug, Default)]
pub(crate) struct Census {
    /// Kind and name → pointer of its first place.
    pub(crate) names: BTreeMap<(Kind, String), String>,
    /// Places that hold a value with a type: properties, parameters, bodies and responses.
    pub(crate) fields: usize,
}

/// What a value is by its position.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Role {
    Document,
    Paths,
    PathItem,
    Operation,
    Parameter,
    Header,
    Body,
    Response,
    Media,
    Encoding,
    Schema,
    Properties,
    /// A map or list whose members have this role.
    Each(&'static Role),
}

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Counts the names of a document.
pub(crate) fn count(root: &Value) -> Census {
    let mut walk = Walk { root, seen: HashSet::new(), census: Census::default(), open: Vec::new() };
    walk.open.push((root, Role::Document, String::new()));
    while let Some((value, role, pointer)) = walk.open.pop() {
        if walk.seen.insert((std::ptr::from_ref(value), role)) {
            walk.visit(value, role, pointer);
        }
    }
    walk.census
}

struct Walk<'v> {
    root: &'v Value,
    seen: HashSet<(*const Value, Role)>,
    census: Census,
    open: Vec<(&'v Value, Role, String)>,
}

impl<'v> Walk<'v> {
    fn visit(&mut self, value: &'v Value, role: Role, pointer: String) {
        match (value, role) {
            (Value::Array(list), Role::Each(role)) => self.items(list, *role, &pointer),
            (Value::Array(list), Role::Schema) => self.items(list, Role::Schema, &pointer),
            (Value::Object(map), _) => {
                if let Some(reference) = map.get("$ref").and_then(Value::as_str).filter(|_| refers(role)) {
                    let target = follow(self.root, reference);
                    let there = reference.trim_start_matches('#').to_owned();
                    self.open.extend(target.map(|it| (it, role, there)));
                }
                self.object(map, role, &pointer);
            }
            _ => {}
        }
    }

    fn items(&mut self, list: &'v [Value], role: Role, pointer: &str) {
        let items = list.iter().enumerate().map(|(index, it)| (it, role, format!("{pointer}/{index}")));
        self.open.extend(items);
    }

    fn object(&mut self, map: &'v Map<String, Value>, role: Role, pointer: &str) {
        match role {
            Role::Paths => self.paths(map, pointer),
            Role::Parameter => self.parameter(map, pointer),
            Role::Properties => {
                for key in map.keys() {
                    self.field(Kind::Property, key, format!("{pointer}/{}", escape(key)));
                }
            }
            Role::Media => self.census.fields += 1,
            Role::Schema | Role::Header => self.values(map, pointer),
            _ => {}
        }
        for (key, value) in map {
            if let Some(role) = child(role, map, key) {
                self.open.push((value, role, format!("{pointer}/{}", escape(key))));
            }
        }
    }

    fn paths(&mut self, paths: &'v Map<String, Value>, pointer: &str) {
        for (path, item) in paths.iter().filter(|(path, _)| path.starts_with('/')) {
            let at = format!("{pointer}/{}", escape(path));
            let item = item.get("$ref").and_then(Value::as_str).and_then(|it| follow(self.root, it)).unwrap_or(item);
            let Value::Object(item) = item else { continue };
            for method in METHODS.iter().filter(|it| item.get(**it).is_some_and(Value::is_object)) {
                self.name(Kind::Path, path, at.clone());
                self.name(Kind::Operation, &format!("{} {path}", method.to_uppercase()), format!("{at}/{method}"));
            }
        }
    }

    fn parameter(&mut self, parameter: &'v Map<String, Value>, pointer: &str) {
        let Some(name) = parameter.get("name").and_then(Value::as_str) else { return };
        let kind = match parameter.get("in").and_then(Value::as_str) {
            Some("path") => Kind::PathParameter,
            Some("query") => Kind::Query,
            Some("header") => Kind::Header,
            Some("cookie") => Kind::Cookie,
            Some("formData") => Kind::Property,
            _ => return,
        };
        self.field(kind, name, format!("{pointer}/name"));
        self.values(parameter, pointer);
    }

    fn values(&mut self, schema: &'v Map<String, Value>, pointer: &str) {
        let Some(values) = schema.get("enum").and_then(Value::as_array) else { return };
        for (index, value) in values.iter().enumerate() {
            if let Some(text) = value.as_str() {
                self.name(Kind::EnumValue, text, format!("{pointer}/enum/{index}"));
            }
        }
    }

    fn field(&mut self, kind: Kind, name: &str, pointer: String) {
        self.census.fields += 1;
        self.name(kind, name, pointer);
    }

    fn name(&mut self, kind: Kind, name: &str, pointer: String) {
        self.census.names.entry((kind, name.to_owned())).or_insert(pointer);
    }
}

/// Where `$ref` is a reference and not the name of something.
fn refers(role: Role) -> bool {
    !matches!(role, Role::Document | Role::Paths | Role::Properties | Role::Each(_))
}

/// The role of the member `key`.
fn child(role: Role, map: &Map<String, Value>, key: &str) -> Option<Role> {
    match (role, key) {
        (Role::Each(role), _) => Some(*role),
        (Role::Document, "paths") => Some(Role::Paths),
        (Role::Document, "webhooks") => Some(Role::Each(&Role::PathItem)),
        (Role::Document, "components") => Some(Role::Document),
        (Role::Document, "schemas" | "definitions") => Some(Role::Each(&Role::Schema)),
        (Role::Paths, path) => path.starts_with('/').then_some(Role::PathItem),
        (Role::Properties, _) => Some(Role::Schema),
        (Role::PathItem | Role::Operation, "parameters") => Some(Role::Each(&Role::Parameter)),
        (Role::PathItem, key) if METHODS.contains(&key) => Some(Role::Operation),
        (Role::Operation, "requestBody") => Some(Role::Body),
        (Role::Operation, "responses") => Some(Role::Each(&Role::Response)),
        (Role::Operation, "callbacks") => Some(Role::Each(&Role::Each(&Role::PathItem))),
        (Role::Response | Role::Encoding, "headers") => Some(Role::Each(&Role::Header)),
        (Role::Parameter | Role::Header | Role::Body | Role::Response, "content") => Some(Role::Each(&Role::Media)),
        (Role::Parameter | Role::Header | Role::Media | Role::Response, "schema") => Some(Role::Schema),
        (Role::Media, "itemSchema") => Some(Role::Schema),
        (Role::Media, "encoding") => Some(Role::Each(&Role::Encoding)),
        // A parameter of Swagger 2.0 is its own schema.
        (Role::Parameter | Role::Header, "items") if !map.contains_key("schema") => Some(Role::Schema),
        (Role::Schema, _) => schema_child(key),
        _ => None,
    }
}

fn schema_child(key: &str) -> Option<Role> {
    match key {
        "properties" => Some(Role::Properties),
        "patternProperties" | "definitions" | "$defs" | "dependentSchemas" => Some(Role::Each(&Role::Schema)),
        "items"
        | "additionalProperties"
        | "allOf"
        | "anyOf"
        | "oneOf"
        | "prefixItems"
        | "contains"
        | "then"
        | "else"
        | "additionalItems"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Some(Role::Schema),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names(root: &Value, kind: Kind) -> Vec<String> {
        count(root).names.into_keys().filter(|(it, _)| *it == kind).map(|(_, name)| name).collect()
    }

    #[test]
    fn names_are_found_where_they_are_used() {
        let root = json!({
            "paths": {
                "/pets/{id}": {
                    "parameters": [{ "$ref": "#/components/parameters/Id" }],
                    "get": {
                        "parameters": [{ "name": "q", "in": "query", "schema": { "enum": ["a", 1] } }],
                        "responses": { "200": { "$ref": "#/components/responses/Pet" } },
                    },
                },
            },
            "components": {
                "parameters": {
                    "Id": { "name": "id", "in": "path" },
                    "Unused": { "name": "unused", "in": "query" },
                },
                "responses": { "Pet": { "content": { "application/json": { "schema": { "properties": {
                    "properties": { "type": "object" },
                    "enum": { "items": { "enum": ["b"] } },
                } } } } } },
            },
        });
        assert_eq!(names(&root, Kind::Operation), ["GET /pets/{id}"]);
        assert_eq!(names(&root, Kind::PathParameter), ["id"]);
        assert_eq!(names(&root, Kind::Query), ["q"]);
        assert_eq!(names(&root, Kind::Property), ["enum", "properties"]);
        assert_eq!(names(&root, Kind::EnumValue), ["a", "b"]);
    }

    #[test]
    fn swagger_parameters_are_schemas_themselves() {
        let root = json!({ "paths": { "/": { "post": { "parameters": [
            { "name": "state", "in": "formData", "type": "string", "enum": ["open"] },
            { "name": "body", "in": "body", "schema": { "properties": { "x": {} } } },
        ] } } } });
        assert_eq!(names(&root, Kind::Property), ["state", "x"]);
        assert_eq!(names(&root, Kind::EnumValue), ["open"]);
    }
}
