//! Media types, request bodies and what they carry.

use super::Reader;
use super::fields::Kind;
use crate::document::{BodyShell, EncodingShell, MediaTypeShell};
use crate::tree::Node;

const BODY: &[(&str, Kind)] = &[("description", Kind::Text), ("content", Kind::Skip), ("required", Kind::Flag)];

const MEDIA_TYPE: &[&str] =
    &["schema", "itemSchema", "example", "examples", "encoding", "prefixEncoding", "itemEncoding", "$ref"];

const ENCODING: &[(&str, Kind)] = &[
    ("contentType", Kind::Text),
    ("headers", Kind::Skip),
    ("style", Kind::Text),
    ("explode", Kind::Flag),
    ("allowReserved", Kind::Flag),
];

const QUERY_STYLES: &[&str] = &["form", "spaceDelimited", "pipeDelimited", "deepObject"];

impl<'a> Reader<'a, '_> {
    /// The request body of an operation.
    pub(super) fn body(&mut self, operation: &'a Node) -> Option<BodyShell<'a>> {
        let node = operation.get("requestBody")?;
        if let Some(schema) = self.schema_named(node) {
            let content = vec![self.content_of(node, schema, "a request body")];
            return Some(BodyShell { at: node.at, shell: openapiv3::RequestBody::default(), content });
        }
        let node = self.follow(node, "a request body")?;
        let fields = self.fields(node, BODY);
        let shell = self.typed(fields, node.at)?;
        Some(BodyShell { at: node.at, shell, content: self.content(node) })
    }

    /// The media types under `content`; one that cannot be read is left out.
    pub(super) fn content(&mut self, node: &'a Node) -> Vec<MediaTypeShell<'a>> {
        let members = self.members(node, "content");
        members.filter_map(|(media_type, node)| self.media_type(media_type, node)).collect()
    }

    /// JSON of a schema that is referred to where a body or a response should be.
    pub(super) fn content_of(&mut self, node: &'a Node, schema: &'a Node, what: &str) -> MediaTypeShell<'a> {
        let text = node.text("$ref").unwrap_or_default();
        let message = format!("`{text}` is a schema, not {what}; it is read as {what} with JSON of this schema");
        self.warning("wrong-ref", node.at, message);
        MediaTypeShell {
            at: node.at,
            media_type: "application/json".to_owned(),
            schema: Some(schema),
            item_schema: None,
            example: None,
            encoding: Vec::new(),
        }
    }

    /// The media type that a key means.
    fn media_type_name(&mut self, written: &str, node: &Node) -> String {
        let name = written.trim();
        let read = match name {
            "" | "json" => "application/json",
            "xml" => "application/xml",
            "text" => "text/plain",
            "form" => "application/x-www-form-urlencoded",
            "multipart" => "multipart/form-data",
            other if !other.contains('/') && is_structured(node) => "application/json",
            other => other,
        };
        let at = node.at;
        if read != written {
            let message = format!("`{written}` is no media type; it is read as `{read}`");
            self.warning("bad-media-type", at, message);
        } else if !read.contains('/') {
            self.warning("bad-media-type", at, format!("`{written}` is no media type; it is read as bytes"));
        }
        read.to_owned()
    }

    fn media_type(&mut self, media_type: &str, node: &'a Node) -> Option<MediaTypeShell<'a>> {
        let media_type = self.media_type_name(media_type, node);
        let node = self.follow(node, "a media type")?;
        if let Some(map) = node.as_object() {
            self.unknown(map, MEDIA_TYPE);
        }
        Some(MediaTypeShell {
            at: node.at,
            media_type,
            schema: self.schema(node, "schema"),
            item_schema: self.schema(node, "itemSchema"),
            example: self.example(node),
            encoding: self.encoding(node),
        })
    }

    fn encoding(&mut self, media_type: &'a Node) -> Vec<EncodingShell> {
        let mut encodings = Vec::new();
        for (property, node) in self.members(media_type, "encoding") {
            if self.object(node, "an encoding").is_none() {
                continue;
            }
            let mut fields = self.fields(node, ENCODING);
            let style = fields.get("style").and_then(|it| it.as_str());
            if style.is_some_and(|it| !QUERY_STYLES.contains(&it)) {
                fields.remove("style");
                let at = node.get("style").unwrap_or(node).at;
                self.warning("wrong-type", at, "this style is not known; the default is taken");
            }
            if let Some(headers) = node.get("headers").filter(|it| it.as_object().is_some_and(|it| !it.is_empty())) {
                self.warning("unsupported-part-headers", headers.at, "headers of parts of a form are not sent");
            }
            let explode = node.get("explode").and_then(Node::as_bool);
            if let Some(shell) = self.typed(fields, node.at) {
                encodings.push(EncodingShell { at: node.at, property: property.to_owned(), shell, explode });
            }
        }
        encodings
    }
}

/// Whether a media type has a schema that is no text.
fn is_structured(media_type: &Node) -> bool {
    media_type.get("schema").is_some_and(|it| it.text("type") != Some("string"))
}
