//! What a run prints: a line for each document, and how many of them are within the goals.

use std::fmt::Write as _;

use super::Row;
use super::figures::Figures;
use crate::columns;
use crate::workshop::process::Cost;

/// How many times cheaper a check is meant to be than the other generator's, in time and in memory.
const GOAL: f64 = 4.0;

/// Columns of a generator.
const COLUMNS: [&str; 6] = ["generate", "memory", "lines", "code", "check", "memory"];

/// The table, failures and, where there is another generator, how often the goals are met.
pub(super) fn render(rows: &[Row]) -> String {
    let both = rows.iter().any(|it| it.theirs.is_some());
    let mut lines = vec![head(both)];
    lines.extend(rows.iter().map(line));
    let mut text = columns::align(&lines);
    for row in rows {
        let failures = [("", Some(&row.ours)), ("the other generator: ", row.theirs.as_ref())];
        for (who, failure) in failures.into_iter().filter_map(|(who, it)| Some((who, it?.failure.as_ref()?))) {
            let _ = writeln!(text, "{}: {who}{failure}", row.document.path);
        }
        if let Some(builds) = &row.builds {
            let (few, all) = (builds.few.cpu.as_secs_f64(), builds.all.cpu.as_secs_f64());
            let share = 100.0 * few / all;
            let name = row.document.path.file_name().unwrap_or_default();
            let _ = writeln!(text, "{name}: program {few:.1} s, with all features {all:.1} s ({share:.1} %)");
        }
    }
    if both {
        text += &summary(rows);
    }
    text
}

fn head(both: bool) -> Vec<String> {
    let mut head = ["document", "KiB", "operations"].to_vec();
    head.extend(COLUMNS);
    if both {
        head.push("|");
        head.extend(COLUMNS);
        head.extend(["|", "generate", "check", "memory"]);
    }
    head.into_iter().map(str::to_owned).collect()
}

fn line(row: &Row) -> Vec<String> {
    let name = row.document.path.file_name().unwrap_or_default().to_owned();
    let mut line = vec![name, (row.bytes / 1024).to_string(), row.operations.to_string()];
    line.extend(cells(&row.ours));
    if let Some(theirs) = &row.theirs {
        line.push("|".to_owned());
        line.extend(cells(theirs));
        line.push("|".to_owned());
        let ratios = [generation(row), check(row), memory(row)];
        line.extend(ratios.map(|it| it.map_or_else(|| "-".to_owned(), |it| format!("{it:.1} x"))));
    }
    line
}

fn cells(figures: &Figures) -> [String; 6] {
    let seconds = |it: Option<Cost>| it.map_or_else(|| "-".to_owned(), |it| format!("{:.2} s", it.cpu.as_secs_f64()));
    let memory = |it: Option<Cost>| it.map_or_else(|| "-".to_owned(), |it| format!("{} MiB", it.memory >> 20));
    let (generation, check) = (figures.generation, figures.check);
    let code = format!("{} KiB", figures.bytes / 1024);
    [seconds(generation), memory(generation), figures.lines.to_string(), code, seconds(check), memory(check)]
}

/// How many times cheaper ours is.
fn ratio(ours: Option<Cost>, theirs: Option<Cost>, what: fn(Cost) -> f64) -> Option<f64> {
    Some(what(theirs?) / what(ours?))
}

fn seconds(cost: Cost) -> f64 {
    cost.cpu.as_secs_f64()
}

fn generation(row: &Row) -> Option<f64> {
    ratio(row.ours.generation, row.theirs.as_ref()?.generation, seconds)
}

fn check(row: &Row) -> Option<f64> {
    ratio(row.ours.check, row.theirs.as_ref()?.check, seconds)
}

fn memory(row: &Row) -> Option<f64> {
    ratio(row.ours.check, row.theirs.as_ref()?.check, |it| it.memory as f64)
}

fn summary(rows: &[Row]) -> String {
    let met = |ratio: fn(&Row) -> Option<f64>, goal: f64| {
        let known: Vec<f64> = rows.iter().filter_map(ratio).collect();
        format!("{} of {}", known.iter().filter(|it| **it >= goal).count(), known.len())
    };
    format!(
        "generation no slower: {}; check at least {GOAL} times faster: {}; memory of it at most 1/{GOAL}: {}\n",
        met(generation, 1.0),
        met(check, GOAL),
        met(memory, GOAL)
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::corpus::Document;

    fn figures(seconds: u64, mebibytes: u64) -> Figures {
        let cost = Cost { cpu: Duration::from_secs(seconds), memory: mebibytes << 20, ..Cost::default() };
        Figures { generation: Some(cost), check: Some(cost), lines: 7, ..Figures::default() }
    }

    fn row(ours: Figures, theirs: Option<Figures>) -> Row {
        let document = Document { path: "in/pets.yaml".into(), name: "pets".to_owned() };
        Row { document, bytes: 2048, operations: 3, ours, theirs, builds: None }
    }

    #[test]
    fn ratios_say_how_many_times_cheaper_ours_is() {
        let broken = Figures { failure: Some("no".to_owned()), ..Figures::default() };
        let text = render(&[row(figures(2, 10), Some(figures(8, 30))), row(figures(2, 10), Some(broken))]);
        let ratios: Vec<&str> =
            text.lines().take(3).map(|it| it.rsplit('|').next().unwrap_or_default().trim()).collect();
        assert_eq!(ratios, ["generate  check  memory", "4.0 x  4.0 x   3.0 x", "-      -       -"]);
        let goals =
            "generation no slower: 1 of 1; check at least 4 times faster: 1 of 1; memory of it at most 1/4: 0 of 1";
        assert_eq!(text.lines().last(), Some(goals));
        assert!(text.contains("in/pets.yaml: the other generator: no\n"), "{text}");
    }

    #[test]
    fn nothing_is_compared_without_another() {
        assert!(!render(&[row(figures(2, 10), None)]).contains('|'));
    }
}
