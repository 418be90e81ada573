//! Credentials of a client being built that come from where the program runs: environment variables, and the file that
//! programs of one system share.

use std::env;

use super::settings::Settings;
use crate::facts::{CredentialSource, SdkFacts};
use crate::token::ClientCredentials;

/// What the file holds, where it is known here and there.
#[cfg(feature = "credentials-file")]
type File = crate::credentials::Stored;
#[cfg(not(feature = "credentials-file"))]
type File = std::convert::Infallible;

impl Settings {
    /// Takes every credential from the first of its places that has one.
    pub(super) fn credentials_from_env(&mut self) {
        for setting in self.facts.settings {
            if let Some(value) = setting.env.and_then(variable) {
                self.setting(setting.name, value);
            }
        }
        let SdkFacts { credentials_env, client_credentials_env, credentials, .. } = *self.facts;
        let file = self.stored();
        for source in credentials {
            self.source(source, file.as_ref());
        }
        if let Some(key) = credentials_env.and_then(variable) {
            return self.api_key(key.into());
        }
        if let Some((id, secret)) =
            client_credentials_env.and_then(|(id, secret)| Some((variable(id)?, variable(secret)?)))
        {
            self.client_credentials = Some(ClientCredentials::new(id, secret));
            return;
        }
        self.not_found = Some(self.places());
    }

    fn source(&mut self, source: &CredentialSource, file: Option<&File>) {
        let found = source.env.iter().find_map(|it| variable(it));
        if let Some(secret) = found.or_else(|| kept(file, source.scheme)) {
            self.fill(source.scheme, |it| it.name == source.scheme, secret.trim().into());
        }
    }

    /// What the file holds; it may name another base URL.
    #[cfg(feature = "credentials-file")]
    fn stored(&mut self) -> Option<File> {
        self.facts.credentials_file?;
        let stored = crate::credentials::Store::from_facts(self.facts).and_then(|it| it.read());
        match stored {
            Ok(stored) => {
                if let Some(url) = stored.as_ref().and_then(|it| it.base_url()) {
                    self.base_url = url.to_owned();
                }
                stored
            }
            Err(crate::credentials::StoreError::NoHome) => None,
            Err(error) => {
                self.fail(error.to_string());
                None
            }
        }
    }

    #[cfg(not(feature = "credentials-file"))]
    #[allow(clippy::unused_self, reason = "with the file there is something to fail")]
    fn stored(&mut self) -> Option<File> {
        None
    }

    /// Says where a credential was looked for in vain.
    fn places(&self) -> String {
        let SdkFacts { credentials_env, client_credentials_env, credentials, .. } = *self.facts;
        let pair = client_credentials_env.map(|(id, secret)| format!("{id} with {secret}"));
        let single = credentials.iter().flat_map(|it| it.env).map(|it| (*it).to_owned());
        let all: Vec<String> = credentials_env.map(str::to_owned).into_iter().chain(pair).chain(single).collect();
        let file = self.facts.credentials_file.filter(|_| cfg!(feature = "credentials-file"));
        match (all.is_empty(), file) {
            (true, None) => format!("{} names no environment variable for its credential", self.facts.name),
            (true, Some(file)) => format!("there is no credential in `{}`", file.path),
            (false, None) => format!("the environment variable {} is not set", all.join(", or ")),
            (false, Some(file)) => {
                format!("the environment variable {} is not set, and `{}` has none", all.join(", or "), file.path)
            }
        }
    }
}

#[cfg(feature = "credentials-file")]
fn kept(file: Option<&File>, scheme: &str) -> Option<String> {
    Some(file?.credential(scheme)?.expose().to_owned())
}

#[cfg(not(feature = "credentials-file"))]
fn kept(_: Option<&File>, _: &str) -> Option<String> {
    None
}

/// A variable without the space around it. An empty one is none: that is how a program that cannot unset one clears it.
fn variable(name: &str) -> Option<String> {
    let value = env::var(name).ok()?;
    Some(value.trim().to_owned()).filter(|it| !it.is_empty())
}
