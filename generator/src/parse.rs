//! From bytes to the located tree: YAML and JSON through one visitor.
//!
//! **Invariant:** whatever the bytes are, the tree stays in proportion to their number and the stack stays
//! bounded: nodes and text are counted against a [`Budget`] while they are made, nesting against
//! [`MAX_DEPTH`].

mod budget;
mod merge;
mod numbers;
mod syntax;
mod visitor;

pub use self::budget::Budget;

use camino::Utf8Path;
use serde::de::DeserializeSeed;

use self::visitor::{Builder, NodeSeed};
use crate::diagnostics::Diagnostics;
use crate::tree::{At, Locations, Node};

/// Lists and objects may be nested this deep. Both parsers beneath give up at 128.
pub const MAX_DEPTH: usize = 100;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML 1.2, one document.
    Yaml,
    /// JSON (RFC 8259).
    Json,
}

impl Format {
    /// The format of a file: by its extension, else by its first character.
    pub fn of(path: &Utf8Path, text: &str) -> Self {
        match path.extension() {
            Some("json") => Self::Json,
            Some("yaml" | "yml") => Self::Yaml,
            _ if text.trim_start().starts_with(['{', '[']) => Self::Json,
            _ => Self::Yaml,
        }
    }

    fn name(self) -> &'static str {
        if self == Self::Yaml { "YAML" } else { "JSON" }
    }
}

/// Parses one file. `shown` is its path as diagnostics show it. `None`: it could not be read, and a
/// diagnostic says why.
///
/// # Diagnostics
/// `not-utf8`, `empty-file`, `syntax`, `too-deep`, `too-large` end the file;
/// `bad-number`, `bad-merge`, `duplicate-key`, `yaml-tag`, `number-precision` are warnings.
pub fn parse(
    shown: &Utf8Path,
    bytes: &[u8],
    budget: &mut Budget,
    locations: &mut Locations,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let at = locations.file(shown);
    let text = syntax::decode(bytes, at, locations, diagnostics)?;
    let format = Format::of(shown, text);
    if format == Format::Yaml {
        syntax::refuse_towers(text, at, locations, diagnostics)?;
    }
    budget.open(text.len());
    let numbers = if format == Format::Json { numbers::texts(text) } else { Default::default() };
    let mut builder = Builder::new(format, numbers, budget, locations, diagnostics);
    let result = run(format, text, NodeSeed::new(&mut builder, at));
    match result {
        Ok(node) if node.is_null() => {
            syntax::empty(at, locations, diagnostics);
            None
        }
        Ok(node) => {
            numbers::warn_of_lost_digits(format, text, &node, locations, diagnostics);
            Some(node)
        }
        Err(message) => {
            let failure = builder.take_failure().unwrap_or_else(|| syntax::explain(format, text, at, &message));
            failure.report(locations, diagnostics);
            None
        }
    }
}

fn run(format: Format, text: &str, seed: NodeSeed<'_, '_>) -> Result<Node, String> {
    match format {
        Format::Yaml => {
            seed.deserialize(serde_yaml::Deserializer::from_str(syntax::first_of(text))).map_err(|it| it.to_string())
        }
        Format::Json => {
            let mut json = serde_json::Deserializer::from_str(text);
            let node = seed.deserialize(&mut json).map_err(|it| it.to_string())?;
            json.end().map_err(|it| it.to_string())?;
            Ok(node)
        }
    }
}

/// What ended the reading of a file.
struct Failure {
    code: &'static str,
    at: At,
    message: String,
    help: Option<&'static str>,
}

impl Failure {
    fn report(self, locations: &Locations, diagnostics: &mut Diagnostics) {
        let at = locations.origin(self.at);
        diagnostics.error(self.code, &at, self.message).help = self.help.map(str::to_owned);
    }
}
