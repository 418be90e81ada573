//! The program that decodes and encodes: written beside the crate, compiled and run.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use camino::Utf8Path;
use toml_edit::DocumentMut;

use super::subjects::Subject;
use crate::workshop::{Workshop, process, write};

/// Longest compilation.
const COMPILATION: Duration = Duration::from_secs(3_600);

/// Longest run.
const RUN: Duration = Duration::from_secs(300);

/// How often types that do not compile in the program are left out.
const ATTEMPTS: usize = 4;

/// The part of the program that does not depend on the types.
const MAIN: &str = include_str!("check.rs.txt");

/// Gives every sample to the program; what it answers, in their order: the text that came back, or the error.
/// Subjects that cannot be decoded or encoded are taken out and named in `untried`.
pub(super) fn run(
    workshop: &Workshop,
    name: &str,
    subjects: &mut Vec<Subject>,
    untried: &mut Vec<(String, String)>,
    job: usize,
) -> Result<Vec<Result<String, String>>> {
    let folder = workshop.folder("roundtrip").join(name);
    std::fs::create_dir_all(folder.join("src")).with_context(|| format!("creating the folder {folder}"))?;
    let sdk = workshop.folder("corpus").join(name);
    write(&folder.join("Cargo.toml"), &manifest(&sdk, name)?)?;
    workshop.lock(&folder)?;
    let target = workshop.folder(&format!("roundtrip-build-{job}"));
    for _ in 0..ATTEMPTS {
        write(&folder.join("src/main.rs"), &source(subjects))?;
        let Some(faulty) = compile(&folder, &target)? else {
            let program = target.join("debug/roundtrip-check");
            return answers(&folder, &program, subjects);
        };
        leave_out(subjects, untried, &faulty);
    }
    bail!("the program that tries the types of {name} does not compile")
}

/// All namespaces, but neither TLS nor what else needs a server.
fn manifest(sdk: &Utf8Path, name: &str) -> Result<String> {
    let path = sdk.join("Cargo.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
    let manifest: DocumentMut = text.parse().with_context(|| format!("reading {path}"))?;
    let default = manifest.get("features").and_then(|it| it.get("default")).and_then(|it| it.as_array());
    let features = default.into_iter().flatten().filter_map(|it| it.as_str()).filter(|it| *it != "rustls");
    let features: Vec<String> = features.map(|it| format!("{it:?}")).collect();
    let features = features.join(", ");
    Ok(format!(
        "[package]\nname = \"roundtrip-check\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [workspace]\n\n[dependencies]\n\
         sdk = {{ package = \"{name}-sdk\", path = \"{sdk}\", default-features = false, features = [{features}] }}\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n"
    ))
}

/// The program: line `index + FIRST` of it names the type of that subject.
fn source(subjects: &[Subject]) -> String {
    let mut source = MAIN.to_owned();
    for subject in subjects {
        let _ = writeln!(source, "    check::<sdk::{}>,", subject.path);
    }
    source + "];\n"
}

fn compile(folder: &Utf8Path, target: &Utf8Path) -> Result<Option<BTreeSet<usize>>> {
    let mut command = Command::new("cargo");
    command
        .args(["build", "--quiet", "--offline", "--message-format", "short"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "-A warnings");
    let ended = process::run(&mut command, COMPILATION)?;
    if ended.success {
        return Ok(None);
    }
    let first = MAIN.lines().count();
    let line = |it: &str| it.strip_prefix("src/main.rs:")?.split(':').next()?.parse::<usize>().ok();
    let faulty: BTreeSet<usize> =
        ended.stderr.lines().filter_map(line).filter_map(|it| it.checked_sub(first + 1)).collect();
    if faulty.is_empty() {
        bail!("the program that tries the types does not compile:\n{}", ended.stderr);
    }
    Ok(Some(faulty))
}

fn leave_out(subjects: &mut Vec<Subject>, untried: &mut Vec<(String, String)>, faulty: &BTreeSet<usize>) {
    let mut index = 0;
    subjects.retain(|it| {
        let keep = !faulty.contains(&index);
        index += 1;
        if !keep {
            untried.push((it.path.clone(), it.at.to_string()));
        }
        keep
    });
}

fn answers(folder: &Utf8Path, program: &Utf8Path, subjects: &[Subject]) -> Result<Vec<Result<String, String>>> {
    let mut samples = String::new();
    for (index, subject) in subjects.iter().enumerate() {
        for it in &subject.samples {
            let _ = writeln!(samples, "{index} {}", it.value);
        }
    }
    let file = folder.join("samples.txt");
    write(&file, &samples)?;
    let ended = process::run(Command::new(program).arg(&file), RUN)?;
    let mut answers: Vec<Result<String, String>> = Vec::new();
    for line in ended.stdout.lines() {
        answers.push(match line.split_at_checked(1) {
            Some(("=", text)) => Ok(text.to_owned()),
            Some((_, error)) => Err(error.to_owned()),
            None => Err("no answer".to_owned()),
        });
    }
    if !ended.success {
        let why = if ended.timeout { "the program did not end" } else { "the program crashed" };
        answers.push(Err(why.to_owned()));
    }
    Ok(answers)
}
