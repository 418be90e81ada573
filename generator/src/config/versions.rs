//! `versions` of `sdk.yaml`: which versions of the API there are, how one is chosen, and what operations are called in
//! each.

use super::reader::{Named, Reader, Report};
use crate::ir::{AnswerEnvelope, Version, Versions};
use crate::tree::{At, Node};

/// What an operation is called in a version. Names come with the place where they stand.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionRule {
    /// Name of the version.
    pub version: Named,
    /// Its paths, the one to ask first before the others.
    pub paths: Vec<Named>,
    /// Field of the body, its name in the version.
    pub fields: Vec<(String, String, At)>,
}

/// What stands for the version in patterns.
pub(crate) const SLOT: &str = "{version}";

/// Reads `versions`.
pub(super) fn versions(reader: &Reader<'_>, report: &mut Report<'_>) -> Option<Versions> {
    let node = reader.get("versions")?;
    let reader = Reader::new(node, "`versions`", &["default", "path", "header", "accept", "envelope", "named"], report);
    let default = reader.required_text("default", report);
    reader.required("named", Some(()), report);
    let named = reader.members("named", report);
    let mut all: Vec<Version> = named.into_iter().map(|(name, at, node)| version(name, at, node, report)).collect();
    match (default, all.iter().position(|it| Some(it.name.as_str()) == default)) {
        (Some(_), Some(index)) => {
            let first = all.remove(index);
            all.insert(0, first);
        }
        (Some(name), None) => {
            let at = reader.get("default").map_or(node.at, |it| it.at);
            let known = all.iter().map(|it| it.name.as_str());
            report.unknown("unknown-version", at, format!("there is no version `{name}`"), name, known);
        }
        (None, _) => {}
    }
    Some(Versions {
        all,
        path: pattern("path", &reader, report, |it| it.starts_with('/') && it.ends_with('/')),
        header: reader.text("header", report).map(str::to_owned).filter(|name| is_header(name, &reader, report)),
        accept: pattern("accept", &reader, report, |it| it.contains('/') && it.is_ascii()),
        envelope: envelope(&reader, report),
    })
}

fn version(name: &str, at: At, node: &Node, report: &mut Report<'_>) -> Version {
    let reader = Reader::new(node, "a version", &["number", "summary", "sunset"], report);
    let digits = name.find(|it: char| it.is_ascii_digit()).and_then(|it| name.get(it..)).unwrap_or(name);
    let number = reader.word("number", report).unwrap_or_else(|| digits.to_owned());
    for (text, at) in [(name, at), (&number, reader.get("number").map_or(at, |it| it.at))] {
        // It stands in paths and headers as it is.
        if text.is_empty() || !text.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_.".contains(&it)) {
            let help = "ASCII letters, digits, `-`, `_` and `.`".to_owned();
            report.error("bad-version", at, format!("`{text}` is no name or number of a version"), Some(help));
        }
    }
    Version {
        name: name.to_owned(),
        number,
        summary: reader.text("summary", report).map(str::to_owned),
        sunset: reader.text("sunset", report).map(str::to_owned),
    }
}

/// A text that holds the slot once.
fn pattern(key: &str, reader: &Reader<'_>, report: &mut Report<'_>, is_right: fn(&str) -> bool) -> Option<String> {
    let text = reader.text(key, report)?;
    if text.matches(SLOT).count() == 1 && is_right(text) {
        return Some(text.to_owned());
    }
    let (help, example) = match key {
        "path" => ("a path that begins and ends with `/`", "/api/{version}/"),
        _ => ("a media type", "application/json; version={version}"),
    };
    let help = format!("{help} and holds `{SLOT}` once, as in `{example}`");
    let at = reader.get(key).map_or(reader.at, |it| it.at);
    report.error("bad-version", at, format!("`{text}` does not say where the version stands"), Some(help));
    None
}

pub(super) fn is_header(name: &str, reader: &Reader<'_>, report: &mut Report<'_>) -> bool {
    let is_name = !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_.".contains(&it));
    if !is_name {
        let at = reader.get("header").map_or(reader.at, |it| it.at);
        report.error("bad-header", at, format!("`{name}` is no name of a header"), None);
    }
    is_name
}

fn envelope(reader: &Reader<'_>, report: &mut Report<'_>) -> Option<AnswerEnvelope> {
    let reader = Reader::new(reader.get("envelope")?, "`envelope`", &["data", "meta", "links"], report);
    let key = |key: &str, report: &mut Report<'_>| reader.text(key, report).unwrap_or(key).to_owned();
    Some(AnswerEnvelope { data: key("data", report), meta: key("meta", report), links: key("links", report) })
}

/// Reads `versions` of an operation.
pub(super) fn of_operation(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<VersionRule> {
    let mut rules = Vec::new();
    for (name, at, node) in reader.members("versions", report) {
        let reader = Reader::new(node, "a version of an operation", &["path", "fields"], report);
        let mut rule = VersionRule { version: (name.to_owned(), at), paths: Vec::new(), fields: Vec::new() };
        for node in paths(reader.get("path")) {
            match node.as_str() {
                Some(path) => rule.paths.push((path.to_owned(), node.at)),
                None => report.wrong_type(node, "`path`", "a path or a list of paths"),
            }
        }
        for (field, at, node) in reader.members("fields", report) {
            match node.as_str() {
                Some(other) => rule.fields.push((field.to_owned(), other.to_owned(), at)),
                None => report.wrong_type(node, "a field", "its name in the version"),
            }
        }
        rules.push(rule);
    }
    rules
}

/// One path, or a list of them.
fn paths(node: Option<&Node>) -> &[Node] {
    node.map_or(&[], |it| it.as_list().unwrap_or(std::slice::from_ref(it)))
}
