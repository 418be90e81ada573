//! Figures of one document, and of several.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use serde_json::{Value, json};

use super::census::Kind;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) reached: usize,
    pub(crate) all: usize,
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.reached += other.reached;
        self.all += other.all;
    }
}

impl Share {
    /// `99.5 %`, rounded down so that only all of them are 100; `-` for none of none.
    pub(crate) fn percent(self) -> String {
        match self.permille() {
            None => "-".to_owned(),
            Some(1000) => "100 %".to_owned(),
            Some(it) => format!("{}.{} %", it / 10, it % 10),
        }
    }

    /// `7/7`.
    pub(crate) fn of_all(self) -> String {
        format!("{}/{}", self.reached, self.all)
    }

    fn permille(self) -> Option<usize> {
        (self.reached * 1000).checked_div(self.all)
    }

    fn to_json(self) -> Value {
        json!({ "reached": self.reached, "all": self.all })
    }
}

/// What came of a document, or of all of them together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) documents: usize,
    pub(crate) generated: usize,
    /// `None`: not tried.
    pub(crate) compiled: Option<usize>,
    pub(crate) names: BTreeMap<Kind, Share>,
    pub(crate) warnings: usize,
    pub(crate) untyped: usize,
    pub(crate) fields: usize,
    /// Values that decode and encode back equal.
    pub(crate) roundtrip: Share,
    pub(crate) generation_seconds: f64,
    pub(crate) check_seconds: f64,
    pub(crate) lines: usize,
}

impl AddAssign<&Tally> for Tally {
    fn add_assign(&mut self, other: &Tally) {
        self.documents += other.documents;
        self.generated += other.generated;
        self.compiled = sum(self.compiled, other.compiled);
        for (kind, share) in &other.names {
            *self.names.entry(*kind).or_default() += *share;
        }
        self.warnings += other.warnings;
        self.untyped += other.untyped;
        self.fields += other.fields;
        self.roundtrip += other.roundtrip;
        self.generation_seconds += other.generation_seconds;
        self.check_seconds += other.check_seconds;
        self.lines += other.lines;
    }
}

fn sum(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    if one.is_none() { other } else { Some(one.unwrap_or_default() + other.unwrap_or_default()) }
}

impl Tally {
    /// The names of one kind.
    pub(crate) fn share(&self, kind: Kind) -> Share {
        self.names.get(&kind).copied().unwrap_or_default()
    }

    /// Share of the fields that are left as JSON though the document gives them a type.
    pub(crate) fn untyped_percent(&self) -> String {
        if self.fields == 0 {
            "-".to_owned()
        } else {
            format!("{:.1} %", 100.0 * self.untyped as f64 / self.fields as f64)
        }
    }

    /// All figures for machines.
    pub(crate) fn to_json(&self) -> Value {
        let names: serde_json::Map<String, Value> =
            Kind::ALL.iter().map(|kind| (kind.word().to_owned(), self.share(*kind).to_json())).collect();
        json!({
            "documents": self.documents,
            "generated": self.generated,
            "compiled": self.compiled,
            "names": names,
            "warnings": self.warnings,
            "untyped": self.untyped,
            "fields": self.fields,
            "roundtrip": self.roundtrip.to_json(),
            "generation_seconds": self.generation_seconds,
            "check_seconds": self.check_seconds,
            "lines": self.lines,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_all_of_them_are_a_hundred_per_cent() {
        let shown = |reached, all| Share { reached, all }.percent();
        assert_eq!([shown(0, 0), shown(1999, 2000), shown(7, 7)], ["-", "99.9 %", "100 %"]);
    }
}
