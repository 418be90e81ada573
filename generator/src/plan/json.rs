//! Literals as JSON text.

use std::fmt::Write as _;

use crate::ir::Literal;

/// The JSON text of a literal, without white space.
pub(super) fn text(literal: &Literal) -> String {
    let mut text = String::new();
    write(literal, &mut text);
    text
}

fn write(literal: &Literal, to: &mut String) {
    match literal {
        Literal::Null => to.push_str("null"),
        Literal::Bool(it) => to.push_str(if *it { "true" } else { "false" }),
        Literal::Number(it) => to.push_str(it),
        Literal::String(it) => string(it, to),
        Literal::List(items) => {
            to.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    to.push(',');
                }
                write(item, to);
            }
            to.push(']');
        }
        Literal::Object(members) => {
            to.push('{');
            for (index, (key, value)) in members.iter().enumerate() {
                if index > 0 {
                    to.push(',');
                }
                string(key, to);
                to.push(':');
                write(value, to);
            }
            to.push('}');
        }
    }
}

/// A JSON string (RFC 8259 §7).
fn string(text: &str, to: &mut String) {
    to.push('"');
    for c in text.chars() {
        match c {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            '\t' => to.push_str("\\t"),
            c if u32::from(c) < 0x20 => {
                let _ = write!(to, "\\u{:04x}", u32::from(c));
            }
            c => to.push(c),
        }
    }
    to.push('"');
}
