//! Modules of the runtime that a crate offers.

use super::{Literal, OperationId};
use crate::diagnostics::Origin;

/// A module of the runtime with what it has to know of this system.
#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    /// Where it is declared.
    pub at: Origin,
    /// Its name in the crate.
    pub name: String,
    /// One line of Markdown.
    pub summary: String,
    /// Markdown.
    pub description: Option<String>,
    /// The runtime's module and the runtime's feature.
    pub runtime: String,
    /// Whether its feature is on by default.
    pub default: bool,
    /// Roles and the operations that play them; empty without a client.
    pub operations: Vec<(String, OperationId)>,
    /// Values by their names: texts, numbers, booleans, lists and maps of texts.
    pub settings: Vec<(String, Literal)>,
    /// Types of the module that are made for the crate's client.
    pub bound: Vec<String>,
    /// Methods of the client and the types, of those, that they give.
    pub methods: Vec<(String, String)>,
}
