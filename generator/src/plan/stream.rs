//! Facts of streams of events, and what the documentation says of them.

use super::docs;
use super::facts::record;
use super::imports::Imports;
use crate::fragment::{Code, Docs, Expr, Md};
use crate::ir::{EventStream, Resume, StreamEnd};

/// `StreamFacts { end: StreamEnd::Event { field: &["kind"], values: &["done"] }, ..StreamFacts::NEW }`; `None` where
/// the runtime assumes the same.
pub(super) fn fact(imports: &mut Imports<'_>, stream: &EventStream) -> Option<Expr> {
    let mut fields = Vec::new();
    if stream.end != StreamEnd::Answer {
        imports.fixed("sdk_runtime::facts", &["StreamEnd"]);
        fields.push(("end", end(&stream.end)));
    }
    if stream.resume != Resume::Ids {
        imports.fixed("sdk_runtime::facts", &["Resume"]);
        fields.push(("resume", resume(stream.resume)));
    }
    let rest = (fields.len() == 1).then(|| Expr::fixed("StreamFacts::NEW"));
    (!fields.is_empty()).then(|| {
        imports.fixed("sdk_runtime::facts", &["StreamFacts"]);
        record("StreamFacts", fields, rest)
    })
}

fn end(end: &StreamEnd) -> Expr {
    match end {
        StreamEnd::Answer => Expr::fixed("StreamEnd::Answer"),
        StreamEnd::Never => Expr::fixed("StreamEnd::Never"),
        StreamEnd::Event { field, values } => {
            record("StreamEnd::Event", [("field", Expr::texts(field)), ("values", Expr::texts(values))], None)
        }
    }
}

fn resume(resume: Resume) -> Expr {
    Expr::fixed(match resume {
        Resume::Ids => "Resume::Ids",
        Resume::Reconnect => "Resume::Reconnect",
        Resume::Never => "Resume::Never",
    })
}

/// What a method says of the end of its stream.
pub(super) fn docs(stream: &EventStream) -> Docs {
    let cut = match stream.resume {
        Resume::Ids => " goes on over a new connection where the server gives ids, and else ends with an error.",
        Resume::Reconnect => {
            " goes on over a new connection; where the server gives no ids, it says that events may be missing."
        }
        Resume::Never => " ends with an error.",
    };
    let cut = [Md::fixed("One that is cut"), Md::fixed(cut)];
    let pieces: Vec<Md> = match &stream.end {
        StreamEnd::Answer => cut.into(),
        StreamEnd::Never => [Md::fixed("The stream has no end. ")].into_iter().chain(cut).collect(),
        StreamEnd::Event { field, values } => ending(field, values).into_iter().chain(cut).collect(),
    };
    docs::line(&pieces)
}

/// ``The stream ends after an event whose `kind` is `done` or `failed`. ``
fn ending(field: &[String], values: &[String]) -> Vec<Md> {
    let mut pieces = match field.is_empty() {
        true => vec![Md::fixed("The stream ends after an event that is called")],
        false => vec![docs::with_code("The stream ends after an event whose ", &field.join("."), " is")],
    };
    for (index, value) in values.iter().enumerate() {
        let between = match index {
            0 => " ",
            _ if index + 1 == values.len() => " or ",
            _ => ", ",
        };
        pieces.extend([Md::fixed(between), Code::new(value).into()]);
    }
    pieces.push(Md::fixed(". "));
    pieces
}
