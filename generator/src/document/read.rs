//! Reads the main document into an [`Api`], part by part.
//!
//! **Invariant:** what is wrong with a part is said where it stands, and is repaired or costs that part
//! alone.

mod content;
mod fields;
mod operation;
mod parameter;
mod response;
mod security;
mod server;
mod webhook;

use self::fields::{Fields, Kind};
use super::api::{Api, TagShell};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::references::Resolver;
use crate::tree::{At, Map, Node, Value};

const DOCUMENT: &[&str] = &[
    "openapi",
    "swagger",
    "$self",
    "info",
    "jsonSchemaDialect",
    "servers",
    "paths",
    "webhooks",
    "components",
    "security",
    "tags",
    "externalDocs",
];

const INFO: &[(&str, Kind)] = &[
    ("title", Kind::Text),
    ("summary", Kind::Skip),
    ("description", Kind::Text),
    ("termsOfService", Kind::Text),
    ("contact", Kind::Skip),
    ("license", Kind::Skip),
    ("version", Kind::Text),
];

const TAG: &[(&str, Kind)] = &[
    ("name", Kind::Text),
    ("summary", Kind::Skip),
    ("description", Kind::Text),
    ("externalDocs", Kind::Skip),
    ("parent", Kind::Skip),
    ("kind", Kind::Skip),
];

/// Reads the main document; `None` where there is none, or it is no object (reported).
///
/// # Diagnostics
/// `wrong-type`, `unknown-field` and `missing-field` for parts that are not as they should be (warnings
/// where the part is repaired or can be left out without loss of meaning, else errors), and those of
/// [`Resolver`].
pub fn read<'a>(resolver: Resolver<'a>, diagnostics: &mut Diagnostics) -> Option<Api<'a>> {
    let documents = resolver.documents();
    let root = documents.files.get(documents.main.as_deref()?)?;
    let mut reader = Reader { resolver: resolver.losing("it is left out"), diagnostics };
    let Some(map) = root.as_object() else {
        let origin = documents.locations.origin(root.at);
        let message = format!("the document is {}, not an object", root.kind());
        reader.diagnostics.error("not-a-document", &origin, message);
        return None;
    };
    reader.unknown(map, DOCUMENT);
    let operations = reader.operations(root);
    Some(Api {
        at: root.at,
        info: reader.info(root),
        servers: reader.servers(root),
        tags: reader.tags(root),
        security: reader.security(root),
        security_schemes: reader.security_schemes(root),
        webhooks: reader.webhooks(root, &operations),
        operations,
        schemas: reader.schemas(root),
    })
}

/// Reads parts and says what is wrong with them.
struct Reader<'a, 'd> {
    resolver: Resolver<'a>,
    diagnostics: &'d mut Diagnostics,
}

impl<'a> Reader<'a, '_> {
    /// Says of a part why it is left out.
    fn lost(&mut self, code: &'static str, at: At, message: impl std::fmt::Display) -> &mut Diagnostic {
        self.warning(code, at, format!("{message}; it is left out"))
    }

    fn warning(&mut self, code: &'static str, at: At, message: impl Into<String>) -> &mut Diagnostic {
        let origin = self.resolver.documents().locations.origin(at);
        self.diagnostics.warning(code, &origin, message)
    }

    /// The object that `node` is; else a diagnostic says what it is instead.
    fn object(&mut self, node: &'a Node, what: &str) -> Option<&'a Map> {
        if node.as_object().is_none() {
            self.lost("wrong-type", node.at, format!("{what} is {}, not an object", node.kind()));
        }
        node.as_object()
    }

    /// The object that `node` is or refers to; `what` says what it should be.
    fn follow(&mut self, node: &'a Node, what: &str) -> Option<&'a Node> {
        let found = self.resolver.follow(node, self.diagnostics)?.node;
        if node.get("$ref").is_some() && self.section(found).is_some_and(|it| !suits(it, what)) {
            let text = node.text("$ref").unwrap_or_default();
            self.lost("wrong-ref", node.at, format!("`{text}` names something else than {what}"));
            return None;
        }
        self.object(found, what).map(|_| found)
    }

    /// The section of `components` that a node stands in.
    fn section(&self, node: &Node) -> Option<&'static str> {
        let locations = &self.resolver.documents().locations;
        let section = locations.parent(node.at)?;
        let name = locations.name(section);
        let components = locations.parent(section)?;
        let inside = locations.parent(components).is_none() || locations.name(components) == "components";
        SECTIONS.iter().map(|it| it.0).find(|it| inside && *it == name)
    }

    /// The schema that `node` refers to, where it does.
    fn schema_named(&self, node: &'a Node) -> Option<&'a Node> {
        node.get("$ref")?;
        let found = self.resolver.follow(node, &mut Diagnostics::default())?.node;
        matches!(self.section(found), Some("schemas" | "definitions")).then_some(found)
    }

    /// The members of the object `key`; none where there is no such key. They are names, so that none of them is
    /// an extension, however it begins (`x-api-key`).
    fn members(&mut self, node: &'a Node, key: &str) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
        let found = node.get(key).and_then(|it| self.object(it, &format!("`{key}`")));
        found.into_iter().flat_map(|map| map.iter())
    }

    /// The items of the list `key`; none where there is no such key. Where an item or an object of items
    /// stands instead of the list, these are read; `marks` are keys by which an item is known.
    fn items(&mut self, node: &'a Node, key: &str, marks: &[&str]) -> Vec<&'a Node> {
        let Some(list) = node.get(key) else { return Vec::new() };
        let what = format!("`{key}` is {}, not a list", list.kind());
        match &list.value {
            Value::List(items) => items.iter().collect(),
            Value::Object(map) if marks.iter().any(|it| map.contains(it)) || marks.is_empty() => {
                self.warning("wrong-type", list.at, format!("{what}; it is read as a list of one"));
                vec![list]
            }
            Value::Object(map) if !map.is_empty() => {
                self.warning("wrong-type", list.at, format!("{what}; its values are read"));
                map.values().collect()
            }
            Value::String(_) => {
                self.warning("wrong-type", list.at, format!("{what}; it is read as a list of one"));
                vec![list]
            }
            _ => {
                self.lost("wrong-type", list.at, what);
                Vec::new()
            }
        }
    }

    fn info(&mut self, root: &'a Node) -> openapiv3::Info {
        let mut info = openapiv3::Info { title: "API".to_owned(), version: "0.0.0".to_owned(), ..Default::default() };
        let Some(node) = root.get("info").filter(|it| it.as_object().is_some()) else {
            self.warning("missing-field", root.at, "the document has no `info` object")
                .help("the API is called `API`, version `0.0.0`");
            return info;
        };
        let mut fields = self.fields(node, INFO);
        for (key, default) in [("title", &info.title), ("version", &info.version)] {
            if !fields.contains_key(key) {
                fields.insert(key.to_owned(), default.clone().into());
                self.warning("missing-field", node.at, format!("`info` has no `{key}`; it is taken to be `{default}`"));
            }
        }
        if let Some(read) = self.typed(fields, node.at) {
            info = read;
        }
        info
    }

    fn tags(&mut self, root: &'a Node) -> Vec<TagShell> {
        let mut tags: Vec<TagShell> = Vec::new();
        for node in self.items(root, "tags", &["name"]) {
            let fields = match node.as_str() {
                Some(name) => {
                    self.warning("wrong-type", node.at, "a tag is a string, not an object; it is read as the name");
                    Fields::from_iter([("name".to_owned(), name.into())])
                }
                None if self.object(node, "a tag").is_none() => continue,
                None => self.tag(node),
            };
            let Some(shell) = self.typed::<openapiv3::Tag>(fields, node.at) else { continue };
            if tags.iter().any(|it| it.shell.name == shell.name) {
                let message = format!("tag `{}` is declared more than once; the first is kept", shell.name);
                self.warning("duplicate-tag", node.at, message);
            } else {
                tags.push(TagShell { at: node.at, shell });
            }
        }
        tags
    }

    /// The fields of a tag; a summary (OpenAPI 3.2) stands in for a description.
    fn tag(&mut self, node: &'a Node) -> Fields {
        let mut fields = self.fields(node, TAG);
        if let (false, Some(summary)) = (fields.contains_key("description"), node.text("summary")) {
            fields.insert("description".to_owned(), summary.into());
        }
        fields
    }

    fn schemas(&mut self, root: &'a Node) -> Vec<(String, &'a Node)> {
        let Some(components) = root.get("components") else { return Vec::new() };
        if self.object(components, "`components`").is_none() {
            return Vec::new();
        }
        self.members(components, "schemas").map(|(name, node)| (name.to_owned(), node)).collect()
    }
}

/// Sections of `components` (and of Swagger 2.0's root), and what stands in them.
const SECTIONS: &[(&str, &str)] = &[
    ("schemas", "a schema"),
    ("definitions", "a schema"),
    ("parameters", "a parameter"),
    ("headers", "a header"),
    ("responses", "a response"),
    ("requestBodies", "a request body"),
    ("examples", "an example"),
    ("mediaTypes", "a media type"),
    ("securitySchemes", "a security scheme"),
    ("pathItems", "a path item"),
    ("callbacks", "a callback"),
    ("links", "a link"),
];

/// Whether what stands in a section is what is looked for. Parameters and headers are alike.
fn suits(section: &str, what: &str) -> bool {
    let held = SECTIONS.iter().find(|it| it.0 == section).map_or(what, |it| it.1);
    held == what || (section == "parameters" && what == "a header") || (section == "headers" && what == "a parameter")
}
