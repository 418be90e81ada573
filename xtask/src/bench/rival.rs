//! Another generator, measured the same way.
//!
//! It is called as `PROGRAM generate DOCUMENT --output-dir FOLDER`, and writes into that folder a module (`mod.rs`) and,
//! as `REQUIRED_DEPS.toml`, the dependencies that the module needs.

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};

use crate::corpus::Document;
use crate::workshop::process::{self, Cost};
use crate::workshop::{Emptied, Generated, Workshop, write};

/// Longest generation.
const GENERATION: Duration = Duration::from_secs(300);

/// Longest compilation.
const COMPILATION: Duration = Duration::from_secs(3_600);

/// The program, and where its crates are.
pub(super) struct Rival<'a> {
    program: &'a Utf8Path,
    folder: Utf8PathBuf,
    /// Output of Cargo.
    target: Utf8PathBuf,
}

impl<'a> Rival<'a> {
    pub(super) fn new(program: &'a Utf8Path, workshop: &Workshop) -> Self {
        Self { program, folder: workshop.folder("bench"), target: workshop.folder("bench-build") }
    }

    /// Where its code of a document is.
    pub(super) fn sources(&self, document: &Document) -> Utf8PathBuf {
        self.folder.join(&document.name).join("src/generated")
    }

    /// Runs it as a user does, for a crate that was not there before.
    pub(super) fn generate(&self, document: &Document) -> Result<Generated> {
        let folder = self.folder.join(&document.name);
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("removing the folder {folder}"))?;
        }
        let sources = self.sources(document);
        fs::create_dir_all(&sources).with_context(|| format!("creating the folder {sources}"))?;
        let mut command = Command::new(self.program);
        command.args(["generate", document.path.as_str(), "--output-dir", sources.as_str()]);
        let ended = process::run(&mut command, GENERATION)?;
        let refused = ended.verdict().err();
        Ok(Generated { folder, refused, diagnostics: Vec::new(), untyped: 0, cost: ended.cost })
    }

    /// Compiles its crate, after what the crate needs.
    pub(super) fn check(&self, document: &Document) -> Result<(Result<(), String>, Cost)> {
        let folder = self.folder.join(&document.name);
        let needs = self.sources(document).join("REQUIRED_DEPS.toml");
        let needs = fs::read_to_string(&needs).with_context(|| format!("reading {needs}"))?;
        let package = "[package]\nname = \"bench-check\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
        write(&folder.join("Cargo.toml"), &format!("{package}\n{needs}"))?;
        let library = folder.join("src/lib.rs");
        write(&library, "//! Generated.\n\npub mod generated;\n")?;
        let emptied = Emptied::new(&library)?;
        let (shared, own) = (self.folder.join("Cargo.lock"), folder.join("Cargo.lock"));
        if shared.exists() {
            fs::copy(&shared, &own).with_context(|| format!("writing {own}"))?;
        }
        let ended = process::run(&mut self.cargo_check(&folder), COMPILATION)?;
        if let Err(complaint) = ended.verdict() {
            bail!("what {} needs does not compile: {complaint}", document.path);
        }
        fs::copy(&own, &shared).with_context(|| format!("writing {shared}"))?;
        emptied.restore()?;
        let ended = process::run(&mut self.cargo_check(&folder), COMPILATION)?;
        Ok((ended.verdict(), ended.cost))
    }

    fn cargo_check(&self, folder: &Utf8Path) -> Command {
        let mut command = Command::new("cargo");
        command
            .args(["check", "--quiet", "--lib"])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0");
        command
    }
}
