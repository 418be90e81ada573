//! The documentation of a method: what it calls, what it is given, what comes back.

use super::answer::{self, CallType};
use super::context::Context;
use super::docs;
use super::facts;
use super::paging;
use super::step::Step;
use super::stream;
use super::version;
use crate::fragment::{Code, Docs, Ident, Md};
use crate::ir::{Content, Encoding, Form, Link, Operation, Response, Side, TypeRef};

/// The documentation of an operation's method. `first`: the method of the operation that this is another form of.
pub(super) fn method(
    context: Context<'_>,
    operation: &Operation,
    first: &Ident,
    steps: &[Step],
    call: &CallType,
) -> Docs {
    let mut docs = match &operation.form {
        None => {
            let otherwise = docs::with_code("Calls ", &operation.id, ".");
            Docs::of(operation.summary.as_deref(), operation.description.as_deref(), &otherwise)
        }
        Some(form) => other_form(operation, form, first),
    };
    docs = docs.and(&Docs::line(&method_line(operation)));
    for line in version::lines(context, operation) {
        docs = docs.and(&Docs::line(&line));
    }
    let arguments: Vec<Md> = steps.iter().filter_map(|it| it.docs.clone()).collect();
    if !arguments.is_empty() {
        docs = docs.and(&Docs::list(&arguments));
    }
    if let Some(paging) = &operation.paging {
        docs = docs.and(&paging::docs(paging));
    }
    if let Some(stream) = &operation.stream {
        docs = docs.and(&stream::docs(stream));
    }
    for line in streamed(operation, call) {
        docs = docs.and(&Docs::line(&line));
    }
    for line in also(operation) {
        docs = docs.and(&Docs::line(&line));
    }
    if operation.form.is_none() {
        docs = listed(docs, "# Response headers", headers(context, operation));
        docs = listed(docs, "# Links", operation.links.iter().map(link).collect());
    }
    docs.and(&errors(operation, call))
}

fn listed(docs: Docs, heading: &'static str, items: Vec<Md>) -> Docs {
    match items.is_empty() {
        true => docs,
        false => docs.and(&Docs::line(&Md::fixed(heading))).and(&Docs::list(&items)),
    }
}

/// `` [`create`](Self::create) with a body in `multipart/form-data`. ``
fn other_form(operation: &Operation, form: &Form, first: &Ident) -> Docs {
    let (text, contents) = match form.side {
        Side::Request => (" with a body in ", operation.body.iter().map(|it| &it.content).collect()),
        Side::Both => (" with body and answer in ", operation.body.iter().map(|it| &it.content).collect()),
        Side::Response => (" with an answer in ", answered(operation).collect::<Vec<_>>()),
    };
    let media_type = contents.first().map_or("", |it| it.media_type.as_str());
    docs::line(&[docs::method_link(first), docs::with_code(text, media_type, ".")])
}

fn answered(operation: &Operation) -> impl Iterator<Item = &Content> {
    operation.success.iter().filter_map(|it| it.content.as_ref())
}

/// That what is sent, and what comes, need not be in memory as a whole.
fn streamed(operation: &Operation, call: &CallType) -> Vec<Md> {
    let is_body = operation.body.as_ref().is_some_and(|it| it.content.encoding == Encoding::Bytes);
    let body = "The body is bytes, a file or a stream: see [`Upload`].";
    let answer = "Awaited, the call reads the whole answer; [`stream`](Call::stream) gives it while it arrives, and \
                  [`save_to`](sdk_runtime::ByteStream::save_to) of that writes it to a file.";
    let lines = [(is_body, body), (call.method.as_str() == "call_bytes", answer)];
    lines.into_iter().filter(|it| it.0).map(|it| Md::fixed(it.1)).collect()
}

/// Media types that the document offers too, and that would carry the same.
fn also(operation: &Operation) -> Vec<Md> {
    let mut body: Vec<&str> = Vec::new();
    let mut answer: Vec<&str> = Vec::new();
    let own = |side: Side| operation.form.as_ref().is_none_or(|it| it.side == side || it.side == Side::Both);
    for it in operation.body.iter().flat_map(|it| &it.content.also).filter(|_| own(Side::Request)) {
        body.push(it);
    }
    for it in answered(operation).flat_map(|it| &it.also).filter(|_| own(Side::Response)) {
        if !answer.contains(&it.as_str()) {
            answer.push(it);
        }
    }
    let line = |text: &'static str, types: &[&str]| {
        let mut pieces = vec![Md::fixed(text)];
        for (index, it) in types.iter().enumerate() {
            pieces.push(Md::fixed(if index > 0 { ", " } else { " " }));
            pieces.push(Code::new(it).into());
        }
        pieces.push(Md::fixed("."));
        (!types.is_empty()).then(|| Md::concat(&pieces))
    };
    line("The server takes the same body as", &body)
        .into_iter()
        .chain(line("The server has the same answer as", &answer))
        .collect()
}

/// The described headers of the answers, with the types that they have.
fn headers(context: Context<'_>, operation: &Operation) -> Vec<Md> {
    let mut seen: Vec<&str> = Vec::new();
    let mut lines = Vec::new();
    for it in operation.success.iter().chain(&operation.errors).flat_map(|it: &Response| &it.headers) {
        if seen.contains(&it.name.as_str()) {
            continue;
        }
        seen.push(&it.name);
        let mut name: Md = Code::new(&it.name).into();
        if let Some(id) = it.ty.as_ref().and_then(TypeRef::named) {
            let path = context.module(context.place(id)).join(&context.ty(id).name);
            name = Md::concat(&[name, docs::with_code(" (", path.as_str(), ")")]);
        }
        lines.push(match it.description.as_deref().map(Md::summary).filter(|it| !it.as_str().is_empty()) {
            Some(text) => Md::labelled(&name, &text),
            None => name,
        });
    }
    lines
}

/// `` `GetUser`: `users.get` with the id of the answer. ``
fn link(link: &Link) -> Md {
    let name: Md = Code::new(&link.name).into();
    let operation: Md = Code::new(&link.operation).into();
    let text = link.description.as_deref().map(Md::summary).filter(|it| !it.as_str().is_empty());
    let meaning = match text {
        Some(text) => Md::concat(&[operation, Md::fixed(". "), text]),
        None => Md::concat(&[operation, Md::fixed(".")]),
    };
    Md::labelled(&name, &meaning)
}

/// `` `GET /api/v1/debates/{debate_id}` ``
pub(super) fn method_line(operation: &Operation) -> Md {
    Code::new(&format!("{} {}", facts::verb(operation.method), operation.path)).into()
}

/// The `# Errors` section.
fn errors(operation: &Operation, call: &CallType) -> Docs {
    let heading = Docs::line(&Md::fixed("# Errors"));
    if operation.errors.is_empty() {
        let line =
            "The specification describes none; see [`Error`](sdk_runtime::Error) for what can happen to any call.";
        return heading.and(&Docs::line(&Md::fixed(line)));
    }
    let line = |it: &Response| Md::labelled(&answer::status(it.status), &answer::meaning(it));
    let list = heading.and(&Docs::list(&operation.errors.iter().map(line).collect::<Vec<_>>()));
    match &call.failure {
        Some(model) => list.and(&docs::line(&[Md::fixed("Their bodies are "), docs::link(model), Md::fixed("s.")])),
        None => list,
    }
}
