//! The same request once more: for another page, or for the rest of a stream.
//!
//! **Invariant:** an address that an answer gave is followed only on the server that the call goes to: what carries
//! credentials never leaves it.

use ::url::Url;
use bytes::Bytes;
use http::header::{IF_RANGE, RANGE};
use http::{HeaderName, HeaderValue};
use serde_json::{Map, Value};

use super::{Draft, Reading, url};
use crate::error::{Error, ErrorKind};
use crate::facts::Location;
use crate::params::encode::{Keep, push};

/// Header that names the event after which a stream goes on (WHATWG HTML §9.2.4).
pub(crate) const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

impl Draft {
    /// The same request with all that was set for the call. What was wrong with it stays behind.
    pub(crate) fn again(&self) -> Box<Self> {
        Box::new(Self {
            client: self.client.clone(),
            operation: self.operation,
            method: self.method,
            path: self.path.clone(),
            path_args: self.path_args.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            cookies: self.cookies.clone(),
            body: self.body.clone(),
            content_type: self.content_type.clone(),
            idempotent: self.idempotent,
            anonymous: self.anonymous,
            signer: self.signer.clone(),
            address: self.address.clone(),
            reading: self.reading,
            retry: self.retry.clone(),
            timeout: self.timeout,
            deadline: self.deadline,
            version: self.version,
            problem: None,
        })
    }

    /// The same request for a stream that is cut; `None` where its answer is none, or where it may not be sent twice.
    pub(crate) fn for_stream(&self) -> Option<Box<Self>> {
        (self.reading != Reading::Whole && self.is_safe()).then(|| self.again())
    }

    /// Says in a header from where a stream goes on; `None`: from the beginning.
    ///
    /// # Errors
    /// No header can carry the id.
    pub(crate) fn go_on_after(&mut self, id: Option<&str>) -> Result<(), Error> {
        self.headers.remove(&LAST_EVENT_ID);
        if let Some(id) = id {
            let refused =
                |_| Error::new(ErrorKind::Request, "the id of the last event is one that no header can carry");
            // Standards have it in UTF-8.
            self.headers.insert(LAST_EVENT_ID, HeaderValue::from_bytes(id.as_bytes()).map_err(refused)?);
        }
        Ok(())
    }

    /// Asks for a body from this byte on, in the version that was sent before.
    pub(crate) fn rest(&mut self, from: u64, version: HeaderValue) {
        // Digits are always a value.
        if let Ok(range) = HeaderValue::try_from(format!("bytes={from}-")) {
            self.headers.insert(RANGE, range);
            self.headers.insert(IF_RANGE, version);
        }
    }

    /// What the server that it goes to is known by.
    pub(crate) fn host(&self) -> Option<String> {
        self.base().ok().map(|it| it.origin().ascii_serialization())
    }

    /// From where a stream is to go on.
    pub(crate) fn goes_on_after(&self) -> Option<String> {
        let id = self.headers.get(&LAST_EVENT_ID)?;
        std::str::from_utf8(id.as_bytes()).ok().map(str::to_owned)
    }

    /// What a parameter of the query, or else a member of a JSON body, is set to.
    pub(crate) fn argument(&self, name: &str) -> Option<String> {
        let prefix = key(name);
        match self.query.iter().rev().find_map(|it| it.strip_prefix(prefix.as_str())) {
            Some(value) => ::url::form_urlencoded::parse(value.as_bytes()).next().map(|it| it.0.into_owned()),
            None => match self.body_members()?.get(name)? {
                Value::Null => None,
                Value::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
            },
        }
    }

    /// Sets a parameter of the query, or the member of a JSON body where the operation has it there.
    pub(crate) fn set_argument(&mut self, name: &str, value: Value) {
        let in_query = self.operation.param(Location::Query, name).is_some();
        if let Some(mut members) = self.body_members().filter(|_| !in_query) {
            members.insert(name.to_owned(), value);
            self.body = Some(Bytes::from(Value::Object(members).to_string()).into());
            return;
        }
        let prefix = key(name);
        let mut others = std::mem::take(&mut self.query);
        self.param(Location::Query, name, Ok(value));
        if let Some(address) = self.address.take() {
            self.address = Some(url::with_pairs(address, &self.query));
        }
        others.retain(|it| !it.starts_with(prefix.as_str()));
        others.append(&mut self.query);
        self.query = others;
    }

    fn body_members(&self) -> Option<Map<String, Value>> {
        serde_json::from_slice(self.body.as_ref()?.bytes()?).ok()
    }

    /// Goes to the address that an answer gave, absolute or relative to the one that was asked.
    ///
    /// # Errors
    /// It is none, or it leaves the server.
    pub(crate) fn follow(&mut self, link: &str) -> Result<(), Error> {
        let base = self.base()?;
        let asked = match &self.address {
            Some(address) => address.clone(),
            None => {
                self.urls(&self.route(&self.client)?, &self.query)?.into_iter().next().unwrap_or_else(|| base.clone())
            }
        };
        let refused = |why: &str| Error::new(ErrorKind::Paging, format!("the link to the next page {why}"));
        let mut next = asked.join(link).map_err(|error| refused("is no URL").with_source(error))?;
        if next.origin() != base.origin() || !next.username().is_empty() || next.password().is_some() {
            return Err(refused("leads to another server, which is not asked with this one's credentials"));
        }
        next.set_fragment(None);
        self.address = Some(next);
        Ok(())
    }

    /// The address that an answer gave.
    pub(crate) fn address(&self) -> Option<&Url> {
        self.address.as_ref()
    }
}

/// A query parameter up to its value.
fn key(name: &str) -> String {
    let mut key = String::new();
    push(&mut key, name, Keep::Segment);
    key.push('=');
    key
}
