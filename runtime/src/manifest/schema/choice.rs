//! Alternatives: which of them is meant, and what is wrong with that one.

use serde_json::{Map, Value as Json};

use super::walk::list;
use super::{Place, Schema, words};
use crate::manifest::problem::Problem;
use crate::manifest::tree::{Node, Value};

impl Schema {
    pub(super) fn choices(&self, place: &Place<'_>, schema: &Map<String, Json>, out: &mut Vec<Problem>) {
        for key in ["oneOf", "anyOf"] {
            let branches = list(schema, key);
            let fitting = branches.iter().filter(|it| self.fits(place, it)).count();
            match fitting {
                1 => {}
                0 if branches.is_empty() => {}
                0 => match words::own(schema) {
                    Some(message) => out.push(place.problem(message)),
                    None => self.none_fits(place, branches, out),
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

    /// Says what is wrong with the alternative that is meant: the one that a field names, the only one of the value's
    /// type, else the one that is nearest.
    fn none_fits(&self, place: &Place<'_>, branches: &[Json], out: &mut Vec<Problem>) {
        if let Some(tag) = self.tag(branches) {
            let meant = place.node.get(tag).and_then(|it| branches.iter().find(|branch| self.names(branch, tag, it)));
            match (meant, place.node.get(tag)) {
                (Some(branch), _) => return self.value(place, branch, out),
                (None, Some(node)) => {
                    let path = place.path.key(tag);
                    let values: Vec<Json> = branches.iter().flat_map(|it| self.tags(it, tag)).cloned().collect();
                    return out.push(Place { node, path: &path, hops: 0 }.problem(words::one_of(node, &values)));
                }
                (None, None) if matches!(place.node.value, Value::Map(_)) => {
                    let values: Vec<Json> = branches.iter().flat_map(|it| self.tags(it, tag)).cloned().collect();
                    let message = format!("{}; it is one of {}", words::MISSING, words::listed(&values));
                    return out.push(Problem::new(place.path.key(tag).as_str(), message).at(place.node.mark));
                }
                (None, None) => {}
            }
        }
        let of_type = |it: &&Json| it.as_object().is_none_or(|it| !words::is_of_other_type(place.node, it));
        let candidates: Vec<&Json> = branches.iter().map(|it| self.settled(it)).filter(of_type).collect();
        if candidates.is_empty() {
            let schemas = branches.iter().filter_map(|it| self.settled(it).as_object());
            return out.push(place.problem(words::other_types(place.node, schemas)));
        }
        let tried = candidates.into_iter().map(|it| {
            let mut problems = Vec::new();
            self.value(place, it, &mut problems);
            problems
        });
        out.extend(tried.min_by_key(Vec::len).unwrap_or_default());
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
