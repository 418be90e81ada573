//! The circuit breaker: stops asking a host that keeps failing.
//!
//! Five connection errors, timeouts or 5xx in a row open it; for 60 s calls to that host fail at once; then
//! one request is let through to see, and its outcome closes the breaker or opens it for another 60 s. Time is
//! tokio's, so that tests can pause it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::send::after;

/// When to stop asking a host, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CircuitBreaker {
    /// Failures in a row that open the breaker. Default 5.
    pub failures: u32,
    /// How long calls fail at once. Default 60 s.
    pub open_for: Duration,
}

impl CircuitBreaker {
    /// The defaults.
    pub const fn new() -> Self {
        Self { failures: 5, open_for: Duration::from_secs(60) }
    }

    /// Sets [`Self::failures`]; at least 1.
    #[must_use]
    pub fn failures(mut self, failures: u32) -> Self {
        self.failures = failures.max(1);
        self
    }

    /// Sets [`Self::open_for`].
    #[must_use]
    pub fn open_for(mut self, open_for: Duration) -> Self {
        self.open_for = open_for;
        self
    }
}

impl Default for CircuitBreaker {
    fn default() -> Self {
        Self::new()
    }
}

/// The breakers of a client, one for each host.
pub(crate) struct Breakers {
    policy: Option<CircuitBreaker>,
    hosts: Mutex<HashMap<String, Arc<Breaker>>>,
}

/// The breaker of one host.
struct Breaker {
    policy: CircuitBreaker,
    state: Mutex<State>,
}

#[derive(Clone, Copy)]
enum State {
    /// Requests pass; this many failed in a row.
    Closed { failures: u32 },
    /// Nothing passes until then.
    Open { until: Instant },
    /// One request is on its way to see; nothing else passes.
    Probing,
}

impl Breakers {
    pub(crate) fn new(policy: Option<CircuitBreaker>) -> Self {
        Self { policy, hosts: Mutex::default() }
    }

    /// Leave to send one request to this host.
    ///
    /// # Errors
    /// The breaker is open: the time after which it lets a request through.
    pub(crate) fn admit(&self, host: &str) -> Result<Permit, Duration> {
        let Some(policy) = &self.policy else { return Ok(Permit(None)) };
        let mut hosts = lock(&self.hosts);
        let breaker = match hosts.get(host) {
            Some(breaker) => Arc::clone(breaker),
            None => {
                let state = Mutex::new(State::Closed { failures: 0 });
                let breaker = Arc::new(Breaker { policy: policy.clone(), state });
                hosts.insert(host.to_owned(), Arc::clone(&breaker));
                breaker
            }
        };
        drop(hosts);
        breaker.admit()
    }

    /// The time for which nothing passes to this host; zero where something may.
    pub(crate) fn open_for(&self, host: &str) -> Duration {
        let breaker = lock(&self.hosts).get(host).cloned();
        match breaker.map(|it| *lock(&it.state)) {
            Some(State::Open { until }) => until.saturating_duration_since(Instant::now()),
            _ => Duration::ZERO,
        }
    }
}

impl Breaker {
    fn admit(self: Arc<Self>) -> Result<Permit, Duration> {
        let mut state = lock(&self.state);
        let probe = match *state {
            State::Closed { .. } => false,
            State::Probing => return Err(Duration::ZERO),
            State::Open { until } => {
                let left = until.saturating_duration_since(Instant::now());
                if !left.is_zero() {
                    return Err(left);
                }
                *state = State::Probing;
                true
            }
        };
        drop(state);
        Ok(Permit(Some(Admitted { breaker: self, probe, settled: false })))
    }

    /// Takes note of an outcome. Once the breaker is open only the probe counts: requests that were on their way
    /// before say nothing new.
    fn settle(&self, probe: bool, failed: bool) {
        let mut state = lock(&self.state);
        let reopened = State::Open { until: after(self.policy.open_for) };
        *state = match *state {
            State::Closed { .. } if !failed => State::Closed { failures: 0 },
            State::Closed { failures } if failures + 1 < self.policy.failures => {
                State::Closed { failures: failures + 1 }
            }
            State::Closed { .. } => {
                tracing::warn!(failures = self.policy.failures, "circuit breaker opened");
                reopened
            }
            State::Probing if probe && failed => reopened,
            State::Probing if probe => {
                tracing::info!("circuit breaker closed");
                State::Closed { failures: 0 }
            }
            other => other,
        };
    }
}

/// Leave to send one request; its outcome is reported to it.
#[must_use]
pub(crate) struct Permit(Option<Admitted>);

struct Admitted {
    breaker: Arc<Breaker>,
    probe: bool,
    settled: bool,
}

impl Permit {
    /// Reports the outcome of the request.
    pub(crate) fn settle(self, failed: bool) {
        if let Some(mut admitted) = self.0 {
            admitted.settled = true;
            admitted.breaker.settle(admitted.probe, failed);
        }
    }
}

/// A probe that is dropped on its way has shown nothing: the next request is the probe.
impl Drop for Admitted {
    fn drop(&mut self) {
        if self.probe && !self.settled {
            *lock(&self.breaker.state) = State::Open { until: Instant::now() };
        }
    }
}

/// The state is whole at every step, so that a panic elsewhere does not poison it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
