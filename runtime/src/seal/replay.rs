//! Envelopes that were seen already.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::error::SealError;

/// Signatures that are remembered unless said otherwise: some 20 MB.
const CAPACITY: usize = 100_000;

/// Remembers envelopes for as long as they would be taken, so that each is taken once. Its memory is bounded, and it
/// may be shared by threads; what it remembers ends with it.
///
/// Verifiers that share it may have windows of different lengths: envelopes are remembered for the longest that it has
/// met. What was made before the time that it remembers is refused as too old, also where a clock has stepped back or a
/// longer window has come later. Its time never goes back: after a clock that ran ahead was put right, envelopes are
/// refused until the time is made up.
pub struct ReplayGuard {
    capacity: usize,
    seen: Mutex<Seen>,
}

struct Seen {
    signatures: HashSet<[u8; 64]>,
    /// The same by the second at which the envelope was made.
    made: BTreeMap<i64, Vec<[u8; 64]>>,
    /// The latest second there was.
    now: i64,
    /// The longest window there was, in seconds.
    window: i64,
    /// What was made before this second may be forgotten. It never goes back.
    floor: i64,
}

impl Seen {
    fn new() -> Self {
        let (signatures, made) = (HashSet::new(), BTreeMap::new());
        Self { signatures, made, now: i64::MIN, window: 0, floor: i64::MIN }
    }

    /// Forgets what has run out for the longest window.
    fn advance(&mut self, now: i64, window: i64) {
        self.now = self.now.max(now);
        self.window = self.window.max(window);
        self.floor = self.floor.max(self.now.saturating_sub(self.window));
        let later = self.made.split_off(&self.floor);
        for old in std::mem::replace(&mut self.made, later).into_values().flatten() {
            self.signatures.remove(&old);
        }
    }
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
        Self { capacity, seen: Mutex::new(Seen::new()) }
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

    /// Takes a signature that was checked, at `now`, of an envelope that was made at `made`, for a verifier that takes
    /// what is up to `window` seconds old.
    pub(super) fn take(&self, signature: [u8; 64], made: i64, now: i64, window: i64) -> Result<(), SealError> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.advance(now, window);
        if made < seen.floor {
            return Err(SealError::TooOld { age: Duration::from_secs(seen.now.abs_diff(made)) });
        }
        if seen.signatures.contains(&signature) {
            return Err(SealError::Replayed);
        }
        if seen.signatures.len() >= self.capacity {
            return Err(SealError::TooManyEnvelopes);
        }
        seen.signatures.insert(signature);
        seen.made.entry(made).or_default().push(signature);
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
