//! The types of fields: times, dates, bytes, secrets.

use std::time::{Duration, SystemTime};

use sdk_runtime::data::{Base64, Date, Secret, Timestamp, decode_slice};
use sdk_runtime::serde_json::{from_str, to_string};

#[test]
fn times_are_read_in_every_spelling_and_written_back() {
    for (text, seconds) in [
        (r#""2026-11-21T22:35:51Z""#, 1_795_300_551.0),
        (r#""2026-11-21T22:35:51.071Z""#, 1_795_300_551.071),
        (r#""2026-11-21T23:35:51+01:00""#, 1_795_300_551.0),
        (r#""2026-11-21t22:35:51z""#, 1_795_300_551.0),
        (r#""2026-11-21T22:35:51.071004+00:00Z""#, 1_795_300_551.071_004),
        (r#""2026-11-21 22:35:51""#, 1_795_300_551.0),
        (r#""2026-11-21T22:35:51""#, 1_795_300_551.0),
        (r#""2026-11-21 22:35:51 Z""#, 1_795_300_551.0),
        (r#""2026-11-21""#, 1_795_219_200.0),
        (r#""1795300551""#, 1_795_300_551.0),
        (r#""1795300551.5""#, 1_795_300_551.5),
        ("1795300551", 1_795_300_551.0),
        ("1795300551.071004", 1_795_300_551.071_004),
        ("-1.5", -1.5),
        (r#""1969-12-31T23:59:58.5Z""#, -1.5),
    ] {
        let time: Timestamp = from_str(text).unwrap();
        assert_eq!(time.unix_seconds(), Some(seconds), "{text}");
        assert_eq!(to_string(&time).unwrap(), text);
        let since = time.to_system_time().unwrap();
        let expected = SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000_000);
        let left = expected.duration_since(since).unwrap().as_secs_f64();
        assert!((left - (2_000_000_000.0 - seconds)).abs() < 1e-5, "{text}: {left}");
    }
}

#[test]
fn a_text_that_is_no_time_is_kept() {
    for text in [r#""""#, r#""soon""#, r#""2026-13-01""#, r#""inf""#, r#""NaN""#, "1e300"] {
        let time: Timestamp = from_str(text).unwrap();
        assert_eq!(time.to_system_time(), None, "{text}");
    }
    assert_eq!(to_string(&Timestamp::from("soon")).unwrap(), r#""soon""#);
    assert!(from_str::<Timestamp>("null").is_err());
    assert!(from_str::<Timestamp>("true").is_err());
}

#[test]
fn a_time_of_the_system_is_written_as_rfc_3339() {
    let time = Timestamp::from(SystemTime::UNIX_EPOCH + Duration::from_micros(1_500_000));
    assert_eq!(time.to_string(), "1970-01-01T00:00:01.500000Z");
    assert_eq!(time.unix_seconds(), Some(1.5));
    assert_eq!(format!("{time:?}"), "Timestamp(1970-01-01T00:00:01.500000Z)");
}

#[test]
fn dates_keep_their_text() {
    let date: Date = from_str(r#""2026-11-21""#).unwrap();
    assert_eq!(date.year_month_day(), Some((2026, 11, 21)));
    assert_eq!(to_string(&date).unwrap(), r#""2026-11-21""#);
    assert_eq!(Date::from("someday").year_month_day(), None);
}

#[test]
fn bytes_are_base64_on_the_wire() {
    for (bytes, text) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ] {
        let base64 = Base64::from(bytes.as_bytes().to_vec());
        assert_eq!(to_string(&base64).unwrap(), format!("\"{text}\""));
        assert_eq!(from_str::<Base64>(&format!("\"{text}\"")).unwrap(), base64);
        assert_eq!(from_str::<Base64>(&format!("\"{}\"", text.trim_end_matches('='))).unwrap(), base64);
    }
    assert_eq!(from_str::<Base64>(r#""-_8\n""#).unwrap().as_bytes(), [0xfb, 0xff]);
    for text in [r#""Z""#, r#""Zg=a""#, r#""Z?==""#, "5"] {
        assert!(from_str::<Base64>(text).is_err(), "{text}");
    }
}

#[test]
fn a_secret_is_sent_but_never_printed() {
    let secret: Secret = from_str(r#""hunter2""#).unwrap();
    assert_eq!(secret.expose(), "hunter2");
    assert_eq!(format!("{secret:?}"), "Secret(..)");
    assert_eq!(to_string(&secret).unwrap(), r#""hunter2""#);
    for text in ["12345", "-5", "1.5", "[12345]", "{\"12345\":1}", "\"12345"] {
        let error = decode_slice::<Secret>(text.as_bytes()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("12345"), "{error}");
    }
    let error = decode_slice::<i64>(br#""hunter2""#).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
}
