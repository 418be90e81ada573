//! What the platform answers, as far as deploying needs it. Everything else in an answer is left alone.

use serde_json::Value;

use super::Failure;
use crate::data::{Json, Secret};

/// The members of a list that stands under a key, or is the whole answer.
pub(super) fn list<'a>(answer: &'a Json, key: &str) -> impl Iterator<Item = &'a Value> {
    let list = answer.get(key).or(Some(answer)).and_then(Value::as_array);
    list.into_iter().flatten()
}

/// Text of a member; a number counts as text.
pub(super) fn text(object: &Value, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Identifier of the app that an answer is about.
pub(super) fn app_id(answer: &Json) -> Result<String, Failure> {
    let app = answer.get("app").unwrap_or(answer);
    text(app, "id").ok_or(Failure::Answer("it names no app"))
}

/// The key that an answer shows.
pub(super) fn key(answer: &Json) -> Option<Secret> {
    text(answer, "key").map(Secret::from)
}
