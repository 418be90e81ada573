//! `cargo xtask corpus DIR`: every document of a folder generates and compiles, and how much of it reaches the code.
//!
//! | part | what it does |
//! |---|---|
//! | `documents` | which documents |
//! | `census` | what a document names, counted from its plain data |
//! | `reach` | what of that stands in the code |
//! | `tally`, `table` | figures |
//!
//! **Invariant:** one bad document does not keep the others from being tried.

mod census;
mod documents;
mod reach;
mod table;
mod tally;

use std::collections::VecDeque;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use self::census::{Census, Kind};
pub(crate) use self::documents::{Document, name_of, named};
use self::reach::Reach;
use self::tally::{Share, Tally};
use crate::flags::CorpusFlags;
use crate::project::Project;
use crate::workshop::{Extent, Workshop};
use crate::{raw, roundtrip};

/// What came of one document.
pub(crate) struct Outcome {
    document: Document,
    tally: Tally,
    /// Why it did not generate or compile.
    failure: Option<String>,
    /// Names that are not in the code, with their pointers.
    missing: Vec<(Kind, String, String)>,
}

/// Runs the command.
pub(crate) fn run(flags: &CorpusFlags) -> Result<ExitCode> {
    let project = Project::find().context("no project here")?;
    if !flags.folder.is_dir() {
        anstream::println!("skipped: there is no {}", flags.folder);
        return Ok(ExitCode::SUCCESS);
    }
    let workshop = Workshop::open(&project)?;
    let outcomes = try_all(flags, &workshop)?;
    let mut total = Tally::default();
    for it in &outcomes {
        total += &it.tally;
    }
    if flags.json {
        let documents: Vec<Value> = outcomes.iter().map(|it| to_json(it, flags.missing)).collect();
        anstream::println!("{}", json!({ "documents": documents, "total": total.to_json() }));
    } else {
        print(&outcomes, &total, flags.missing);
    }
    let failed = outcomes.iter().any(|it| it.failure.is_some());
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Tries the documents, some at a time; outcomes in the order of the documents.
fn try_all(flags: &CorpusFlags, workshop: &Workshop) -> Result<Vec<Outcome>> {
    let chosen: VecDeque<(usize, Document)> = documents::chosen(flags)?.into_iter().enumerate().collect();
    let all = chosen.len();
    let waiting = Mutex::new(chosen);
    let done: Mutex<Vec<(usize, Outcome)>> = Mutex::new(Vec::new());
    let work = |job: usize| {
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some((index, document)) = next else { return };
            let outcome = try_document(flags, workshop, document, job);
            if !flags.json {
                say(index + 1, all, &outcome);
            }
            done.lock().unwrap_or_else(PoisonError::into_inner).push((index, outcome));
        }
    };
    thread::scope(|scope| {
        for job in 1..flags.jobs.max(1) {
            scope.spawn(move || work(job));
        }
        work(0);
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, it)| it).collect())
}

/// One line of progress, to standard error.
fn say(number: usize, all: usize, outcome: &Outcome) {
    let result = outcome.failure.as_deref().map_or("", |it| it.lines().next().unwrap_or("failed"));
    anstream::eprintln!("[{number}/{all}] {}  {result}", outcome.document.path);
}

/// How many operations a document has.
pub(crate) fn operations(document: &Document) -> usize {
    let census = raw::read(&document.path).map(|it| census::count(&it)).unwrap_or_default();
    census.names.keys().filter(|(kind, _)| *kind == Kind::Operation).count()
}

fn try_document(flags: &CorpusFlags, workshop: &Workshop, document: Document, job: usize) -> Outcome {
    let tally = Tally { documents: 1, ..Tally::default() };
    let mut outcome = Outcome { document, tally, failure: None, missing: Vec::new() };
    if let Err(error) = measure(flags, workshop, &mut outcome, job) {
        outcome.failure = Some(format!("{error:#}"));
    }
    outcome
}

fn measure(flags: &CorpusFlags, workshop: &Workshop, outcome: &mut Outcome, job: usize) -> Result<()> {
    let census = raw::read(&outcome.document.path).map(|it| census::count(&it)).unwrap_or_default();
    let tally = &mut outcome.tally;
    tally.fields = census.fields;
    for (kind, _) in census.names.keys() {
        tally.names.entry(*kind).or_default().all += 1;
    }
    let generated = workshop.generate(&outcome.document.path, &outcome.document.name)?;
    tally.warnings = generated.diagnostics.len();
    tally.untyped = generated.untyped;
    tally.generation_seconds = generated.cost.wall.as_secs_f64();
    outcome.failure = generated.refused;
    if outcome.failure.is_some() {
        return Ok(());
    }
    tally.generated = 1;
    let reach = Reach::of(&generated.folder.join("src"))?;
    tally.lines = reach.lines;
    compare(&census, &reach, outcome);
    if !flags.no_compile {
        let (checked, cost) = workshop.check(&generated.folder, Extent::Tests, job)?;
        outcome.tally.check_seconds = cost.wall.as_secs_f64();
        outcome.tally.compiled = Some(usize::from(checked.is_ok()));
        outcome.failure = checked.err();
    }
    if flags.roundtrip && outcome.failure.is_none() {
        let Document { path, name } = &outcome.document;
        let score = roundtrip::measure(workshop, path, name, None, job)?;
        outcome.tally.roundtrip = Share { reached: score.equal, all: score.values };
    }
    Ok(())
}

fn compare(census: &Census, reach: &Reach, outcome: &mut Outcome) {
    let mut names = std::mem::take(&mut outcome.tally.names);
    for ((kind, name), pointer) in &census.names {
        let found = reach.has(*kind, name);
        *names.entry(*kind).or_default() += Share { reached: usize::from(found), all: 0 };
        if !found {
            outcome.missing.push((*kind, name.clone(), pointer.clone()));
        }
    }
    outcome.tally.names = names;
}

fn print(outcomes: &[Outcome], total: &Tally, missing: bool) {
    for it in outcomes {
        if let Some(failure) = &it.failure {
            anstream::println!("{}: {failure}\n", it.document.path);
        }
        for (kind, name, pointer) in it.missing.iter().filter(|_| missing) {
            anstream::println!("{}: {} `{}` at {pointer}", it.document.path, kind.word(), name.escape_debug());
        }
    }
    anstream::print!("{}", table::render(outcomes, total));
}

fn to_json(outcome: &Outcome, missing: bool) -> Value {
    let mut figures = outcome.tally.to_json();
    figures["document"] = json!(outcome.document.path.as_str());
    figures["failure"] = json!(outcome.failure);
    if missing {
        let list = outcome.missing.iter();
        let list = list.map(|(kind, name, pointer)| json!({ "kind": kind.word(), "name": name, "pointer": pointer }));
        figures["missing"] = list.collect();
    }
    figures
}
