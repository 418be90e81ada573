//! The client, with the credentials that a command needs.

use std::io::{self, BufRead};

use ara_sdk::runtime::Sdk;
use ara_sdk::runtime::credentials::Store;
use ara_sdk::{Client, ClientBuilder};
use url::Url;

use crate::args::Common;
use crate::failure::{Failure, Kind};

/// What a command proves itself with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// The control credential.
    Control,
    /// A runtime key or an app header key.
    Runtime,
}

/// A client with what the environment, the stored file and the command line give.
pub(crate) fn client(common: &Common) -> Result<Client, Failure> {
    let mut builder = match &common.base_url {
        Some(url) if stored_for_another(url).is_some() => from_variables(url),
        Some(url) => Client::from_env().base_url(url),
        None => Client::from_env(),
    };
    for (scheme, key) in [("runtime", &common.runtime_key), ("app_header", &common.app_header_key)] {
        if let Some(key) = key {
            builder = builder.credential(scheme, given(key)?);
        }
    }
    built(builder)
}

/// A client for this platform with what the environment gives, and without the stored key.
fn from_variables(url: &str) -> ClientBuilder<Client> {
    let given = |name: &&str| std::env::var(name).ok().filter(|it| !it.trim().is_empty());
    Client::facts().credentials.iter().fold(Client::builder(url), |builder, source| {
        match source.env.iter().find_map(given) {
            Some(key) => builder.credential(source.scheme, key.trim()),
            None => builder,
        }
    })
}

/// The platform that the stored key is for, where there is one and it is another than this. A key never goes to a
/// platform that it was not made for.
fn stored_for_another(url: &str) -> Option<String> {
    // Why a file cannot be read is told by the client that wants it.
    let stored = Store::of::<Client>().and_then(|it| it.read()).ok().flatten()?;
    stored.credential("control")?;
    let own = stored.base_url().unwrap_or(Client::PRODUCTION);
    let origin = |url: &str| Url::parse(url).map(|it| it.origin()).ok();
    let is_same = origin(own).is_some_and(|it| Some(it) == origin(url));
    (!is_same).then(|| own.to_owned())
}

fn left_out(own: &str, url: &str) -> Failure {
    Failure::new(Kind::Auth, format!("the stored key is for {own} and is not sent to {url}"))
        .help(format!("log in there with `ara auth login --base-url {url}`, or set ARA_API_KEY"))
}

/// Builds it; what is wrong then is the credentials or the address.
pub(crate) fn built(builder: ClientBuilder<Client>) -> Result<Client, Failure> {
    builder.build().map_err(|error| {
        let text = error.to_string();
        match text.contains("URL") {
            true => Failure::usage(text),
            false => Failure::new(Kind::Auth, text).help("log in with `ara auth login`, or set ARA_API_KEY"),
        }
    })
}

/// Says what is missing before the platform does.
pub(crate) fn check(client: &Client, needs: Needs) -> Result<(), Failure> {
    let has = |scheme: &str| client.core().has_credential(scheme);
    match needs {
        Needs::Control if !has("control") => Err(match stored_for_another(client.core().base_url()) {
            Some(own) => left_out(&own, client.core().base_url()),
            None => Failure::new(Kind::Auth, "there is no control credential")
                .help("log in with `ara auth login`, or set ARA_API_KEY"),
        }),
        Needs::Runtime if !has("runtime") && !has("app_header") => {
            Err(Failure::new(Kind::Auth, "there is neither a runtime key nor an app header key")
                .help("set ARA_RUNTIME_KEY (`ara deploy` makes one) or ARA_APP_HEADER_KEY (`ara setup-auth`)"))
        }
        _ => Ok(()),
    }
}

/// A key from the command line; `-` stands for the first line of standard input.
fn given(key: &str) -> Result<String, Failure> {
    if key == "-" { line() } else { Ok(key.to_owned()) }
}

/// The first line of standard input.
pub(crate) fn line() -> Result<String, Failure> {
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    read.map_err(|error| Failure::other(format!("standard input cannot be read: {error}")))?;
    match line.trim() {
        "" => Err(Failure::usage("standard input has no key in it")),
        key => Ok(key.to_owned()),
    }
}
