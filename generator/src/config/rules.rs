//! What `sdk.yaml` says of operations, waiters and error codes.

use super::paging::{self, PagingChoice};
use super::reader::{Named, Reader, Report, status};
use super::versions::{self, VersionRule};
use crate::ir::{EmptyBody, ErrorCode, Pending, RetrySafety};
use crate::tree::{At, Node};

/// What is said of one operation; `None` leaves what the API description says.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationRule {
    /// Its `operationId`.
    pub id: String,
    /// Where the id stands.
    pub at: At,
    /// Namespace that takes the place of the first tag; empty: the client itself.
    pub namespace: Option<String>,
    /// Name of the method.
    pub method: Option<String>,
    /// Further method names; `<namespace>.<method>` in another namespace. With the place of each.
    pub aliases: Vec<Named>,
    /// Whether it may be sent again.
    pub retry: Option<RetrySafety>,
    /// What is sent when there is no body.
    pub empty_body: Option<EmptyBody>,
    /// Keys that may stand around the answer, and where each of them stands.
    pub unwrap: Vec<Named>,
    /// How its list comes in pages.
    pub paging: Option<PagingChoice>,
    /// What it is called in versions of the API.
    pub versions: Vec<VersionRule>,
}

/// A waiter. Names of operations come with the place where they stand.
#[derive(Clone, Debug, PartialEq)]
pub struct WaiterRule {
    /// `<namespace>.<method>`.
    pub name: String,
    /// Where the name stands.
    pub at: At,
    /// One line of Markdown.
    pub summary: String,
    /// Markdown.
    pub description: Option<String>,
    /// Operation that starts it.
    pub start: Named,
    /// Operation that is polled.
    pub poll: Named,
    /// Operation whose answer is the result.
    pub fetch: Option<Named>,
    /// Path parameter, field of the start's answer, where the parameter and the field stand.
    pub bind: Vec<(String, String, At, At)>,
    /// Field of the poll's answer.
    pub state: Named,
    /// States that end it.
    pub until: Vec<String>,
    /// Milliseconds between polls; default 2 s.
    pub every_ms: u64,
    /// Milliseconds of the longest wait; default 600 s.
    pub timeout_ms: u64,
    /// Errors that mean "not yet".
    pub pending: Vec<Pending>,
}

const EMPTY_BODY: [(&str, EmptyBody); 2] = [("object", EmptyBody::Object), ("none", EmptyBody::None)];
const RETRY: [(&str, RetrySafety); 2] = [("safe", RetrySafety::Safe), ("unsafe", RetrySafety::Unsafe)];

/// Reads `empty_body`.
pub(super) fn empty_body(reader: &Reader<'_>, report: &mut Report<'_>) -> Option<EmptyBody> {
    reader.choice("empty_body", &EMPTY_BODY, report)
}

/// Reads one entry of `operations`.
pub(super) fn operation(id: &str, at: At, node: &Node, report: &mut Report<'_>) -> OperationRule {
    let keys = ["namespace", "method", "aliases", "retry", "empty_body", "unwrap", "pagination", "versions"];
    let reader = Reader::new(node, "an operation", &keys, report);
    OperationRule {
        id: id.to_owned(),
        at,
        namespace: reader.text("namespace", report).map(str::to_owned),
        method: reader.text("method", report).map(str::to_owned),
        aliases: reader.names("aliases", report),
        retry: reader.choice("retry", &RETRY, report),
        empty_body: empty_body(&reader, report),
        unwrap: reader.name_or_names("unwrap", report),
        paging: paging::choice(&reader, report),
        versions: versions::of_operation(&reader, report),
    }
}

/// Reads one entry of `waiters`; `None` where something is missing without which it means nothing.
pub(super) fn waiter(name: &str, at: At, node: &Node, report: &mut Report<'_>) -> Option<WaiterRule> {
    let keys =
        ["summary", "description", "start", "poll", "bind", "state", "until", "every", "timeout", "pending", "fetch"];
    let reader = Reader::new(node, "a waiter", &keys, report);
    let summary = reader.required_text("summary", report);
    let start = reader.required_named("start", report);
    let poll = reader.required_named("poll", report);
    let state = reader.required_named("state", report);
    let until = reader.texts("until", report);
    reader.required("until", Some(()), report);
    reader.required("bind", Some(()), report);
    let pending: Vec<Pending> = reader.list("pending", report).iter().filter_map(|it| not_yet(it, report)).collect();
    Some(WaiterRule {
        name: name.to_owned(),
        at,
        summary: summary?.to_owned(),
        description: reader.text("description", report).map(str::to_owned),
        start: start?,
        poll: poll?,
        fetch: reader.named("fetch", report),
        bind: bindings(&reader, report),
        state: state?,
        until,
        every_ms: reader.duration("every", report).unwrap_or(2_000),
        timeout_ms: reader.duration("timeout", report).unwrap_or(600_000),
        pending,
    })
}

fn bindings(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<(String, String, At, At)> {
    let mut bindings = Vec::new();
    for (parameter, at, field) in reader.members("bind", report) {
        match field.as_str() {
            Some(text) => bindings.push((parameter.to_owned(), text.to_owned(), at, field.at)),
            None => report.wrong_type(field, "a field of `bind`", "a string"),
        }
    }
    bindings
}

fn not_yet(node: &Node, report: &mut Report<'_>) -> Option<Pending> {
    let reader = Reader::new(node, "an entry of `pending`", &["status", "code"], report);
    let code = reader.text("code", report).map(|it| Pending::Code(it.to_owned()));
    let status = reader.get("status").and_then(|it| status(it, report)).map(Pending::Status);
    if reader.get("code").is_some() == reader.get("status").is_some() {
        report.error("wrong-type", node.at, "an entry of `pending` has either `status` or `code`", None);
    }
    status.or(code)
}

/// Reads one entry of `errors.codes`.
pub(super) fn error_code(node: &Node, report: &mut Report<'_>) -> Option<ErrorCode> {
    let reader = Reader::new(node, "an error code", &["name", "summary", "status", "also"], report);
    let name = reader.required_text("name", report);
    let summary = reader.required_text("summary", report);
    Some(ErrorCode {
        statuses: reader.statuses("status", report),
        also: reader.texts("also", report),
        at: report.locations.origin(node.at),
        name: name?.to_owned(),
        summary: summary?.to_owned(),
    })
}
