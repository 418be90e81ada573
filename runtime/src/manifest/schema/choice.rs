//! Alternatives: which of them is meant, and what is wrong with that one.

use serde_json::{Map, Value as Json};

use super::walk::list;
use super::{Place, Schema, words};
use crate::manifest::problem::Problem;
use crate::manifest::tree::{Node, Value};

/// An alternative, and what it forbids.
type Tried<'s> = (&'s Json, Vec<Problem>);

impl Schema {
    pub(super) fn choices(&self, place: &Place<'_>, schema: &Map<String, Json>, out: &mut Vec<Problem>) {
        for key in ["oneOf", "anyOf"] {
            let branches = list(schema, key);
            let tried = self.tried(place, branches);
            let fitting = tried.iter().filter(|it| it.1.is_empty()).count();
            match fitting {
                1 => {}
                0 if branches.is_empty() => {}
                0 => match words::own(schema) {
                    Some(message) => out.push(place.problem(message)),
                    None => self.none_fits(place, branches, tried, out),
                },
                _ if key == "oneOf" => {
                    let message = words::own(schema).unwrap_or_else(|| words::several_fit(fitting));
                    out.push(place.problem(message));
                }
                _ => {}
            }
        }
        if schema.get("not").is_some_and(|it| self.fits(place, it)) {
            let message = words::own(schema).unwrap_or_else(|| words::forbidden(schema));
            out.push(place.problem(message));
        }
        if let Some(condition) = schema.get("if") {
            let branch = if self.fits(place, condition) { "then" } else { "else" };
            if let Some(branch) = schema.get(branch) {
                self.value(place, branch, out);
            }
        }
    }

    /// Alternatives with what each forbids. Those that a field of the value does not name are left out: they forbid it.
    ///
    /// Each is tried once, for its verdict and its words alike: where alternatives lie within each other, a second time
    /// at every level would double the work with every level.
    fn tried<'s>(&self, place: &Place<'_>, branches: &'s [Json]) -> Vec<Tried<'s>> {
        let tag = self.tag(branches).and_then(|tag| Some((tag, place.node.get(tag)?)));
        let is_meant = |it: &&Json| tag.is_none_or(|(tag, value)| self.names(it, tag, value));
        branches.iter().filter(is_meant).map(|it| (it, self.found(place, it))).collect()
    }

    /// Says what is wrong with the alternative that is meant: the one that a field names, the only one of the value's
    /// type, else the one that is nearest.
    fn none_fits(&self, place: &Place<'_>, branches: &[Json], tried: Vec<Tried<'_>>, out: &mut Vec<Problem>) {
        if let Some(tag) = self.tag(branches) {
            let values = || branches.iter().flat_map(|it| self.tags(it, tag)).cloned().collect::<Vec<Json>>();
            match place.node.get(tag) {
                Some(node) if tried.is_empty() => {
                    let path = place.path.key(tag);
                    return out.push(Place { node, path: &path, ..*place }.problem(words::one_of(node, &values())));
                }
                None if matches!(place.node.value, Value::Map(_)) => {
                    let message = format!("{}; it is one of {}", words::MISSING, words::listed(&values()));
                    return out.push(Problem::new(place.path.key(tag).as_str(), message).at(place.node.mark));
                }
                _ => {}
            }
        }
        let of_type = |it: &Json| it.as_object().is_none_or(|it| !words::is_of_other_type(place.node, it));
        let candidates = tried.into_iter().filter(|it| of_type(self.settled(it.0)));
        match candidates.map(|it| it.1).min_by_key(Vec::len) {
            Some(problems) => out.extend(problems),
            None => {
                let schemas = branches.iter().filter_map(|it| self.settled(it).as_object());
                out.push(place.problem(words::other_types(place.node, schemas)));
            }
        }
    }

    /// The field whose single values tell alternatives apart.
    pub(super) fn tag<'s>(&'s self, branches: &'s [Json]) -> Option<&'s str> {
        let (first, others) = branches.split_first()?;
        let keys = self.settled(first).get("properties")?.as_object()?.keys();
        let tells =
            |key: &&String| !self.tags(first, key).is_empty() && others.iter().all(|it| !self.tags(it, key).is_empty());
        keys.into_iter().find(tells).map(String::as_str)
    }

    /// The values that a field has in an alternative, where they are given.
    fn tags<'s>(&'s self, branch: &'s Json, key: &str) -> &'s [Json] {
        let field = self.settled(branch).get("properties").and_then(|it| it.get(key));
        let Some(field) = field.map(|it| self.settled(it)).and_then(Json::as_object) else { return &[] };
        field.get("const").map_or_else(|| list(field, "enum"), std::slice::from_ref)
    }

    /// Whether a value of the field names the alternative.
    pub(super) fn names(&self, branch: &Json, key: &str, value: &Node) -> bool {
        self.tags(branch, key).iter().any(|it| value.is(it))
    }
}
