//! Doc comments that the plan words itself.

use crate::fragment::{Code, Docs, Ident, Md, Type};
use crate::ir::{Literal, Scalar, TypeRef};

/// One line from pieces.
pub(super) fn line(pieces: &[Md]) -> Docs {
    Docs::line(&Md::concat(pieces))
}

/// One line: text, code, text.
pub(super) fn with_code(before: &'static str, code: &str, after: &'static str) -> Md {
    Md::concat(&[Md::fixed(before), Code::new(code).into(), Md::fixed(after)])
}

/// A link to an item of the crate, shown as code.
pub(super) fn link(path: &Type) -> Md {
    Md::item(path)
}

/// Adds what the server assumes where nothing is sent.
pub(super) fn with_default(docs: Docs, default: Option<&Literal>) -> Docs {
    match default.and_then(shown) {
        Some(text) => docs.and(&Docs::line(&with_code("Default: ", &text, "."))),
        None => docs,
    }
}

/// A default as it is shown: JSON's own notation. What is long or empty says nothing in a line.
fn shown(literal: &Literal) -> Option<String> {
    let text = literal.to_string();
    let says = !matches!(literal, Literal::Null) && !text.is_empty() && text.len() <= 60;
    says.then_some(text)
}

/// What a value of a type without a name is called: `A list.`
pub(super) fn form(ty: &TypeRef) -> Md {
    Md::fixed(match ty {
        TypeRef::Scalar(it) => match it {
            Scalar::Bool => "`true` or `false`.",
            Scalar::I32 | Scalar::I64 | Scalar::U64 => "An integer.",
            Scalar::F32 | Scalar::F64 | Scalar::Number => "A number.",
            Scalar::String | Scalar::Secret => "Text.",
            Scalar::Timestamp => "A point in time.",
            Scalar::Date => "A date.",
            Scalar::Base64 | Scalar::Binary => "Bytes.",
            Scalar::Upload => "A file.",
            Scalar::Json => "Any JSON value.",
            Scalar::Unit => "Nothing.",
        },
        TypeRef::List(_) => "A list.",
        TypeRef::Map(_) => "A map.",
        TypeRef::Nullable(_) => "A value or null.",
        TypeRef::Named(_) | TypeRef::Boxed(_) => "A value of this type.",
    })
}

/// A description behind a piece of code: `` `pending`: Not yet begun. ``
pub(super) fn prefixed(code: &Md, description: &str) -> Docs {
    Docs::line(&Md::labelled(code, &Md::summary(description)))
}

/// A method of the same type: ``[`list`](Self::list)``.
pub(super) fn method_link(method: &Ident) -> Md {
    Md::link(method, &Type::fixed("Self").join(method))
}
