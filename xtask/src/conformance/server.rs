//! The server that is called: one that runs, or one that is started for this and stopped afterwards.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use camino::Utf8PathBuf;

use crate::flags::ConformanceFlags;
use crate::project::Project;

/// A server that runs.
pub(super) struct Server {
    url: String,
    token: Option<String>,
    /// What started it, and stops it.
    program: Option<Utf8PathBuf>,
}

impl Server {
    /// The server that the flags name; started, if it does not run.
    pub(super) fn find(project: &Project, flags: &ConformanceFlags) -> Result<Self> {
        if let Some(url) = &flags.url {
            return Ok(Self { url: url.clone(), token: flags.token.clone(), program: None });
        }
        let beside = || project.root().join(format!("../shared/{0}-server/{0}-server", flags.sdk));
        let program = flags.server.clone().unwrap_or_else(beside);
        ensure!(
            program.is_file(),
            "there is no program {program} that runs the server; name one with --server, or --url"
        );
        anstream::eprintln!("starting the server");
        let said = ask(&program, "start")?;
        let url = said.split_whitespace().find(|it| it.starts_with("http")).map(str::to_owned);
        let mut server = Self { url: String::new(), token: None, program: Some(program.clone()) };
        server.url = url.with_context(|| format!("`{program} start` names no URL"))?;
        server.token = Some(ask(&program, "jwt")?).filter(|it| !it.is_empty());
        Ok(server)
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let Some(program) = &self.program else { return };
        if let Err(error) = ask(program, "stop") {
            anstream::eprintln!("warning: the server goes on: {error:#}");
        }
    }
}

/// What the program prints when it is asked for this.
fn ask(program: &Utf8PathBuf, what: &str) -> Result<String> {
    let output = Command::new(program)
        .arg(what)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("starting {program}"))?;
    ensure!(output.status.success(), "`{program} {what}` failed");
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
