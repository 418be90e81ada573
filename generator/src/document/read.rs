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

use self::fields::Kind;
use super::api::{Api, TagShell};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::references::Resolver;
use crate::tree::{At, Map, Node};

const DOCUMENT: &[&str] = &[
    "openapi",
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
/// Callbacks and webhooks are not read: they are operations that the API's user serves.
///
/// # Diagnostics
/// `wrong-type`, `unknown-field` and `missing-field` for parts that are not as they should be (warnings
/// where the part is repaired or can be left out without loss of meaning, else errors), and those of
/// [`Resolver`].
pub fn read<'a>(resolver: Resolver<'a>, diagnostics: &mut Diagnostics) -> Option<Api<'a>> {
    let documents = resolver.documents();
    let root = documents.files.get(documents.main.as_deref()?)?;
    let mut reader = Reader { resolver, diagnostics };
    let map = reader.object(root, "the document")?;
    reader.unknown(map, DOCUMENT);
    Some(Api {
        at: root.at,
        info: reader.info(root),
        servers: reader.servers(root),
        tags: reader.tags(root),
        security: reader.security(root),
        security_schemes: reader.security_schemes(root),
        operations: reader.operations(root),
        schemas: reader.schemas(root),
    })
}

/// Reads parts and says what is wrong with them.
struct Reader<'a, 'd> {
    resolver: Resolver<'a>,
    diagnostics: &'d mut Diagnostics,
}

impl<'a> Reader<'a, '_> {
    fn error(&mut self, code: &'static str, at: At, message: impl Into<String>) -> &mut Diagnostic {
        let origin = self.resolver.documents().locations.origin(at);
        self.diagnostics.error(code, &origin, message)
    }

    fn warning(&mut self, code: &'static str, at: At, message: impl Into<String>) -> &mut Diagnostic {
        let origin = self.resolver.documents().locations.origin(at);
        self.diagnostics.warning(code, &origin, message)
    }

    /// The object that `node` is, or an error that says what it is instead.
    fn object(&mut self, node: &'a Node, what: &str) -> Option<&'a Map> {
        if node.as_object().is_none() {
            self.error("wrong-type", node.at, format!("{what} is {}, not an object", node.kind()));
        }
        node.as_object()
    }

    /// The object that `node` is or refers to.
    fn follow(&mut self, node: &'a Node, what: &str) -> Option<&'a Node> {
        let found = self.resolver.follow(node, self.diagnostics)?.node;
        self.object(found, what).map(|_| found)
    }

    /// The members of the object `key`; none where there is no such key.
    fn members(&mut self, node: &'a Node, key: &str) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
        let found = node.get(key).and_then(|it| self.object(it, &format!("`{key}`")));
        found.into_iter().flat_map(|map| map.iter()).filter(|(key, _)| !key.starts_with("x-"))
    }

    /// The items of the list `key`; none where there is no such key.
    fn items(&mut self, node: &'a Node, key: &str) -> &'a [Node] {
        let Some(list) = node.get(key) else { return &[] };
        if list.as_list().is_none() {
            self.error("wrong-type", list.at, format!("`{key}` is {}, not a list", list.kind()));
        }
        list.as_list().unwrap_or_default()
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
        for node in self.items(root, "tags") {
            if self.object(node, "a tag").is_none() {
                continue;
            }
            let fields = self.fields(node, TAG);
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

    fn schemas(&mut self, root: &'a Node) -> Vec<(String, &'a Node)> {
        let Some(components) = root.get("components") else { return Vec::new() };
        if self.object(components, "`components`").is_none() {
            return Vec::new();
        }
        self.members(components, "schemas").map(|(name, node)| (name.to_owned(), node)).collect()
    }
}
