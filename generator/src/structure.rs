//! Second line of defence: a generated Rust file holds what the plan predicted, and nothing else.

use crate::fragment::Ident;

/// An item at the top level of a Rust file, as the plan predicts it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// `mod name;`
    Mod(Ident),
    /// `pub use …;`: one entry for each name that it exports, under the name it has here. Imports that are
    /// not public need no entry.
    Use(Ident),
    /// `struct Name …`
    Struct(Ident),
    /// `enum Name …`
    Enum(Ident),
    /// `type Name = …;`
    Alias(Ident),
    /// `static NAME: … = …;`
    Static(Ident),
    /// `const NAME: … = …;`
    Const(Ident),
    /// `fn name(…) …`
    Fn(Ident),
    /// `impl …`: one entry for each self type that has impl blocks, however many.
    Impl(Ident),
}
