//! Manifests: documents that people keep in files.

use super::{Literal, TypeId, TypeRef};
use crate::diagnostics::Origin;

/// A kind of document.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// Where it is declared.
    pub at: Origin,
    /// Its name, words of the module that holds it (`agent_manifest`).
    pub name: String,
    /// The type of the whole document, an object.
    pub ty: TypeId,
    /// One line of Markdown.
    pub summary: Option<String>,
    /// Further names of the method `validate`.
    pub validate: Vec<String>,
    /// JSON Schema (2020-12) that refers to nothing outside of itself.
    pub schema: Literal,
    /// What a JSON Schema cannot say.
    pub rules: Vec<Rule>,
    /// How programs build it.
    pub builder: Option<Builder>,
}

/// A rule between values of a document. Places have dots between their keys, `[]` behind a list and `{}` behind a map
/// whose items and values are meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// What it asks for.
    pub kind: RuleKind,
    /// Place that it holds in; empty: the document.
    pub inside: String,
    /// Places that it is about, from there.
    pub places: Vec<String>,
    /// Places of what names refer to.
    pub to: Vec<String>,
    /// What is said where it is broken.
    pub message: Option<String>,
}

/// What a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// The values all differ.
    Unique,
    /// Every value is one of those that the names refer to.
    Refers,
    /// One is there at most.
    Exclusive,
    /// One is there at least.
    Needed,
    /// All are there, or none.
    Together,
}

/// How programs build a manifest.
#[derive(Clone, Debug, PartialEq)]
pub struct Builder {
    /// What every manifest needs.
    pub new: Vec<BuilderArgument>,
    /// What stands in a manifest unless a method says otherwise: place, value.
    pub values: Vec<(String, Literal)>,
    /// The methods.
    pub methods: Vec<BuilderMethod>,
}

/// A method of a builder.
#[derive(Clone, Debug, PartialEq)]
pub struct BuilderMethod {
    /// Its name.
    pub name: String,
    /// One line of Markdown.
    pub summary: String,
    /// What it takes.
    pub arguments: Vec<BuilderArgument>,
    /// What it sets besides: place, value.
    pub values: Vec<(String, Literal)>,
    /// Places that it empties.
    pub clear: Vec<String>,
}

/// An argument and where it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct BuilderArgument {
    /// Its name.
    pub name: String,
    /// Keys with dots between them.
    pub place: String,
    /// What becomes of it there.
    pub act: Act,
    /// Its type: of the value at the place, of an item of the list or of a value of the map there.
    pub ty: TypeRef,
    /// Whether it can be left out.
    pub optional: bool,
}

/// What becomes of an argument at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// It is the value.
    Set,
    /// It is a value of the map, under a key that is an argument too.
    Put,
    /// It is one more item of the list.
    Push,
    /// It is several more items of the list.
    Extend,
}
