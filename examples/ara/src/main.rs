//! `ara`: deploys apps of agents, runs them, and tells them of events.
//!
//! In: a command line, a manifest, and credentials from where `ara auth login` or the environment left them. Out: the
//! result on standard output (a JSON object with `--json`), progress and failures on standard error, and an exit code
//! that says which kind of failure it was.
//!
//! **Invariant:** a credential is printed only where it was made, once; progress and failures never have one in them.

mod args;
mod client;
mod command;
mod failure;
mod manifest;
mod screen;

use std::process::ExitCode;

use clap::Parser;

use args::Args;
use screen::Screen;

fn main() -> ExitCode {
    let args = Args::parse();
    let screen = Screen::new(args.common.color, args.common.json, args.common.quiet);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(command::run(args, &screen)),
        Err(error) => Err(failure::Failure::other(format!("the program cannot start: {error}"))),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => screen.failure(&failure),
    }
}
