//! Which fields arrived that the types do not know, for those who compare a server with its specification.
//!
//! **Invariant:** nothing is written down unless [`during`] is at work on this thread.

use std::any::type_name;
use std::cell::RefCell;
use std::collections::BTreeSet;

use super::Json;
use super::object::Object;

thread_local! {
    static SEEN: RefCell<Option<BTreeSet<String>>> = const { RefCell::new(None) };
}

/// What `decode` returns, and the fields beyond the specification that it met, as `Type.field`.
pub(crate) fn during<T>(decode: impl FnOnce() -> T) -> (T, BTreeSet<String>) {
    SEEN.set(Some(BTreeSet::new()));
    let value = decode();
    (value, SEEN.take().unwrap_or_default())
}

/// Writes down a field that `T` does not name. Where `T` says of what type further fields are, they are no news.
pub(crate) fn met<T: Object>(key: &str) {
    if type_name::<T::Rest>() == type_name::<Json>() {
        SEEN.with_borrow_mut(|seen| {
            if let Some(seen) = seen {
                seen.insert(format!("{}.{key}", T::NAME));
            }
        });
    }
}
