//! Event catalogs: envelope, groups, shared schemas, and the count that a catalog promises.

use std::rc::Rc;

use super::event::{self, DIRECTIONS};
use super::facets::Part;
use super::object::{Property, Rigour};
use super::place::Place;
use super::schemas::Schemas;
use crate::config::reader::{Reader, Report, is_snake_case};
use crate::document::Documents;
use crate::ir::{Catalog, Direction, Envelope, Field, Group, Home};
use crate::tree::Node;

const KEYS: [&str; 10] =
    ["catalog", "title", "description", "count", "direction", "envelope", "groups", "schemas", "events", "$schema"];

/// All catalogs in the order in which `sdk.yaml` names them.
pub(super) fn catalogs<'a>(schemas: &mut Schemas<'a, '_>, documents: &'a Documents) -> Vec<Catalog> {
    let mut catalogs = Vec::new();
    for path in &documents.catalogs {
        if let Some(node) = documents.files.get(path) {
            catalogs.extend(catalog(schemas, node, catalogs.len() as u32));
        }
    }
    catalogs
}

fn catalog<'a>(schemas: &mut Schemas<'a, '_>, node: &'a Node, index: u32) -> Option<Catalog> {
    let reader = Reader::new(node, "the catalog", &KEYS, &mut schemas.report());
    let report = &mut schemas.report();
    let name = reader.required_text("catalog", report);
    let title = reader.required_text("title", report).unwrap_or_default().to_owned();
    let description = reader.text("description", report).map(str::to_owned);
    let direction = reader.choice("direction", &DIRECTIONS, report).unwrap_or(Direction::Receive);
    if let (Some(name), Some(at)) = (name.filter(|it| !is_snake_case(it)), reader.get("catalog")) {
        let help = "small ASCII letters, digits and `_`, beginning with a letter".to_owned();
        report.error("catalog-name", at.at, format!("`{name}` is no name of a module"), Some(help));
    }
    let groups = groups(&reader, report);
    for (name, _, node) in reader.members("schemas", &mut schemas.report()) {
        schemas.name(node, vec![name.to_owned()], Home::Catalog(index));
    }
    let name = name.unwrap_or("events").to_owned();
    let envelope = envelope(schemas, &reader, &name, index);
    let context = event::Context { catalog: index, direction, groups: &groups, envelope: &envelope };
    let events = event::events(schemas, &reader, &context);
    check_count(&reader, &mut schemas.report());
    report_unused_groups(&reader, &groups, &events, schemas);
    Some(Catalog { at: schemas.origin(node.at), name, title, description, envelope, groups, events })
}

fn groups(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for node in reader.list("groups", report) {
        let reader = Reader::new(node, "a group", &["name", "title", "summary"], report);
        let Some(name) = reader.required_text("name", report) else { continue };
        if groups.iter().any(|it| it.name == name) {
            report.error("duplicate-group", reader.at, format!("there are two groups `{name}`"), None);
            continue;
        }
        let title = reader.required_text("title", report).unwrap_or(name).to_owned();
        groups.push(Group { name: name.to_owned(), title, summary: reader.text("summary", report).map(str::to_owned) });
    }
    groups
}

fn envelope<'a>(schemas: &mut Schemas<'a, '_>, reader: &Reader<'a>, catalog: &str, index: u32) -> Envelope {
    let report = &mut schemas.report();
    let Some(node) = reader.required("envelope", reader.get("envelope"), report) else {
        return Envelope { tag: "type".to_owned(), payload: None, fields: Vec::new() };
    };
    let reader = Reader::new(node, "the envelope", &["tag", "payload", "fields", "required"], report);
    let tag = reader.required_text("tag", report).unwrap_or("type").to_owned();
    let payload = reader.text("payload", report).map(str::to_owned);
    let required = reader.texts("required", report);
    let place = Place::new(vec![catalog.to_owned()], Home::Catalog(index));
    let mut fields: Vec<Field> = Vec::new();
    for (name, at, schema) in reader.members("fields", report) {
        if name == tag || payload.as_deref() == Some(name) {
            schemas.report().error("duplicate-field", at, format!("`{name}` is the tag or the payload already"), None);
            continue;
        }
        let part = Part::new(schema, &Rc::new(place.clone()));
        fields.extend(schemas.field(
            &Property::all(name, &[part]),
            required.iter().any(|it| it == name),
            &place,
            Rigour::Lenient,
        ));
    }
    for name in required.iter().filter(|it| fields.iter().all(|field| field.wire != **it)) {
        let known: Vec<String> = fields.iter().map(|it| it.wire.clone()).collect();
        let message = format!("the envelope has no field `{name}`");
        schemas.report().unknown("unknown-field", reader.at, message, name, known.iter().map(String::as_str));
    }
    Envelope { tag, payload, fields }
}

fn check_count(reader: &Reader<'_>, report: &mut Report<'_>) {
    let events = reader.get("events").and_then(Node::as_list).map_or(0, <[Node]>::len);
    let Some(count) = reader.count("count", report).filter(|it| *it != events as u64) else { return };
    if let Some(at) = reader.get("count") {
        let help = "mend the list or the count; the count is there so that no event is lost unseen".to_owned();
        report.error("event-count", at.at, format!("the catalog promises {count} events and has {events}"), Some(help));
    }
}

fn report_unused_groups(
    reader: &Reader<'_>,
    groups: &[Group],
    events: &[crate::ir::Event],
    schemas: &mut Schemas<'_, '_>,
) {
    for (index, group) in groups.iter().enumerate() {
        if events.iter().any(|it| it.group == index as u32) {
            continue;
        }
        let at = reader.get("groups").map_or(reader.at, |it| it.at);
        let at = schemas.origin(at);
        schemas.diagnostics.warning("unused-group", &at, format!("no event is in the group `{}`", group.name));
    }
}
