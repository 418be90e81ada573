//! `cargo xtask soak`: many events through live streams that break, and large files both ways, with figures.

use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result};

use crate::project::Project;

/// The long tests of the runtime's streams, as a release build.
const ARGUMENTS: &[&str] = &[
    "test",
    "--release",
    "--package=sdk-runtime",
    "--features=sockets",
    "--test=socket",
    "--test=files",
    "--",
    "--ignored",
    "--nocapture",
    "--test-threads=1",
];

/// Runs the command.
pub(crate) fn run() -> Result<ExitCode> {
    let project = Project::find().context("no project here")?;
    let status = Command::new("cargo")
        .args(ARGUMENTS)
        .current_dir(project.root())
        .stdin(Stdio::null())
        .status()
        .context("starting cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
