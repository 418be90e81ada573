//! Limits of requests in time, as headers tell them.
//!
//! Read are `X-RateLimit-Limit`, `-Remaining` and `-Reset`, the same without `X-` and as `X-Rate-Limit-…`, and
//! `RateLimit` with all three (drafts of RateLimit header fields for HTTP). Which requests count is the server's matter:
//! what remains may be more than the limit.

use std::time::{Duration, SystemTime};

use super::RawResponse;

/// How many requests a server still takes. What it does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Requests within one span of time.
    pub limit: Option<u64>,
    /// Requests that are left of them. Some servers count several limits and send a number larger than the limit.
    pub remaining: Option<u64>,
    /// When the next span begins. Servers that send seconds are read by their own clock, the header `Date`.
    pub reset: Option<SystemTime>,
    /// How long to wait before another request.
    pub retry_after: Option<Duration>,
}

/// A number of this size is no span of seconds, but a time.
const EPOCH: f64 = 1e9;

impl RawResponse {
    /// The limit of requests that the headers tell; `None` where they tell none.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        let limit = RateLimit {
            limit: self.counted("limit"),
            remaining: self.counted("remaining"),
            reset: self.told("reset").and_then(|it| self.reset(it)),
            retry_after: None,
        };
        let is_told = limit != RateLimit::default() || self.status().as_u16() == 429;
        is_told.then(|| RateLimit { retry_after: crate::retry::retry_after(self), ..limit })
    }

    fn counted(&self, what: &str) -> Option<u64> {
        let text = self.told(what)?;
        let digits = text.split(|it: char| !it.is_ascii_digit()).next()?;
        digits.parse().ok()
    }

    fn told(&self, what: &str) -> Option<&str> {
        let own = ["x-ratelimit-", "ratelimit-", "x-rate-limit-"];
        let own = own.into_iter().find_map(|start| self.header(&format!("{start}{what}")));
        let all =
            || self.header("ratelimit")?.split(',').find_map(|it| it.trim().strip_prefix(what)?.strip_prefix('='));
        own.or_else(all).map(str::trim).filter(|it| !it.is_empty())
    }

    fn reset(&self, text: &str) -> Option<SystemTime> {
        let date = |text: &str| httpdate::parse_http_date(text).ok();
        let Ok(number) = text.parse::<f64>() else { return date(text) };
        let span = Duration::try_from_secs_f64(if number >= EPOCH * 1e3 { number / 1e3 } else { number }).ok()?;
        match number < EPOCH {
            true => self.header("date").and_then(date).unwrap_or_else(SystemTime::now).checked_add(span),
            false => SystemTime::UNIX_EPOCH.checked_add(span),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderName, StatusCode};

    fn limit(status: u16, headers: &[(&'static str, &str)]) -> Option<RateLimit> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), value.parse().unwrap());
        }
        RawResponse::new(StatusCode::from_u16(status).unwrap(), map, "").rate_limit()
    }

    fn seconds(time: Option<SystemTime>) -> u64 {
        time.unwrap().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs()
    }

    #[test]
    fn more_may_remain_than_the_limit() {
        let it = limit(200, &[("x-ratelimit-limit", "10"), ("x-ratelimit-remaining", "19")]).unwrap();
        assert_eq!((it.limit, it.remaining, it.reset, it.retry_after), (Some(10), Some(19), None, None));
    }

    #[test]
    fn a_reset_is_a_time_or_a_span() {
        let date = ("date", "Sat, 21 Nov 2026 22:30:29 GMT");
        let reset = |value| seconds(limit(200, &[("x-ratelimit-reset", value), date]).unwrap().reset);
        assert_eq!(reset("1705579200"), 1_705_579_200);
        assert_eq!(reset("1705579200000"), 1_705_579_200);
        assert_eq!(reset("30"), 1_795_300_229 + 30);
        assert_eq!(reset("Sat, 21 Nov 2026 22:31:29 GMT"), 1_795_300_229 + 60);
    }

    #[test]
    fn other_spellings() {
        let it = limit(200, &[("ratelimit", "limit=100, remaining=7, reset=5")]).unwrap();
        assert_eq!((it.limit, it.remaining), (Some(100), Some(7)));
        let it = limit(200, &[("ratelimit-limit", "60;w=60"), ("x-rate-limit-remaining", "3")]).unwrap();
        assert_eq!((it.limit, it.remaining), (Some(60), Some(3)));
        let it = limit(429, &[("retry-after", "2")]).unwrap();
        assert_eq!(it.retry_after, Some(Duration::from_secs(2)));
        assert_eq!(limit(503, &[("retry-after", "2")]), None);
    }
}
