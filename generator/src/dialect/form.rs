//! Single parts of Swagger 2.0, rewritten.

use super::version::Version;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::tree::{At, Key, Locations, Map, Node, Value};

/// Keywords of a schema that Swagger 2.0 writes beside a parameter's or header's name.
const OF_SCHEMA: &[&str] = &[
    "type",
    "format",
    "items",
    "default",
    "enum",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "multipleOf",
    "x-nullable",
];

const MULTIPART: &str = "multipart/form-data";
const FORM: &str = "application/x-www-form-urlencoded";

/// Makes parts of the new form.
pub(super) struct Maker<'a> {
    pub(super) locations: &'a mut Locations,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) version: Version,
    /// Whether anything was rewritten.
    pub(super) changed: bool,
}

impl Maker<'_> {
    pub(super) fn put(&mut self, map: &mut Map, key: &str, at: At, value: Value) {
        let node = Node::new(self.locations.again(at.value()), value);
        self.put_node(map, key, node);
    }

    pub(super) fn put_node(&mut self, map: &mut Map, key: &str, node: Node) {
        let at = self.locations.again(node.at).key();
        map.insert(Key { text: key.into(), at }, node);
    }

    pub(super) fn object(&mut self, at: At) -> Node {
        Node::new(self.locations.again(at.value()), Value::Object(Map::new()))
    }

    fn warning(&mut self, code: &'static str, at: At, message: impl Into<String>) -> &mut Diagnostic {
        let origin = self.locations.origin(at);
        self.diagnostics.warning(code, &origin, message)
    }

    /// Says of a parameter that it is one too many.
    pub(super) fn left_out(&mut self, at: At, message: &'static str) {
        self.warning("duplicate-parameter", at, message);
    }

    /// Says of a part that OpenAPI 3 writes it otherwise.
    fn old(&mut self, at: At, what: &str) {
        self.changed = true;
        if self.version != Version::V20 {
            self.warning("old-form", at, format!("{what} is written as in Swagger 2.0; it is read as such"));
        }
    }

    /// A parameter or header whose type stands beside its name.
    pub(super) fn parameter(&mut self, node: &mut Node) {
        let at = node.at;
        let Some(map) = node.as_object_mut() else { return };
        let is_done = ["$ref", "schema", "content"].iter().any(|key| map.contains(key));
        if is_done || !OF_SCHEMA.iter().any(|key| map.contains(key)) {
            return;
        }
        self.old(at, "the type of the parameter or header");
        let multi = map.remove("collectionFormat");
        let mut schema = Map::new();
        for key in OF_SCHEMA {
            if let Some((key, value)) = map.remove(key) {
                schema.insert(key, value);
            }
        }
        let is_list = schema.get("type").and_then(Node::as_str) == Some("array");
        self.put(map, "schema", at, Value::Object(schema));
        let in_query = matches!(map.get("in").and_then(Node::as_str), Some("query"));
        if is_list && (self.version == Version::V20 || multi.is_some()) {
            let format = multi.as_ref().map(|it| &it.1);
            let (style, explode) = self.collection(format, in_query);
            self.put(map, "explode", at, Value::Bool(explode));
            if let Some(style) = style {
                self.put(map, "style", at, Value::String(style.to_owned()));
            }
        }
    }

    /// Style and explosion of a `collectionFormat`.
    fn collection(&mut self, format: Option<&Node>, in_query: bool) -> (Option<&'static str>, bool) {
        let Some(format) = format else { return (None, false) };
        match (format.as_str().unwrap_or_default(), in_query) {
            ("csv", _) => (None, false),
            ("multi", true) => (None, true),
            ("ssv", true) => (Some("spaceDelimited"), false),
            ("pipes", true) => (Some("pipeDelimited"), false),
            (other, _) => {
                let message = format!("`collectionFormat: {other}` has no equal here; items are separated by commas");
                self.warning("collection-format", format.at, message);
                (None, false)
            }
        }
    }

    /// A response whose schema has no media type.
    pub(super) fn response(&mut self, node: &mut Node, produces: &[String]) {
        let at = node.at;
        let Some(map) = node.as_object_mut() else { return };
        if map.contains("$ref") {
            return;
        }
        if let Some(headers) = map.get_mut("headers").and_then(Node::as_object_mut) {
            headers.entries_mut().for_each(|(_, it)| self.parameter(it));
        }
        if map.contains("content") {
            return;
        }
        let Some((key, schema)) = map.remove("schema") else { return };
        self.old(key.at, "the schema of the response");
        let examples = map.remove("examples").map(|it| it.1);
        let types = if schema.text("type") == Some("file") { for_files(produces) } else { produces.to_vec() };
        let content = self.content(at, schema, &types, examples);
        self.put_node(map, "content", content);
    }

    /// The media types with a schema; examples go where their media type is, else to the first.
    fn content(&mut self, at: At, schema: Node, types: &[String], examples: Option<Node>) -> Node {
        let mut examples: Map = match examples.map(|it| it.value) {
            Some(Value::Object(map)) => map,
            _ => Map::new(),
        };
        let mut content = self.object(at);
        let mut schema = Some(schema);
        for (index, name) in types.iter().enumerate() {
            let copy = schema.as_ref().filter(|_| index + 1 < types.len()).map(|it| self.locations.copy(it));
            let Some(own) = std::mem::replace(&mut schema, copy).filter(|_| !self.locations.overdrawn()) else { break };
            let mut media = self.object(at);
            let example = examples.remove(name).or_else(|| {
                let other = (index == 0).then(|| examples.keys().find(|it| !types.iter().any(|ty| ty == it)))?;
                let other = other?.to_owned();
                examples.remove(&other)
            });
            if let Some(map) = media.as_object_mut() {
                self.put_node(map, "schema", own);
                if let Some((_, example)) = example {
                    self.put_node(map, "example", example);
                }
            }
            if let Some(map) = content.as_object_mut() {
                self.put_node(map, name, media);
            }
        }
        content
    }

    /// The request body of an operation, from its parameters in body or form.
    pub(super) fn body(&mut self, operation: &mut Map, body: Option<&Node>, form: &[Node], consumes: &[String]) {
        let Some(first) = body.or(form.first()) else { return };
        let at = first.at;
        self.old(at, "a parameter in body or form");
        if operation.contains("requestBody") {
            self.warning(
                "old-form",
                at,
                "the operation has a `requestBody`; its parameters in body or form are left out",
            );
            return;
        }
        if let (Some(_), Some(extra)) = (body, form.first()) {
            self.warning("body-and-form", extra.at, "an operation has a body or a form; the form is left out");
        }
        let mut whole = self.object(at);
        let (content, required) = match body {
            Some(body) => self.plain_body(body, consumes),
            None => self.form_body(at, form, consumes),
        };
        if let Some(map) = whole.as_object_mut() {
            self.put_node(map, "content", content);
            self.put(map, "required", at, Value::Bool(required));
            if let Some(text) = body.and_then(|it| it.text("description")) {
                self.put(map, "description", at, Value::String(text.to_owned()));
            }
        }
        self.put_node(operation, "requestBody", whole);
    }

    fn plain_body(&mut self, body: &Node, consumes: &[String]) -> (Node, bool) {
        let copy = self.locations.copy(body);
        let Value::Object(mut map) = copy.value else { return (copy, false) };
        let required = map.get("required").and_then(Node::as_flag).unwrap_or(false);
        let schema = match map.remove("schema") {
            Some((_, schema)) => schema,
            None => self.loose_schema(&mut map, body.at),
        };
        (self.content(body.at, schema, consumes, None), required)
    }

    /// The schema that stands beside the name of a parameter.
    fn loose_schema(&mut self, map: &mut Map, at: At) -> Node {
        let mut schema = self.object(at);
        if let Some(inside) = schema.as_object_mut() {
            for (key, value) in OF_SCHEMA.iter().filter_map(|key| map.remove(key)) {
                inside.insert(key, value);
            }
        }
        schema
    }

    /// An object of the form's fields.
    fn form_body(&mut self, at: At, form: &[Node], consumes: &[String]) -> (Node, bool) {
        let (mut fields, mut required, mut encoding) = (Map::new(), Vec::new(), Map::new());
        for parameter in form {
            let Some(name) = parameter.text("name") else {
                self.warning("missing-field", parameter.at, "the parameter has no `name`; it is left out");
                continue;
            };
            if fields.contains(name) {
                self.left_out(parameter.at, "a form has one field of a name; this one is left out");
                continue;
            }
            let copy = self.locations.copy(parameter);
            let Value::Object(mut map) = copy.value else { continue };
            if map.get("required").and_then(Node::as_flag) == Some(true) {
                required.push(Node::string(self.locations.again(parameter.at), name));
            }
            let format = map.remove("collectionFormat").map(|it| it.1);
            let mut schema = match map.remove("schema") {
                Some((_, schema)) => schema,
                None => self.loose_schema(&mut map, parameter.at),
            };
            if schema.text("type") == Some("array") {
                let encoded = self.field_encoding(parameter.at, format.as_ref());
                self.put_node(&mut encoding, name, encoded);
            }
            if let (Some((key, text)), Some(schema)) = (map.remove("description"), schema.as_object_mut()) {
                schema.insert(key, text);
            }
            self.put_node(&mut fields, name, schema);
        }
        let is_required = !required.is_empty();
        let has_files = fields.values().any(|it| it.text("type") == Some("file"));
        let mut schema = Map::new();
        self.put(&mut schema, "type", at, Value::String("object".to_owned()));
        self.put(&mut schema, "properties", at, Value::Object(fields));
        if is_required {
            self.put(&mut schema, "required", at, Value::List(required));
        }
        let schema = Node::new(self.locations.again(at), Value::Object(schema));
        let types = form_types(consumes, has_files);
        let mut content = self.content(at, schema, &types, None);
        if !encoding.is_empty() {
            for (_, media) in content.as_object_mut().into_iter().flat_map(Map::entries_mut) {
                let encoding = Node::new(self.locations.again(at), Value::Object(encoding.clone()));
                let encoding = self.locations.copy(&encoding);
                if let Some(media) = media.as_object_mut() {
                    self.put_node(media, "encoding", encoding);
                }
            }
        }
        (content, is_required)
    }

    fn field_encoding(&mut self, at: At, format: Option<&Node>) -> Node {
        let (style, explode) = self.collection(format, true);
        let mut encoding = self.object(at);
        if let Some(map) = encoding.as_object_mut() {
            self.put(map, "style", at, Value::String(style.unwrap_or("form").to_owned()));
            self.put(map, "explode", at, Value::Bool(explode));
        }
        encoding
    }
}

/// Media types of a file in an answer: JSON would be decoded.
fn for_files(produces: &[String]) -> Vec<String> {
    let raw: Vec<String> = produces.iter().filter(|it| !it.contains("json")).cloned().collect();
    if raw.is_empty() { vec!["*/*".to_owned()] } else { raw }
}

/// Media types of a form: those of `consumes` that are one.
fn form_types(consumes: &[String], has_files: bool) -> Vec<String> {
    let is_multipart = |it: &&String| it.starts_with(MULTIPART);
    let is_form = |it: &&String| it.starts_with(FORM);
    let multipart = consumes.iter().find(is_multipart);
    match consumes.iter().find(is_form) {
        Some(form) if !has_files => std::iter::once(form).chain(multipart).cloned().collect(),
        _ if has_files || multipart.is_some() => vec![multipart.cloned().unwrap_or_else(|| MULTIPART.to_owned())],
        _ => vec![FORM.to_owned()],
    }
}
