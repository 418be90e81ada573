//! The budget of a client's retries: what keeps them from making a bad hour of the server worse.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many retries all calls of a client together may make: a bucket of tokens.
///
/// A retry takes one. A call that succeeds at its first attempt puts [`per_success`](Self::per_success) in, one that
/// succeeds after retries a whole one, until the bucket is full. While it is empty nothing is retried: a call then ends in
/// what its last attempt gave. So a server that fails now and then is asked again as often as it takes, and one that fails
/// for everybody gets no more than [`capacity`](Self::capacity) requests on top of the calls themselves.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RetryBudget {
    /// Tokens in the full bucket, which it is at first. Default 100.
    pub capacity: u32,
    /// What a call puts in that succeeds at its first attempt. Default 0.2.
    pub per_success: f64,
}

impl RetryBudget {
    /// The defaults.
    pub const fn new() -> Self {
        Self { capacity: 100, per_success: 0.2 }
    }

    /// Sets [`Self::capacity`].
    #[must_use]
    pub fn capacity(mut self, capacity: u32) -> Self {
        self.capacity = capacity;
        self
    }

    /// Sets [`Self::per_success`].
    #[must_use]
    pub fn per_success(mut self, per_success: f64) -> Self {
        self.per_success = per_success;
        self
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new()
    }
}

/// The bucket of a client, in thousandths of a token.
pub(crate) struct Budget {
    full: Option<u64>,
    per_success: u64,
    tokens: Mutex<u64>,
}

const TOKEN: u64 = 1000;

impl Budget {
    pub(crate) fn new(policy: Option<RetryBudget>) -> Self {
        let full = policy.as_ref().map(|it| u64::from(it.capacity) * TOKEN);
        // A number that is none, or negative, becomes zero.
        let per_success = policy.map_or(0, |it| (it.per_success * TOKEN as f64).round() as u64);
        Self { full, per_success, tokens: Mutex::new(full.unwrap_or_default()) }
    }

    /// Takes a token for a retry; `false`: there is none.
    pub(crate) fn take(&self) -> bool {
        if self.full.is_none() {
            return true;
        }
        let mut tokens = self.tokens();
        let left = tokens.checked_sub(TOKEN);
        *tokens = left.unwrap_or(*tokens);
        left.is_some()
    }

    /// Takes note of a call that succeeded.
    pub(crate) fn give(&self, after_retries: bool) {
        let Some(full) = self.full else { return };
        let given = if after_retries { TOKEN } else { self.per_success };
        let mut tokens = self.tokens();
        *tokens = tokens.saturating_add(given).min(full);
    }

    /// A number is whole at every step, so that a panic elsewhere does not poison it.
    fn tokens(&self) -> MutexGuard<'_, u64> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
