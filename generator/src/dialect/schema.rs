//! One schema, repaired and brought from 3.0's form to 3.1's.

use super::roles::Roles;
use super::version::Version;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::tree::{At, Key, Locations, Map, Node, Value};

/// Converts schemas and remembers what it met.
pub(super) struct Converter<'a> {
    /// Which nodes are schemas.
    pub(super) roles: &'a Roles,
    /// How the document is written.
    pub(super) version: Version,
    pub(super) locations: &'a mut Locations,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// Where `nullable: true` stood.
    pub(super) nullable: Vec<At>,
}

impl Converter<'_> {
    /// Converts all schemas from `node` downwards.
    pub(super) fn convert(&mut self, node: &mut Node) {
        let is_schema = self.roles.is_schema(node.at);
        if is_schema {
            self.repair(node);
        }
        match &mut node.value {
            Value::List(list) => list.iter_mut().for_each(|it| self.convert(it)),
            Value::Object(map) => {
                map.entries_mut().for_each(|(_, it)| self.convert(it));
                if is_schema {
                    convert_limit(map, "minimum", "exclusiveMinimum");
                    convert_limit(map, "maximum", "exclusiveMaximum");
                    self.convert_example(map);
                    self.convert_nullable(map);
                    self.repair_values(map);
                }
            }
            _ => {}
        }
    }

    /// Says what was repaired.
    pub(super) fn warning(&mut self, code: &'static str, at: At, message: impl Into<String>) -> &mut Diagnostic {
        let origin = self.locations.origin(at);
        self.diagnostics.warning(code, &origin, message)
    }

    /// `example: x` → `examples: [x]`, unless there are `examples`.
    fn convert_example(&mut self, map: &mut Map) {
        let Some((key, example)) = map.remove("example") else { return };
        if !map.contains("examples") {
            let at = self.locations.again(example.at);
            map.insert(Key { text: "examples".into(), at: key.at }, Node::new(at, Value::List(vec![example])));
        }
    }

    fn convert_nullable(&mut self, map: &mut Map) {
        let Some((key, value)) = map.remove("nullable") else { return };
        match value.as_bool() {
            Some(true) => {
                self.nullable.push(value.at);
                self.allow_null(map, &key);
            }
            Some(false) => {}
            None => {
                let message = format!("`nullable` is {}, not a boolean; it is left out", value.kind());
                self.warning("wrong-type", value.at, message);
            }
        }
    }

    /// Adds null to the values that a schema allows. A schema without type, reference or composition
    /// allows it anyway.
    fn allow_null(&mut self, map: &mut Map, cause: &Key) {
        if let Some(values) = map.get_mut("enum") {
            self.add_null_value(values);
        }
        if let Some(ty) = map.get_mut("type") {
            self.add_null_type(ty);
        } else if let Some(key) = ["anyOf", "oneOf"].into_iter().find(|key| map.contains(key)) {
            if let Some(Node { value: Value::List(list), at }) = map.get_mut(key) {
                list.push(self.null_schema(*at));
            }
        } else if map.contains("$ref") || map.contains("allOf") {
            let inner = ["$ref", "allOf"].into_iter().filter_map(|key| map.remove(key)).collect();
            let at = self.locations.again(cause.at.value());
            let alternatives = vec![Node::new(at, Value::Object(inner)), self.null_schema(at)];
            let at = self.locations.again(at);
            map.insert(Key { text: "anyOf".into(), at: cause.at }, Node::new(at, Value::List(alternatives)));
        }
    }

    fn add_null_value(&mut self, values: &mut Node) {
        if let Node { value: Value::List(list), at } = values
            && !list.iter().any(Node::is_null)
        {
            list.push(Node::new(self.locations.again(*at), Value::Null));
        }
    }

    /// `type: string` → `type: [string, "null"]`.
    fn add_null_type(&mut self, ty: &mut Node) {
        let null = Node::string(self.locations.again(ty.at), "null");
        match &mut ty.value {
            Value::List(list) if list.iter().any(|it| it.as_str() == Some("null")) => {}
            Value::List(list) => list.push(null),
            Value::String(name) if name != "null" => {
                let name = Node::string(self.locations.again(ty.at), name.clone());
                ty.value = Value::List(vec![name, null]);
            }
            _ => {}
        }
    }

    fn null_schema(&mut self, at: At) -> Node {
        let key = Key { text: "type".into(), at: self.locations.again(at).key() };
        let ty = Node::string(self.locations.again(at), "null");
        Node::new(self.locations.again(at), Value::Object(Map::from_iter([(key, ty)])))
    }
}

/// `minimum: 1, exclusiveMinimum: true` → `exclusiveMinimum: 1`.
fn convert_limit(map: &mut Map, limit: &str, exclusive: &str) {
    let Some(is_exclusive) = map.get(exclusive).and_then(Node::as_bool) else { return };
    let Some((key, _)) = map.remove(exclusive) else { return };
    if is_exclusive && let Some((_, value)) = map.remove(limit) {
        map.insert(key, value);
    }
}
