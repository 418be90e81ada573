//! A request that is complete: the draft with credentials, defaults and its URL.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderValue};
use secrecy::ExposeSecret;

use super::{Draft, Reading, url};
use crate::client::{Client, Placement, base_url, sensitive};
use crate::error::{Error, ErrorKind};
use crate::facts::{EmptyBody, Location, Operation, RetrySafety};
use crate::payload::Payload;
use crate::send::Hop;
use crate::signing::Signer;
use crate::token::Tokens;
use crate::version::{Choice, Route};

/// A request that can be sent, again and again.
pub(crate) struct Ready {
    pub(crate) url: ::url::Url,
    pub(crate) method: http::Method,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Payload,
    /// Whether it may be sent again when it is unknown what the first attempt did.
    pub(crate) safe: bool,
    pub(crate) reading: Reading,
    pub(crate) operation: &'static Operation,
    /// Where its access token comes from, where it needs one that is fetched.
    pub(crate) tokens: Option<Arc<Tokens>>,
    /// Who signs each attempt.
    pub(crate) signer: Option<Arc<dyn Signer>>,
    /// Other places that the operation may be at.
    pub(crate) others: Vec<::url::Url>,
    /// What the places are remembered by.
    pub(crate) place: String,
}

impl Ready {
    /// The request to its first place.
    pub(crate) fn hop(&self) -> Hop {
        Hop {
            url: self.url.clone(),
            method: self.method.clone(),
            headers: self.headers.clone(),
            body: self.body.clone(),
        }
    }
}

impl Draft {
    /// Whether sending it again can do no harm.
    pub(super) fn is_safe(&self) -> bool {
        self.idempotent
            || match self.operation.retry {
                RetrySafety::ByMethod => self.method.is_idempotent(),
                RetrySafety::Safe => true,
                RetrySafety::Unsafe => false,
            }
    }

    /// The request, or the first thing that is wrong with it.
    pub(crate) fn ready(&mut self) -> Result<Ready, Error> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        let client = self.client.clone();
        self.empty_body();
        let mut query = std::mem::take(&mut self.query);
        let described = query.len();
        let route = self.route(&client)?;
        let tokens = self.placements(&client).into_iter().find_map(|it| match it {
            Placement::Token(tokens) => Some(Arc::clone(tokens)),
            _ => None,
        });
        let headers = self.all_headers(&client, &route, &mut query)?;
        let mut urls = match self.address.take() {
            Some(address) => vec![url::with_pairs(address, query.get(described..).unwrap_or_default())],
            None => self.urls(&route, &query)?,
        }
        .into_iter();
        Ok(Ready {
            url: urls.next().unwrap_or_else(|| client.shared.base_url.clone()),
            others: urls.collect(),
            place: route.paths.first().map(Cow::to_string).unwrap_or_default(),
            method: self.method.into(),
            headers,
            body: self.routed_body(&route),
            safe: self.is_safe(),
            reading: self.reading,
            operation: self.operation,
            tokens,
            signer: self.signer.take(),
        })
    }

    /// The body, with the names that the version has for its fields.
    fn routed_body(&mut self, route: &Route) -> Payload {
        match self.body.take() {
            Some(Payload::Whole(bytes)) => route.body(bytes).into(),
            Some(streamed) => streamed,
            None => route.body(Bytes::new()).into(),
        }
    }

    /// The places to ask, one after another.
    pub(super) fn urls(&self, route: &Route, query: &[String]) -> Result<Vec<::url::Url>, Error> {
        let base = self.base()?;
        route.paths.iter().map(|it| url::join(&base, it, &self.path_args, query)).collect()
    }

    /// The URL of the server that it is sent to.
    pub(super) fn base(&self) -> Result<::url::Url, Error> {
        let shared = &self.client.shared;
        match self.operation.server.filter(|_| !shared.one_server) {
            // A server is given by its path where it is another place of the same host.
            Some(server) if server.starts_with('/') => beside(&shared.base_url, server),
            Some(server) => base_url(server),
            None => Ok(shared.base_url.clone()),
        }
    }

    /// Headers of the client, the operation, the credentials and the call; the later one counts, but cookies add up.
    fn all_headers(&mut self, client: &Client, route: &Route, query: &mut Vec<String>) -> Result<HeaderMap, Error> {
        let mut headers = client.shared.headers.clone();
        let mut cookies = std::mem::take(&mut self.cookies);
        for placement in self.placements(client) {
            place(placement, &mut headers, query, &mut cookies);
        }
        if let Some(media_type) = self.content_type.take() {
            headers.insert(CONTENT_TYPE, media_type);
        }
        if let Some(accept) = accept(self.operation).filter(|_| !headers.contains_key(ACCEPT)) {
            headers.insert(ACCEPT, accept);
        }
        route.mark(&mut headers);
        for given in [headers.get(COOKIE), self.headers.get(COOKIE)].into_iter().flatten() {
            cookies.extend(given.to_str().ok().map(str::to_owned));
        }
        for (name, value) in &self.headers {
            // A multipart body cannot be read without the boundary that only we know.
            let is_boundless = name == CONTENT_TYPE && is_multipart(headers.get(name)) && is_multipart(Some(value));
            if !is_boundless {
                headers.insert(name, value.clone());
            }
        }
        if !cookies.is_empty() {
            headers.insert(COOKIE, sensitive(&cookies.join("; "))?);
        }
        match self.lacking(client, &headers) {
            Some(why) => Err(Error::new(ErrorKind::Request, why)),
            None => Ok(headers),
        }
    }

    /// Which setting of the client the operation cannot do without.
    fn lacking(&self, client: &Client, headers: &HeaderMap) -> Option<String> {
        let required = self.operation.params.iter().filter(|it| it.required && it.location == Location::Header);
        let missing = required.filter(|it| !headers.contains_key(it.name));
        let settings = client.shared.facts.settings;
        missing.into_iter().find_map(|param| {
            let setting = settings.iter().find(|it| it.header.is_some_and(|it| it.eq_ignore_ascii_case(param.name)))?;
            let (name, setting) = (param.name, setting.name);
            Some(format!("the header `{name}` is needed: set `{setting}` of the client, or the header of the call"))
        })
    }

    /// Where the request goes in the version that was chosen.
    pub(super) fn route(&self, client: &Client) -> Result<Route, Error> {
        let shared = &client.shared;
        let choice = Choice { version: self.version.or(shared.version.version), by: shared.version.by };
        match &self.path {
            Cow::Owned(path) => Ok(choice.untyped(shared.facts, path.clone())),
            Cow::Borrowed(path) => choice.route(shared.facts, self.operation, path),
        }
    }

    fn placements<'a>(&self, client: &'a Client) -> Vec<&'a Placement> {
        let credentials = &client.shared.credentials;
        if self.anonymous || self.headers.contains_key(AUTHORIZATION) {
            Vec::new()
        } else if matches!(self.path, Cow::Owned(_)) {
            credentials.any()
        } else {
            credentials.select(self.operation.security)
        }
    }

    fn empty_body(&mut self) {
        if self.body.is_none() && self.operation.empty_body == EmptyBody::Object {
            self.body = Some(Bytes::from_static(b"{}").into());
            self.content_type = Some(HeaderValue::from_static("application/json"));
        }
    }
}

fn beside(base: &::url::Url, path: &str) -> Result<::url::Url, Error> {
    let wrong = |error| Error::new(ErrorKind::Request, "the operation's server gives no URL").with_source(error);
    base.join(path).map_err(wrong).and_then(|it| base_url(it.as_str()))
}

fn is_multipart(media_type: Option<&HeaderValue>) -> bool {
    media_type.is_some_and(|it| it.as_bytes().to_ascii_lowercase().starts_with(b"multipart/"))
}

fn accept(operation: &Operation) -> Option<HeaderValue> {
    HeaderValue::from_str(operation.accept).ok().filter(|it| !it.is_empty())
}

fn place(placement: &Placement, headers: &mut HeaderMap, query: &mut Vec<String>, cookies: &mut Vec<String>) {
    match placement {
        Placement::Header(name, value) => drop(headers.insert(name, value.clone())),
        Placement::Query(pair) => query.push(pair.expose_secret().to_owned()),
        Placement::Cookie(pair) => cookies.push(pair.expose_secret().to_owned()),
        // It is fetched for each attempt.
        Placement::Token(_) => {}
    }
}
