//! Credentials of a client, and which of them an operation sends.
//!
//! **Invariant:** a credential leaves this file only as a header value that is marked sensitive, or as part of
//! the URL or the cookie that the server asks for; its `Debug` shows which schemes are filled, never with what.

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, ErrorKind};
use crate::facts::{SecurityKind, SecurityScheme};
use crate::params::encode::{Keep, push};
use crate::token::Tokens;

/// One credential for each scheme of an SDK, where there is one.
pub(crate) struct Credentials {
    schemes: &'static [SecurityScheme],
    filled: Vec<Option<Placement>>,
}

/// Where a credential goes, ready to be sent.
pub(crate) enum Placement {
    /// A header, its value marked sensitive.
    Header(http::HeaderName, HeaderValue),
    /// An encoded `name=value` pair of the query.
    Query(SecretString),
    /// An encoded `name=value` pair of the cookies.
    Cookie(SecretString),
    /// An access token that is fetched when it is needed.
    Token(Arc<Tokens>),
}

impl Credentials {
    pub(crate) fn new(schemes: &'static [SecurityScheme]) -> Self {
        Self { schemes, filled: schemes.iter().map(|_| None).collect() }
    }

    /// Fills each scheme that `wanted` selects. Returns how many there were.
    ///
    /// # Errors
    /// The secret cannot be part of a header.
    pub(crate) fn fill(
        &mut self,
        wanted: impl Fn(&SecurityScheme) -> bool,
        secret: &SecretString,
    ) -> Result<usize, Error> {
        let mut count = 0;
        for (scheme, slot) in self.schemes.iter().zip(&mut self.filled).filter(|(it, _)| wanted(it)) {
            *slot = Some(place(scheme, secret)?);
            count += 1;
        }
        Ok(count)
    }

    /// Fills each scheme that `wanted` selects with tokens that are fetched. Returns how many there were.
    pub(crate) fn fill_tokens(&mut self, wanted: impl Fn(&SecurityScheme) -> bool, tokens: &Arc<Tokens>) -> usize {
        let slots = self.schemes.iter().zip(&mut self.filled).filter(|(it, _)| wanted(it));
        slots.map(|(_, slot)| *slot = Some(Placement::Token(Arc::clone(tokens)))).count()
    }

    /// The credentials of the first alternative that is complete.
    pub(crate) fn select(&self, alternatives: &[&[usize]]) -> Vec<&Placement> {
        let complete = |alternative: &&[usize]| -> Option<Vec<&Placement>> {
            alternative.iter().map(|scheme| self.get(*scheme)).collect()
        };
        let mut choices = alternatives.iter().filter(|it| !it.is_empty());
        choices.find_map(complete).unwrap_or_default()
    }

    /// Whether there is one for this scheme.
    pub(crate) fn is_there(&self, scheme: &str) -> bool {
        self.schemes.iter().zip(&self.filled).any(|(it, filled)| it.name == scheme && filled.is_some())
    }

    /// Whether there is one at all.
    pub(crate) fn is_any(&self) -> bool {
        self.filled.iter().any(Option::is_some)
    }

    /// The first credential there is, for requests that no operation describes.
    pub(crate) fn any(&self) -> Vec<&Placement> {
        self.filled.iter().flatten().take(1).collect()
    }

    fn get(&self, scheme: usize) -> Option<&Placement> {
        self.filled.get(scheme)?.as_ref()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let filled = self.schemes.iter().zip(&self.filled).filter(|(_, it)| it.is_some());
        f.debug_set().entries(filled.map(|(scheme, _)| scheme.name)).finish()
    }
}

fn place(scheme: &SecurityScheme, secret: &SecretString) -> Result<Placement, Error> {
    let text = secret.expose_secret();
    if text.is_empty() {
        return Err(Error::new(ErrorKind::Config, format!("the credential for `{}` is empty", scheme.name)));
    }
    match scheme.kind {
        SecurityKind::HeaderKey(name) => {
            let header = name.parse().map_err(|_| {
                Error::new(ErrorKind::Config, format!("`{name}` of scheme `{}` is no header name", scheme.name))
            })?;
            Ok(Placement::Header(header, sensitive(text)?))
        }
        SecurityKind::QueryKey(name) => Ok(Placement::Query(pair(name, text, Keep::Unreserved))),
        SecurityKind::CookieKey(name) => Ok(Placement::Cookie(pair(name, text, Keep::Cookie))),
        SecurityKind::Bearer => Ok(Placement::Header(http::header::AUTHORIZATION, bearer(text)?)),
        SecurityKind::Basic => Ok(Placement::Header(http::header::AUTHORIZATION, basic(text)?)),
    }
}

/// `Bearer …` as a sensitive header value.
pub(crate) fn bearer(token: &str) -> Result<HeaderValue, Error> {
    sensitive(&format!("Bearer {token}"))
}

/// `Basic …` of `user:password` as a sensitive header value.
fn basic(text: &str) -> Result<HeaderValue, Error> {
    sensitive(&format!("Basic {}", crate::data::Base64::from(text.as_bytes().to_vec())))
}

fn pair(name: &str, secret: &str, keep: Keep) -> SecretString {
    let mut pair = String::new();
    push(&mut pair, name, Keep::Segment);
    pair.push('=');
    push(&mut pair, secret, keep);
    pair.into()
}

/// A header value that never prints.
pub(crate) fn sensitive(text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| Error::new(ErrorKind::Config, "a credential has characters that no header can carry"))?;
    value.set_sensitive(true);
    Ok(value)
}
