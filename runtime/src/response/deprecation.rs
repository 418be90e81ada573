//! What headers say of an operation that is on its way out, and of the version that answered.
//!
//! Read are `Deprecation` (RFC 9745, and the drafts before it: `true` and an HTTP date), `Sunset` (RFC 8594), `Link`
//! with `successor-version`, `sunset` and `deprecation`, and the headers `X-Deprecation-…` and `X-API-…` that servers
//! send beside or instead of them.

use std::time::SystemTime;

use super::RawResponse;
use crate::data::Timestamp;

/// An operation that is on its way out. What a server does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Deprecation {
    /// Since when it is deprecated. Many servers only say that it is.
    pub since: Option<Timestamp>,
    /// When it stops to answer, or might have stopped.
    pub sunset: Option<Timestamp>,
    /// What takes its place: a URL as the server writes it, often without a host.
    pub successor: Option<String>,
    /// How urgent it is.
    pub level: Option<DeprecationLevel>,
    /// Where the way on is described.
    pub guide: Option<String>,
    /// What the server says of it for people.
    pub notice: Option<String>,
    /// Whether the path names no version where it should.
    pub unversioned: bool,
}

impl Deprecation {
    /// Whether the day on which it stops to answer has passed.
    pub fn is_past_sunset(&self) -> bool {
        self.sunset.as_ref().and_then(Timestamp::to_system_time).is_some_and(|it| it <= SystemTime::now())
    }
}

/// How urgent it is to leave an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeprecationLevel {
    /// Its end is announced.
    Warning,
    /// Its end is near.
    Critical,
    /// It may end any time.
    Sunset,
    /// What this version does not know.
    Other(String),
}

impl From<&str> for DeprecationLevel {
    fn from(text: &str) -> Self {
        match text.trim().to_ascii_lowercase().as_str() {
            "warning" => Self::Warning,
            "critical" => Self::Critical,
            "sunset" => Self::Sunset,
            _ => Self::Other(text.trim().to_owned()),
        }
    }
}

/// The version of the API that answered. What a server does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServedVersion {
    /// Its name: `v1`.
    pub version: Option<String>,
    /// The release of the server's software.
    pub release: Option<String>,
    /// All versions that it has, in its order.
    pub supported: Vec<String>,
}

impl RawResponse {
    /// What the headers say of an operation that is on its way out; `None` where they say that of none.
    pub fn deprecation(&self) -> Option<Deprecation> {
        let said = self.words("deprecation").find(|it| !it.eq_ignore_ascii_case("false"));
        let time = |text: &str| {
            let time = Timestamp::from(text);
            time.unix_seconds().is_some().then_some(time)
        };
        let target = |relation| self.link_header(relation).map(str::to_owned);
        let notices = ["x-api-version-warning", "x-api-migration"];
        let it = Deprecation {
            since: said.and_then(time),
            sunset: self.words("sunset").chain(self.words("x-api-sunset")).find_map(time),
            successor: target("successor-version"),
            level: self.words("x-deprecation-level").next().map(DeprecationLevel::from),
            guide: target("sunset").or_else(|| target("deprecation")),
            notice: notices.into_iter().find_map(|name| self.words(name).next()).map(str::to_owned),
            unversioned: self.says("x-api-legacy"),
        };
        let is_deprecated = said.is_some() || self.says("x-api-deprecated") || it != Deprecation::default();
        is_deprecated.then_some(it)
    }

    /// The version of the API that answered; `None` where the headers name none.
    pub fn served_version(&self) -> Option<ServedVersion> {
        let first = |name| self.words(name).next().map(str::to_owned);
        let supported = self.words("x-api-supported-versions").flat_map(|it| it.split(','));
        let it = ServedVersion {
            version: first("x-api-version"),
            release: first("x-api-release"),
            supported: supported.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect(),
        };
        (it != ServedVersion::default()).then_some(it)
    }

    /// The values of a header that say something.
    fn words(&self, name: &str) -> impl Iterator<Item = &str> {
        let values = self.headers().get_all(name).into_iter().filter_map(|it| it.to_str().ok());
        values.map(str::trim).filter(|it| !it.is_empty())
    }

    fn says(&self, name: &str) -> bool {
        self.words(name).any(|it| it.eq_ignore_ascii_case("true"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderName, StatusCode};

    fn answer(headers: &[(&'static str, &str)]) -> RawResponse {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), value.parse().unwrap());
        }
        RawResponse::new(StatusCode::OK, map, "")
    }

    /// The last second of May 2026 and one more.
    const JUNE: Option<f64> = Some(1_780_272_000.0);

    #[test]
    fn both_spellings_of_one_server_say_the_same() {
        let usual = answer(&[
            ("x-api-version", "v1"),
            ("x-api-release", "2.11.1"),
            ("x-api-supported-versions", "v2,v1"),
            ("x-api-deprecated", "true"),
            ("x-api-sunset", "2026-06-01"),
            ("sunset", "2026-06-01"),
            ("deprecation", "true"),
            ("x-deprecation-level", "sunset"),
            ("link", "</api/v2/debates>; rel=\"successor-version\""),
        ]);
        let early = answer(&[
            ("x-api-version", "v1"),
            ("sunset", "Mon, 01 Jun 2026 00:00:00 GMT"),
            ("deprecation", "@1780272000"),
            ("link", "<https://docs.test/v1-to-v2>; rel=\"sunset\", </api/v2/debates>; rel=\"successor-version\""),
            ("x-api-version", "v1"),
            ("x-api-version-warning", "API v1 has passed its sunset date"),
            ("x-api-sunset", "2026-06-01"),
            ("x-deprecation-level", "sunset"),
        ]);
        for it in [&usual, &early] {
            let deprecation = it.deprecation().unwrap();
            assert_eq!(deprecation.sunset.as_ref().unwrap().unix_seconds(), JUNE);
            assert_eq!(deprecation.successor.as_deref(), Some("/api/v2/debates"));
            assert_eq!(deprecation.level, Some(DeprecationLevel::Sunset));
            assert!(deprecation.is_past_sunset() && !deprecation.unversioned);
            assert_eq!(it.served_version().unwrap().version.as_deref(), Some("v1"));
        }
        let early = early.deprecation().unwrap();
        assert_eq!(early.since.unwrap().unix_seconds(), JUNE);
        assert_eq!(early.guide.as_deref(), Some("https://docs.test/v1-to-v2"));
        assert_eq!(early.notice.as_deref(), Some("API v1 has passed its sunset date"));
        assert_eq!(usual.served_version().unwrap().supported, ["v2", "v1"]);
    }

    #[test]
    fn each_header_alone_is_enough() {
        let one = |name, value| answer(&[(name, value)]).deprecation();
        assert!(one("deprecation", "true").unwrap().since.is_none());
        let dated = one("deprecation", "Mon, 01 Jun 2026 00:00:00 GMT").unwrap();
        assert_eq!(dated.since.unwrap().unix_seconds(), JUNE);
        assert_eq!(one("x-api-sunset", "2026-06-01").unwrap().sunset.unwrap().as_str(), Some("2026-06-01"));
        assert!(one("x-api-deprecated", "true").is_some());
        assert!(one("x-api-legacy", "true").unwrap().unversioned);
        assert_eq!(one("x-api-migration", "Use /api/v2/").unwrap().notice.as_deref(), Some("Use /api/v2/"));
        let level = one("x-deprecation-level", "Moderate").unwrap().level;
        assert_eq!(level, Some(DeprecationLevel::Other("Moderate".to_owned())));
        for (name, value) in [("deprecation", "false"), ("x-api-deprecated", "false"), ("x-api-version", "v2")] {
            assert_eq!(one(name, value), None, "{name}");
        }
    }
}
