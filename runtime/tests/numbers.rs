//! Numbers that keep every digit.

use sdk_runtime::data::{Number, decode_slice};
use sdk_runtime::serde_json::{from_str, json, to_string, to_value};

fn number(text: &str) -> Number {
    text.parse().unwrap_or(Number::from(f64::NAN))
}

#[test]
fn every_number_comes_back_as_it_was() {
    for text in [
        "0",
        "-1",
        "5",
        "9007199254740993",
        "-9223372036854775808",
        "9223372036854775807",
        "18446744073709551615",
        "18446744073709551616",
        "-170141183460469231731687303715884105728",
        "0.1",
        "0.1000000000000000055",
        "1e400",
        "-1e-400",
        "123456789.123456789123456789",
        "5.0",
        "-0.0",
        "0.30000000000000004",
    ] {
        assert_eq!(to_string(&number(text)).unwrap(), text);
        assert_eq!(number(text).to_string(), text);
        assert_eq!(from_str::<Number>(text).unwrap(), number(text));
    }
    assert_eq!(to_string(&number("-0")).unwrap(), "-0.0");
    assert_eq!(to_string(&number("1E3")).unwrap(), "1000.0");
    assert_eq!(std::mem::size_of::<Option<Number>>(), 24);
}

#[test]
fn numbers_are_equal_and_ordered_by_value() {
    assert_eq!(number("5"), number("5.0"));
    assert_eq!(number("1e400"), number("10e399"));
    assert_eq!(number("0"), number("-0"));
    assert_ne!(number("9007199254740993"), number("9007199254740992.0"));
    assert_ne!(number("0.1"), number("0.1000000000000000055"));
    let ordered =
        ["-1e400", "-12", "-1.5", "-1e-400", "0", "1e-400", "0.1", "0.1000000000000000055", "9", "10", "1e400"];
    for pair in ordered.windows(2) {
        assert!(number(pair[0]) < number(pair[1]), "{pair:?}");
    }
    assert!(number("3") == 3 && number("3") == 3.0 && number("3") > 2.5 && number("18446744073709551615") == u64::MAX);
    assert!(number("1") < f64::INFINITY && number("1e400").partial_cmp(&f64::NAN).is_none());
}

#[test]
fn numbers_convert_to_and_from_those_of_the_language() {
    assert_eq!(Number::from(0.1_f32).to_string(), "0.1");
    assert_eq!(Number::from(u64::MAX).to_string(), "18446744073709551615");
    assert_eq!(number("18446744073709551615").as_u64(), Some(u64::MAX));
    assert_eq!(number("18446744073709551615").as_i64(), None);
    assert_eq!(number("5.0").as_i64(), Some(5));
    assert_eq!(number("5.5").as_i64(), None);
    assert_eq!(number("1e400").as_f64(), f64::INFINITY);
    assert_eq!(number("0.1000000000000000055").as_f64(), 0.1);
    assert_eq!(to_value(Number::from(5)).unwrap(), json!(5));
    assert!("".parse::<Number>().is_err() && "\"1\"".parse::<Number>().is_err() && "0x1".parse::<Number>().is_err());
}

#[test]
fn what_is_no_number_is_refused_at_its_place() {
    let error = decode_slice::<Vec<Number>>(br#"[1, "secret"]"#).unwrap_err();
    assert_eq!(error.path(), "[1]");
    assert_eq!(error.message(), "invalid type: string, expected a number");
    let error = decode_slice::<Number>(format!("{}e999", "1".repeat(50)).as_bytes()).unwrap_err();
    assert_eq!(error.message(), "invalid type: number that is too large, expected a number");
    assert_eq!(decode_slice::<Number>("1".repeat(50).as_bytes()).unwrap().as_f64(), 1.111_111_111_111_111_1e49);
    let absent: Option<Number> = from_str("null").unwrap();
    assert!(absent.is_none());
    let from_tree: Number = sdk_runtime::serde_json::from_value(json!(1.5)).unwrap();
    assert_eq!(from_tree, 1.5);
}
