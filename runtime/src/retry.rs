//! When a call is sent again, and after which wait.
//!
//! The defaults are exponential backoff (1 s, 2 s, 4 s, at most 30 s) with 0-25 % jitter added, three retries,
//! for the statuses 429, 500, 502, 503 and 504, connections that break and attempts that time out. A server's
//! `Retry-After` (RFC 9110 §10.2.3) replaces the computed wait.
//!
//! **Invariant:** the policy never makes an unsafe call safe: a call that may do something twice is sent
//! once, whatever the policy says, unless it carries an idempotency key that the server honours.

mod budget;

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use http::StatusCode;

use crate::facts::RetryFacts;
use crate::response::RawResponse;

pub(crate) use budget::Budget;
pub use budget::RetryBudget;

/// How often and how patiently a call is sent again.
///
/// ```
/// use std::time::Duration;
/// use sdk_runtime::RetryPolicy;
///
/// let patient = RetryPolicy::new().max_retries(5).delay(Duration::from_secs(2)).backoff(1.5);
/// assert_eq!(patient.statuses.as_ref(), [429, 500, 502, 503, 504]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Retries after the first attempt. Default 3.
    pub max_retries: u32,
    /// Wait before the first retry. Default 1 s.
    pub delay: Duration,
    /// Factor between two waits. Default 2.
    pub backoff: f64,
    /// Longest computed wait, jitter not included. Default 30 s. `Retry-After` may ask for more.
    pub max_delay: Duration,
    /// Largest part of the wait that is added at random. Default 0.25.
    pub jitter: f64,
    /// Statuses that are retried. Default 429, 500, 502, 503, 504.
    pub statuses: Cow<'static, [u16]>,
    /// Whether connections that fail or break are retried. Default yes.
    pub connection_errors: bool,
    /// Whether attempts that time out are retried. Default yes.
    pub timeouts: bool,
}

impl RetryPolicy {
    /// The defaults.
    pub const fn new() -> Self {
        Self::from_facts(&RetryFacts::NEW)
    }

    /// No retries at all.
    pub const fn none() -> Self {
        let mut policy = Self::new();
        policy.max_retries = 0;
        policy
    }

    /// What the specification of a system asks for.
    pub const fn from_facts(facts: &RetryFacts) -> Self {
        Self {
            max_retries: facts.max_retries,
            delay: facts.delay,
            backoff: facts.backoff,
            max_delay: facts.max_delay,
            jitter: 0.25,
            statuses: Cow::Borrowed(facts.statuses),
            connection_errors: true,
            timeouts: true,
        }
    }

    /// Sets [`Self::max_retries`].
    #[must_use]
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = max_retries;
        self
    }

    /// Sets [`Self::delay`].
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sets [`Self::backoff`].
    #[must_use]
    pub fn backoff(mut self, backoff: f64) -> Self {
        self.backoff = backoff;
        self
    }

    /// Sets [`Self::max_delay`].
    #[must_use]
    pub fn max_delay(mut self, max_delay: Duration) -> Self {
        self.max_delay = max_delay;
        self
    }

    /// Sets [`Self::jitter`].
    #[must_use]
    pub fn jitter(mut self, jitter: f64) -> Self {
        self.jitter = jitter;
        self
    }

    /// Sets [`Self::statuses`].
    #[must_use]
    pub fn statuses(mut self, statuses: impl Into<Vec<u16>>) -> Self {
        self.statuses = Cow::Owned(statuses.into());
        self
    }

    /// Sets [`Self::connection_errors`].
    #[must_use]
    pub fn connection_errors(mut self, yes: bool) -> Self {
        self.connection_errors = yes;
        self
    }

    /// Sets [`Self::timeouts`].
    #[must_use]
    pub fn timeouts(mut self, yes: bool) -> Self {
        self.timeouts = yes;
        self
    }

    pub(crate) fn wants_status(&self, status: StatusCode) -> bool {
        self.statuses.contains(&status.as_u16())
    }

    /// The wait after `failed` attempts (at least 1); `random` is in `0.0..1.0`.
    pub(crate) fn wait(&self, failed: u32, random: f64) -> Duration {
        let exponent = i32::try_from(failed.saturating_sub(1)).unwrap_or(i32::MAX);
        let seconds = self.delay.as_secs_f64() * self.backoff.max(0.0).powi(exponent);
        let bounded = seconds.min(self.max_delay.as_secs_f64());
        let jittered = bounded * (1.0 + self.jitter.clamp(0.0, 1.0) * random);
        Duration::try_from_secs_f64(jittered).unwrap_or(self.max_delay)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// What `Retry-After` says, in seconds or as an HTTP date. A date is read against the answer's own `Date`
/// where there is one, so that a wrong clock on either side does no harm; a date in the past is no wait.
pub(crate) fn retry_after(response: &RawResponse) -> Option<Duration> {
    let value = response.header("retry-after")?.trim();
    if let Ok(seconds) = value.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let now = response.header("date").and_then(|it| httpdate::parse_http_date(it).ok());
    let wait = until.duration_since(now.unwrap_or_else(SystemTime::now));
    Some(wait.unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderMap;

    #[test]
    fn waits_grow_up_to_the_maximum_and_jitter_adds_a_quarter() {
        let policy = RetryPolicy::new();
        let waits = |random| [1, 2, 3, 6, 400].map(|it| policy.wait(it, random).as_secs_f64());
        assert_eq!(waits(0.0), [1.0, 2.0, 4.0, 30.0, 30.0]);
        assert_eq!(waits(1.0), [1.25, 2.5, 5.0, 37.5, 37.5]);
    }

    #[test]
    fn senseless_numbers_give_a_wait_all_the_same() {
        let policy = RetryPolicy::new().backoff(f64::NAN).jitter(f64::NAN);
        assert!(policy.wait(3, 0.5) <= policy.max_delay);
        assert_eq!(RetryPolicy::new().backoff(f64::INFINITY).wait(3, 0.0).as_secs(), 30);
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let wait = |pairs: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            retry_after(&RawResponse::new(StatusCode::OK, headers, ""))
        };
        let date = ("date", "Wed, 21 Oct 2015 07:28:00 GMT");
        assert_eq!(wait(&[("retry-after", "15")]), Some(Duration::from_secs(15)));
        assert_eq!(wait(&[("retry-after", "0.5")]), Some(Duration::from_millis(500)));
        assert_eq!(wait(&[("retry-after", "Wed, 21 Oct 2015 07:28:07 GMT"), date]), Some(Duration::from_secs(7)));
        assert_eq!(wait(&[("retry-after", "Wed, 21 Oct 2015 07:27:00 GMT"), date]), Some(Duration::ZERO));
        assert_eq!(wait(&[("retry-after", "-1")]), None);
        assert_eq!(wait(&[("retry-after", "soon")]), None);
        assert_eq!(wait(&[]), None);
    }
}
