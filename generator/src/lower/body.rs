//! Bodies and answers: which of several media types is taken, and what it carries.

use std::rc::Rc;

use super::facets::Part;
use super::literal::literal;
use super::object::Rigour;
use super::operation::text;
use super::parameter::first_example;
use super::place::Place;
use super::schemas::Schemas;
use crate::document::{MediaTypeShell, OperationShell, ResponseShell};
use crate::ir::{Body, Content, Encoding, Literal, Method, Presence, Response, Scalar, Status, TypeRef};
use crate::tree::At;

/// What an operation sends.
pub(super) fn body<'a>(schemas: &mut Schemas<'a, '_>, shell: &OperationShell<'a>, place: &Place) -> Option<Body> {
    let body = shell.body.as_ref()?;
    let chosen = choose(&body.content)?;
    Some(Body {
        at: schemas.origin(body.at),
        required: body.shell.required,
        content: content(schemas, chosen, &place.child("request")),
        description: text(body.shell.description.as_deref()),
        example: example(chosen),
    })
}

/// Successes and failures, most specific status first. A `default` is the success where no 2XX is
/// described.
pub(super) fn responses<'a>(
    schemas: &mut Schemas<'a, '_>,
    shell: &OperationShell<'a>,
    place: &Place,
    unwrap: Option<&(String, At)>,
) -> (Vec<Response>, Vec<Response>) {
    let is_2xx = |status| matches!(status, Status::Exact(200..300) | Status::Range(2));
    let described = shell.responses.iter().any(|it| is_2xx(it.status));
    let is_success = |status| if described { is_2xx(status) } else { status == Status::Default };
    let mut sorted: Vec<&ResponseShell<'a>> = shell.responses.iter().collect();
    sorted.sort_by_key(|it| it.status);
    let (mut success, mut errors) = (Vec::new(), Vec::new());
    for described in sorted {
        let (list, word) = match is_success(described.status) {
            true => (&mut success, "response"),
            false => (&mut errors, "error"),
        };
        let first = word == "response" && list.is_empty();
        let place = place.child(word);
        let place = match described.status {
            Status::Exact(status) if !first => place.child(&status.to_string()),
            Status::Range(digit) if !first => place.child(&format!("{digit}xx")),
            _ => place,
        };
        let unwrap = unwrap.filter(|_| word == "response");
        list.push(response(schemas, described, shell.method, &place, unwrap));
    }
    (success, errors)
}

fn response<'a>(
    schemas: &mut Schemas<'a, '_>,
    shell: &ResponseShell<'a>,
    method: Method,
    place: &Place,
    unwrap: Option<&(String, At)>,
) -> Response {
    // RFC 9110: these statuses, and answers to HEAD, have no content whatever a document says.
    let empty = method == Method::Head || matches!(shell.status, Status::Exact(204 | 205 | 304));
    let chosen = choose(&shell.content).filter(|_| !empty);
    Response {
        at: schemas.origin(shell.at),
        status: shell.status,
        content: chosen.map(|it| unwrapped(schemas, it, place, unwrap).unwrap_or_else(|| content(schemas, it, place))),
        description: text(Some(&shell.shell.description)),
        example: chosen.and_then(example),
    }
}

/// The media type that is taken: JSON before form, multipart, text and bytes; the first of equals.
fn choose<'s, 'a>(offered: &'s [MediaTypeShell<'a>]) -> Option<&'s MediaTypeShell<'a>> {
    offered.iter().min_by_key(|it| match encoding_of(it) {
        Encoding::Json => 0,
        Encoding::Form => 1,
        Encoding::Multipart => 2,
        Encoding::Text => 3,
        Encoding::Bytes => 4,
    })
}

fn content<'a>(schemas: &mut Schemas<'a, '_>, shell: &MediaTypeShell<'a>, place: &Place) -> Content {
    let encoding = encoding_of(shell);
    let ty = match (encoding, shell.schema) {
        (Encoding::Text, _) => TypeRef::Scalar(Scalar::String),
        (Encoding::Bytes, _) => TypeRef::Scalar(Scalar::Binary),
        (_, Some(schema)) => schemas.lower_node(schema, place.clone()).nested(),
        (_, None) => TypeRef::Scalar(Scalar::Json),
    };
    Content { media_type: shell.media_type.clone(), encoding, ty }
}

/// The content with the type of the value under the key that `sdk.yaml` names. A described answer that is no
/// object with fields is taken as what is inside already.
fn unwrapped<'a>(
    schemas: &mut Schemas<'a, '_>,
    shell: &MediaTypeShell<'a>,
    place: &Place,
    unwrap: Option<&(String, At)>,
) -> Option<Content> {
    let (key, at) = unwrap?;
    let encoding = Some(encoding_of(shell)).filter(|it| *it == Encoding::Json)?;
    let facets = schemas.peek(&Part::new(shell.schema?, &Rc::new(place.clone())));
    let Some(parts) = facets.properties.get(key.as_str()) else {
        if !facets.properties.is_empty() {
            let known = facets.properties.keys().copied();
            let message = format!("the answer has no field `{key}`");
            schemas.report().unknown("unknown-field", *at, message, key, known);
        }
        return None;
    };
    let field = schemas.field(key, parts, true, place, Rigour::Strict)?;
    let ty = if field.presence == Presence::Nullable { TypeRef::Nullable(Box::new(field.ty)) } else { field.ty };
    Some(Content { media_type: shell.media_type.clone(), encoding, ty })
}

fn example(shell: &MediaTypeShell<'_>) -> Option<Literal> {
    let of_schema = || shell.schema.and_then(|it| it.get("example").or_else(|| first_example(it)));
    shell.example.or_else(of_schema).map(literal)
}

/// How a value of this content is written; `*/*` with a schema that is no bytes is JSON.
fn encoding_of(shell: &MediaTypeShell<'_>) -> Encoding {
    let any = matches!(shell.media_type.trim(), "*/*" | "application/*");
    let binary = shell.schema.is_none_or(|it| it.text("format") == Some("binary"));
    if any && !binary { Encoding::Json } else { encoding(&shell.media_type) }
}

/// How a media type is written.
pub(super) fn encoding(media_type: &str) -> Encoding {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" => Encoding::Json,
        "application/x-www-form-urlencoded" => Encoding::Form,
        "multipart/form-data" => Encoding::Multipart,
        other if other.ends_with("+json") => Encoding::Json,
        other if other.starts_with("text/") => Encoding::Text,
        _ => Encoding::Bytes,
    }
}
