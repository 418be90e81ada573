//! `cargo xtask roundtrip --spec FILE`: values of every type of a document decode and encode back equal.
//!
//! Generates the crate, writes a program beside it that decodes and encodes values of each type, compiles and runs
//! it, and compares what went in with what came out. The values are the document's examples and defaults and those
//! that the generator's `samples` make from its schemas.
//!
//! | part | what it does |
//! |---|---|
//! | `subjects` | the types of the crate and the values to try them with |
//! | `program` | the program that decodes and encodes |
//! | `compare` | whether two JSON texts say the same |
//! | `score` | figures and what did not come back |
//!
//! **Invariant:** a type that cannot be tried does not keep the others from being tried.

mod compare;
mod program;
mod score;
mod subjects;

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use camino::Utf8Path;

pub(crate) use self::score::Score;

use self::score::Failure;
use self::subjects::Subject;
use crate::corpus::name_of;
use crate::flags::RoundtripFlags;
use crate::project::Project;
use crate::workshop::Workshop;

/// Runs the command.
pub(crate) fn run(flags: &RoundtripFlags) -> Result<ExitCode> {
    let project = Project::find().context("no project here")?;
    let workshop = Workshop::open(&project)?;
    let name = name_of(&flags.spec);
    let generated = workshop.generate(&flags.spec, &name)?;
    if let Some(refused) = generated.refused {
        bail!("{}: {refused}", flags.spec);
    }
    let score = measure(&workshop, &flags.spec, &name, flags.name_filter.as_deref(), 0)?;
    if flags.json {
        anstream::println!("{}", score.to_json());
    } else {
        anstream::print!("{}", score.render());
    }
    Ok(if score.is_perfect() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Tries the types of the crate that `document` was generated to. What did not come back is kept in a file.
pub(crate) fn measure(
    workshop: &Workshop,
    document: &Utf8Path,
    name: &str,
    filter: Option<&str>,
    job: usize,
) -> Result<Score> {
    let mut subjects = subjects::of(document)?;
    subjects.retain(|it| filter.is_none_or(|text| it.path.contains(text)));
    let mut score = Score::default();
    let answers = program::run(workshop, name, &mut subjects, &mut score.untried, job)?;
    let mut answers = answers.into_iter();
    for subject in &subjects {
        try_subject(subject, &mut answers, &mut score);
    }
    let file = workshop.folder("roundtrip").join(format!("{name}.json"));
    std::fs::write(&file, format!("{}\n", score.to_json())).with_context(|| format!("writing {file}"))?;
    score.file = Some(file);
    Ok(score)
}

fn try_subject(subject: &Subject, answers: &mut impl Iterator<Item = Result<String, String>>, score: &mut Score) {
    score.types += 1;
    for sample in &subject.samples {
        let sent = sample.value.to_string();
        let answer = answers.next().unwrap_or_else(|| Err("the program ended before this value".to_owned()));
        let difference = match answer {
            Ok(came) => compare::difference(&sent, &came).map(|it| (it, Some(came))),
            Err(error) => Some((error, None)),
        };
        score.count(sample.source, difference.is_none());
        if let Some((message, came)) = difference {
            let (path, pointer) = (subject.path.clone(), subject.at.to_string());
            score.failures.push(Failure { path, pointer, source: sample.source, message, sent, came });
        }
    }
}
