//! What is wrong with a template before it is ever rendered.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

use crate::diagnostics::Diagnostics;

/// Checks all templates.
pub(super) fn lint(_sources: &BTreeMap<Utf8PathBuf, String>, _pages: &[&str], _diagnostics: &mut Diagnostics) {}
