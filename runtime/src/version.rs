//! Which version of an API a call is for, and what that makes of its request.
//!
//! In: the version that the call or its client chose, the operation's facts. Out: a [`Route`], with the paths to ask
//! one after another and what names the version in headers.
//!
//! **Invariant:** where nothing chose a version, nothing is added to a request; an operation that a version lacks is
//! never sent to it.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::header::ACCEPT;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind};
use crate::facts::{Operation, SdkFacts, VersionFacts, VersionForm, VersioningFacts};
use crate::request::Members;

/// How a request says which version of the API it is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VersionBy {
    /// By its path, `/api/v2/debates`. Where a version was chosen, the header names it too: that is all there is for
    /// paths that name none.
    #[default]
    Path,
    /// By a header alone, `X-API-Version: 2`; the path names no version: `/api/debates`.
    Header,
    /// By the media type that is asked for, `Accept: application/json; version=2`; the path names no version.
    Accept,
}

/// An operation that the chosen version of the API lacks; from [`Error::not_in_version`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotInVersion {
    /// The operation.
    pub operation: &'static str,
    /// The version that was chosen.
    pub version: &'static str,
    /// Those that have it.
    pub versions: Vec<&'static str>,
}

impl fmt::Display for NotInVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "version {} has no such operation; it is in {}", self.version, self.versions.join(", "))
    }
}

impl StdError for NotInVersion {}

/// What was chosen.
#[derive(Clone, Copy)]
pub(crate) struct Choice {
    pub(crate) version: Option<&'static VersionFacts>,
    pub(crate) by: VersionBy,
}

/// Where a request goes, and what it carries to say for which version it is.
pub(crate) struct Route {
    /// Paths, to be asked until one is known.
    pub(crate) paths: Vec<Cow<'static, str>>,
    fields: &'static [(&'static str, &'static str)],
    header: Option<(HeaderName, HeaderValue)>,
    accept: Option<String>,
}

impl Choice {
    /// The route of an operation; `path`: the one that its facts name, without what is never sent.
    pub(crate) fn route(self, sdk: &SdkFacts, operation: &Operation, path: &'static str) -> Result<Route, Error> {
        let facts = &sdk.versions;
        let Some(default) = facts.all.first() else { return Ok(Route::to(path.into())) };
        let target = self.version.unwrap_or(default);
        let form = operation.versions.iter().find(|it| it.version == target.name);
        let own = facts.of_path(path).map(|it| it.0);
        if form.is_none() && self.version.is_some() && own.is_some_and(|it| it != target) {
            return Err(missing(facts, operation, own, target));
        }
        let paths: Vec<Cow<'static, str>> = match form.map_or(&[][..], |it| it.paths) {
            [] => vec![path.into()],
            paths => paths.iter().map(|it| Cow::Borrowed(*it)).collect(),
        };
        let mut route = Route { paths, fields: form.map_or(&[], |it| it.fields), ..Route::to(path.into()) };
        if self.version.is_some() || self.by != VersionBy::Path {
            route.name(facts, target, self.by);
        }
        Ok(route)
    }

    /// The route of a request that no operation describes: its path stays as it is.
    pub(crate) fn untyped(self, sdk: &SdkFacts, path: String) -> Route {
        let mut route = Route::to(path.into());
        if let Some(target) = self.version {
            route.say(&sdk.versions, target, self.by);
        }
        route
    }
}

impl Route {
    fn to(path: Cow<'static, str>) -> Self {
        Self { paths: vec![path], fields: &[], header: None, accept: None }
    }

    /// Names the version in the way that was chosen, and in no other.
    fn name(&mut self, facts: &VersioningFacts, target: &VersionFacts, by: VersionBy) {
        if by != VersionBy::Path {
            for path in &mut self.paths {
                if let Some((_, bare)) = facts.of_path(path).filter(|it| it.0 == target) {
                    *path = bare.into();
                }
            }
            self.paths.dedup();
        }
        self.say(facts, target, by);
    }

    fn say(&mut self, facts: &VersioningFacts, target: &VersionFacts, by: VersionBy) {
        match (by, facts.accept) {
            (VersionBy::Accept, Some(accept)) => self.accept = Some(accept.replace("{version}", target.number)),
            _ => self.header = facts.header.and_then(|it| Some((it.parse().ok()?, target.number.parse().ok()?))),
        }
    }

    /// Adds what names the version to the headers of a request.
    pub(crate) fn mark(&self, headers: &mut HeaderMap) {
        if let Some((name, value)) = &self.header {
            headers.insert(name.clone(), value.clone());
        }
        let Some(accept) = &self.accept else { return };
        let (base, parameters) = accept.split_once(';').map_or((accept.as_str(), None), |it| (it.0.trim(), Some(it.1)));
        let asked = headers.get(ACCEPT).and_then(|it| it.to_str().ok()).unwrap_or("*/*");
        let versioned = asked.split(',').map(str::trim).map(|it| match parameters {
            _ if it == "*/*" || it.eq_ignore_ascii_case(base) => accept.clone(),
            Some(parameters) => format!("{it};{parameters}"),
            None => it.to_owned(),
        });
        let versioned: Vec<String> = versioned.collect();
        if let Ok(value) = versioned.join(", ").parse() {
            headers.insert(ACCEPT, value);
        }
    }

    /// The body with the names that its members have in the version; what is no JSON object stays as it is. A member
    /// that is there under its new name already is the one that counts.
    pub(crate) fn body(&self, body: Bytes) -> Bytes {
        let renamed = |name: &str| self.fields.iter().find(|it| it.0 == name).map(|it| it.1);
        if self.fields.is_empty() {
            return body;
        }
        let Ok(Members(members)) = serde_json::from_slice::<Members<&RawValue>>(&body) else { return body };
        let has = |name: &str| members.iter().any(|it| it.0 == name);
        let mut text = String::with_capacity(body.len());
        for (name, value) in &members {
            let name = match renamed(name) {
                Some(other) if has(other) => continue,
                other => other.unwrap_or(name),
            };
            text.push(if text.is_empty() { '{' } else { ',' });
            text.push_str(&serde_json::Value::from(name).to_string());
            text.push(':');
            text.push_str(value.get());
        }
        text.push_str(if text.is_empty() { "{}" } else { "}" });
        text.into()
    }
}

/// The version of that name, or why there is none.
pub(crate) fn named(facts: &SdkFacts, name: &str) -> Result<&'static VersionFacts, String> {
    facts.versions.named(name).ok_or_else(|| match facts.versions.all {
        [] => format!("{} has no versions to choose from", facts.name),
        all => {
            let names: Vec<&str> = all.iter().map(|it| it.name).collect();
            format!("{} has no version `{}`, but {}", facts.name, name.escape_debug(), names.join(", "))
        }
    })
}

fn missing(facts: &VersioningFacts, operation: &Operation, own: Option<&VersionFacts>, target: &VersionFacts) -> Error {
    let has = |it: &&VersionFacts| {
        own == Some(it) || operation.versions.iter().any(|form: &VersionForm| form.version == it.name)
    };
    let versions = facts.all.iter().filter(has).map(|it| it.name).collect();
    let what = NotInVersion { operation: operation.id, version: target.name, versions };
    Error::new(ErrorKind::NotInVersion, what.to_string()).with_operation(operation.id).with_source(what)
}
