//! Values that stand in a specification: defaults, enum values, examples.

/// A JSON value of the specification. Numbers keep their text, so that integers of any size survive.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number in JSON's own notation.
    Number(String),
    /// A string.
    String(String),
    /// A list.
    List(Vec<Literal>),
    /// An object in the order of the document.
    Object(Vec<(String, Literal)>),
}
