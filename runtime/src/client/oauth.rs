//! Client credentials of a client being built: for which schemes, at which token endpoint.

use std::sync::Arc;

use http::header::USER_AGENT;
use url::Url;

use super::settings::Settings;
use crate::error::{Error, ErrorKind};
use crate::facts::{OAuth, SecurityKind};
use crate::params::encode::{Keep, push};
use crate::template::{Piece, pieces};
use crate::token::{ClientCredentials, Endpoint, Tokens};
use crate::transport::Transport;

impl Settings {
    /// Fills the schemes that take tokens of client credentials.
    ///
    /// # Errors
    /// There are none, or the token endpoint is not known or no URL.
    pub(super) fn oauth(
        &mut self,
        credentials: &ClientCredentials,
        base_url: &Url,
        transport: &Arc<dyn Transport>,
    ) -> Result<(), Error> {
        let bearers = self.facts.security.iter().filter(|it| it.kind == SecurityKind::Bearer);
        let schemes: Vec<OAuth> = match self.facts.oauth {
            [] => bearers.map(|it| OAuth { scheme: it.name, ..OAuth::NEW }).collect(),
            known => known.to_vec(),
        };
        let mut filled = 0;
        for facts in &schemes {
            let endpoint = Endpoint {
                url: match &credentials.token_url {
                    Some(given) => token_url(given, base_url)?,
                    None => token_url(&self.filled(facts.token_url)?, base_url)?,
                },
                credentials: completed(credentials, facts),
                user_agent: self.headers.get(USER_AGENT).cloned(),
                transport: Arc::clone(transport),
                timeout: self.timeout,
            };
            let tokens = Arc::new(Tokens::new(Arc::new(endpoint)));
            filled += self.credentials.fill_tokens(|it| it.name == facts.scheme, &tokens);
        }
        match filled {
            0 => Err(config(format!("{} has no security scheme that takes a token", self.facts.name))),
            _ => Ok(()),
        }
    }

    /// The token endpoint with the values of settings in the place of their names in braces. A value in front may be a
    /// URL; others are one segment.
    fn filled(&self, template: &str) -> Result<String, Error> {
        let missing = |name| config(format!("the token endpoint needs the setting `{name}`"));
        let value = |name| self.values.get(name).ok_or_else(|| missing(name));
        let mut filled = String::new();
        for piece in pieces(template) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Name(name) if filled.is_empty() => filled.push_str(value(name)?.trim_end_matches('/')),
                Piece::Name(name) => push(&mut filled, value(name)?, Keep::Segment),
            }
        }
        Ok(filled)
    }
}

/// What the program left out, as the specification has it.
fn completed(given: &ClientCredentials, facts: &OAuth) -> ClientCredentials {
    let mut all = given.clone();
    all.scopes.get_or_insert_with(|| facts.scopes.iter().map(|it| (*it).to_owned()).collect());
    all.audience = all.audience.or_else(|| facts.audience.map(str::to_owned));
    all.auth.get_or_insert(facts.auth);
    all
}

/// The token endpoint; a path stands for one of the API's own server.
fn token_url(text: &str, base_url: &Url) -> Result<Url, Error> {
    if text.is_empty() {
        return Err(config("the client credentials name no token endpoint, and the specification has none".to_owned()));
    }
    let mut base = base_url.clone();
    if !base.path().ends_with('/') {
        base.set_path(&format!("{}/", base.path()));
    }
    let url = base.join(text).map_err(|error| config("the token endpoint is no URL".to_owned()).with_source(error))?;
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if matches!(url.scheme(), "http" | "https") && plain {
        return Ok(url);
    }
    Err(config("the token endpoint has to be a URL with http:// or https://, without user and fragment".to_owned()))
}

fn config(message: String) -> Error {
    Error::new(ErrorKind::Config, message)
}
