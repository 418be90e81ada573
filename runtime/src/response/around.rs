//! What the object around an answer says: that the answer is inside, or that there is none.
//!
//! **Invariant:** bodies are looked at only where an operation's facts ask for it.

use super::RawResponse;
use crate::data::members::members;
use crate::facts::Operation;

/// JSON text without the object around it, where that has one of `keys` as its only member, or has a list there.
pub(crate) fn unwrapped<'a>(whole: &'a [u8], keys: &[&str]) -> &'a [u8] {
    if keys.is_empty() {
        return whole;
    }
    let Some(members) = members(whole) else { return whole };
    let alone = |it: &&[u8]| members.len() == 1 || it.starts_with(b"[");
    let found = keys.iter().filter_map(|key| members.get(*key).map(|it| it.get().as_bytes()));
    found.into_iter().find(alone).unwrap_or(whole)
}

impl RawResponse {
    /// Whether a body that comes with a status of success tells of a failure: it has the key for that, and none of
    /// those that the operation gives.
    pub(crate) fn is_failure_in_disguise(&self, key: Option<&str>, operation: &Operation) -> bool {
        let Some(key) = key.filter(|_| !operation.expects.is_empty() && self.body.trim_ascii_start().starts_with(b"{"))
        else {
            return false;
        };
        let Some(members) = members(&self.body) else { return false };
        let says = members.get(key).is_some_and(|it| !matches!(it.get(), "null" | "false"));
        says && !operation.expects.iter().any(|it| members.contains_key(*it))
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::*;

    #[test]
    fn the_first_key_that_fits_is_taken_off() {
        let inside = |text: &'static str| String::from_utf8(unwrapped(text.as_bytes(), &["items", "nodes"]).to_vec());
        for (text, value) in [
            (r#"{"items": [1]}"#, "[1]"),
            (r#"{"source": "x", "nodes": [1]}"#, "[1]"),
            (r#"{"nodes": {"a": 1}}"#, r#"{"a": 1}"#),
            (r#"{"nodes": {"a": 1}, "source": "x"}"#, r#"{"nodes": {"a": 1}, "source": "x"}"#),
            (r#"{"others": [1]}"#, r#"{"others": [1]}"#),
            ("[1]", "[1]"),
        ] {
            assert_eq!(inside(text).unwrap(), value);
        }
    }

    #[test]
    fn a_failure_is_told_from_an_answer() {
        static LIST: Operation = Operation { expects: &["items"], ..Operation::NEW };
        let failed = |body: &'static str| {
            RawResponse::new(StatusCode::OK, HeaderMap::new(), body).is_failure_in_disguise(Some("error"), &LIST)
        };
        assert!(failed(r#"{"error": "not found"}"#));
        assert!(failed(r#" {"error": {"message": "x"}, "code": 1}"#));
        for fine in [r#"{"items": [], "error": "x"}"#, r#"{"error": null}"#, r#"{"error": false}"#, "{}", "[]", "{"] {
            assert!(!failed(fine), "{fine}");
        }
    }
}
