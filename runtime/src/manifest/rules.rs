//! What a JSON Schema cannot say: rules between values of a document.
//!
//! Places are relative to where the rule holds: `volumes[].name` are the names in a list, `env{}` the values of a map.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::path::{Path, select};
use super::problem::Problem;
use super::schema::{canonical, meant, short};
use super::tree::Node;

/// A rule of a kind of manifest.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Where it holds; empty: in the document itself.
    pub inside: &'static str,
    /// What it asks for.
    pub kind: RuleKind,
    /// What is said where it is broken; `None`: what the kind says by itself.
    pub message: Option<&'static str>,
}

/// What a rule asks for.
#[derive(Clone, Copy, Debug)]
pub enum RuleKind {
    /// The values at these places all differ.
    Unique(&'static [&'static str]),
    /// Every value at `from` is one of those at `to`.
    Refers {
        /// Places of names.
        from: &'static [&'static str],
        /// Places where what they name is declared.
        to: &'static [&'static str],
    },
    /// One of these fields is there at most.
    Exclusive(&'static [&'static str]),
    /// One of these fields is there at least.
    Needed(&'static [&'static str]),
    /// These fields are all there, or none of them.
    Together(&'static [&'static str]),
}

/// Everything that the rules forbid.
pub(crate) fn check(node: &Node, rules: &[Rule], out: &mut Vec<Problem>) {
    for rule in rules {
        for (path, node) in select(node, rule.inside) {
            let found = broken(&Scope { path, node }, &rule.kind);
            let say = |it: Problem| if let Some(message) = rule.message { it.saying(message) } else { it };
            out.extend(found.into_iter().map(say));
        }
    }
}

/// What a rule holds in.
struct Scope<'n> {
    path: Path,
    node: &'n Node,
}

impl<'n> Scope<'n> {
    fn all(&self, places: &[&str]) -> Vec<(Path, &'n Node)> {
        let found = places.iter().flat_map(|it| select(self.node, it));
        found.map(|(path, it)| (self.path.join(&path), it)).collect()
    }

    fn problem(&self, message: String) -> Problem {
        Problem::new(self.path.as_str(), message).at(self.node.mark)
    }
}

fn broken(scope: &Scope<'_>, kind: &RuleKind) -> Vec<Problem> {
    match kind {
        RuleKind::Unique(places) => unique(scope.all(places)),
        RuleKind::Refers { from, to } => refers(scope.all(from), &scope.all(to)),
        RuleKind::Exclusive(places) => {
            let there = scope.all(places);
            let several = there.len() > 1;
            let message = format!("only one of {} may be there", listed(places));
            several.then(|| scope.problem(message)).into_iter().collect()
        }
        RuleKind::Needed(places) => {
            let none = scope.all(places).is_empty();
            none.then(|| scope.problem(format!("one of {} is needed", listed(places)))).into_iter().collect()
        }
        RuleKind::Together(places) => {
            let there: Vec<bool> = places.iter().map(|it| !scope.all(&[it]).is_empty()).collect();
            let some = there.contains(&true) && there.contains(&false);
            let message = format!("{} go together: all of them, or none", listed(places));
            some.then(|| scope.problem(message)).into_iter().collect()
        }
    }
}

fn unique(values: Vec<(Path, &Node)>) -> Vec<Problem> {
    let mut first: HashMap<String, Path> = HashMap::new();
    let mut problems = Vec::new();
    for (path, node) in values {
        match first.entry(canonical(node)) {
            Entry::Occupied(before) => {
                let value = node.as_text().map_or_else(|| node.kind(), |it| format!("`{}`", short(it)));
                let message = format!("{value} is there twice, first at {}", before.get().as_str());
                problems.push(Problem::new(path.as_str(), message).at(node.mark));
            }
            Entry::Vacant(place) => {
                place.insert(path);
            }
        }
    }
    problems
}

fn refers(names: Vec<(Path, &Node)>, declared: &[(Path, &Node)]) -> Vec<Problem> {
    let known: HashSet<&str> = declared.iter().filter_map(|it| it.1.as_text()).collect();
    let unknown = |it: &(Path, &Node)| it.1.as_text().is_some_and(|it| !known.contains(it));
    let say = |(path, node): (Path, &Node)| {
        let name = node.as_text().unwrap_or_default();
        let near = meant(name, declared.iter().filter_map(|it| it.1.as_text()));
        Problem::new(path.as_str(), format!("nothing here is called `{}`{near}", short(name))).at(node.mark)
    };
    names.into_iter().filter(unknown).map(say).collect()
}

/// ``` `a`, `b` and `c` ```
fn listed(places: &[&str]) -> String {
    let words: Vec<String> = places.iter().map(|it| format!("`{it}`")).collect();
    match words.as_slice() {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        words => words.join(""),
    }
}
