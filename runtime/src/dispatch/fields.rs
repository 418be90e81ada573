//! Fields of messages: taken out of an object one by one, what is left is kept.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// What is wrong with a message: a field and the reason.
pub(super) type Fault = String;

/// The fields of an object that nobody has taken yet.
pub(super) struct Fields(pub(super) Map<String, Value>);

impl Fields {
    /// Of a value that has to be an object.
    pub(super) fn of(value: Value) -> Result<Self, Fault> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            _ => Err("a message is an object".to_owned()),
        }
    }

    /// A field that may be absent or null.
    pub(super) fn optional<T: DeserializeOwned>(&mut self, key: &str) -> Result<Option<T>, Fault> {
        match self.0.remove(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => serde_json::from_value(value).map(Some).map_err(|it| format!("`{key}`: {it}")),
        }
    }

    /// A field that has to be there.
    pub(super) fn required<T: DeserializeOwned>(&mut self, key: &str) -> Result<T, Fault> {
        self.optional(key)?.ok_or_else(|| format!("`{key}` is missing"))
    }

    /// A list of messages, which may be absent.
    pub(super) fn list<T>(&mut self, key: &str, read: fn(Fields) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
        let items: Vec<Value> = self.optional(key)?.unwrap_or_default();
        items.into_iter().map(|it| read(Fields::of(it)?)).collect()
    }

    /// Writes a field.
    pub(super) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// Writes a field, if there is a value.
    pub(super) fn with_optional(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// The object.
    pub(super) fn value(self) -> Value {
        Value::Object(self.0)
    }
}
