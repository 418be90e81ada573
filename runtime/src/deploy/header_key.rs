//! Keys that are sent in a header of their own.

use std::fmt;

use serde_json::Value;

use super::{Platform, answers};
use crate::data::Secret;
use crate::error::{Error, ErrorKind};

/// A header key that was made, and those that were there.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HeaderKey {
    /// Identifier, where the platform tells one.
    pub id: Option<String>,
    /// The key. It is not shown again.
    pub key: Secret,
    /// What it begins with.
    pub prefix: Option<String>,
    /// Those that were there before; they go on working.
    pub others: Vec<HeaderKeyInfo>,
}

/// What is told of a header key afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderKeyInfo {
    /// Identifier.
    pub id: String,
    /// What it begins with.
    pub prefix: Option<String>,
    /// Whether it is accepted; where nothing is said it is.
    pub active: bool,
}

impl fmt::Display for HeaderKeyInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}…)", self.id, self.prefix.as_deref().unwrap_or_default())
    }
}

pub(super) async fn make(platform: &Platform, app_id: &str, name: Option<&str>) -> Result<HeaderKey, Error> {
    let operations = &platform.setup.operations;
    let known = platform.call(operations.list_header_keys, &[app_id]).await?;
    let others = answers::list(&known, "keys").filter_map(info).collect();
    let requests = platform.setup.settings.header_requests_per_minute;
    let answer = platform.make_key(operations.create_header_key, app_id, name, requests).await?;
    let key = answers::key(&answer).ok_or_else(|| {
        Error::new(ErrorKind::Decode, "the answer has no `key`").with_operation(operations.create_header_key.id)
    })?;
    Ok(HeaderKey { id: answers::text(&answer, "id"), key, prefix: answers::text(&answer, "key_prefix"), others })
}

fn info(key: &Value) -> Option<HeaderKeyInfo> {
    let active = key.get("is_active").and_then(Value::as_bool).unwrap_or(true);
    Some(HeaderKeyInfo { id: answers::text(key, "id")?, prefix: answers::text(key, "key_prefix"), active })
}
