//! Typed pieces of output: the only values that a template can print.
//!
//! The plan makes them, each from parts that are safe by construction, and a slot of a template takes
//! the kind it names: `{{ field.name | ident }}`, `{{ field.ty | ty }}`, `{{ op.path | str }}`,
//! `{{ doc | docs }}`. See [`crate::render`] for the slots.
//!
//! | type | slot | prints |
//! |---|---|---|
//! | [`Ident`] | `ident` | `debate_id`, `r#type` |
//! | [`Type`] | `ty` | `Option<Vec<models::Debate>>` |
//! | [`Expr`] | `expr` | `Method::Get`, `&["a", "b"]` |
//! | [`Str`] | `str` | `"text/plain"`, a Rust literal |
//! | [`Num`] | `num` | `42`, `1.5` |
//! | `bool` | `bool` | `true` |
//! | [`Docs`] | `docs`, `inner_docs`, `md` | `///`, `//!` or bare Markdown lines |
//! | [`Md`] | `md`, `cell` | one line of Markdown; `cell`: in a table |
//! | [`Code`] | `code`, `cell` | a Markdown code span, backticks included |
//! | [`Toml`] | `toml` | a TOML basic string, quotes included |
//! | [`FilePath`] | `path` | `src/models/debate.rs` |
//!
//! **Invariant:** no fragment is made from specification text without being validated, escaped or
//! replaced for the place it is printed in. Constructors that take text as it is take `&'static str`.

mod expr;
mod literal;
mod view;

pub use self::expr::{Expr, Type};
pub use self::literal::{Code, Docs, FilePath, Md, Num, Str, Toml};
pub(crate) use self::view::view;
pub use self::view::{Record, Slot};
pub use crate::names::Ident;

use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};

/// What a fragment is, and so which slots print it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// [`Ident`]
    Ident,
    /// [`Type`]
    Type,
    /// [`Expr`]
    Expr,
    /// [`Str`]
    Str,
    /// [`Num`]
    Num,
    /// [`Docs`]
    Docs,
    /// [`Md`]
    Md,
    /// [`Code`]
    Code,
    /// [`Toml`]
    Toml,
    /// [`FilePath`]
    Path,
}

/// A fragment as the template engine sees it. Opaque: templates cannot look inside, compare its text or
/// print it without a slot.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Fragment {
    pub(crate) kind: Kind,
    pub(crate) text: Arc<str>,
}

impl Fragment {
    pub(crate) fn value(kind: Kind, text: impl Into<Arc<str>>) -> Value {
        Value::from_object(Self { kind, text: text.into() })
    }
}

impl fmt::Debug for Fragment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{:?}>", self.kind)
    }
}

impl Object for Fragment {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !self.text.is_empty()
    }
}
