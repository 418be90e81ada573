//! Times and dates that keep what the server wrote.
//!
//! Real servers write times in many ways. Decoding accepts any string or number and never fails on
//! a spelling; the time is read when it is asked for.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Number;

use super::Blank;

/// A moment, kept as it was received (text or number) and written back as that.
///
/// Read are RFC 3339 times, also with a space for the `T`, with an offset *and* a `Z`, without a zone
/// (taken as UTC), a date alone (its midnight, UTC), HTTP dates (RFC 9110 §5.6.7), and seconds since the Unix epoch as a
/// number or as digits, also behind an `@` (RFC 9651 §3.3.7). Two values are equal if they are written alike.
///
/// ```
/// use sdk_runtime::data::Timestamp;
///
/// let time = Timestamp::from("2026-11-21 22:35:51");
/// assert_eq!(time.unix_seconds(), Some(1_795_300_551.0));
/// assert_eq!(time.to_string(), "2026-11-21 22:35:51");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Timestamp(Written);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Written {
    Text(Box<str>),
    Number(Number),
}

impl Timestamp {
    /// The present moment, in UTC with microseconds.
    #[must_use]
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Seconds since the Unix epoch, with their fraction; `None` if the text is no time.
    #[must_use]
    pub fn unix_seconds(&self) -> Option<f64> {
        match &self.0 {
            Written::Number(it) => it.as_f64(),
            Written::Text(text) => match read(text)? {
                Moment::Seconds(it) => Some(it),
                Moment::Instant(it) => Some(it.as_duration().as_secs_f64()),
            },
        }
    }

    /// The moment; `None` if the text is no time or one that the system cannot hold.
    #[must_use]
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let seconds = match &self.0 {
            Written::Number(it) => it.as_f64()?,
            Written::Text(text) => match read(text)? {
                Moment::Seconds(it) => it,
                Moment::Instant(it) => return Some(it.into()),
            },
        };
        let span = Duration::try_from_secs_f64(seconds.abs()).ok()?;
        if seconds < 0.0 { SystemTime::UNIX_EPOCH.checked_sub(span) } else { SystemTime::UNIX_EPOCH.checked_add(span) }
    }

    /// The text that was received; `None` if it was a number.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.0 {
            Written::Text(it) => Some(it),
            Written::Number(_) => None,
        }
    }
}

enum Moment {
    Instant(jiff::Timestamp),
    Seconds(f64),
}

fn read(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Ok(it) = text.parse() {
        return Some(Moment::Instant(it));
    }
    let bare = text.strip_suffix(['Z', 'z']).unwrap_or(text).trim_end();
    if let Ok(it) = bare.parse() {
        return Some(Moment::Instant(it));
    }
    if let Ok(it) = bare.parse::<jiff::civil::DateTime>() {
        return it.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|it| Moment::Instant(it.timestamp()));
    }
    if let Ok(it) = httpdate::parse_http_date(text) {
        return it.try_into().ok().map(Moment::Instant);
    }
    let seconds: f64 = text.strip_prefix('@').unwrap_or(text).parse().ok()?;
    seconds.is_finite().then_some(Moment::Seconds(seconds))
}

impl Blank for Timestamp {
    fn blank() -> Self {
        Self(Written::Text(Box::default()))
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(Written::Text(text.into()))
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(Written::Text(text.into()))
    }
}

/// RFC 3339 in UTC, with microseconds.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        match jiff::Timestamp::try_from(time) {
            Ok(it) => format!("{it:.6}").into(),
            Err(_) => Self::blank(),
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Written::Text(it) => f.pad(it),
            Written::Number(it) => fmt::Display::fmt(it, f),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TimestampVisitor)
    }
}

struct TimestampVisitor;

impl Visitor<'_> for TimestampVisitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time (a string or a number)")
    }

    fn visit_str<E>(self, text: &str) -> Result<Timestamp, E> {
        Ok(text.into())
    }

    fn visit_i64<E>(self, seconds: i64) -> Result<Timestamp, E> {
        Ok(Timestamp(Written::Number(seconds.into())))
    }

    fn visit_u64<E>(self, seconds: u64) -> Result<Timestamp, E> {
        Ok(Timestamp(Written::Number(seconds.into())))
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<Timestamp, E> {
        match Number::from_f64(seconds) {
            Some(it) => Ok(Timestamp(Written::Number(it))),
            None => Err(E::custom("the number of seconds is not finite")),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Written::Text(it) => to.serialize_str(it),
            Written::Number(it) => it.serialize(to),
        }
    }
}

/// A calendar date, kept as it was written (`2026-11-21`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(Box<str>);

impl Date {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Year, month (1 to 12) and day (1 to 31); `None` if the text begins with no date.
    #[must_use]
    pub fn year_month_day(&self) -> Option<(i16, u8, u8)> {
        let date: jiff::civil::Date = self.0.trim().parse().ok()?;
        let number = |it: i8| u8::try_from(it).ok();
        Some((date.year(), number(date.month())?, number(date.day())?))
    }
}

impl Blank for Date {
    fn blank() -> Self {
        Self(Box::default())
    }
}

impl From<&str> for Date {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Date {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({self})")
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(Box::<str>::deserialize(from)?))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}
