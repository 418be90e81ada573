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
        let node = self.follow(operation.get("requestBody")?, "`requestBody`")?;
        let fields = self.fields(node, BODY);
        let shell = self.typed(fields, node.at)?;
        Some(BodyShell { at: node.at, shell, content: self.content(node) })
    }

    /// The media types under `content`; one that cannot be read is left out.
    pub(super) fn content(&mut self, node: &'a Node) -> Vec<MediaTypeShell<'a>> {
        let members = self.members(node, "content");
        members.filter_map(|(media_type, node)| self.media_type(media_type, node)).collect()
    }

    fn media_type(&mut self, media_type: &str, node: &'a Node) -> Option<MediaTypeShell<'a>> {
        let node = self.follow(node, "a media type")?;
        if let Some(map) = node.as_object() {
            self.unknown(map, MEDIA_TYPE);
        }
        Some(MediaTypeShell {
            at: node.at,
            media_type: media_type.to_owned(),
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
            if let Some(shell) = self.typed(fields, node.at) {
                encodings.push(EncodingShell { at: node.at, property: property.to_owned(), shell });
            }
        }
        encodings
    }
}
