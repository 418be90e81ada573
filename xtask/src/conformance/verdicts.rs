//! What came of every call, and how it is told.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use camino::Utf8Path;
use serde_json::Value;

/// What came of an operation, from the best to the worst that is told of it; a failure is always told.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    /// A value of its type.
    Decoded,
    /// An error of the server: its status.
    Refused(u64),
    /// Anything else: why.
    Failed(String),
}

/// What is known of an operation.
#[derive(Clone, Debug)]
struct Row {
    call: String,
    outcome: Outcome,
    beyond: BTreeSet<String>,
}

/// What came of every operation that was called, by its id.
#[derive(Debug, Default)]
pub(super) struct Verdicts(BTreeMap<String, Row>);

impl Verdicts {
    /// Adds the lines of a file that the runtime's `Trial` wrote. No such file: nothing was called.
    pub(super) fn add(&mut self, path: &Utf8Path) -> Result<()> {
        if !path.exists() {
            return Ok(());
        }
        let text = std::fs::read_to_string(path).with_context(|| format!("reading {path}"))?;
        for line in text.lines() {
            let line: Value = serde_json::from_str(line).with_context(|| format!("reading {path}"))?;
            self.one(&line);
        }
        Ok(())
    }

    fn one(&mut self, line: &Value) {
        let text = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
        let outcome = match text("verdict") {
            "decoded" => Outcome::Decoded,
            "refused" => Outcome::Refused(line.get("status").and_then(Value::as_u64).unwrap_or_default()),
            _ => Outcome::Failed(text("detail").to_owned()),
        };
        let beyond = line.get("beyond").and_then(Value::as_array).into_iter().flatten();
        let beyond = beyond.filter_map(Value::as_str).map(str::to_owned);
        let call = format!("{} {}", text("method"), text("path"));
        match self.0.get_mut(text("operation")) {
            Some(row) => {
                row.beyond.extend(beyond);
                row.outcome = told(std::mem::replace(&mut row.outcome, Outcome::Decoded), outcome);
            }
            None => {
                let row = Row { call, outcome, beyond: beyond.collect() };
                self.0.insert(text("operation").to_owned(), row);
            }
        }
    }

    pub(super) fn decoded(&self) -> usize {
        self.count(|it| *it == Outcome::Decoded)
    }

    pub(super) fn failed(&self) -> usize {
        self.count(|it| matches!(it, Outcome::Failed(_)))
    }

    fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.0.values().filter(|it| is(&it.outcome)).count()
    }

    /// All of it, an operation a line; then the fields that no type knows.
    pub(super) fn table(&self) -> String {
        let width = self.0.values().map(|it| it.outcome.to_string().chars().count()).filter(|it| *it < 40).max();
        let width = width.unwrap_or_default();
        let line = |(id, row): (&String, &Row)| format!("{:width$}  {id}  {}\n", row.outcome.to_string(), row.call);
        let beyond = |(id, row): (&String, &Row)| {
            let fields = row.beyond.iter().cloned().collect::<Vec<_>>().join(", ");
            (!fields.is_empty()).then(|| format!("beyond the specification  {id}  {fields}\n"))
        };
        self.0.iter().map(line).chain(self.0.iter().filter_map(beyond)).collect()
    }

    /// The sum on one line.
    pub(super) fn sum(&self) -> String {
        let refused = self.0.len() - self.decoded() - self.failed();
        let beyond: BTreeSet<_> = self.0.values().flat_map(|it| &it.beyond).collect();
        format!(
            "{} operations called: {} decoded typed, {refused} the server's own error, {} failed; {} fields beyond the \
             specification",
            self.0.len(),
            self.decoded(),
            self.failed(),
            beyond.len(),
        )
    }

    /// The chapter of the README.
    pub(super) fn chapter(&self) -> String {
        let mut namespaces: BTreeMap<&str, [Vec<String>; 3]> = BTreeMap::new();
        for (id, row) in &self.0 {
            let (namespace, method) = id.split_once('.').unwrap_or(("", id));
            let [decoded, refused, failed] = namespaces.entry(namespace).or_default();
            match &row.outcome {
                Outcome::Decoded => decoded.push(format!("`{method}`")),
                Outcome::Refused(status) => refused.push(format!("`{method}` {status}")),
                Outcome::Failed(_) => failed.push(format!("`{method}`")),
            }
        }
        let mut text = format!(
            "# What a real server answers\n\nEvery operation that only reads, and what whole lives need, was called on a \
             real server: {}. An error of the server stands with its status; it is a value of its type too.\n\n\
             | namespace | decoded typed | the server's own error | failed |\n|---|---|---|---|\n",
            self.sum()
        );
        for (namespace, [decoded, refused, failed]) in namespaces {
            let _ = writeln!(
                text,
                "| {namespace} | {} | {} | {} |",
                decoded.join(", "),
                refused.join(", "),
                failed.join(", ")
            );
        }
        text
    }
}

/// Which of two outcomes of one operation is told.
fn told(one: Outcome, other: Outcome) -> Outcome {
    match (&one, &other) {
        (Outcome::Failed(_), _) | (Outcome::Decoded, Outcome::Refused(_) | Outcome::Decoded) => one,
        (_, Outcome::Failed(_) | Outcome::Decoded) => other,
        // Whoever sent a token learns more than that one is needed.
        (Outcome::Refused(401), Outcome::Refused(_)) => other,
        (Outcome::Refused(_), Outcome::Refused(_)) => one,
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Decoded => f.write_str("decoded typed"),
            Self::Refused(status) => write!(f, "server's error {status}"),
            Self::Failed(why) => write!(f, "FAILED: {why}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn verdicts(lines: &[(&str, &str, u64)]) -> Verdicts {
        let mut verdicts = Verdicts::default();
        for (operation, verdict, status) in lines {
            verdicts.one(
                &json!({"operation": operation, "verdict": verdict, "status": status, "detail": "no", "method": "GET"}),
            );
        }
        verdicts
    }

    #[test]
    fn a_value_outweighs_an_error_and_a_failure_both() {
        let seen = verdicts(&[
            ("pets.list", "refused", 401),
            ("pets.list", "decoded", 200),
            ("pets.get", "refused", 401),
            ("pets.get", "refused", 404),
            ("pets.find", "decoded", 200),
            ("pets.find", "failed", 200),
        ]);
        assert_eq!((seen.decoded(), seen.failed()), (1, 1));
        assert!(seen.chapter().ends_with("| pets | `list` | `get` 404 | `find` |\n"), "{}", seen.chapter());
    }
}
