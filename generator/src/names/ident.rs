//! The identifier type.

use std::fmt;
use std::sync::Arc;

/// A valid Rust identifier in printable form, `r#` included where it is a keyword.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(Arc<str>);

/// Keywords that no `r#` makes an identifier of.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_"];

/// No keyword, but what begins the definition of a macro, and generated code has none.
const MACRO_RULES: &str = "macro_rules";

/// Strict and reserved keywords of all editions up to 2024, and what is a keyword of a type position.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

impl Ident {
    /// An identifier that the generator itself names (`new`, `Unknown`).
    pub fn fixed(name: &'static str) -> Self {
        Self::printable(name)
    }

    /// `name` in printable form. `name` is made of ASCII letters, digits and `_`, and begins with no digit:
    /// the callers in this module see to it.
    pub(super) fn printable(name: &str) -> Self {
        if NEVER_RAW.contains(&name) {
            Self(format!("{name}_").into())
        } else if KEYWORDS.contains(&name) || name == MACRO_RULES {
            Self(format!("r#{name}").into())
        } else {
            Self(name.into())
        }
    }

    /// As it is printed in source.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without `r#`: as it is written in file names and shown to readers.
    pub fn bare(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
