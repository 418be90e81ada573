//! Fragments that carry text of the specification: escaped here for the place they are printed in.

use std::fmt::{self, Write as _};

use camino::Utf8PathBuf;

use crate::names::Ident;
use crate::prose;

/// A Rust string literal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Str(String);

impl Str {
    /// The literal for `text`, whatever it holds.
    pub fn new(text: &str) -> Self {
        let mut literal = String::with_capacity(text.len() + 2);
        literal.push('"');
        for c in text.chars() {
            match c {
                '"' => literal.push_str("\\\""),
                '\\' => literal.push_str("\\\\"),
                '\n' => literal.push_str("\\n"),
                '\r' => literal.push_str("\\r"),
                '\t' => literal.push_str("\\t"),
                '\0' => literal.push_str("\\0"),
                c if prose::is_hidden(c) => {
                    let _ = write!(literal, "\\u{{{:x}}}", u32::from(c));
                }
                c => literal.push(c),
            }
        }
        literal.push('"');
        Self(literal)
    }

    /// A literal that shows the lines of `text` as they are; the one of [`Str::new`] where `text` holds what a reader would
    /// not see.
    pub fn lines(text: &str) -> Self {
        if text.chars().any(|it| it != '\n' && prose::is_hidden(it)) {
            return Self::new(text);
        }
        let most = text.split('"').skip(1).map(|it| it.bytes().take_while(|it| *it == b'#').count()).max();
        let hashes = "#".repeat(most.map_or(1, |it| it + 1));
        Self(format!("r{hashes}\"{text}\"{hashes}"))
    }

    /// The source text, quotes included.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A TOML basic string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toml(String);

impl Toml {
    /// The key for `text`: bare where TOML lets it be.
    pub fn key(text: &str) -> Self {
        let is_bare = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
        if !text.is_empty() && text.bytes().all(is_bare) { Self(text.to_owned()) } else { Self::new(text) }
    }

    /// The string for `text`, whatever it holds.
    pub fn new(text: &str) -> Self {
        let mut literal = String::with_capacity(text.len() + 2);
        literal.push('"');
        for c in text.chars() {
            match c {
                '"' => literal.push_str("\\\""),
                '\\' => literal.push_str("\\\\"),
                '\n' => literal.push_str("\\n"),
                '\r' => literal.push_str("\\r"),
                '\t' => literal.push_str("\\t"),
                c if prose::is_hidden(c) => {
                    let _ = write!(literal, "\\U{:08X}", u32::from(c));
                }
                c => literal.push(c),
            }
        }
        literal.push('"');
        Self(literal)
    }

    /// The source text, quotes included.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A number literal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Num(String);

impl Num {
    /// An integer without a type suffix.
    pub fn int(value: impl Into<i128>) -> Self {
        Self(value.into().to_string())
    }

    /// A count or index.
    pub fn index(value: usize) -> Self {
        Self(value.to_string())
    }

    /// A float; `None` for what has no literal.
    pub fn float(value: f64) -> Option<Self> {
        value.is_finite().then(|| Self(format!("{value:?}")))
    }

    /// A number in JSON's notation, kept as an integer where it is one that fits 64 bits.
    pub fn json(text: &str) -> Option<Self> {
        if let Ok(it) = text.parse::<i64>() {
            return Some(Self::int(it));
        }
        if let Ok(it) = text.parse::<u64>() {
            return Some(Self::int(it));
        }
        Self::float(text.parse().ok()?)
    }

    /// The source text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Lines of inert Markdown, for `///` and `//!` comments and for whole paragraphs of Markdown files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs(String);

impl Docs {
    /// Specification text without its first paragraph becoming anything else: see [`prose::docs`].
    pub fn new(markdown: &str) -> Self {
        Self(prose::docs(markdown).join("\n"))
    }

    /// A part of a README: see [`prose::chapter`].
    pub fn chapter(markdown: &str) -> Self {
        Self(prose::chapter(markdown).join("\n"))
    }

    /// A summary line and the rest: the usual documentation of an item. `summary` falls back to the
    /// first sentence of `description`, and that to `otherwise`, so that it is never empty.
    pub fn of(summary: Option<&str>, description: Option<&str>, otherwise: &Md) -> Self {
        Self(prose::item_docs(summary, description, otherwise.as_str()).join("\n"))
    }

    /// One line.
    pub fn line(line: &Md) -> Self {
        Self(line.0.trim_end().to_owned())
    }

    /// A list, one item a line.
    pub fn list<'a>(items: impl IntoIterator<Item = &'a Md>) -> Self {
        let items: Vec<String> = items.into_iter().map(|it| format!("- {}", it.0)).collect();
        Self(items.join("\n"))
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn and(mut self, paragraph: &Docs) -> Self {
        if !self.0.is_empty() && !paragraph.0.is_empty() {
            self.0.push_str("\n\n");
        }
        self.0.push_str(&paragraph.0);
        self
    }

    /// The lines joined by `\n`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One line of inert Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Md(String);

impl Md {
    /// Markdown that the generator itself writes, on one line.
    pub fn fixed(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Plain text: everything that Markdown would read is escaped.
    pub fn text(text: &str) -> Self {
        Self(prose::text(text))
    }

    /// Specification Markdown cut to its first sentence.
    pub fn summary(markdown: &str) -> Self {
        Self(prose::summary(markdown))
    }

    /// Pieces one after the other.
    pub fn concat<'a>(pieces: impl IntoIterator<Item = &'a Md>) -> Self {
        Self(pieces.into_iter().map(Md::as_str).collect())
    }

    /// `` `limit`: At most so many. `` The label alone where there is nothing to say of it.
    pub fn labelled(label: &Md, meaning: &Md) -> Self {
        if meaning.0.trim().is_empty() { label.clone() } else { Self(format!("{}: {}", label.0, meaning.0)) }
    }

    /// A link to an item: ``[`Debate::status`]``. Links name what is a keyword without `r#`.
    pub fn item(path: &super::Type) -> Self {
        Self(format!("[`{}`]", path.as_str().replace("r#", "")))
    }

    /// What a link to an item leads to: `debates::Debates`.
    pub fn target(path: &super::Type) -> Self {
        Self(path.as_str().replace("r#", ""))
    }

    /// A link to an item under a name of its own: ``[`list`](Self::list)``.
    pub fn link(name: &Ident, path: &super::Type) -> Self {
        Self(format!("[`{}`]({})", name.bare(), path.as_str().replace("r#", "")))
    }

    /// The Markdown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Code> for Md {
    fn from(code: Code) -> Self {
        Self(code.0)
    }
}

/// A code span of Markdown, on one line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// `text` as it is, in as many backticks as it needs.
    pub fn new(text: &str) -> Self {
        Self(prose::code_span(text))
    }

    /// The span, backticks included.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Path of an output file, relative to the crate, with `/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(String);

impl FilePath {
    /// A path that the generator itself names: `src/lib.rs`, `src/models`.
    pub fn fixed(path: &'static str) -> Self {
        Self(path.to_owned())
    }

    /// The folder of that module: `src` → `src/events`.
    #[must_use]
    pub fn folder(&self, module: &Ident) -> Self {
        Self(format!("{}/{}", self.0, module.bare()))
    }

    /// The file of that module: `src/models` → `src/models/debate.rs`.
    #[must_use]
    pub fn module(&self, module: &Ident) -> Self {
        Self(format!("{}/{}.rs", self.0, module.bare()))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&FilePath> for Utf8PathBuf {
    fn from(path: &FilePath) -> Self {
        Self::from(path.0.as_str())
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
