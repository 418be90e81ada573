//! The command line.

use std::path::PathBuf;

use clap::{ArgGroup, Args as Group, Parser, Subcommand, ValueEnum};

const AFTER: &str = "\
Exit codes:
  0  done
  1  failed otherwise, or the run that was waited for did
  2  wrong usage, or a manifest that is none
  3  no credential, or one that is not accepted
  4  not found
  5  taken, or in the way of something else
  6  the platform refuses what was sent
  7  the platform failed, or asks to wait
  8  the platform cannot be reached

Environment:
  ARA_API_KEY         control credential (ARA_ACCESS_TOKEN is its old name)
  ARA_RUNTIME_KEY     runtime key of an app, from `ara deploy`
  ARA_APP_HEADER_KEY  app header key, from `ara setup-auth`; goes before the runtime key
  NO_COLOR            no colours";

/// Deploys apps of agents, runs them, and tells them of events.
#[derive(Debug, Parser)]
#[command(name = "ara", version, after_help = AFTER, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Clone, Debug, Group)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Common {
    /// Prints one JSON object instead of words.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Leaves out progress.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Whether words are coloured.
    #[arg(long, global = true, value_enum, default_value = "auto")]
    pub(crate) color: Color,
    /// Another platform than the stored or the hosted one. It is not sent a key that is stored for another.
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Runtime key instead of ARA_RUNTIME_KEY; `-` reads it from standard input.
    #[arg(long, global = true, value_name = "KEY")]
    pub(crate) runtime_key: Option<String>,
    /// App header key instead of ARA_APP_HEADER_KEY; `-` reads it from standard input.
    #[arg(long, global = true, value_name = "KEY")]
    pub(crate) app_header_key: Option<String>,
}

/// Whether words are coloured.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Stores the control credential, or forgets it.
    #[command(subcommand)]
    Auth(Auth),
    /// Deploys an app from its manifest and prints a new runtime key.
    Deploy(Deploy),
    /// Runs an agent and prints what it makes.
    Run(Run),
    /// Starts an agent and prints the run's identifier.
    RunAsync(RunAsync),
    /// Tells how far a run is.
    RunStatus(RunStatus),
    /// Tells an agent of something that happened.
    Events(Event),
    /// Tells what is left to set up for an app.
    Setup(App),
    /// Makes an app header key and prints it.
    SetupAuth(SetupAuth),
    /// The session that the account's agents live in.
    #[command(subcommand)]
    Runtime(Runtime),
    /// Starts the session (runtime session start).
    Start,
    /// Shows the session (runtime session status).
    Status,
    /// Stops the session (runtime session stop).
    Stop,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Auth {
    /// Asks for the control credential, tries it, and stores it for its owner alone. Reads it from standard input where
    /// that is no terminal: `ara auth login < key.txt`.
    Login {
        /// Stores it untried.
        #[arg(long)]
        no_check: bool,
    },
    /// Removes the file with the stored credential.
    Logout,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Runtime {
    /// The session.
    #[command(subcommand)]
    Session(Session),
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum Session {
    /// Starts it.
    Start,
    /// Shows it.
    Status,
    /// Stops it.
    Stop,
}

/// Which app.
#[derive(Debug, Group)]
#[command(group = ArgGroup::new("app").required(true).args(["manifest", "app_id"]))]
pub(crate) struct App {
    /// Manifest of the app, YAML or JSON; the app is looked up by its name.
    pub(crate) manifest: Option<PathBuf>,
    /// The app, by its identifier; needs no control credential.
    #[arg(long, value_name = "ID")]
    pub(crate) app_id: Option<String>,
}

#[derive(Debug, Group)]
pub(crate) struct Deploy {
    /// Manifest of the app, YAML or JSON.
    pub(crate) manifest: PathBuf,
    /// Says what would be done, and only reads.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Leaves the app inactive if it is.
    #[arg(long)]
    pub(crate) no_activate: bool,
    /// How often the new key may be used in a minute.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=2000), value_name = "REQUESTS")]
    pub(crate) requests_per_minute: u32,
    /// What the new key is called.
    #[arg(long, value_name = "NAME")]
    pub(crate) key_name: Option<String>,
    /// Secret to store, and the environment variables that hold its values: `openai=OPENAI_API_KEY,OPENAI_ORG`.
    #[arg(long, value_name = "NAME=VARIABLES")]
    pub(crate) secret: Vec<String>,
    /// Keeps secrets that the manifest does not refer to any longer.
    #[arg(long)]
    pub(crate) keep_secrets: bool,
}

/// What an agent is given.
#[derive(Debug, Group)]
pub(crate) struct Input {
    /// The agent; left out: the app's first one.
    #[arg(long, value_name = "ID")]
    pub(crate) agent: Option<String>,
    /// A text, as `message` of the input.
    #[arg(long, short, value_name = "TEXT")]
    pub(crate) message: Option<String>,
    /// The input as a JSON object; `@FILE` reads it from a file, `-` from standard input.
    #[arg(long, short, value_name = "JSON")]
    pub(crate) input: Option<String>,
}

#[derive(Debug, Group)]
pub(crate) struct Run {
    #[command(flatten)]
    pub(crate) app: App,
    #[command(flatten)]
    pub(crate) input: Input,
    /// Starts what the run needs and runs nothing.
    #[arg(long)]
    pub(crate) warmup: bool,
}

#[derive(Debug, Group)]
pub(crate) struct RunAsync {
    #[command(flatten)]
    pub(crate) app: App,
    #[command(flatten)]
    pub(crate) input: Input,
    /// Waits for the end.
    #[arg(long)]
    pub(crate) wait: bool,
    /// Two requests with the same key start one run.
    #[arg(long, value_name = "KEY")]
    pub(crate) idempotency_key: Option<String>,
    /// URL that is told of the end.
    #[arg(long, value_name = "URL")]
    pub(crate) callback: Option<String>,
}

#[derive(Debug, Group)]
pub(crate) struct RunStatus {
    /// The run.
    pub(crate) run_id: String,
    #[command(flatten)]
    pub(crate) app: App,
    /// Waits for the end.
    #[arg(long)]
    pub(crate) wait: bool,
}

#[derive(Debug, Group)]
pub(crate) struct Event {
    #[command(flatten)]
    pub(crate) app: App,
    /// What happened.
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) kind: String,
    /// The way it came.
    #[arg(long, default_value = "api")]
    pub(crate) channel: String,
    /// Who says so.
    #[arg(long, default_value = "cli")]
    pub(crate) source: String,
    /// The agent; left out: the app's first one.
    #[arg(long, value_name = "ID")]
    pub(crate) agent: Option<String>,
    /// A text for the agent.
    #[arg(long, short, value_name = "TEXT")]
    pub(crate) message: Option<String>,
    /// The event's own values as a JSON object; `@FILE` reads them from a file, `-` from standard input.
    #[arg(long, short, value_name = "JSON")]
    pub(crate) payload: Option<String>,
    /// Two events with the same key are one; left out: a new key.
    #[arg(long, value_name = "KEY")]
    pub(crate) idempotency_key: Option<String>,
}

#[derive(Debug, Group)]
pub(crate) struct SetupAuth {
    #[command(flatten)]
    pub(crate) app: App,
    /// What the new key is called.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
}
