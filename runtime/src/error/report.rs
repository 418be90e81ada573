//! Finds code, message and details in the body of a failure, whatever shape the server gives it.
//!
//! Servers do not agree on one shape, often not even with themselves: a text, a text under `error`, an object
//! under `error`, a flag beside a message, a code under one of several names or as a number, a list of errors.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::data::Timestamp;
use crate::response::RawResponse;

/// Longest plain-text body that counts as a message.
const PLAIN_MESSAGE: usize = 200;

/// Longest body that is looked at: a longer one is no report, and its tree would take many times its size.
const MAX_BODY: usize = 1 << 20;

/// What a failure's body says.
#[derive(Clone, Default)]
pub(super) struct Report {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) details: Option<Value>,
    pub(super) retry_after: Option<Duration>,
    /// Requests that are allowed, and those that are left of them.
    pub(super) limit: (Option<u64>, Option<u64>),
    pub(super) request_id: Option<String>,
    pub(super) trace_id: Option<String>,
    pub(super) resource_type: Option<String>,
    pub(super) resource_id: Option<String>,
    pub(super) support_url: Option<String>,
    pub(super) replacement: Option<String>,
    pub(super) sunset: Option<Timestamp>,
    pub(super) guide: Option<String>,
}

impl Report {
    pub(super) fn read(response: &RawResponse) -> Self {
        let body = response.body();
        // What calls itself JSON and is none says nothing.
        let is_text = !response.header("content-type").is_some_and(|it| it.to_ascii_lowercase().contains("json"));
        if body.len() > MAX_BODY {
            return Self::default();
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(root)) => Self::read_object(&root),
            Ok(Value::String(message)) => Self { message: Some(message), ..Self::default() },
            Ok(Value::Array(errors)) => Self::read_list(Value::Array(errors)),
            Ok(_) => Self::default(),
            Err(_) => Self { message: plain(body).filter(|_| is_text), ..Self::default() },
        }
    }

    fn read_object(root: &Map<String, Value>) -> Self {
        let first = root.get("errors").and_then(|it| it.get(0)).and_then(Value::as_object);
        let inner = root.get("error").and_then(Value::as_object).or(first);
        let of = |names: &[&str]| -> Option<&Value> {
            let nested = inner.and_then(|it| find(it, names));
            nested.or_else(|| find(root, names))
        };
        let bare = root.get("error").and_then(Value::as_str);
        let spoken = of(&["message", "error_description", "error_message", "detail", "title", "msg"]).and_then(text);
        let code = of(&["code", "error_code", "errorCode"]).and_then(word);
        Self {
            code: code.or_else(|| bare.filter(|it| spoken.is_some() && is_word(it)).map(str::to_owned)),
            message: spoken.or_else(|| bare.map(str::to_owned)).or_else(|| first_text(root)),
            details: details(root, inner),
            retry_after: of(&["retry_after"])
                .or_else(|| of(&["details"]).and_then(|it| it.get("retry_after")))
                .and_then(Value::as_f64)
                .and_then(|it| Duration::try_from_secs_f64(it).ok()),
            ..Self::named(root, inner)
        }
    }

    /// What has a name of its own, wherever it stands.
    fn named(root: &Map<String, Value>, inner: Option<&Map<String, Value>>) -> Self {
        let places = [inner, Some(root), inner.and_then(inside), inside(root)];
        let of = |names: &[&str]| places.iter().flatten().find_map(|it| find(it, names).and_then(word));
        let number = |name: &str| places.iter().flatten().find_map(|it| it.get(name)?.as_u64());
        let used = || Some(number("limit")?.saturating_sub(number("used")?));
        Self {
            limit: (number("limit"), number("remaining").or_else(used)),
            request_id: of(&["request_id", "requestId"]),
            trace_id: of(&["trace_id", "traceId"]),
            resource_type: of(&["resource_type"]),
            resource_id: of(&["resource_id"]),
            support_url: of(&["support_url"]),
            replacement: of(&["replacement", "replaced_by", "successor", "use_instead"]),
            sunset: of(&["sunset_date", "sunset", "removed_at", "removal_date"]).map(Timestamp::from),
            guide: of(&["migration_guide", "migration_url", "documentation_url"]),
            ..Self::default()
        }
    }

    fn read_list(errors: Value) -> Self {
        let mut report = match errors.get(0) {
            Some(Value::Object(first)) => Self::read_object(first),
            Some(Value::String(first)) => Self { message: Some(first.clone()), ..Self::default() },
            _ => Self::default(),
        };
        report.details = Some(errors);
        report
    }
}

fn find<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
    names.iter().filter_map(|name| object.get(*name)).find(|it| !it.is_null())
}

/// The object of details within one.
fn inside(object: &Map<String, Value>) -> Option<&Map<String, Value>> {
    object.get("details")?.as_object()
}

fn details(root: &Map<String, Value>, inner: Option<&Map<String, Value>>) -> Option<Value> {
    let nested = inner.and_then(|it| find(it, &["details", "data", "errors"]));
    let own = nested.or_else(|| find(root, &["details", "errors"]));
    own.or_else(|| root.get("detail").filter(|it| it.is_array() || it.is_object())).cloned()
}

fn first_text(root: &Map<String, Value>) -> Option<String> {
    let list = root.get("errors").or_else(|| root.get("detail"))?.get(0)?;
    text(list).or_else(|| find(list.as_object()?, &["message", "msg"]).and_then(text))
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|it| !it.is_empty()).map(str::to_owned)
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        _ => text(value),
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

fn plain(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?.trim();
    let short = !text.is_empty() && text.len() <= PLAIN_MESSAGE && !text.starts_with(['<', '{', '[']);
    short.then(|| text.to_owned())
}
