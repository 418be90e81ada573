//! `cargo xtask test`: every test there is, with one count at the end.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result};
use camino::Utf8Path;

use crate::flags::TestFlags;
use crate::project::Project;
use crate::validate;

/// Tests that ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    passed: u64,
    failed: u64,
    ignored: u64,
}

/// Runs the command.
pub(crate) fn run(flags: &TestFlags) -> Result<ExitCode> {
    let project = Project::find().context("no project here")?;
    let mut count = Count::default();
    let mut fine = cargo_test(project.root(), &["--workspace", "--all-features"], &mut count)?;
    fine &= cargo_test(project.root(), &["--manifest-path", "xtask/Cargo.toml"], &mut count)?;
    if !flags.no_validate {
        match validate::operations(&project)? {
            validate::Verdict::Valid(operations) => count.passed += operations,
            validate::Verdict::Invalid(operations) => {
                count.failed += operations;
                fine = false;
            }
            validate::Verdict::Skipped(why) => {
                anstream::println!("skipped: the independent validator ({why})");
                count.ignored += 1;
            }
        }
    }
    let Count { passed, failed, ignored } = count;
    anstream::println!("\n{passed} passed, {failed} failed, {ignored} skipped");
    Ok(if fine && failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Runs `cargo test`, passing its output on and counting.
fn cargo_test(root: &Utf8Path, arguments: &[&str], count: &mut Count) -> Result<bool> {
    anstream::println!("cargo test {}", arguments.join(" "));
    let mut child = Command::new("cargo")
        .arg("test")
        .arg("--no-fail-fast")
        .args(arguments)
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("starting cargo")?;
    let output = child.stdout.take().context("reading what cargo prints")?;
    for line in BufReader::new(output).lines() {
        let line = line.context("reading what cargo prints")?;
        count.add(&line);
        anstream::println!("{line}");
    }
    Ok(child.wait().context("waiting for cargo")?.success())
}

impl Count {
    /// Adds what a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; …` says.
    fn add(&mut self, line: &str) {
        let Some((_, figures)) = line.strip_prefix("test result: ").and_then(|it| it.split_once(". ")) else { return };
        for figure in figures.split("; ") {
            match figure.split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse::<u64>().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse::<u64>().unwrap_or(0),
                Some((number, "ignored")) => self.ignored += number.parse::<u64>().unwrap_or(0),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_summed_up() {
        let mut count = Count::default();
        count.add("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.00s");
        count.add("test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        count.add("test something ... ok");
        assert_eq!(count, Count { passed: 7, failed: 2, ignored: 1 });
    }
}
