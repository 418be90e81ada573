//! A request that the test server received.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use super::Answer;
use crate::data::Base64;

/// A request as it arrived.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// Method.
    pub method: String,
    /// Path and query, as sent.
    pub target: String,
    /// Headers in the order of arrival, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
    /// Whether all of the body came; else the connection was broken off.
    pub is_whole: bool,
    /// Status of the answer.
    pub status: u16,
}

impl Exchange {
    /// The path, as sent.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The query, as sent; empty where there is none.
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The first header with this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The body as text; what is not UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Appends one line of JSON. One write, so that tests in several processes can share a file.
    pub(super) fn append_to(&self, path: &Path, label: &str, answer: &Answer) {
        let line = json!({
            "operation": label,
            "request": {
                "method": self.method,
                "target": self.target,
                "headers": self.headers,
                "body": body(&self.body),
            },
            "response": {
                "status": answer.status,
                "headers": answer.headers,
                "body": body(&answer.body),
            },
        });
        let written = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .and_then(|mut file| file.write_all(format!("{line}\n").as_bytes()));
        if let Err(error) = written {
            tracing::error!(%error, path = %path.display(), "the exchange cannot be recorded");
        }
    }
}

/// Text as it is, anything else as `{"base64": …}`.
fn body(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => Value::from(text),
        Err(_) => json!({ "base64": Base64::from(bytes.to_vec()).to_string() }),
    }
}
