//! Rules that hold between the parts of an [`Sdk`], whoever made it.
//!
//! `lower` repairs or reports what is wrong with a document. These rules are what later stages rely on: they
//! index types, operations and namespaces without asking.
//!
//! **Invariant:** the representation is only read.

mod operations;
mod types;

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostics;
use crate::ir::{Catalog, Sdk};

/// Reports every rule that `sdk` breaks.
pub fn check(sdk: &Sdk, diagnostics: &mut Diagnostics) {
    types::check(sdk, diagnostics);
    operations::check(sdk, diagnostics);
    check_error_codes(sdk, diagnostics);
    for catalog in &sdk.catalogs {
        check_catalog(catalog, diagnostics);
    }
    check_catalog_names(sdk, diagnostics);
}

/// A code or another spelling of it stands for one row.
fn check_error_codes(sdk: &Sdk, diagnostics: &mut Diagnostics) {
    let mut spellings: BTreeMap<String, usize> = BTreeMap::new();
    for (row, code) in sdk.error_codes.iter().enumerate() {
        for spelling in std::iter::once(&code.name).chain(&code.also) {
            let other = *spellings.entry(spelling.to_ascii_lowercase()).or_insert(row);
            if let Some(other) = sdk.error_codes.get(other).filter(|_| other != row) {
                let message = format!("`{spelling}` stands for `{}` already", other.name);
                diagnostics.error("duplicate-error-code", &code.at, message).help("codes are compared without case");
            }
        }
    }
}

fn check_catalog(catalog: &Catalog, diagnostics: &mut Diagnostics) {
    let mut names: BTreeMap<&str, ()> = BTreeMap::new();
    for event in &catalog.events {
        if names.insert(&event.wire, ()).is_some() {
            diagnostics.error("duplicate-event", &event.at, format!("there are two events `{}`", event.wire));
        }
        if event.group as usize >= catalog.groups.len() {
            diagnostics.error("unknown-group", &event.at, format!("the event `{}` is in no group", event.wire));
        }
    }
}

fn check_catalog_names(sdk: &Sdk, diagnostics: &mut Diagnostics) {
    let mut names: BTreeMap<&str, ()> = BTreeMap::new();
    for catalog in &sdk.catalogs {
        if names.insert(&catalog.name, ()).is_some() {
            diagnostics.error("duplicate-catalog", &catalog.at, format!("there are two catalogs `{}`", catalog.name));
        }
    }
}
