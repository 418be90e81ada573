//! Events of a catalog and their payloads.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::facets::Part;
use super::object::{Property, Rigour};
use super::place::Place;
use super::schemas::{Schemas, Subject};
use crate::config::reader::Reader;
use crate::ir::{Additional, Direction, Envelope, Event, Field, Group, Home, Object, Scalar, Shape, TypeRef};
use crate::tree::Node;

/// Words for directions.
pub(super) const DIRECTIONS: [(&str, Direction); 3] =
    [("receive", Direction::Receive), ("send", Direction::Send), ("both", Direction::Both)];

const KEYS: [&str; 10] =
    ["name", "group", "summary", "description", "direction", "since", "deprecated", "required", "payload", "example"];

/// What an event needs to know of its catalog.
pub(super) struct Context<'c> {
    /// Index of the catalog.
    pub(super) catalog: u32,
    /// Direction of events that do not say their own.
    pub(super) direction: Direction,
    /// Groups.
    pub(super) groups: &'c [Group],
    /// What stands around payloads.
    pub(super) envelope: &'c Envelope,
}

/// The events of a catalog, wire names unique.
pub(super) fn events<'a>(schemas: &mut Schemas<'a, '_>, catalog: &Reader<'a>, context: &Context<'_>) -> Vec<Event> {
    let mut events = Vec::new();
    let mut seen = BTreeSet::new();
    for node in catalog.list("events", &mut schemas.report()) {
        let Some(event) = event(schemas, node, context, events.len() as u32) else { continue };
        if seen.insert(event.wire.clone()) {
            events.push(event);
        } else {
            schemas.diagnostics.error("duplicate-event", &event.at, format!("there are two events `{}`", event.wire));
        }
    }
    events
}

fn event<'a>(schemas: &mut Schemas<'a, '_>, node: &'a Node, context: &Context<'_>, index: u32) -> Option<Event> {
    let report = &mut schemas.report();
    let reader = Reader::new(node, "an event", &KEYS, report);
    let name = reader.required_text("name", report)?;
    let summary = reader.required_text("summary", report).unwrap_or_default().to_owned();
    let description = reader.text("description", report).map(str::to_owned);
    let direction = reader.choice("direction", &DIRECTIONS, report).unwrap_or(context.direction);
    let deprecated = reader.truth("deprecated", report).unwrap_or(false);
    let since = reader.word("since", report);
    let group = reader.required_text("group", report).unwrap_or_default();
    let found = context.groups.iter().position(|it| it.name == group);
    if let (None, Some(at)) = (found, reader.get("group")) {
        let known = context.groups.iter().map(|it| it.name.as_str());
        report.unknown("unknown-group", at.at, format!("there is no group `{group}`"), group, known);
    }
    let payload = match reader.get("payload") {
        Some(_) => payload(schemas, &reader, name, Home::Event(context.catalog, index), context.envelope),
        None => TypeRef::Scalar(Scalar::Json),
    };
    if let Some(ty) = payload_type(schemas, &payload) {
        ty.description = Some(match &description {
            Some(more) => format!("{summary}\n\n{more}"),
            None => summary.clone(),
        });
    }
    Some(Event {
        at: schemas.origin(node.at),
        wire: name.to_owned(),
        group: found.unwrap_or_default() as u32,
        summary,
        description,
        direction,
        since,
        deprecated,
        payload,
        example: reader.get("example").map(Node::literal),
    })
}

fn payload_type<'s>(schemas: &'s mut Schemas<'_, '_>, ty: &TypeRef) -> Option<&'s mut crate::ir::TypeDef> {
    let TypeRef::Named(id) = ty else { return None };
    schemas.types.get_mut(id.0 as usize)
}

/// The payload as an object: each property a field, optional and nullable unless it is required.
fn payload<'a>(
    schemas: &mut Schemas<'a, '_>,
    reader: &Reader<'a>,
    event: &str,
    home: Home,
    envelope: &Envelope,
) -> TypeRef {
    let place = Place::new(vec![event.to_owned()], home);
    let inside = Rc::new(place.clone());
    let required = reader.texts("required", &mut schemas.report());
    let members = reader.members("payload", &mut schemas.report());
    let mut fields: Vec<Field> = Vec::new();
    for (name, at, schema) in &members {
        let taken = *name == envelope.tag || envelope.fields.iter().any(|it| it.wire == *name);
        if envelope.payload.is_none() && taken {
            let message = format!("`{name}` is a key of the envelope, beside which this payload stands");
            schemas.report().error("duplicate-field", *at, message, None);
            continue;
        }
        let required = required.iter().any(|it| it == name);
        let parts = [Part::new(schema, &inside)];
        fields.extend(schemas.field(&Property::all(name, &parts), required, &place, Rigour::Lenient));
    }
    for name in required.iter().filter(|it| members.iter().all(|member| member.0 != it.as_str())) {
        let at = reader.get("required").map_or(reader.at, |it| it.at);
        let message = format!("the payload has no field `{name}`");
        schemas.report().unknown("unknown-field", at, message, name, members.iter().map(|it| it.0));
    }
    let at = reader.get("payload").map_or(reader.at, |it| it.at);
    let object = Object { fields, additional: Additional::Open, also: Vec::new(), positional: false };
    schemas.define(&Subject { parts: &[], leaves: &[], at, place }, Shape::Object(object))
}
