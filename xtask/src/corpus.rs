//! `cargo xtask corpus DIR`: every document of a folder generates and compiles.

use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};

use crate::flags::CorpusFlags;
use crate::project::Project;

/// How far a document came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reached {
    /// Codegen refused it.
    Refused,
    /// The crate does not compile.
    Generated,
    /// The crate compiles without warnings.
    Compiled,
}

/// Runs the command.
pub(crate) fn run(flags: &CorpusFlags) -> Result<ExitCode> {
    let project = Project::find().context("no project here")?;
    if !flags.folder.is_dir() {
        anstream::println!("skipped: there is no {}", flags.folder);
        return Ok(ExitCode::SUCCESS);
    }
    let (mut compiled, mut failed) = (0, 0);
    for document in documents(flags)? {
        let started = Instant::now();
        let reached = try_document(&project, &document)?;
        anstream::println!("{reached:?}  {document}  {:.1} s", started.elapsed().as_secs_f64());
        if reached == Reached::Compiled { compiled += 1 } else { failed += 1 }
    }
    anstream::println!("\n{compiled} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn documents(flags: &CorpusFlags) -> Result<Vec<Utf8PathBuf>> {
    let mut found = Vec::new();
    for entry in flags.folder.read_dir_utf8().with_context(|| format!("reading the folder {}", flags.folder))? {
        let entry = entry.with_context(|| format!("reading the folder {}", flags.folder))?;
        let small = entry.metadata().is_ok_and(|it| flags.max_kib.is_none_or(|most| it.len() <= most * 1024));
        if small && matches!(entry.path().extension(), Some("yaml" | "yml" | "json")) {
            found.push(entry.path().to_owned());
        }
    }
    found.sort();
    Ok(found)
}

fn try_document(project: &Project, document: &Utf8Path) -> Result<Reached> {
    let name = document.file_stem().unwrap_or_default().to_lowercase();
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let out = project.root().join("target/corpus").join(&name);
    let program = std::env::current_exe().context("finding this program")?;
    let generated = Command::new(program)
        .args(["codegen", "--spec", document.as_str(), "--out", out.as_str(), "--name", &format!("{name}-sdk")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .context("starting codegen")?;
    if !generated.success() {
        return Ok(Reached::Refused);
    }
    // One lock file and one target folder for all: their dependencies are compiled once.
    std::fs::copy(project.root().join("Cargo.lock"), out.join("Cargo.lock")).context("copying Cargo.lock")?;
    let Ok(checked) = Command::new("cargo")
        .args(["check", "--quiet", "--offline", "--all-targets"])
        .current_dir(&out)
        .env("CARGO_TARGET_DIR", project.root().join("target/standalone"))
        .env("RUSTFLAGS", "-D warnings")
        .stdin(Stdio::null())
        .status()
    else {
        bail!("cargo does not start");
    };
    Ok(if checked.success() { Reached::Compiled } else { Reached::Generated })
}
