//! What `sdk.yaml` says of modules of the runtime. Names come with the place where they stand.

use super::reader::{Named, Reader, Report};
use crate::ir::Literal;
use crate::tree::{At, Node};

/// What is said of a module.
#[derive(Clone, Debug, PartialEq)]
pub struct ModuleRule {
    /// Its name in the crate.
    pub name: Named,
    /// One line of Markdown.
    pub summary: String,
    /// Markdown.
    pub description: Option<String>,
    /// The runtime's module, and the runtime's feature.
    pub runtime: Named,
    /// Whether its feature is on by default.
    pub default: bool,
    /// Roles and the operations that play them.
    pub operations: Vec<(Named, Named)>,
    /// Values by their names.
    pub settings: Vec<(Named, Literal)>,
    /// Types of the module that are made for one client.
    pub bound: Vec<Named>,
    /// Methods of the client and the types that they give.
    pub methods: Vec<(Named, Named)>,
}

const KEYS: [&str; 8] = ["summary", "description", "runtime", "default", "operations", "settings", "bound", "methods"];

/// Reads `modules`.
pub(super) fn modules(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<ModuleRule> {
    let members = reader.members("modules", report);
    members.into_iter().filter_map(|(name, at, node)| module(name, at, node, report)).collect()
}

fn module(name: &str, at: At, node: &Node, report: &mut Report<'_>) -> Option<ModuleRule> {
    let reader = Reader::new(node, "a module", &KEYS, report);
    let summary = reader.required_text("summary", report)?.to_owned();
    Some(ModuleRule {
        name: (name.to_owned(), at),
        summary,
        description: reader.text("description", report).map(str::to_owned),
        runtime: reader.named("runtime", report).unwrap_or_else(|| (name.to_owned(), at)),
        default: reader.truth("default", report).unwrap_or(false),
        operations: pairs(&reader, "operations", report),
        settings: settings(&reader, report),
        bound: reader.names("bound", report),
        methods: pairs(&reader, "methods", report),
    })
}

/// Names that stand for names.
fn pairs(reader: &Reader<'_>, key: &str, report: &mut Report<'_>) -> Vec<(Named, Named)> {
    let mut pairs = Vec::new();
    for (name, at, node) in reader.members(key, report) {
        match node.as_str() {
            Some(text) => pairs.push(((name.to_owned(), at), (text.to_owned(), node.at))),
            None => report.wrong_type(node, &format!("an entry of `{key}`"), "a string"),
        }
    }
    pairs
}

fn settings(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<(Named, Literal)> {
    let mut settings = Vec::new();
    for (name, at, node) in reader.members("settings", report) {
        let value = node.literal();
        if is_plain(&value) {
            settings.push(((name.to_owned(), at), value));
        } else {
            let expected = "a text, a number, a boolean, a list of texts, or an object of texts";
            report.wrong_type(node, &format!("the setting `{name}`"), expected);
        }
    }
    settings
}

/// Whether a value is one that a module's settings may hold.
fn is_plain(value: &Literal) -> bool {
    let is_text = |it: &Literal| matches!(it, Literal::String(_));
    match value {
        Literal::Null => false,
        Literal::Bool(_) | Literal::Number(_) | Literal::String(_) => true,
        Literal::List(items) => items.iter().all(is_text),
        Literal::Object(members) => members.iter().all(|it| is_text(&it.1)),
    }
}
