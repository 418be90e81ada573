//! From a value to the values inside it.

use serde_json::{Map, Value as Json};

use super::words;
use super::{MAX_HOPS, MAX_WORK, Place, Schema};
use crate::manifest::problem::Problem;
use crate::manifest::tree::{Node, Value};

impl Schema {
    /// Holds a value against a schema.
    pub(super) fn value(&self, place: &Place<'_>, schema: &Json, problems: &mut Vec<Problem>) {
        let place = &Place { hops: place.hops + 1, ..*place };
        place.work.set(place.work.get() + 1);
        if place.hops > MAX_HOPS || place.work.get() > MAX_WORK {
            return;
        }
        let schema = match schema {
            Json::Object(schema) => schema,
            Json::Bool(false) => return problems.push(place.problem("must not be there")),
            _ => return,
        };
        if let Some(target) = self.target(schema) {
            self.value(place, target, problems);
        }
        for part in list(schema, "allOf") {
            self.value(place, part, problems);
        }
        // What is of the wrong type is no better for being told what its values must be.
        if let Some(problem) = words::wrong_type(place, schema) {
            return problems.push(problem);
        }
        self.assertions(place, schema, problems);
        self.choices(place, schema, problems);
        match &place.node.value {
            Value::Map(entries) => self.map(place, schema, entries, problems),
            Value::List(items) => self.list(place, schema, items, problems),
            _ => {}
        }
    }

    /// Whether a value fits a schema.
    pub(super) fn fits(&self, place: &Place<'_>, schema: &Json) -> bool {
        self.found(place, schema).is_empty()
    }

    /// What a schema forbids of a value.
    pub(super) fn found(&self, place: &Place<'_>, schema: &Json) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.value(place, schema, &mut problems);
        problems
    }

    /// The schemas of an entry: those for its key, else the one for all that have none.
    pub(super) fn of_entry<'s>(&self, schema: &'s Map<String, Json>, key: &str) -> Vec<&'s Json> {
        let own = schema.get("properties").and_then(|it| it.get(key));
        let patterns = schema.get("patternProperties").and_then(Json::as_object).into_iter().flatten();
        let matching = patterns.filter(|it| self.patterns.get(it.0).is_some_and(|it| it.is_match(key)));
        let mut schemas: Vec<&Json> = own.into_iter().chain(matching.map(|it| it.1)).collect();
        if schemas.is_empty() {
            schemas.extend(schema.get("additionalProperties"));
        }
        schemas
    }

    fn map(&self, place: &Place<'_>, schema: &Map<String, Json>, entries: &[(String, Node)], out: &mut Vec<Problem>) {
        let properties = schema.get("properties").and_then(Json::as_object);
        for key in list(schema, "required").iter().filter_map(Json::as_str) {
            if place.node.get(key).is_none() {
                out.push(Problem::new(place.path.key(key).as_str(), words::MISSING).at(place.node.mark));
            }
        }
        for (key, node) in entries {
            let path = place.path.key(key);
            let inside = Place { node, path: &path, hops: 0, ..*place };
            if let Some(names) = schema.get("propertyNames") {
                self.key(&inside, key, names, out);
            }
            for part in self.of_entry(schema, key) {
                let is_rest = schema.get("additionalProperties").is_some_and(|it| std::ptr::eq(it, part));
                match part {
                    Json::Bool(false) if is_rest => out.push(words::unknown_key(&inside, key, properties)),
                    _ => self.value(&inside, part, out),
                }
            }
        }
        self.dependents(place, schema, out);
    }

    /// `propertyNames`: what is wrong with a key is said of its entry.
    fn key(&self, entry: &Place<'_>, key: &str, schema: &Json, out: &mut Vec<Problem>) {
        let name = Node::new(entry.node.mark, Value::Text(key.to_owned()));
        let found = self.found(&Place { node: &name, hops: 0, ..*entry }, schema);
        out.extend(found.iter().map(|it| entry.problem(format!("the name {}", it.message()))));
    }

    fn dependents(&self, place: &Place<'_>, schema: &Map<String, Json>, out: &mut Vec<Problem>) {
        for (key, needed) in schema.get("dependentRequired").and_then(Json::as_object).into_iter().flatten() {
            if place.node.get(key).is_none() {
                continue;
            }
            for needed in needed.as_array().into_iter().flatten().filter_map(Json::as_str) {
                if place.node.get(needed).is_none() {
                    let message = words::own(schema).unwrap_or_else(|| format!("is needed where there is `{key}`"));
                    out.push(Problem::new(place.path.key(needed).as_str(), message).at(place.node.mark));
                }
            }
        }
        for (key, schema) in schema.get("dependentSchemas").and_then(Json::as_object).into_iter().flatten() {
            if place.node.get(key).is_some() {
                self.value(place, schema, out);
            }
        }
    }

    fn list(&self, place: &Place<'_>, schema: &Map<String, Json>, items: &[Node], out: &mut Vec<Problem>) {
        for (index, node) in items.iter().enumerate() {
            let path = place.path.item(index);
            if let Some(schema) = of_item(schema, index) {
                self.value(&Place { node, path: &path, hops: 0, ..*place }, schema, out);
            }
        }
        let Some(wanted) = schema.get("contains") else { return };
        let fits = |node: &&Node| self.fits(&Place { node, ..*place }, wanted);
        let count = items.iter().filter(fits).count() as u64;
        let bound = |key: &str| schema.get(key).and_then(Json::as_u64);
        if count < bound("minContains").unwrap_or(1) || bound("maxContains").is_some_and(|it| count > it) {
            let message = words::own(schema).unwrap_or_else(|| words::contains(schema));
            out.push(place.problem(message));
        }
    }
}

/// The schema of an item of a list.
pub(super) fn of_item(schema: &Map<String, Json>, index: usize) -> Option<&Json> {
    list(schema, "prefixItems").get(index).or_else(|| schema.get("items"))
}

/// The list of a keyword; empty where there is none.
pub(super) fn list<'s>(schema: &'s Map<String, Json>, key: &str) -> &'s [Json] {
    schema.get(key).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
}
