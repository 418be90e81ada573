//! Envelopes that were seen already.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::error::SealError;

/// Signatures that are remembered unless said otherwise: some 20 MB.
const CAPACITY: usize = 100_000;

/// Remembers envelopes for as long as they would be taken, so that each is taken once. Its memory is bounded, and it
/// may be shared by threads; what it remembers ends with it.
pub struct ReplayGuard {
    capacity: usize,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    signatures: HashSet<[u8; 64]>,
    /// The same by the last second at which the envelope would be taken.
    until: BTreeMap<i64, Vec<[u8; 64]>>,
}

impl ReplayGuard {
    /// Remembers up to 100,000 envelopes.
    #[must_use]
    pub fn new() -> Self {
        Self::with_capacity(CAPACITY)
    }

    /// Remembers up to so many; beyond that, envelopes are refused until older ones have run out.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { capacity, seen: Mutex::default() }
    }

    /// How many envelopes are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).signatures.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes a signature that was checked, at `now`, for an envelope that is good up to the second `until`.
    pub(super) fn take(&self, signature: [u8; 64], now: i64, until: i64) -> Result<(), SealError> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = &mut *seen;
        let later = seen.until.split_off(&now);
        for old in std::mem::replace(&mut seen.until, later).into_values().flatten() {
            seen.signatures.remove(&old);
        }
        if seen.signatures.contains(&signature) {
            return Err(SealError::Replayed);
        }
        if seen.signatures.len() >= self.capacity {
            return Err(SealError::TooManyEnvelopes);
        }
        seen.signatures.insert(signature);
        seen.until.entry(until).or_default().push(signature);
        Ok(())
    }
}

impl Default for ReplayGuard {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ReplayGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplayGuard").field("capacity", &self.capacity).field("len", &self.len()).finish()
    }
}
