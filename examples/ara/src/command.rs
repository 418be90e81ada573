//! What each command does.

mod auth;
mod deploy;
mod events;
mod run;
mod session;
mod setup;

use std::process::ExitCode;

use ara_sdk::Client;

use crate::args::{App, Args, Command, Runtime, Session};
use crate::client::{self, Needs};
use crate::failure::{Failure, Kind};
use crate::manifest;
use crate::screen::Screen;

/// What comes of a command.
pub(crate) type Outcome = Result<ExitCode, Failure>;

pub(crate) async fn run(args: Args, screen: &Screen) -> Outcome {
    let common = &args.common;
    let session = |which: Session| session::run(common, which, screen);
    match args.command {
        Command::Auth(it) => auth::run(common, it, screen).await,
        Command::Deploy(it) => deploy::run(common, it, screen).await,
        Command::Run(it) => run::run(common, it, screen).await,
        Command::RunAsync(it) => run::start(common, it, screen).await,
        Command::RunStatus(it) => run::status(common, it, screen).await,
        Command::Events(it) => events::run(common, it, screen).await,
        Command::Setup(it) => setup::run(common, it, screen).await,
        Command::SetupAuth(it) => setup::auth(common, it, screen).await,
        Command::Runtime(Runtime::Session(it)) => session(it).await,
        Command::Start => session(Session::Start).await,
        Command::Status => session(Session::Status).await,
        Command::Stop => session(Session::Stop).await,
    }
}

/// The identifier of an app: given, or looked up by the name in its manifest.
async fn app_id(client: &Client, app: &App) -> Result<String, Failure> {
    if let Some(id) = &app.app_id {
        return Ok(id.clone());
    }
    let path = app.manifest.as_deref().unwrap_or(std::path::Path::new(""));
    let manifest = manifest::read(path)?;
    let slug = manifest::slug(&manifest);
    client::check(client, Needs::Control)
        .map_err(|it| it.help("looking up an app by its manifest needs one; `--app-id` does without"))?;
    let apps = client.apps().list_apps().await?.apps;
    let mut named: Vec<_> = apps.into_iter().filter(|it| it.slug.as_option().is_some_and(|it| it == slug)).collect();
    // One that somebody else shares may have the same name.
    named.sort_by_key(|it| it.role.as_deref() != Some("owner"));
    let found = named.into_iter().next();
    let missing = || Failure::new(Kind::NotFound, format!("there is no app `{slug}`")).help("`ara deploy` makes it");
    found.map(|it| it.id).ok_or_else(missing)
}
