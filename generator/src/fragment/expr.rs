//! Fragments that are put together from other fragments: types and expressions.

use std::fmt::Write as _;

use super::{Ident, Num, Str};

/// A Rust type or path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Type(String);

impl Type {
    /// A type that the generator itself names: `String`, `data::Json`, `&'static str`.
    pub fn fixed(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// `a::b::C`.
    pub fn path<'a>(segments: impl IntoIterator<Item = &'a Ident>) -> Self {
        let segments: Vec<&str> = segments.into_iter().map(Ident::as_str).collect();
        Self(segments.join("::"))
    }

    /// `prefix::Name`, the prefix being the generator's own (`models`, `crate::models`).
    pub fn within(prefix: &'static str, name: &Ident) -> Self {
        Self(format!("{prefix}::{name}"))
    }

    /// `self::name`.
    pub fn join(&self, name: &Ident) -> Self {
        Self(format!("{}::{name}", self.0))
    }

    /// `head<arguments…>`: `Type::of("Vec", [item])`.
    pub fn of(head: &'static str, arguments: impl IntoIterator<Item = Type>) -> Self {
        let arguments: Vec<String> = arguments.into_iter().map(|it| it.0).collect();
        Self(format!("{head}<{}>", arguments.join(", ")))
    }

    /// `before self after` with the generator's own text around: `impl Into<`, `>`.
    pub fn wrap(&self, before: &'static str, after: &'static str) -> Self {
        Self(format!("{before}{}{after}", self.0))
    }

    /// The source text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&Ident> for Type {
    fn from(name: &Ident) -> Self {
        Self(name.as_str().to_owned())
    }
}

/// A Rust expression, for facts, examples and generated tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr(String);

impl Expr {
    /// An expression that the generator itself writes: `None`, `Method::Get`, `EmptyBody::Object`.
    pub fn fixed(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// `true` or `false`.
    pub fn bool(value: bool) -> Self {
        Self(value.to_string())
    }

    /// A path used as a value: a static, a unit variant.
    pub fn path(path: &Type) -> Self {
        Self(path.0.clone())
    }

    /// `function(arguments…)`.
    pub fn call(function: &Type, arguments: impl IntoIterator<Item = Expr>) -> Self {
        Self(format!("{}({})", function.0, join(arguments)))
    }

    /// `self.method(arguments…)`.
    pub fn method(&self, method: &Ident, arguments: impl IntoIterator<Item = Expr>) -> Self {
        Self(format!("{}.{method}({})", self.0, join(arguments)))
    }

    /// `value.field`.
    pub fn field(&self, field: &Ident) -> Self {
        Self(format!("{}.{field}", self.0))
    }

    /// `[items…]`.
    pub fn list(items: impl IntoIterator<Item = Expr>) -> Self {
        Self(format!("[{}]", join(items)))
    }

    /// `&[items…]`.
    pub fn slice(items: impl IntoIterator<Item = Expr>) -> Self {
        Self(format!("&[{}]", join(items)))
    }

    /// `&["…", …]`.
    pub fn texts(items: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self::slice(items.into_iter().map(|it| Str::new(it.as_ref()).into()))
    }

    /// `(items…)`.
    pub fn tuple(items: impl IntoIterator<Item = Expr>) -> Self {
        Self(format!("({})", join(items)))
    }

    /// `Name { field: value, …, ..rest }`.
    pub fn record(name: &Type, fields: impl IntoIterator<Item = (Ident, Expr)>, rest: Option<Expr>) -> Self {
        let mut text = format!("{} {{ ", name.0);
        for (field, value) in fields {
            let _ = write!(text, "{field}: {}, ", value.0);
        }
        if let Some(rest) = rest {
            let _ = write!(text, "..{}", rest.0);
        }
        text.push_str(" }");
        Self(text)
    }

    /// `before self after` with the generator's own text around: `Some(`, `)`.
    pub fn wrap(&self, before: &'static str, after: &'static str) -> Self {
        Self(format!("{before}{}{after}", self.0))
    }

    /// The source text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Str> for Expr {
    fn from(it: Str) -> Self {
        Self(it.as_str().to_owned())
    }
}

impl From<Num> for Expr {
    fn from(it: Num) -> Self {
        Self(it.as_str().to_owned())
    }
}

fn join(items: impl IntoIterator<Item = Expr>) -> String {
    let items: Vec<String> = items.into_iter().map(|it| it.0).collect();
    items.join(", ")
}
