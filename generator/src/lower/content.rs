//! Media types: how each is written, which is taken first, and which can carry something else.

use super::facets::{Facets, Part as SchemaPart};
use super::parameter::first_example;
use super::place::Place;
use super::schemas::Schemas;
use super::sendable::sendable;
use crate::document::{EncodingShell, MediaTypeShell};
use crate::ir::{Content, Encoding, Kinds, Literal, Part, Scalar, Side, Style, TypeRef};
use crate::tree::Node;

/// A media type that is offered, and those beside it that can carry nothing else.
pub(super) struct Offer<'s, 'a> {
    pub(super) shell: &'s MediaTypeShell<'a>,
    pub(super) encoding: Encoding,
    pub(super) also: Vec<String>,
}

/// What is offered, dearest first: JSON before form, multipart, streams, text and bytes; the first of equals.
pub(super) fn offers<'s, 'a>(
    schemas: &mut Schemas<'a, '_>,
    shells: &'s [MediaTypeShell<'a>],
    side: Side,
) -> Vec<Offer<'s, 'a>> {
    let mut sorted: Vec<(Encoding, &MediaTypeShell<'a>)> =
        shells.iter().map(|it| (encoding_of(schemas, it, side), it)).collect();
    sorted.sort_by_key(|it| rank(it.0));
    let mut offers: Vec<Offer<'s, 'a>> = Vec::new();
    for (encoding, shell) in sorted {
        let index = offers.iter().enumerate().position(|(index, it)| same(schemas, index == 0, it, encoding, shell));
        match index.and_then(|it| offers.get_mut(it)) {
            Some(offer) => offer.also.push(shell.media_type.clone()),
            None => offers.push(Offer { shell, encoding, also: Vec::new() }),
        }
    }
    offers
}

fn rank(encoding: Encoding) -> u8 {
    match encoding {
        Encoding::Json => 0,
        Encoding::Form => 1,
        Encoding::Multipart => 2,
        Encoding::Events => 3,
        Encoding::Lines => 4,
        Encoding::Text => 5,
        Encoding::Bytes => 6,
    }
}

/// Whether a media type can carry nothing but what the offer carries.
fn same<'a>(
    schemas: &mut Schemas<'a, '_>,
    first: bool,
    offer: &Offer<'_, 'a>,
    encoding: Encoding,
    shell: &MediaTypeShell<'a>,
) -> bool {
    let is_raw = |it| matches!(it, Encoding::Text | Encoding::Bytes);
    let is_stream = |it| matches!(it, Encoding::Events | Encoding::Lines);
    if is_raw(offer.encoding) {
        return offer.encoding == encoding && (first || same_family(&offer.shell.media_type, &shell.media_type));
    }
    if is_stream(offer.encoding) != is_stream(encoding) || (is_stream(encoding) && offer.encoding != encoding) {
        return false;
    }
    if encoding == Encoding::Multipart && offer.encoding != encoding && holds_files(schemas, shell.schema) {
        return false;
    }
    let same = match (offer.shell.schema, shell.schema) {
        (None, None) => true,
        (Some(_), None) => is_xml(&shell.media_type),
        (None, Some(_)) => false,
        (Some(a), Some(b)) => a.same(b),
    };
    same && match (offer.shell.item_schema, shell.item_schema) {
        (Some(a), Some(b)) => a.same(b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Whether both are pictures, sounds or the like.
fn same_family(a: &str, b: &str) -> bool {
    let family = |it: &str| it.split('/').next().unwrap_or_default().trim().to_ascii_lowercase();
    family(a) == family(b) && !matches!(family(a).as_str(), "application" | "text" | "*")
}

fn holds_files<'a>(schemas: &mut Schemas<'a, '_>, schema: Option<&'a Node>) -> bool {
    let Some(schema) = schema else { return true };
    let facets = said_by(schemas, schema);
    let parts: Vec<SchemaPart<'a>> = facets.properties.values().flatten().cloned().collect();
    parts.iter().any(|it| {
        let facets = schemas.peek(it);
        is_file(&facets) || facets.items.as_ref().is_some_and(|it| is_file(&schemas.peek(it)))
    })
}

/// What a schema says with all that it refers to.
fn said_by<'a>(schemas: &mut Schemas<'a, '_>, schema: &'a Node) -> Facets<'a> {
    let place = std::rc::Rc::new(Place::new(Vec::new(), crate::ir::Home::Component));
    schemas.peek(&SchemaPart::new(schema, &place))
}

fn is_file(facets: &Facets<'_>) -> bool {
    facets.bytes || facets.format == Some("binary")
}

/// What a media type carries. Raw content has types all the same: whoever reads it may want them.
pub(super) fn content<'a>(schemas: &mut Schemas<'a, '_>, offer: &Offer<'_, 'a>, place: &Place) -> Content {
    let shell = offer.shell;
    let mut lower = |schema: &'a Node, place: Place| schemas.lower_node(schema, place).nested();
    let ty = match (offer.encoding, shell.schema.or(shell.item_schema)) {
        (Encoding::Text | Encoding::Bytes, Some(schema)) => {
            let _ = lower(schema, place.clone());
            raw(offer.encoding)
        }
        (Encoding::Text | Encoding::Bytes, None) => raw(offer.encoding),
        (Encoding::Events | Encoding::Lines, _) => item(schemas, offer, place),
        (Encoding::Multipart, Some(schema)) if essence(&shell.media_type) != "multipart/form-data" => {
            // Parts of these have no names, and so no fields.
            let _ = lower(schema, place.clone());
            TypeRef::Scalar(Scalar::Json)
        }
        (_, Some(schema)) => lower(schema, place.clone()),
        (_, None) => TypeRef::Scalar(Scalar::Json),
    };
    Content {
        media_type: shell.media_type.clone(),
        encoding: offer.encoding,
        ty,
        also: offer.also.clone(),
        parts: shell.encoding.iter().map(part).collect(),
    }
}

fn raw(encoding: Encoding) -> TypeRef {
    TypeRef::Scalar(if encoding == Encoding::Text { Scalar::String } else { Scalar::Binary })
}

/// The items of a stream: those of `itemSchema`, those of a list, or what the schema itself describes. Where that
/// is a whole event (OpenAPI 3.2), they are its data.
fn item<'a>(schemas: &mut Schemas<'a, '_>, offer: &Offer<'_, 'a>, place: &Place) -> TypeRef {
    let Some(schema) = offer.shell.item_schema.or(offer.shell.schema) else {
        let events = offer.encoding == Encoding::Events;
        return TypeRef::Scalar(if events { Scalar::String } else { Scalar::Json });
    };
    let facets = schemas.peek(&SchemaPart::new(schema, &std::rc::Rc::new(place.clone())));
    let is_list = offer.shell.item_schema.is_none() && facets.kinds().list && !facets.kinds().object;
    if let Some(items) = facets.items.as_ref().filter(|_| is_list) {
        return schemas.lower_node(items.node, place.child("item")).nested();
    }
    if offer.encoding == Encoding::Events && offer.shell.item_schema.is_some() {
        let data = event_data(schemas, &facets, place);
        if !data.is_empty() {
            return schemas.lower_any(&data, place.child("data")).nested();
        }
    }
    let of_event = |key| facets.properties.contains_key(key);
    let is_event = offer.encoding == Encoding::Events && (of_event("event") || of_event("id") || of_event("retry"));
    if let Some(data) = facets.properties.get("data").and_then(|it| it.first()).filter(|_| is_event) {
        return schemas.lower_node(content_of(data.node), place.child("data")).nested();
    }
    schemas.lower_node(schema, place.clone()).nested()
}

/// The data of whole events: the one event that the facets are, or those that they choose from. Empty where one of
/// them is none.
fn event_data<'a>(schemas: &mut Schemas<'a, '_>, facets: &Facets<'a>, place: &Place) -> Vec<SchemaPart<'a>> {
    let branches = match facets.choices.as_slice() {
        [] => vec![facets.clone()],
        [choice] => choice.branches.iter().map(|it| schemas.peek(it)).collect(),
        _ => return Vec::new(),
    };
    let place = std::rc::Rc::new(place.child("data"));
    let data = branches.iter().map(|it| {
        let data = it.properties.get("data").or_else(|| facets.properties.get("data"))?.first()?;
        let keys = it.properties.keys().chain(facets.properties.keys());
        let is_event = keys.into_iter().all(|it| matches!(*it, "data" | "event" | "id" | "retry"));
        let is_text = schemas.peek(data).kinds() == Kinds { string: true, ..Kinds::default() };
        (is_event && (is_text || data.node.get("contentSchema").is_some()))
            .then(|| SchemaPart::new(content_of(data.node), &place))
    });
    let mut data: Vec<SchemaPart<'a>> = data.collect::<Option<_>>().unwrap_or_default();
    let mut seen = std::collections::BTreeSet::new();
    data.retain(|it| seen.insert(it.node.at));
    data
}

/// The schema of what a text holds (JSON Schema 2020-12, Validation §8.5).
fn content_of(text: &Node) -> &Node {
    text.get("contentSchema").unwrap_or(text)
}

fn part(shell: &EncodingShell) -> Part {
    let style = shell.shell.style.as_ref().map(|it| match it {
        openapiv3::QueryStyle::Form => Style::Form,
        openapiv3::QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        openapiv3::QueryStyle::PipeDelimited => Style::PipeDelimited,
        openapiv3::QueryStyle::DeepObject => Style::DeepObject,
    });
    Part {
        wire: shell.property.clone(),
        content_type: shell.shell.content_type.clone(),
        style,
        explode: shell.explode,
        allow_reserved: shell.shell.allow_reserved,
    }
}

/// A value of a body that a generated test sends.
pub(super) fn sent<'a>(schemas: &Schemas<'a, '_>, shell: &MediaTypeShell<'a>) -> Option<Literal> {
    let of_schema = |keyword: &str| shell.schema.and_then(|it| it.get(keyword));
    let written = [shell.example, of_schema("example"), shell.schema.and_then(first_example), of_schema("default")];
    sendable(schemas.resolver, written, shell.schema)
}

/// An example of the content.
pub(super) fn example(shell: &MediaTypeShell<'_>) -> Option<Literal> {
    let of_schema = || shell.schema.and_then(|it| it.get("example").or_else(|| first_example(it)));
    shell.example.or_else(of_schema).map(Node::literal)
}

/// How a value of this content is written; `*/*` with a schema that is no bytes is JSON. What is sent is no
/// stream, it is there as a whole; what is answered is no form.
fn encoding_of<'a>(schemas: &mut Schemas<'a, '_>, shell: &MediaTypeShell<'a>, side: Side) -> Encoding {
    let any = matches!(shell.media_type.trim(), "*/*" | "application/*" | "" | "*");
    let mut is_bytes = |schema| {
        let facets = said_by(schemas, schema);
        is_file(&facets) || facets.format == Some("byte")
    };
    match (encoding(&shell.media_type), side) {
        _ if any && !shell.schema.is_none_or(&mut is_bytes) => Encoding::Json,
        (Encoding::Events, Side::Request) | (Encoding::Form, Side::Response) => Encoding::Text,
        (Encoding::Lines, Side::Request) | (Encoding::Multipart, Side::Response) => Encoding::Bytes,
        (other, _) => other,
    }
}

/// A media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// How a media type is written.
pub(super) fn encoding(media_type: &str) -> Encoding {
    match essence(media_type).as_str() {
        "application/json" | "text/json" | "text/x-json" | "application/x-json" | "json" => Encoding::Json,
        "application/x-www-form-urlencoded" => Encoding::Form,
        "text/event-stream" => Encoding::Events,
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonl"
        | "application/jsonlines"
        | "application/x-jsonlines"
        | "application/x-json-stream"
        | "application/stream+json"
        | "application/json-seq"
        | "application/geo+json-seq"
        | "text/x-ndjson" => Encoding::Lines,
        other if other.starts_with("multipart/") => Encoding::Multipart,
        other if other.ends_with("+json") || other.ends_with("+json*") => Encoding::Json,
        other if is_xml(other) => Encoding::Bytes,
        other if other.starts_with("text/") => Encoding::Text,
        _ => Encoding::Bytes,
    }
}

fn is_xml(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// What a form of an operation is called after its content: `multipart`, `csv`, `github v3`.
pub(super) fn word(offer: &Offer<'_, '_>) -> String {
    let essence = essence(&offer.shell.media_type);
    let (family, subtype) = essence.split_once('/').unwrap_or((essence.as_str(), ""));
    let bare = |it: &str| {
        let it = it.strip_suffix("+json").unwrap_or(it);
        it.trim_start_matches("vnd.").trim_start_matches("x-").trim_start_matches("prs.").to_owned()
    };
    match offer.encoding {
        Encoding::Form => "form".to_owned(),
        Encoding::Multipart if subtype != "form-data" => bare(subtype),
        Encoding::Multipart => "multipart".to_owned(),
        Encoding::Events => "events".to_owned(),
        Encoding::Lines => "lines".to_owned(),
        Encoding::Text if subtype == "plain" => "text".to_owned(),
        Encoding::Bytes if is_xml(&essence) => "xml".to_owned(),
        Encoding::Bytes if matches!(family, "image" | "audio" | "video" | "font") => family.to_owned(),
        Encoding::Bytes if matches!(subtype, "octet-stream" | "*" | "") => "bytes".to_owned(),
        Encoding::Json if matches!(subtype, "json" | "x-json") => match offer.shell.media_type.split_once(';') {
            Some((_, parameters)) => parameters.trim().to_owned(),
            None => "json".to_owned(),
        },
        Encoding::Json | Encoding::Text | Encoding::Bytes => bare(subtype),
    }
}
