//! Bodies and answers: which of several media types is taken, and which become forms of their own.

use std::rc::Rc;

use super::content::{Offer, content, example, offers, sent, word};
use super::facets::Part;
use super::object::{Property, Rigour};
use super::operation::text;
use super::place::Place;
use super::schemas::Schemas;
use crate::config::Named;
use crate::document::{HeaderShell, OperationShell, ResponseShell};
use crate::ir::{Body, Content, Encoding, Header, Method, Presence, Response, Scalar, Side, Status, TypeRef};
use crate::tree::At;

/// Something with the word for its content and where that stands.
pub(super) struct Other<T> {
    pub(super) word: String,
    pub(super) at: At,
    pub(super) what: T,
}

/// What an operation sends: the body that is taken first, and others.
pub(super) fn bodies<'a>(
    schemas: &mut Schemas<'a, '_>,
    shell: &OperationShell<'a>,
    place: &Place,
) -> (Option<Body>, Vec<Other<Body>>) {
    let Some(body) = &shell.body else { return (None, Vec::new()) };
    let (mut first, mut others) = (None, Vec::new());
    for offer in offers(schemas, &body.content, Side::Request) {
        let place = if first.is_none() { place.child("request") } else { place.child(&word(&offer)).child("request") };
        let what = Body {
            at: schemas.origin(body.at),
            required: body.shell.required || first.is_some(),
            content: content(schemas, &offer, &place),
            description: text(body.shell.description.as_deref()),
            example: sent(schemas, offer.shell),
        };
        match first {
            None => first = Some(what),
            Some(_) => others.push(Other { word: word(&offer), at: offer.shell.at, what }),
        }
    }
    (first, others)
}

/// What an operation answers.
pub(super) struct Answers {
    /// Successes, most specific status first.
    pub(super) success: Vec<Response>,
    /// Failures, most specific status first.
    pub(super) errors: Vec<Response>,
    /// Successes with other content.
    pub(super) others: Vec<Other<Vec<Response>>>,
}

/// Successes and failures. A `default` is the success where no 2XX is described.
pub(super) fn responses<'a>(
    schemas: &mut Schemas<'a, '_>,
    shell: &OperationShell<'a>,
    place: &Place,
    unwrap: &[Named],
) -> Answers {
    let is_2xx = |status| matches!(status, Status::Exact(200..300) | Status::Range(2));
    let described = shell.responses.iter().any(|it| is_2xx(it.status));
    let is_success = |status| if described { is_2xx(status) } else { status == Status::Default };
    let mut sorted: Vec<&ResponseShell<'a>> = shell.responses.iter().collect();
    sorted.sort_by_key(|it| it.status);
    let (mut successes, mut errors) = (Vec::new(), Vec::new());
    for described in sorted {
        let success = is_success(described.status);
        let of_status = |place: Place| match described.status {
            Status::Exact(status) if !success || !successes.is_empty() => place.child(&status.to_string()),
            Status::Range(digit) if !success || !successes.is_empty() => place.child(&format!("{digit}xx")),
            _ => place,
        };
        if success {
            let place =
                |word: Option<&str>| of_status(word.map_or(place.clone(), |it| place.child(it)).child("response"));
            let found = response(schemas, described, shell.method, &place, unwrap);
            successes.push(found);
        } else {
            let place = |word: Option<&str>| of_status(word.map_or(place.clone(), |it| place.child(it)).child("error"));
            let mut error = response(schemas, described, shell.method, &place, &[]).response;
            error.content.iter_mut().for_each(whole);
            errors.push(error);
        }
    }
    let others = others(&successes);
    let mut success: Vec<Response> = successes.into_iter().map(|it| it.response).collect();
    for left_out in keep_streams(&mut success).into_iter().filter(|it| it.content.is_some()) {
        let message = "an answer beside this one is a stream, and the call gives that: this one cannot be decoded";
        let help = "read it with `raw()`, or remove one of them with an overlay";
        schemas.diagnostics.warning("answer-left-out", &left_out.at, message).help(help);
    }
    Answers { success, errors, others }
}

/// A failure is read to its end even where it is described as a stream.
fn whole(content: &mut Content) {
    if matches!(content.encoding, Encoding::Events | Encoding::Lines) {
        content.encoding = Encoding::Text;
        content.ty = TypeRef::Scalar(Scalar::String);
    }
}

/// A response with the content that is taken first, and others.
struct Answer {
    response: Response,
    others: Vec<Other<Response>>,
}

fn response<'a>(
    schemas: &mut Schemas<'a, '_>,
    shell: &ResponseShell<'a>,
    method: Method,
    place: &dyn Fn(Option<&str>) -> Place,
    unwrap: &[Named],
) -> Answer {
    // RFC 9110: these statuses, and answers to HEAD, have no content whatever a document says.
    let empty = method == Method::Head || matches!(shell.status, Status::Exact(204 | 205 | 304));
    let headers = shell.headers.iter().map(|it| header(schemas, it, &place(None))).collect();
    let mut answer = Answer {
        response: Response {
            at: schemas.origin(shell.at),
            status: shell.status,
            content: None,
            headers,
            description: text(Some(&shell.shell.description)),
            example: None,
        },
        others: Vec::new(),
    };
    let offers = if empty { Vec::new() } else { offers(schemas, &shell.content, Side::Response) };
    for (index, offer) in offers.iter().enumerate() {
        let word = word(offer);
        let place = place((index > 0).then_some(word.as_str()));
        let content = unwrapped(schemas, offer, &place, unwrap).unwrap_or_else(|| content(schemas, offer, &place));
        if index == 0 {
            answer.response.content = Some(content);
            answer.response.example = example(offer.shell);
        } else {
            let what = Response { content: Some(content), example: example(offer.shell), ..answer.response.clone() };
            answer.others.push(Other { word, at: offer.shell.at, what });
        }
    }
    answer
}

fn header<'a>(schemas: &mut Schemas<'a, '_>, shell: &HeaderShell<'a>, place: &Place) -> Header {
    let ty = shell.schema.map(|it| schemas.lower_node(it, place.child(&shell.name)).ty);
    Header {
        name: shell.name.clone(),
        ty: ty.filter(|it| it.named().is_some()),
        description: text(shell.shell.description.as_deref()),
    }
}

/// The successes once for each other content: with it where it is offered, as they were elsewhere.
fn others(successes: &[Answer]) -> Vec<Other<Vec<Response>>> {
    let mut others: Vec<Other<Vec<Response>>> = Vec::new();
    for other in successes.iter().flat_map(|it| &it.others) {
        if others.iter().any(|it| it.word == other.word) {
            continue;
        }
        let with = |it: &Answer| {
            let found = it.others.iter().find(|it| it.word == other.word);
            found.map_or_else(|| it.response.clone(), |it| it.what.clone())
        };
        let mut what: Vec<Response> = successes.iter().map(with).collect();
        let _ = keep_streams(&mut what);
        others.push(Other { word: other.word.clone(), at: other.at, what });
    }
    others
}

/// Where one answer is a stream, the call gives that stream: no enum can hold it beside others.
/// What that leaves out is given back.
fn keep_streams(success: &mut Vec<Response>) -> Vec<Response> {
    let stream = |it: &Response| {
        let content = it.content.as_ref()?;
        let is_stream = matches!(content.encoding, Encoding::Events | Encoding::Lines);
        is_stream.then(|| (content.encoding, content.ty.clone()))
    };
    let Some(first) = success.iter().find_map(stream) else { return Vec::new() };
    let (kept, left_out) = std::mem::take(success).into_iter().partition(|it| stream(it).as_ref() == Some(&first));
    *success = kept;
    left_out
}

/// The content with the type of the value under the first key that `sdk.yaml` names and the answer has; the others are
/// those of other servers. A described answer that is no object with fields is taken as what is inside already.
fn unwrapped<'a>(
    schemas: &mut Schemas<'a, '_>,
    offer: &Offer<'_, 'a>,
    place: &Place,
    unwrap: &[Named],
) -> Option<Content> {
    let (first, at) = unwrap.first()?;
    let encoding = Some(offer.encoding).filter(|it| *it == Encoding::Json)?;
    let facets = schemas.peek(&Part::new(offer.shell.schema?, &Rc::new(place.clone())));
    let found = unwrap.iter().find_map(|(key, _)| Some((key, facets.properties.get(key.as_str())?)));
    let Some((key, parts)) = found else {
        if !facets.properties.is_empty() {
            let known = facets.properties.keys().copied();
            let message = format!("the answer has no field `{first}`");
            schemas.report().unknown("unknown-field", *at, message, first, known);
        }
        return None;
    };
    let field = schemas.field(&Property::all(key, parts), true, place, Rigour::Strict)?;
    let ty = if field.presence == Presence::Nullable { TypeRef::Nullable(Box::new(field.ty)) } else { field.ty };
    Some(Content {
        media_type: offer.shell.media_type.clone(),
        encoding,
        ty,
        also: offer.also.clone(),
        parts: Vec::new(),
    })
}
