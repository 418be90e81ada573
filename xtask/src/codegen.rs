//! `cargo xtask codegen`: load, generate, compare, write.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use camino::{Utf8Path, Utf8PathBuf};
use generator::ir::Sdk;
use generator::untyped::Untyped;
use generator::{Diagnostic, Diagnostics, FileSet, Inputs, Selection, Severity};

use crate::flags::CodegenFlags;
use crate::progress::Progress;
use crate::project::Project;
use crate::report::{Outcome, Report};
use crate::sync::{self, Tree};
use crate::{load, manifest, standalone};

/// What a run does with what it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Makes the output match.
    Write,
    /// Says whether it matches.
    Check,
    /// Says what would be written.
    DryRun,
}

/// Drift, or errors in the input.
const FAILED: u8 = 1;

/// Wrong usage.
const USAGE: u8 = 2;

/// Runs the command.
pub(crate) fn run(flags: &CodegenFlags) -> Result<ExitCode> {
    let project = Project::find();
    let mode = match (flags.check, flags.dry_run) {
        (true, _) => Mode::Check,
        (_, true) => Mode::DryRun,
        _ => Mode::Write,
    };
    if flags.spec.is_none() {
        let Some(project) = &project else {
            return Ok(usage("no project here; name a document with --spec FILE --out DIR"));
        };
        let known = load::sdk_folders(project)?;
        if let Some(unknown) = flags.sdks.iter().find(|it| !known.contains(it)) {
            return Ok(usage(&format!("there is no spec/{unknown}; there are: {}", known.join(", "))));
        }
    }
    let report = Report { mode, json: flags.json, mend: mend(flags) };
    let outcome = generate_and_sync(flags, project.as_ref(), mode)?;
    report.print(&outcome);
    let drift = mode == Mode::Check && outcome.trees.iter().any(|it| !it.changes.list.is_empty());
    Ok(if outcome.failed || drift { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
}

fn usage(message: &str) -> ExitCode {
    anstream::eprintln!("error: {message}\n\nFor more information, try '--help'.");
    ExitCode::from(USAGE)
}

/// The command that mends drift.
fn mend(flags: &CodegenFlags) -> String {
    let mut command = "cargo xtask codegen".to_owned();
    for sdk in &flags.sdks {
        command += &format!(" {sdk}");
    }
    let options = [("--spec", &flags.spec), ("--events", &flags.events), ("--out", &flags.out)];
    for (option, value) in options.into_iter().filter_map(|(option, value)| Some((option, value.as_ref()?))) {
        command += &format!(" {option} {value}");
    }
    if let Some(name) = &flags.name {
        command += &format!(" --name {name}");
    }
    for (option, patterns) in [("--only", &flags.only), ("--exclude", &flags.exclude)] {
        for pattern in patterns {
            command += &format!(" {option} '{pattern}'");
        }
    }
    if flags.types_only {
        command += " --types-only";
    }
    command
}

fn generate_and_sync(flags: &CodegenFlags, project: Option<&Project>, mode: Mode) -> Result<Outcome> {
    let progress = Progress::start(flags.json);
    progress.step("reading specifications");
    let inputs = inputs(flags, project)?;
    let mut outcome = Outcome { sources: sources(&inputs), ..Outcome::default() };
    progress.step("generating");
    let (crates, diagnostics) = match generator::generate(&inputs) {
        Ok(output) => (Some(output.crates), output.warnings.into_sorted()),
        Err(diagnostics) => (None, diagnostics.into_sorted()),
    };
    outcome.diagnostics = if flags.strict { strict(diagnostics) } else { diagnostics };
    if flags.report_untyped {
        outcome.untyped = Some(untyped(&inputs, &outcome.diagnostics));
    }
    outcome.failed = outcome.diagnostics.iter().any(|it| it.severity == Severity::Error);
    let Some(crates) = crates.filter(|_| !outcome.failed) else { return Ok(outcome) };
    progress.step("comparing");
    outcome.trees = trees(flags, project, crates, mode)?;
    if mode == Mode::Write {
        progress.step("writing");
        sync::write(&outcome.trees)?;
    }
    Ok(outcome)
}

/// What stays open JSON in all SDKs.
fn untyped(inputs: &Inputs, diagnostics: &[Diagnostic]) -> Untyped {
    let understood = |input| generator::understand(input, &mut Diagnostics::default());
    let sdks: Vec<Sdk> = inputs.sdks.iter().map(understood).collect();
    Untyped::of(&sdks, diagnostics)
}

fn selection(flags: &CodegenFlags) -> Selection {
    Selection { only: flags.only.clone(), exclude: flags.exclude.clone(), types_only: flags.types_only }
}

fn inputs(flags: &CodegenFlags, project: Option<&Project>) -> Result<Inputs> {
    let sdks = match (&flags.spec, project) {
        (Some(spec), _) => {
            vec![load::own_document(spec, flags.events.as_deref(), flags.name.as_deref(), selection(flags))?]
        }
        (None, Some(project)) => load::project_sdks(project, &flags.sdks)?,
        (None, None) => Vec::new(),
    };
    Ok(Inputs { sdks, templates: load::templates(project)? })
}

/// Bytes of every file read, by the path that diagnostics use.
fn sources(inputs: &Inputs) -> BTreeMap<Utf8PathBuf, Vec<u8>> {
    let files =
        inputs.sdks.iter().flat_map(|sdk| sdk.files.iter().map(|(path, bytes)| (sdk.root.join(path), bytes.clone())));
    files.collect()
}

fn strict(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for it in &mut diagnostics {
        it.severity = Severity::Error;
    }
    diagnostics
}

/// Every folder of the output with what it should hold and what differs.
fn trees(
    flags: &CodegenFlags,
    project: Option<&Project>,
    crates: BTreeMap<String, FileSet>,
    mode: Mode,
) -> Result<Vec<Tree>> {
    let mut wanted: Vec<(Utf8PathBuf, FileSet)> = Vec::new();
    if let Some(out) = &flags.out {
        for mut files in crates.into_values() {
            standalone::add_runtime(project, &mut files)?;
            wanted.push((out.clone(), files));
        }
    } else if let Some(project) = project {
        let generated = project.generated();
        wanted.extend(crates.into_iter().map(|(folder, files)| (generated.join(folder), files)));
        if flags.sdks.is_empty() {
            let known: Vec<Utf8PathBuf> = wanted.iter().map(|(folder, _)| folder.clone()).collect();
            let left_over = folders(&generated)?.into_iter().filter(|it| !known.contains(it));
            wanted.extend(left_over.map(|folder| (folder, FileSet::new())));
        }
    }
    let tree = |(folder, mut files): (Utf8PathBuf, FileSet)| {
        if mode == Mode::Write {
            sync::recover(&folder)?;
        }
        if !files.is_empty() {
            manifest::seal(&mut files);
        }
        Tree::new(folder, files)
    };
    wanted.into_iter().map(tree).collect()
}

fn folders(path: &Utf8Path) -> Result<Vec<Utf8PathBuf>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in path.read_dir_utf8().with_context(|| format!("reading the folder {path}"))? {
        let entry = entry.with_context(|| format!("reading the folder {path}"))?;
        if entry.path().is_dir() && !entry.file_name().starts_with('.') {
            found.push(entry.path().to_owned());
        }
    }
    found.sort();
    Ok(found)
}
