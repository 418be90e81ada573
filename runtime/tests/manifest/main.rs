//! Manifests: what is read, what is written, what is refused and how that is said.

#![cfg(feature = "manifests")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod builder;
mod files;
mod keywords;
mod limits;
mod oracle;
mod problems;
mod recipe;
mod roundtrip;
mod scalars;
