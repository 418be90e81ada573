//! `cargo xtask fuzz`: documents that a fuzzer makes, pushed through the generator.

use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result};
use camino::Utf8Path;

use crate::flags::FuzzFlags;
use crate::project::Project;

const TARGET: &str = "document_to_file_set";
/// Seeds, beside what earlier runs found: those made for it, and the fixtures of the tests.
const SEEDS: &[&str] = &["fuzz/seeds", "generator/tests/fixtures"];
/// What the fuzzer keeps of its own; not committed.
const CORPUS: &str = "fuzz/corpus/document_to_file_set";
/// Seconds after which an input counts as one that never ends, and the memory that none may need.
const LIMITS: &[&str] = &["-timeout=10", "-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=1"];

/// Runs the command.
pub(crate) fn run(flags: &FuzzFlags) -> Result<ExitCode> {
    let project = Project::find().context("no project here")?;
    if !is_installed() {
        anstream::eprintln!("error: cargo-fuzz is missing\nrun `cargo install cargo-fuzz --locked`");
        return Ok(ExitCode::from(1));
    }
    let root = project.root();
    std::fs::create_dir_all(root.join(CORPUS)).with_context(|| format!("making the folder {CORPUS}"))?;
    let status = fuzzer(root, flags.seconds).status().context("starting cargo-fuzz")?;
    if !status.success() {
        anstream::eprintln!(
            "error: the fuzzer found an input\nmake it small (`cargo fuzz tmin -s none {TARGET} FILE`), fix what it shows, and \
             put it into fuzz/seeds/"
        );
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}

fn is_installed() -> bool {
    let silent = || Stdio::null();
    let version = Command::new("cargo").args(["fuzz", "--version"]).stdout(silent()).stderr(silent()).status();
    version.is_ok_and(|it| it.success())
}

/// Without a sanitizer, the fuzzer needs no nightly compiler; the generator has no `unsafe` to sanitize.
fn fuzzer(root: &Utf8Path, seconds: u64) -> Command {
    let mut command = Command::new("cargo");
    command.args(["fuzz", "run", "-s", "none", TARGET, CORPUS]).args(SEEDS).arg("--").args(LIMITS);
    command.arg(format!("-max_total_time={seconds}")).arg(format!("-dict={root}/fuzz/openapi.dict"));
    // libFuzzer counts what one thread reaches.
    command.current_dir(root).env("RAYON_NUM_THREADS", "1").stdin(Stdio::null());
    command
}
