//! What `sdk.yaml` says of types: the names that they keep, and those that the runtime has already.

use super::reader::{Named, Reader, Report};
use crate::ir::Foreign;
use crate::tree::At;

/// What is said of a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeRule {
    /// File and JSON Pointer of the schema.
    pub schema: String,
    /// Where that stands.
    pub at: At,
    /// What becomes of it.
    pub is: TypeChoice,
}

/// What becomes of a schema.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeChoice {
    /// A type of this name.
    Pinned(String),
    /// A type of the runtime.
    Foreign(Foreign),
}

/// The crate that such types are in: generated crates stand on no other.
const RUNTIME: &str = "sdk_runtime";

/// Reads `types`.
pub(super) fn types(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<TypeRule> {
    let mut rules = Vec::new();
    for (schema, at, node) in reader.members("types", report) {
        let is = match node.as_str() {
            Some(name) => Some(TypeChoice::Pinned(name.to_owned())),
            None if node.as_object().is_some() => {
                let reader = Reader::new(node, "a type", &["use", "feature"], report);
                foreign(&reader, report).map(TypeChoice::Foreign)
            }
            None => {
                report.wrong_type(node, "a type name", "a string");
                None
            }
        };
        rules.extend(is.map(|is| TypeRule { schema: schema.to_owned(), at, is }));
    }
    rules
}

fn foreign(reader: &Reader<'_>, report: &mut Report<'_>) -> Option<Foreign> {
    let path = reader.required_named("use", report);
    let feature = reader.text("feature", report).map(str::to_owned);
    let (path, at) = path?;
    let segments: Vec<String> = path.split("::").map(str::to_owned).collect();
    if !is_type_path(&segments) {
        let help = format!("a type of the runtime, such as `{RUNTIME}::data::Timestamp`");
        report.error("type-path", at, format!("`{path}` is no path of a type"), Some(help));
        return None;
    }
    Some(Foreign { path: segments, feature })
}

/// Whether it leads to a type of the runtime through at least one module.
fn is_type_path(segments: &[String]) -> bool {
    let is_word = |it: &String| {
        it.starts_with(|c: char| c.is_ascii_alphabetic()) && it.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let [first, modules @ .., last] = segments else { return false };
    first == RUNTIME
        && !modules.is_empty()
        && modules.iter().all(|it| is_word(it) && !it.contains(|c: char| c.is_ascii_uppercase()))
        && is_word(last)
        && last.starts_with(|c: char| c.is_ascii_uppercase())
}

/// A name of the runtime's own that something is bound to.
pub(crate) fn is_type_name((name, _): &Named) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric())
}
