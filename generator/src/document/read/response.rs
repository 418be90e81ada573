//! Responses and their headers.

use std::collections::BTreeSet;

use super::Reader;
use super::fields::Kind;
use super::parameter::with_any_schema;
use crate::document::{HeaderShell, LinkShell, ResponseShell};
use crate::ir::Status;
use crate::tree::{Key, Node};

const RESPONSE: &[(&str, Kind)] = &[
    ("summary", Kind::Skip),
    ("description", Kind::Text),
    ("headers", Kind::Skip),
    ("content", Kind::Skip),
    ("links", Kind::Skip),
];

const HEADER: &[(&str, Kind)] = &[
    ("description", Kind::Text),
    ("required", Kind::Flag),
    ("deprecated", Kind::Flag),
    ("allowEmptyValue", Kind::Skip),
    ("style", Kind::Skip),
    ("explode", Kind::Skip),
    ("schema", Kind::Skip),
    ("content", Kind::Skip),
    ("example", Kind::Skip),
    ("examples", Kind::Skip),
];

impl<'a> Reader<'a, '_> {
    /// The responses of an operation; one that cannot be read is left out.
    pub(super) fn responses(&mut self, operation: &'a Node) -> Vec<ResponseShell<'a>> {
        let (mut responses, mut known) = (Vec::new(), BTreeSet::new());
        let Some(node) = operation.get("responses") else { return responses };
        let Some(map) = self.object(node, "`responses`") else { return responses };
        for (key, node) in map.entries() {
            if key.text.starts_with("x-") {
                continue;
            }
            let Some(status) = self.status(key) else { continue };
            if !known.insert(status) {
                let message = format!("`{}` describes a status that is described before", key.text);
                self.lost("duplicate-status", key.at, message);
                continue;
            }
            responses.extend(self.response(status, node));
        }
        responses
    }

    fn status(&mut self, key: &Key) -> Option<Status> {
        let text = &*key.text;
        let status = match (text, text.as_bytes()) {
            ("default", _) => Some(Status::Default),
            (_, [digit @ b'1'..=b'5', b'X' | b'x', b'X' | b'x']) => Some(Status::Range(digit - b'0')),
            (_, [b'1'..=b'9', _, _]) => text.parse().ok().map(Status::Exact),
            _ => None,
        };
        if status.is_some() {
            return status;
        }
        const HELP: &str = "write `200`, `4XX` or `default`";
        let word = text.trim().split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
        let digits = Some(word).filter(|it| it.len() == 3 && it.bytes().all(|it| it.is_ascii_digit()) && *it > "099");
        let repaired = match digits.and_then(|it| it.parse().ok()) {
            Some(status) => Some(Status::Exact(status)),
            None if text.trim().eq_ignore_ascii_case("default") => Some(Status::Default),
            None => None,
        };
        match repaired {
            Some(_) => {
                let read = digits.unwrap_or("default");
                self.warning("bad-status", key.at, format!("`{text}` is no status; it is read as `{read}`")).help(HELP);
            }
            None => self.lost("bad-status", key.at, format!("`{text}` is no status")).help(HELP),
        }
        repaired
    }

    fn response(&mut self, status: Status, node: &'a Node) -> Option<ResponseShell<'a>> {
        if let Some(schema) = self.schema_named(node) {
            let content = vec![self.content_of(node, schema, "a response")];
            let shell = openapiv3::Response::default();
            let (headers, links) = (Vec::new(), Vec::new());
            return Some(ResponseShell { at: node.at, status, shell, headers, content, links });
        }
        let node = self.follow(node, "a response")?;
        let mut fields = self.fields(node, RESPONSE);
        fields.entry("description").or_insert_with(|| "".into());
        let shell = self.typed(fields, node.at)?;
        let (headers, content, links) = (self.headers(node), self.content(node), self.links(node));
        Some(ResponseShell { at: node.at, status, shell, headers, content, links })
    }

    /// The links of a response; one without an operation is left out.
    fn links(&mut self, response: &'a Node) -> Vec<LinkShell> {
        let mut links = Vec::new();
        for (name, node) in self.members(response, "links") {
            let Some(node) = self.follow(node, "a link") else { continue };
            let Some(operation) = node.text("operationId").or_else(|| node.text("operationRef")) else { continue };
            let description = node.text("description").map(str::to_owned);
            links.push(LinkShell { name: name.to_owned(), operation: operation.to_owned(), description });
        }
        links
    }

    fn headers(&mut self, response: &'a Node) -> Vec<HeaderShell<'a>> {
        let headers = self.members(response, "headers");
        headers.filter_map(|(name, node)| self.header(name, node)).collect()
    }

    fn header(&mut self, name: &str, node: &'a Node) -> Option<HeaderShell<'a>> {
        let node = self.follow(node, "a header")?;
        let fields = with_any_schema(self.fields(node, HEADER));
        let shell = self.typed(fields, node.at)?;
        let content = self.content(node).into_iter().next();
        let schema = self.schema(node, "schema").or_else(|| content?.schema);
        Some(HeaderShell { at: node.at, name: name.to_owned(), shell, schema })
    }
}
