//! What `sdk.yaml` says of streams of events.

use super::reader::{Named, Reader, Report};
use crate::ir::{Resume, StreamEnd};
use crate::tree::{At, Node};

/// How streams of events end, and what becomes of those that are cut.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamRule {
    /// Where it stands.
    pub at: At,
    /// The operations that it is for, each with the place where it stands; empty: all that give a stream of events.
    pub operations: Vec<Named>,
    /// How the end is told from a cut.
    pub end: StreamEnd,
    /// Where the field of that stands.
    pub field_at: Option<At>,
    /// What becomes of a stream after a cut.
    pub resume: Resume,
}

const RESUME: [(&str, Resume); 3] = [("ids", Resume::Ids), ("reconnect", Resume::Reconnect), ("never", Resume::Never)];

/// Reads `streams.rules`.
pub(super) fn rules(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<StreamRule> {
    let Some(node) = reader.get("streams") else { return Vec::new() };
    let reader = Reader::new(node, "`streams`", &["rules"], report);
    reader.list("rules", report).iter().filter_map(|it| rule(it, report)).collect()
}

fn rule(node: &Node, report: &mut Report<'_>) -> Option<StreamRule> {
    let reader = Reader::new(node, "a rule of `streams`", &["operations", "end", "resume"], report);
    let (end, field_at) = match reader.get("end") {
        Some(node) => end(node, report)?,
        None => (StreamEnd::Answer, None),
    };
    Some(StreamRule {
        at: node.at,
        operations: reader.names("operations", report),
        end,
        field_at,
        resume: reader.choice("resume", &RESUME, report).unwrap_or(Resume::Ids),
    })
}

/// `answer`, `never`, or the events that end the stream.
fn end(node: &Node, report: &mut Report<'_>) -> Option<(StreamEnd, Option<At>)> {
    match node.as_str() {
        Some("answer") => return Some((StreamEnd::Answer, None)),
        Some("never") => return Some((StreamEnd::Never, None)),
        Some(_) => {
            report.wrong_type(node, "`end`", "`answer`, `never` or an object");
            return None;
        }
        None => {}
    }
    let reader = Reader::new(node, "`end`", &["field", "values"], report);
    let field = reader.named("field", report);
    let values = reader.texts("values", report);
    reader.required("values", Some(()), report);
    if let Some(node) = reader.get("values").filter(|it| it.as_list().is_some_and(<[Node]>::is_empty)) {
        report.error(
            "wrong-type",
            node.at,
            "`values` names no event",
            Some("`end: never` says that nothing ends it".to_owned()),
        );
    }
    let keys = field.iter().flat_map(|it| it.0.split('.')).map(str::to_owned).collect();
    (!values.is_empty()).then(|| (StreamEnd::Event { field: keys, values }, field.map(|it| it.1)))
}
