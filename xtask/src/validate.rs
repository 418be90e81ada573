//! `cargo xtask validate`: what the SDKs really send, checked by an independent OpenAPI validator.
//!
//! Generated tests send every operation to a recorder; this hands the recordings, with the specification
//! they claim to follow, to a validator that shares nothing with the generator.

use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result};
use camino::{Utf8Path, Utf8PathBuf};

use crate::load;
use crate::project::Project;

/// What the validator says.
pub(crate) enum Verdict {
    /// So many operations were sent as specified.
    Valid(u64),
    /// So many were not.
    Invalid(u64),
    /// It could not be asked, and why.
    Skipped(String),
}

/// Runs the command.
pub(crate) fn run() -> Result<ExitCode> {
    let project = Project::find().context("no project here")?;
    Ok(match operations(&project)? {
        Verdict::Valid(count) => {
            anstream::println!("{count} operations sent as specified");
            ExitCode::SUCCESS
        }
        Verdict::Invalid(count) => {
            anstream::println!("{count} operations not sent as specified");
            ExitCode::from(1)
        }
        Verdict::Skipped(why) => {
            anstream::eprintln!("error: {why}");
            ExitCode::from(1)
        }
    })
}

/// Sends and checks the operations of every SDK.
pub(crate) fn operations(project: &Project) -> Result<Verdict> {
    let python = match validator(project)? {
        Ok(python) => python,
        Err(why) => return Ok(Verdict::Skipped(why)),
    };
    let (mut valid, mut invalid) = (0, 0);
    for sdk in load::sdk_folders(project)? {
        let Some(recording) = record(project, &sdk)? else { continue };
        let output = Command::new(&python)
            .arg(project.root().join("xtask/validator/validate.py"))
            .args([project.spec().join(&sdk).join("openapi.yaml"), recording])
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()
            .context("starting the validator")?;
        let text = String::from_utf8_lossy(&output.stdout);
        anstream::print!("{text}");
        let counted = |word: &str| text.lines().rev().find_map(|it| it.strip_suffix(word)?.trim().parse::<u64>().ok());
        valid += counted("valid").unwrap_or(0);
        invalid += counted("invalid").unwrap_or(u64::from(!output.status.success()));
    }
    Ok(if invalid > 0 { Verdict::Invalid(invalid) } else { Verdict::Valid(valid) })
}

/// The validator's Python, installed under `target/` at first use; `Err` says why there is none.
fn validator(project: &Project) -> Result<Result<Utf8PathBuf, String>> {
    let home = project.root().join("target/validator");
    let python = home.join("bin/python");
    let requirements = project.root().join("xtask/validator/requirements.txt");
    if python.is_file() && works(&python) {
        return Ok(Ok(python));
    }
    let steps: [(&str, Vec<&str>); 2] = [
        ("python3", vec!["-m", "venv", home.as_str()]),
        (python.as_str(), vec!["-m", "pip", "install", "--quiet", "-r", requirements.as_str()]),
    ];
    for (program, arguments) in steps {
        let status = Command::new(program).args(&arguments).stdin(Stdio::null()).status();
        if !status.is_ok_and(|it| it.success()) {
            return Ok(Err(format!("`{program} {}` failed", arguments.join(" "))));
        }
    }
    Ok(Ok(python))
}

fn works(python: &Utf8Path) -> bool {
    let status =
        Command::new(python).args(["-c", "import openapi_core"]).stdin(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|it| it.success())
}

/// Runs the generated test that sends every operation, recording what arrives. `None`: no such test.
fn record(project: &Project, sdk: &str) -> Result<Option<Utf8PathBuf>> {
    let folder = project.generated().join(sdk);
    if !folder.join("tests/operations.rs").is_file() {
        return Ok(None);
    }
    let recordings = project.root().join("target/exchanges");
    std::fs::create_dir_all(&recordings).with_context(|| format!("creating the folder {recordings}"))?;
    let recording = recordings.join(format!("{sdk}.jsonl"));
    if recording.exists() {
        std::fs::remove_file(&recording).with_context(|| format!("removing {recording}"))?;
    }
    let status = Command::new("cargo")
        .args(["test", "--quiet", "--all-features", "--test", "operations", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("SDK_EXCHANGES", &recording)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .context("starting cargo")?;
    anyhow::ensure!(status.success(), "the generated operation tests of {sdk} fail");
    Ok(Some(recording))
}
