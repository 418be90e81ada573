//! Documents that were made to cost: each ends within ten seconds, with a crate or an error, and within fifty times
//! its own size; what becomes a crate may take as much for what is written.
//!
//! `HOSTILE_SCALE=10 cargo test --release -p generator --test hostile_size` makes the wide ones ten times wider.

// Each of the long functions is a table of documents.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr, clippy::too_many_lines, clippy::unwrap_used)]
#![allow(dead_code, unreachable_pub)]

#[path = "../../fuzz/src/case.rs"]
mod case;
#[path = "hostile_size/documents.rs"]
mod documents;
#[path = "hostile_size/texts.rs"]
mod texts;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use camino::Utf8PathBuf;
use generator::{Severity, generate};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The most processor time that a document takes.
const LONGEST: Duration = Duration::from_secs(10);
/// After this time nobody waits any more.
const GIVEN_UP: Duration = Duration::from_secs(120);
/// Bytes that a run may take for each byte of its input, and for none at all.
const PER_BYTE: usize = 50;
const FLOOR: usize = 64 << 20;

/// A document and what is expected of it.
pub(crate) struct Attack {
    pub(crate) name: &'static str,
    pub(crate) case: Vec<u8>,
}

impl Attack {
    pub(crate) fn new(name: &'static str, case: impl Into<Vec<u8>>) -> Self {
        Self { name, case: case.into() }
    }
}

/// How many times wider than in an ordinary test run.
pub(crate) fn scale() -> usize {
    std::env::var("HOSTILE_SCALE").ok().and_then(|it| it.parse().ok()).unwrap_or(1)
}

/// What a run cost and said.
struct Cost {
    time: Duration,
    memory: usize,
    written: usize,
    said: String,
}

#[test]
fn every_text_ends_soon_and_small() {
    check(texts::attacks());
}

#[test]
fn every_document_ends_soon_and_small() {
    check(documents::attacks());
}

/// Time and memory are those of the process: one list of attacks after the other.
static ALONE: Mutex<()> = Mutex::new(());

fn check(attacks: Vec<Attack>) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let templates = case::templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    let wanted = std::env::var("HOSTILE_ATTACK").unwrap_or_default();
    let mut faults = Vec::new();
    for attack in attacks.into_iter().filter(|it| it.name.contains(&wanted)) {
        let size = attack.case.len();
        let cost = cost(attack.case, templates.clone());
        let Some(Cost { time, memory, written, said }) = cost else {
            faults.push(format!("{}: no end", attack.name));
            // What does not end would be counted among what the others take.
            break;
        };
        let bytes = (size + written).max(1);
        let ratio = memory.saturating_sub(FLOOR) / bytes;
        eprintln!(
            "{:6.2} s {:4} MB {ratio:4}x {:6} kB {:6} kB  {}: {said}",
            time.as_secs_f64(),
            memory >> 20,
            size >> 10,
            written >> 10,
            attack.name
        );
        if time > LONGEST {
            faults.push(format!("{}: {time:?}", attack.name));
        }
        if memory > FLOOR + PER_BYTE * bytes {
            faults.push(format!("{}: {memory} bytes for {size} read and {written} written", attack.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// `None`: it does not end.
fn cost(case: Vec<u8>, templates: BTreeMap<Utf8PathBuf, String>) -> Option<Cost> {
    let (done, waiting) = mpsc::channel();
    std::thread::spawn(move || {
        let inputs = case::inputs(&case, &templates);
        let (before, held) = (spent(), MEMORY.current_usage());
        MEMORY.reset_peak_usage();
        let result = generate(&inputs);
        let (time, memory) = (spent() - before, MEMORY.peak_usage().saturating_sub(held));
        let written = result.iter().flat_map(|it| it.crates.values()).flat_map(|it| it.values()).map(String::len).sum();
        let said = match result {
            Ok(output) => {
                let files = output.crates.values().map(BTreeMap::len).sum::<usize>();
                format!("{files} files, {} warnings", output.warnings.iter().count())
            }
            Err(said) => said.iter().find(|it| it.severity == Severity::Error).map_or_else(String::new, |it| {
                format!("{}: {}", it.code, it.message.chars().take(80).collect::<String>())
            }),
        };
        let _ = done.send(Cost { time, memory, written, said });
    });
    waiting.recv_timeout(GIVEN_UP).ok()
}

/// Processor time of this process, so that what else the machine does counts for nothing; the time of day where
/// the system does not tell.
fn spent() -> Duration {
    thread_local!(static START: Instant = Instant::now());
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks = |index: usize| fields.get(index).and_then(|it| it.parse::<u64>().ok());
    match (ticks(11), ticks(12)) {
        (Some(user), Some(system)) => Duration::from_millis((user + system) * 10),
        _ => START.with(Instant::elapsed),
    }
}
