//! The client, with the credentials that a command needs.

use std::io::{self, BufRead};

use ara_sdk::{Client, ClientBuilder};

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
    let mut builder = Client::from_env();
    if let Some(url) = &common.base_url {
        builder = builder.base_url(url);
    }
    for (scheme, key) in [("runtime", &common.runtime_key), ("app_header", &common.app_header_key)] {
        if let Some(key) = key {
            builder = builder.credential(scheme, given(key)?);
        }
    }
    built(builder)
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
        Needs::Control if !has("control") => Err(Failure::new(Kind::Auth, "there is no control credential")
            .help("log in with `ara auth login`, or set ARA_API_KEY")),
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
