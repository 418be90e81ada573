//! What `sdk.yaml` says of fields: other keys that servers send them under.

use super::reader::{Named, Reader, Report};
use crate::tree::At;

/// Other keys of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRule {
    /// File and JSON Pointer of the schema, and where that stands.
    pub schema: (String, At),
    /// The field, and where that stands.
    pub field: Named,
    /// The other keys, each with its place.
    pub also: Vec<Named>,
}

/// Reads `fields`.
pub(super) fn fields(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<FieldRule> {
    let mut rules = Vec::new();
    for (schema, at, node) in reader.members("fields", report) {
        let Some(fields) = node.as_object() else {
            report.wrong_type(node, "what is said of fields", "an object");
            continue;
        };
        for (key, node) in fields.entries() {
            let what = format!("the field `{}`", key.text);
            let reader = Reader::new(node, what, &["also"], report);
            let also = reader.name_or_names("also", report);
            reader.required("also", Some(()), report);
            rules.push(FieldRule { schema: (schema.to_owned(), at), field: (key.text.to_string(), key.at), also });
        }
    }
    rules
}
