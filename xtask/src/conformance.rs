//! `cargo xtask conformance SDK`: the generated client against a real server.
//!
//! First whole lives are led (`examples/SDK/examples/lives.rs`), so that there is something to read; then the generated
//! tests send everything that only reads, anonymously and with the token. Each answer is judged: a value of its type, an
//! error of the server that is a value of its type, or a failure. What came of it is written to
//! `spec/SDK/conformance.md`, a chapter of the crate's README.

mod server;
mod verdicts;

use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result, ensure};
use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Map, Value, json};

use crate::flags::ConformanceFlags;
use crate::project::Project;
use server::Server;
use verdicts::Verdicts;

/// Environment variable by which programs that use the runtime's `testing::Trial` find the server.
const TRIAL: &str = "SDK_TRIAL";

/// Runs the command.
pub(crate) fn run(flags: &ConformanceFlags) -> Result<ExitCode> {
    let project = Project::find().context("no project here")?;
    ensure!(project.spec().join(&flags.sdk).is_dir(), "there is no spec/{}", flags.sdk);
    let server = Server::find(&project, flags)?;
    let stage = Stage::set(&project, &flags.sdk, server)?;
    let found = stage.lives()?;
    let verdicts = stage.samples(&found)?;
    drop(stage);
    anstream::print!("{}", verdicts.table());
    let chapter = project.spec().join(&flags.sdk).join("conformance.md");
    std::fs::write(&chapter, verdicts.chapter()).with_context(|| format!("writing {chapter}"))?;
    let enough = verdicts.decoded() >= flags.at_least;
    anstream::println!("\n{}", verdicts.sum());
    if !enough {
        anstream::eprintln!("error: fewer than {} operations answered with a value of their type", flags.at_least);
    }
    Ok(if enough && verdicts.failed() == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// A server that runs, and the folder where plans and verdicts are written.
struct Stage<'a> {
    project: &'a Project,
    sdk: &'a str,
    server: Server,
    folder: Utf8PathBuf,
}

impl<'a> Stage<'a> {
    fn set(project: &'a Project, sdk: &'a str, server: Server) -> Result<Self> {
        let folder = project.target().join("conformance").join(sdk);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).with_context(|| format!("removing the folder {folder}"))?;
        }
        std::fs::create_dir_all(&folder).with_context(|| format!("making the folder {folder}"))?;
        Ok(Self { project, sdk, server, folder })
    }

    /// Leads whole lives; gives back what came about, by path parameter.
    fn lives(&self) -> Result<Map<String, Value>> {
        let examples = self.project.root().join("examples").join(self.sdk);
        if !examples.join("examples/lives.rs").is_file() {
            return Ok(Map::new());
        }
        let plan = self.plan("lives", self.server.token(), &Map::new())?;
        let output = self
            .cargo(&["run", "--quiet", "--example", "lives", "--manifest-path"], &plan)
            .arg(examples.join("Cargo.toml"))
            .stdout(Stdio::piped())
            .output()
            .context("starting cargo")?;
        ensure!(output.status.success(), "the program that leads whole lives (lives.rs) failed");
        serde_json::from_slice(&output.stdout).context("reading what the lives found")
    }

    /// Sends the samples of the specification that only read.
    fn samples(&self, found: &Map<String, Value>) -> Result<Verdicts> {
        let mut verdicts = Verdicts::default();
        verdicts.add(&self.verdicts("lives"))?;
        let ways = [("anonymous", None), ("token", self.server.token())];
        for (way, token) in ways.into_iter().filter(|(way, token)| *way == "anonymous" || token.is_some()) {
            let plan = self.plan(way, token, found)?;
            let manifest = self.project.generated().join(self.sdk).join("Cargo.toml");
            let arguments = ["test", "--quiet", "--all-features", "--test", "operations", "--manifest-path"];
            let mut command = self.cargo(&arguments, &plan);
            command.args([manifest.as_str(), "--", "--test-threads=1"]).stdout(Stdio::null());
            ensure!(command.status().context("starting cargo")?.success(), "the samples could not be sent");
            verdicts.add(&self.verdicts(way))?;
        }
        Ok(verdicts)
    }

    fn verdicts(&self, way: &str) -> Utf8PathBuf {
        self.folder.join(format!("{way}.jsonl"))
    }

    /// Describes the server to the programs that call it.
    fn plan(&self, way: &str, token: Option<&str>, arguments: &Map<String, Value>) -> Result<Utf8PathBuf> {
        let verdicts = self.verdicts(way);
        let plan =
            json!({"url": self.server.url(), "bearer": token, "verdicts": verdicts.as_str(), "arguments": arguments});
        let path = self.folder.join(format!("{way}.json"));
        std::fs::write(&path, plan.to_string()).with_context(|| format!("writing {path}"))?;
        Ok(path)
    }

    fn cargo(&self, arguments: &[&str], plan: &Utf8Path) -> Command {
        let mut command = Command::new("cargo");
        command.args(arguments).current_dir(self.project.root()).env(TRIAL, plan).stdin(Stdio::null());
        command
    }
}
