//! `cargo xtask bench PATH…`: what generating a crate and compiling it costs, beside another generator if there is one.
//!
//! | part | what it does |
//! |---|---|
//! | `figures` | what was measured, in one form for all generators |
//! | `rival` | the other generator |
//! | `program` | release builds of a program that uses the crate |
//! | `table` | what a run prints |
//!
//! Times are those of processors, so that what else a machine does changes little; memory is that of the largest
//! process. Dependencies are compiled before anything is measured.
//!
//! **Invariant:** this process stays small while it measures: what it holds counts as memory of what it starts. Documents
//! are read here only after all of them were measured.

mod figures;
mod program;
mod rival;
mod table;

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use self::figures::Figures;
use self::program::Builds;
use self::rival::Rival;
use crate::corpus::{self, Document};
use crate::flags::BenchFlags;
use crate::project::Project;
use crate::workshop::{Extent, Workshop};

/// How often a document is generated; the fastest run counts.
const RUNS: usize = 3;

/// What was measured of one document.
struct Row {
    document: Document,
    bytes: u64,
    operations: usize,
    ours: Figures,
    theirs: Option<Figures>,
    builds: Option<Builds>,
}

/// Runs the command.
pub(crate) fn run(flags: &BenchFlags) -> Result<ExitCode> {
    let project = Project::find().context("no project here")?;
    let workshop = Workshop::open(&project)?;
    let rival = flags.against.as_deref().map(|it| Rival::new(it, &workshop));
    let mut documents = corpus::named(&flags.paths)?;
    documents.retain(|it| flags.only.is_empty() || flags.only.iter().any(|only| it.path.as_str().contains(only)));
    let mut rows = Vec::new();
    let all = documents.len();
    for (index, document) in documents.into_iter().enumerate() {
        anstream::eprintln!("[{}/{all}] {}", index + 1, document.path);
        rows.push(measure(flags, &workshop, rival.as_ref(), document)?);
    }
    for row in &mut rows {
        row.operations = corpus::operations(&row.document);
    }
    if flags.json {
        let rows: Vec<Value> = rows.iter().map(Row::to_json).collect();
        anstream::println!("{}", json!({ "documents": rows }));
    } else {
        anstream::print!("{}", table::render(&rows));
    }
    let failed = rows.iter().any(|it| it.ours.failure.is_some());
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn measure(flags: &BenchFlags, workshop: &Workshop, rival: Option<&Rival<'_>>, document: Document) -> Result<Row> {
    let (mut ours, mut theirs) = (Figures::default(), rival.map(|_| Figures::default()));
    for _ in 0..RUNS {
        // One after the other, so that both have the same neighbours on a machine that is shared.
        ours.generated(workshop.generate_anew(&document.path, &document.name)?);
        if let (Some(rival), Some(theirs)) = (rival, &mut theirs) {
            theirs.generated(rival.generate(&document)?);
        }
    }
    let folder = workshop.folder("corpus").join(&document.name);
    ours.count(&folder.join("src"))?;
    if ours.failure.is_none() && !flags.no_compile {
        ours.checked(workshop.check(&folder, Extent::Library, 0)?);
    }
    if let (Some(rival), Some(theirs)) = (rival, &mut theirs) {
        theirs.count(&rival.sources(&document))?;
        if theirs.failure.is_none() && !flags.no_compile {
            theirs.checked(rival.check(&document)?);
        }
    }
    let builds = match &flags.program {
        Some(program) if ours.failure.is_none() => {
            Some(program::build(workshop, &document.name, program, &flags.features)?)
        }
        _ => None,
    };
    let bytes = document.path.metadata().map_or(0, |it| it.len());
    Ok(Row { document, bytes, operations: 0, ours, theirs, builds })
}

impl Row {
    fn to_json(&self) -> Value {
        json!({
            "document": self.document.path.as_str(),
            "bytes": self.bytes,
            "operations": self.operations,
            "ours": self.ours.to_json(),
            "theirs": self.theirs.as_ref().map(Figures::to_json),
            "program": self.builds.as_ref().map(Builds::to_json),
        })
    }
}
