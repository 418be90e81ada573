//! `ara auth`: the control credential, stored and forgotten.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use ara_sdk::Client;
use ara_sdk::runtime::credentials::{Store, StoreError};
use serde_json::json;

use super::Outcome;
use crate::args::{Auth, Common};
use crate::client;
use crate::failure::{Failure, Kind};
use crate::screen::Screen;

pub(super) async fn run(common: &Common, auth: Auth, screen: &Screen) -> Outcome {
    let store = Store::of::<Client>().map_err(failed)?;
    match auth {
        Auth::Login { no_check } => login(common, &store, !no_check, screen).await,
        Auth::Logout => logout(&store, screen),
    }
}

async fn login(common: &Common, store: &Store, check: bool, screen: &Screen) -> Outcome {
    let url = platform(common, store)?;
    let url = url.as_str();
    let key = ask()?;
    let client = client::built(Client::builder(url).credential("control", key.as_str()))?;
    if check {
        screen.progress(&format!("trying the key at {url}"));
        let tried = client.apps().list_apps().await.map_err(Failure::from);
        tried.map_err(|it| if it.kind == Kind::Auth { it.help("nothing is stored; is the key right?") } else { it })?;
    }
    store.update(|it| it.with_credential("control", key.as_str()).with_base_url(url)).map_err(failed)?;
    let path = store.path().display().to_string();
    screen.did(&format!("logged in; the key is in {path}"));
    if std::env::var_os("ARA_API_KEY").or(std::env::var_os("ARA_ACCESS_TOKEN")).is_some() {
        screen.warning("a key in the environment goes before the stored one");
    }
    screen.rows(&json!({"logged_in": true, "path": path, "base_url": url}), &[])?;
    Ok(ExitCode::SUCCESS)
}

/// The platform that the key is for: the one that is given, else the stored one, else the hosted one.
fn platform(common: &Common, store: &Store) -> Result<String, Failure> {
    if let Some(url) = &common.base_url {
        return Ok(url.clone());
    }
    // What others may have changed does not say where a key goes.
    let stored = store.read().map_err(|it| failed(it).help("or say where the key goes: `--base-url`"))?;
    Ok(stored.as_ref().and_then(|it| it.base_url()).unwrap_or(Client::PRODUCTION).to_owned())
}

fn logout(store: &Store, screen: &Screen) -> Outcome {
    let removed = store.remove().map_err(failed)?;
    screen.did(if removed { "logged out" } else { "there was no stored key" });
    screen.rows(&json!({"logged_in": false, "removed": removed}), &[])?;
    Ok(ExitCode::SUCCESS)
}

/// Asks for the key without showing it; reads it where nobody can be asked.
fn ask() -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        return client::line();
    }
    let key = rpassword::prompt_password("API key (is not shown): ");
    let key = key.map_err(|error| Failure::other(format!("the key cannot be read: {error}")))?;
    match key.trim() {
        "" => Err(Failure::usage("no key was given")),
        key => Ok(key.to_owned()),
    }
}

fn failed(error: StoreError) -> Failure {
    Failure::new(Kind::Other, error.to_string())
}
