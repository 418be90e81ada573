//! Crates made from documents, written and compiled in one place with one runtime.

pub(crate) mod process;

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result};
use camino::{Utf8Path, Utf8PathBuf};
use generator::FileSet;
use serde_json::Value;
use toml_edit::{DocumentMut, Item};

use self::process::{Cost, Ended};
use crate::project::Project;
use crate::standalone;

/// Longest generation.
const GENERATION: Duration = Duration::from_secs(120);

/// Longest compilation.
const COMPILATION: Duration = Duration::from_secs(1_800);

/// Lines of a compiler's complaint that are kept.
const COMPLAINT: usize = 12;

/// Where crates are written and compiled.
pub(crate) struct Workshop {
    project: Project,
    /// Output of Cargo and of this command.
    target: Utf8PathBuf,
    /// Jobs that have compiled the dependencies.
    warm: Mutex<BTreeSet<usize>>,
}

/// What codegen made of a document.
pub(crate) struct Generated {
    /// The crate's folder.
    pub(crate) folder: Utf8PathBuf,
    /// Why there is no crate.
    pub(crate) refused: Option<String>,
    /// What it said, as `codegen --json` prints it.
    pub(crate) diagnostics: Vec<Value>,
    /// Places that could not be typed.
    pub(crate) untyped: usize,
    pub(crate) cost: Cost,
}

/// What of a crate is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    Library,
    /// The library, and its tests.
    Tests,
}

impl Workshop {
    /// A workshop with one runtime for all crates, so that it is compiled once.
    pub(crate) fn open(project: &Project) -> Result<Self> {
        let target = project.target();
        let workshop = Self { project: project.clone(), target, warm: Mutex::default() };
        let mut files = FileSet::new();
        standalone::add_runtime(Some(project), &mut files)?;
        for (path, text) in &files {
            let path = workshop.target.join("corpus").join(path);
            let unchanged = fs::read_to_string(&path).is_ok_and(|it| it == *text);
            if !unchanged {
                let folder = path.parent().unwrap_or(&path);
                fs::create_dir_all(folder).with_context(|| format!("creating the folder {folder}"))?;
                write(&path, text)?;
            }
        }
        Ok(workshop)
    }

    /// Runs codegen on a document, in a process of its own, for the crate `<name>-sdk` in a folder of that name.
    pub(crate) fn generate(&self, document: &Utf8Path, name: &str) -> Result<Generated> {
        let folder = self.folder("corpus").join(name);
        let ended = self.codegen(document, name, &["--json", "--report-untyped"])?;
        let report: Value = serde_json::from_str(&ended.stdout).unwrap_or_default();
        let diagnostics = report.get("diagnostics").and_then(Value::as_array).cloned().unwrap_or_default();
        let untyped = report.pointer("/untyped/fallbacks").and_then(Value::as_array).map_or(0, Vec::len);
        let refused = (!ended.success).then(|| refusal(&ended, &diagnostics));
        if refused.is_none() {
            self.share_runtime(&folder)?;
        }
        Ok(Generated { folder, refused, diagnostics, untyped, cost: ended.cost })
    }

    /// Runs codegen as a user does, for a crate that was not there before.
    pub(crate) fn generate_anew(&self, document: &Utf8Path, name: &str) -> Result<Generated> {
        let folder = self.folder("corpus").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("removing the folder {folder}"))?;
        }
        let ended = self.codegen(document, name, &[])?;
        let refused = (!ended.success).then(|| refusal(&ended, &[]));
        if refused.is_none() {
            self.share_runtime(&folder)?;
        }
        Ok(Generated { folder, refused, diagnostics: Vec::new(), untyped: 0, cost: ended.cost })
    }

    fn codegen(&self, document: &Utf8Path, name: &str, options: &[&str]) -> Result<Ended> {
        let program = std::env::current_exe().context("finding this program")?;
        let (folder, name) = (self.folder("corpus").join(name), format!("{name}-sdk"));
        let mut command = Command::new(program);
        command.args(["codegen", "--spec", document.as_str(), "--out", folder.as_str(), "--name", &name]);
        process::run(command.args(options), GENERATION)
    }

    /// Lets the crate use the runtime that all share.
    fn share_runtime(&self, folder: &Utf8Path) -> Result<()> {
        let path = folder.join("Cargo.toml");
        let text = fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
        let mut manifest: DocumentMut = text.parse().with_context(|| format!("reading {path}"))?;
        for table in ["dependencies", "dev-dependencies"] {
            let entry = manifest.get_mut(table).and_then(|it| it.get_mut("sdk-runtime"));
            if let Some(entry) = entry.and_then(Item::as_table_like_mut) {
                entry.insert("path", toml_edit::value("../runtime"));
            }
        }
        if let Some(workspace) = manifest.get_mut("workspace").and_then(Item::as_table_like_mut) {
            workspace.remove("members");
        }
        write(&path, &manifest.to_string())?;
        self.lock(folder)
    }

    /// One lock file for all: their dependencies are the project's.
    pub(crate) fn lock(&self, folder: &Utf8Path) -> Result<()> {
        let lock = folder.join("Cargo.lock");
        fs::copy(self.project.root().join("Cargo.lock"), &lock).with_context(|| format!("writing {lock}"))?;
        Ok(())
    }

    /// A folder for what is written or compiled beside the crates.
    pub(crate) fn folder(&self, name: &str) -> Utf8PathBuf {
        self.target.join(name)
    }

    /// Compiles the crate without warnings; `Err` says what the compiler says. Each `job` has compiled
    /// dependencies of its own, since Cargo lets nobody else into a folder that it works in.
    pub(crate) fn check(&self, folder: &Utf8Path, extent: Extent, job: usize) -> Result<(Result<(), String>, Cost)> {
        let has_tests = extent == Extent::Tests && folder.join("tests").is_dir();
        let tests: &[&str] = if has_tests { &["--test", "*"] } else { &[] };
        let is_first = self.warm.lock().unwrap_or_else(PoisonError::into_inner).insert(job);
        if is_first || extent == Extent::Library {
            // What the crates share is not counted as the time of the first of them.
            let emptied = Emptied::new(&folder.join("src/lib.rs"))?;
            process::run(self.cargo_check(folder, job).arg("--lib"), COMPILATION)?;
            emptied.restore()?;
        }
        let ended = process::run(self.cargo_check(folder, job).arg("--lib").args(tests), COMPILATION)?;
        Ok((ended.verdict(), ended.cost))
    }

    fn cargo_check(&self, folder: &Utf8Path, job: usize) -> Command {
        let mut command = Command::new("cargo");
        command
            .args(["check", "--quiet", "--offline"])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", self.target.join(format!("corpus-build-{job}")))
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTFLAGS", "-D warnings");
        command
    }
}

/// A crate's root without anything in it, so that compiling the crate compiles what it depends on, with the features
/// that it asks for.
pub(crate) struct Emptied {
    path: Utf8PathBuf,
    text: String,
}

impl Emptied {
    pub(crate) fn new(path: &Utf8Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("reading {path}"))?;
        write(path, "")?;
        Ok(Self { path: path.to_owned(), text })
    }

    pub(crate) fn restore(self) -> Result<()> {
        write(&self.path, &self.text)
    }
}

/// Writes a file whose folder is there.
pub(crate) fn write(path: &Utf8Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("writing {path}"))
}

/// Reads the Rust sources below a folder, one after the other; there are none where there is no folder.
pub(crate) fn read_sources(folder: &Utf8Path, mut take: impl FnMut(&Utf8Path, &str) -> Result<()>) -> Result<()> {
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            for entry in path.read_dir_utf8().with_context(|| format!("reading the folder {path}"))? {
                waiting.push(entry.with_context(|| format!("reading the folder {path}"))?.path().to_owned());
            }
        } else if path.extension() == Some("rs") {
            take(&path, &fs::read_to_string(&path).with_context(|| format!("reading {path}"))?)?;
        }
    }
    Ok(())
}

impl Ended {
    /// Whether it was fine; else the beginning of what it complained about.
    pub(crate) fn verdict(&self) -> Result<(), String> {
        match (self.success, self.timeout) {
            (true, _) => Ok(()),
            (_, true) => Err("timeout".to_owned()),
            _ => Err(first_lines(&self.stderr)),
        }
    }
}

/// Why codegen gave no crate.
fn refusal(ended: &Ended, diagnostics: &[Value]) -> String {
    let field = |it: &Value, key: &str| it.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let error = diagnostics.iter().find(|it| field(it, "severity") == "error");
    match error {
        _ if ended.timeout => "timeout".to_owned(),
        Some(it) => format!("{}: {} at {}", field(it, "code"), field(it, "message"), field(it, "pointer")),
        None => first_lines(&ended.stderr),
    }
}

fn first_lines(text: &str) -> String {
    text.lines().filter(|it| !it.trim().is_empty()).take(COMPLAINT).collect::<Vec<_>>().join("\n")
}
