//! Bounds the work of trying variants that do not fit.
//!
//! Two variants that hold the same union, and that both fail after it was decoded, double the work
//! with each level of nesting. The text that variants read in vain is therefore counted from the
//! outermost union on; where it comes to many times the whole text, values are kept as unknown.

use std::cell::Cell;

/// How many times the text of the outermost union may be read in vain.
const TIMES: usize = 64;

thread_local! {
    /// Bytes that may still be read in vain; `None` outside of unions.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Tries variants of a union with this text.
pub(super) fn limited<T>(text: &str, with: impl FnOnce() -> T) -> T {
    if LEFT.get().is_some() {
        return with();
    }
    LEFT.set(Some(text.len().saturating_mul(TIMES)));
    let _outermost = Outermost;
    with()
}

/// Ends the count, also where a variant panics.
struct Outermost;

impl Drop for Outermost {
    fn drop(&mut self) {
        LEFT.set(None);
    }
}

/// Counts a text that was read in vain, and tells whether another variant may be tried.
pub(super) fn may_go_on(text: &str) -> bool {
    match LEFT.get().unwrap_or(0).checked_sub(text.len()) {
        Some(left) => {
            LEFT.set(Some(left));
            true
        }
        None => false,
    }
}
