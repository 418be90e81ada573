//! The slots of templates: one filter for each kind of fragment.
//!
//! A slot gives text that is marked as safe, and the formatter prints nothing else. Only slots and macros,
//! which are made of slots and of the template's own text, give such text.

use std::fmt::Write as _;

use minijinja::{Environment, Error, ErrorKind, Output, State, Value};

use crate::fragment::{Fragment, Kind};

/// Every slot that there is.
pub(super) const SLOTS: &[&str] =
    &["bool", "cell", "code", "docs", "expr", "ident", "inner_docs", "md", "num", "path", "str", "toml", "ty"];

/// Prints a value that a slot or macro has made.
pub(super) fn print(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if value.is_safe() => Ok(out.write_str(text)?),
        _ => Err(refused(format!("{} is printed without a slot", describe(value)))),
    }
}

/// Adds the slots.
pub(super) fn add(environment: &mut Environment<'static>) {
    environment.add_filter("ident", |it: &Value| take(it, "ident", &[Kind::Ident]));
    environment.add_filter("ty", |it: &Value| take(it, "ty", &[Kind::Type]));
    environment.add_filter("expr", |it: &Value| take(it, "expr", &[Kind::Expr]));
    environment.add_filter("str", |it: &Value| take(it, "str", &[Kind::Str]));
    environment.add_filter("num", |it: &Value| take(it, "num", &[Kind::Num]));
    environment.add_filter("toml", |it: &Value| take(it, "toml", &[Kind::Toml]));
    environment.add_filter("code", |it: &Value| take(it, "code", &[Kind::Code]));
    environment.add_filter("path", |it: &Value| take(it, "path", &[Kind::Path]));
    environment.add_filter("md", |it: &Value| take(it, "md", &[Kind::Md, Kind::Docs]));
    environment.add_filter("bool", boolean);
    environment.add_filter("cell", cell);
    environment.add_filter("docs", |it: &Value| comment(it, "docs", "///"));
    environment.add_filter("inner_docs", |it: &Value| comment(it, "inner_docs", "//!"));
}

fn take(value: &Value, slot: &str, kinds: &[Kind]) -> Result<Value, Error> {
    Ok(Value::from_safe_string(fragment(value, slot, kinds)?.to_owned()))
}

fn boolean(value: &Value) -> Result<Value, Error> {
    if value.kind() == minijinja::value::ValueKind::Bool {
        Ok(Value::from_safe_string(value.is_true().to_string()))
    } else {
        Err(refused(format!("slot `bool` is given {}", describe(value))))
    }
}

/// In a table a bar ends the cell, inside a code span too (GitHub Flavored Markdown, tables).
fn cell(value: &Value) -> Result<Value, Error> {
    let text = fragment(value, "cell", &[Kind::Md, Kind::Code])?;
    let mut escaped = String::with_capacity(text.len());
    let mut backslashes = 0;
    for c in text.chars() {
        if c == '|' && backslashes % 2 == 0 {
            escaped.push('\\');
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        escaped.push(c);
    }
    Ok(Value::from_safe_string(escaped))
}

fn comment(value: &Value, slot: &str, marker: &str) -> Result<Value, Error> {
    let text = fragment(value, slot, &[Kind::Docs])?;
    let mut comment = String::with_capacity(text.len() + 80);
    if !text.is_empty() {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                comment.push('\n');
            }
            comment.push_str(marker);
            if !line.is_empty() {
                let _ = write!(comment, " {line}");
            }
        }
    }
    Ok(Value::from_safe_string(comment))
}

fn fragment<'a>(value: &'a Value, slot: &str, kinds: &[Kind]) -> Result<&'a str, Error> {
    match value.downcast_object_ref::<Fragment>() {
        Some(it) if kinds.contains(&it.kind) => Ok(&it.text),
        _ => Err(refused(format!("slot `{slot}` is given {}", describe(value)))),
    }
}

/// What a value is, without its text: that may be the specification's.
fn describe(value: &Value) -> String {
    match value.downcast_object_ref::<Fragment>() {
        Some(it) => format!("a fragment of kind {:?}", it.kind),
        None => format!("a value that is no fragment ({})", value.kind()),
    }
}

fn refused(detail: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, detail)
}
