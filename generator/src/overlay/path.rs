//! JSONPath expressions: the part of RFC 9535 that overlays use.

/// A path from the root (`$`) or from the node that a filter tests (`@`).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    /// Whether it begins at the root.
    pub(super) absolute: bool,
    pub(super) segments: Vec<Segment>,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segment {
    /// Whether it is looked for at every depth (`..`).
    pub(super) deep: bool,
    pub(super) selectors: Vec<Selector>,
}

/// Which children a step selects.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Selector {
    /// `.name`, `['name']`
    Name(String),
    /// `[0]`, `[-1]`
    Index(i64),
    /// `*`
    Any,
    /// `[?…]`
    Filter(Test),
}

/// What a filter asks of each child.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    /// `a || b`
    Any(Vec<Test>),
    /// `a && b`
    All(Vec<Test>),
    /// `!a`
    Not(Box<Test>),
    /// `@.x`: whether the path selects something.
    Exists(Path),
    /// `@.x == 'y'`
    Compare(Operand, Comparison, Operand),
}

/// A side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Path(Path),
    Text(String),
    Number(f64),
    Bool(bool),
    Null,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
