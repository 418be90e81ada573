//! What the fuzz target and the bounded test on stable share: cases, their checks, mutations of documents.

pub mod case;
pub mod check;
pub mod mutate;
pub mod words;
