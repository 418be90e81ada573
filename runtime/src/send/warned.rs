//! Says once for each operation and client that it is on its way out.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::response::{Deprecation, RawResponse};

/// The operations that were warned about.
#[derive(Debug, Default)]
pub(crate) struct Warned(Mutex<HashSet<&'static str>>);

impl Warned {
    /// Warns of an operation whose answer says that it is deprecated, the first time.
    pub(super) fn of(&self, operation: &'static str, raw: &RawResponse) {
        // Reading the headers takes longer than looking up, and servers send them with each answer.
        if self.names().contains(operation) {
            return;
        }
        let Some(deprecation) = raw.deprecation() else { return };
        if self.names().insert(operation) {
            warn(operation, &deprecation);
        }
    }

    fn names(&self) -> MutexGuard<'_, HashSet<&'static str>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn warn(operation: &str, it: &Deprecation) {
    let sunset = it.sunset.as_ref().map(tracing::field::display);
    let successor = it.successor.as_deref();
    let level = it.level.as_ref().map(tracing::field::debug);
    tracing::warn!(operation, sunset, successor, level, notice = it.notice.as_deref(), "the operation is deprecated");
}
