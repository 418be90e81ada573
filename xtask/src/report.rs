//! What a run of codegen tells: diagnostics, then changes, then what to do.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;

use camino::{Utf8Path, Utf8PathBuf};
use generator::untyped::Untyped;
use generator::{Diagnostic, Origin, Severity};
use serde_json::json;
use similar::TextDiff;

use crate::codegen::Mode;
use crate::diagnostics;
use crate::sync::{Change, ChangeKind, Tree};

/// Lines of a diff that are shown for one file.
const DIFF_LINES: usize = 12;

/// Files of which a diff is shown.
const DIFF_FILES: usize = 5;

/// Written files that are listed one by one.
const LISTED_FILES: usize = 20;

/// What a run found and did.
#[derive(Default)]
pub(crate) struct Outcome {
    /// Sorted.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Files read, by the path that diagnostics use.
    pub(crate) sources: BTreeMap<Utf8PathBuf, Vec<u8>>,
    /// Whether the input has errors; nothing was compared or written then.
    pub(crate) failed: bool,
    /// Every folder of the output.
    pub(crate) trees: Vec<Tree>,
    /// What stays open JSON, where that was asked for.
    pub(crate) untyped: Option<Untyped>,
}

/// How to tell it.
pub(crate) struct Report {
    pub(crate) mode: Mode,
    pub(crate) json: bool,
    /// The command that mends drift.
    pub(crate) mend: String,
}

impl Report {
    /// Prints diagnostics to standard error and the result to standard output; with `json`, one object
    /// to standard output.
    pub(crate) fn print(&self, outcome: &Outcome) {
        let located = diagnostics::locate_all(&outcome.diagnostics, &outcome.sources);
        if self.json {
            let list: Vec<_> = located.iter().map(diagnostics::to_json).collect();
            anstream::println!("{}", self.to_json(outcome, list));
            return;
        }
        if let Some(untyped) = &outcome.untyped {
            anstream::print!("{}", untyped_list(untyped));
        }
        anstream::eprint!("{}", diagnostics::render(&located, std::io::stderr().is_terminal()));
        if outcome.failed {
            let count = outcome.diagnostics.iter().filter(|it| it.severity == Severity::Error).count();
            anstream::eprintln!("{}; nothing was written", counted(count, "error"));
            return;
        }
        match self.mode {
            Mode::Check => self.print_check(outcome),
            Mode::DryRun => print_dry_run(outcome),
            Mode::Write => print_written(outcome),
        }
    }

    fn to_json(&self, outcome: &Outcome, diagnostics: Vec<serde_json::Value>) -> serde_json::Value {
        let changes: Vec<_> = changes(outcome)
            .map(|(folder, it)| json!({ "kind": it.kind.word(), "path": shown(folder, &it.path) }))
            .collect();
        json!({
            "ok": !outcome.failed && (self.mode != Mode::Check || changes.is_empty()),
            "written": self.mode == Mode::Write && !outcome.failed,
            "diagnostics": diagnostics,
            "changes": changes,
            "mend": self.mend,
            "untyped": outcome.untyped.as_ref().map(untyped_json),
        })
    }

    fn print_check(&self, outcome: &Outcome) {
        let count = changes(outcome).count();
        if count == 0 {
            anstream::println!("{} up to date", counted(outcome.trees.len(), "crate"));
            return;
        }
        anstream::println!("the output does not match spec/, templates/ and generator/ ({})", counted(count, "file"));
        for (folder, it) in changes(outcome) {
            anstream::println!("  {:<11}  {}", it.kind.word(), shown(folder, &it.path));
        }
        for (folder, it) in changes(outcome).filter(|(_, it)| diffable(it)).take(DIFF_FILES) {
            anstream::print!("\n{}", short_diff(&shown(folder, &it.path), it));
        }
        anstream::println!("\nrun `{}` and commit the result", self.mend);
        if changes(outcome).any(|(_, it)| it.kind == ChangeKind::Foreign) {
            anstream::println!("foreign files are not codegen's: move them elsewhere, it does not remove them");
        }
    }
}

fn untyped_list(untyped: &Untyped) -> String {
    let reason = |it: &Diagnostic| format!("  {}  {}: {}\n", it.at, it.code, it.message.escape_debug());
    let fallbacks: String = untyped.fallbacks.iter().map(reason).collect();
    let open: String = untyped.open.iter().map(|it| format!("  {it}\n")).collect();
    let head = |count, what: &str| format!("{} {what}\n", counted(count, "place"));
    let (typed, left) = (untyped.fallbacks.len(), untyped.open.len());
    head(typed, "could not be typed") + &fallbacks + &head(left, "left open by the document itself") + &open
}

fn untyped_json(untyped: &Untyped) -> serde_json::Value {
    let place = |it: &Origin| json!({ "file": it.file.as_str(), "pointer": &*it.pointer });
    let fallback = |it: &Diagnostic| {
        let (file, pointer) = (it.at.file.as_str(), &*it.at.pointer);
        json!({ "file": file, "pointer": pointer, "code": it.code, "reason": it.message })
    };
    json!({
        "fallbacks": untyped.fallbacks.iter().map(fallback).collect::<Vec<_>>(),
        "open": untyped.open.iter().map(place).collect::<Vec<_>>(),
    })
}

fn print_dry_run(outcome: &Outcome) {
    for (folder, it) in changes(outcome).filter(|(_, it)| it.kind != ChangeKind::Foreign) {
        anstream::println!("would {}  {}", verb(it.kind), shown(folder, &it.path));
    }
    let count = changes(outcome).filter(|(_, it)| it.kind != ChangeKind::Foreign).count();
    anstream::println!("{} would change; nothing was written", counted(count, "file"));
}

fn print_written(outcome: &Outcome) {
    let mut listed = 0;
    for (folder, it) in changes(outcome) {
        let path = shown(folder, &it.path);
        match it.kind {
            ChangeKind::HandEdited => {
                anstream::eprintln!("warning: {path} was edited by hand and has been overwritten")
            }
            ChangeKind::Foreign => anstream::eprintln!("warning: {path} is not codegen's; it was left alone"),
            _ if listed < LISTED_FILES => anstream::println!("{}  {path}", verb(it.kind)),
            _ => {}
        }
        listed += 1;
    }
    if listed > LISTED_FILES {
        anstream::println!("… {} more", counted(listed - LISTED_FILES, "file"));
    }
    for tree in &outcome.trees {
        let count = tree.changes.list.iter().filter(|it| it.kind != ChangeKind::Foreign).count();
        let what = if count == 0 { "unchanged".to_owned() } else { format!("{count} written or removed") };
        anstream::println!("{}: {}, {what}", shown(&tree.folder, Utf8Path::new("")), counted(tree.files.len(), "file"));
    }
}

fn verb(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Missing => "add   ",
        ChangeKind::Changed | ChangeKind::HandEdited => "update",
        ChangeKind::LeftOver => "remove",
        ChangeKind::Foreign => "leave ",
    }
}

fn changes(outcome: &Outcome) -> impl Iterator<Item = (&Utf8Path, &Change)> {
    outcome.trees.iter().flat_map(|tree| tree.changes.list.iter().map(move |it| (&*tree.folder, it)))
}

fn diffable(change: &Change) -> bool {
    change.path != crate::manifest::FILE && matches!(change.kind, ChangeKind::Changed | ChangeKind::HandEdited)
}

fn short_diff(path: &str, change: &Change) -> String {
    let diff = TextDiff::from_lines(&change.old, &change.new);
    let text = diff.unified_diff().context_radius(1).header(path, "what codegen would write").to_string();
    let lines: Vec<&str> = text.lines().collect();
    let mut shown: String = lines.iter().take(DIFF_LINES).map(|it| format!("{it}\n")).collect();
    if lines.len() > DIFF_LINES {
        shown += &format!("… {} more\n", counted(lines.len() - DIFF_LINES, "line"));
    }
    shown
}

/// The path as a maintainer types it: relative to where the command runs, where that is possible.
fn shown(folder: &Utf8Path, path: &Utf8Path) -> String {
    let full = folder.join(path);
    let here = std::env::current_dir().ok().and_then(|it| camino::Utf8PathBuf::from_path_buf(it).ok());
    here.and_then(|here| full.strip_prefix(here).ok().map(Utf8Path::to_string)).unwrap_or_else(|| full.to_string())
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
