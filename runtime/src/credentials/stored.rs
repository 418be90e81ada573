//! What a file of credentials holds.

use std::fmt;

use serde_json::{Map, Value};

use crate::data::Secret;
use crate::facts::SdkFacts;

/// What a file of credentials holds: the credentials, the base URL that they are for, and what others keep there.
#[derive(Clone)]
pub struct Stored {
    facts: &'static SdkFacts,
    pub(super) members: Map<String, Value>,
}

impl Stored {
    pub(super) fn new(facts: &'static SdkFacts, members: Map<String, Value>) -> Self {
        Self { facts, members }
    }

    /// The credential of a security scheme, where there is one.
    #[must_use]
    pub fn credential(&self, scheme: &str) -> Option<Secret> {
        let text = self.members.get(self.key(scheme)?)?.as_str();
        text.filter(|it| !it.is_empty()).map(Secret::from)
    }

    /// The base URL that the credentials are for, where there is one.
    #[must_use]
    pub fn base_url(&self) -> Option<&str> {
        let key = self.facts.credentials_file?.base_url?;
        self.members.get(key)?.as_str().filter(|it| !it.is_empty())
    }

    /// With the credential of a security scheme; nothing happens where the system keeps none of that scheme.
    #[must_use]
    pub fn with_credential(mut self, scheme: &str, secret: impl Into<Secret>) -> Self {
        if let Some(key) = self.key(scheme) {
            self.members.insert(key.to_owned(), Value::from(secret.into().expose()));
        }
        self
    }

    /// With the base URL; nothing happens where the system keeps none.
    #[must_use]
    pub fn with_base_url(mut self, url: impl Into<String>) -> Self {
        if let Some(key) = self.facts.credentials_file.and_then(|it| it.base_url) {
            self.members.insert(key.to_owned(), Value::from(url.into()));
        }
        self
    }

    /// Names of all that is there.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    fn key(&self, scheme: &str) -> Option<&'static str> {
        self.facts.credentials.iter().find(|it| it.scheme == scheme)?.stored
    }
}

/// Values of others may be secret as well: names alone are printed.
impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}
