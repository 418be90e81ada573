//! What is written reads back equal, here and with another parser.

use crate::recipe::Anything;
use proptest::prelude::*;
use sdk_runtime::manifest;
use serde_json::{Value, json};

/// Texts that versions of YAML and their parsers disagree about.
const AWKWARD: &[&str] = &[
    "",
    " ",
    "no",
    "On",
    "y",
    "null",
    "~",
    "3.10",
    "1e3",
    ".5",
    "0x1f",
    "0o7",
    "0755",
    "1_000",
    "12:30:45",
    "190:20:30",
    "2024-01-01",
    "- a",
    "a: b",
    "a:",
    ": a",
    "a #b",
    "#a",
    "'a'",
    "\"a\"",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a`",
    "{a}",
    "[a]",
    "a, b",
    "a\n",
    "a\nb",
    "a\n\nb\n",
    "a\nb\n\n",
    "\na",
    " a\nb",
    "a\n b",
    "a \nb",
    "a\n \nb",
    "a\tb",
    "a\r\nb",
    "\u{85}",
    "\u{2028}a\nb",
    "\u{feff}a",
    "\u{1f600}",
    "---",
    "...",
    "a\n---\nb",
    "=",
    "<<",
    "é",
    "\u{7f}",
    "a\u{0}b",
    "\\",
    "a\\nb",
    "?",
    "? a",
    "-",
    "-1",
    "+1",
    "inf",
    ".inf",
    "NaN",
    "/a",
    "a/b:c",
    "http://a.b/c?d=e#f",
];

fn same_everywhere(value: &Value) {
    let text = manifest::to_yaml(&Anything(value.clone())).unwrap();
    let Anything(ours) = manifest::from_yaml(&text).unwrap_or_else(|it| panic!("{it}\n{text}"));
    assert_eq!(&ours, value, "{text}");
    let theirs: Value = serde_yaml::from_str(&text).unwrap_or_else(|it| panic!("{it}\n{text}"));
    assert_eq!(&theirs, value, "{text}");
}

#[test]
fn awkward_texts_come_back_as_they_were() {
    for text in AWKWARD {
        same_everywhere(&json!({"a": text, "b": [text, [text]], "c": {"d": text}}));
        same_everywhere(&json!({*text: 1, "a": {*text: {*text: text}}}));
        same_everywhere(&json!([[text], {"a": [text, {"b": text}]}]));
    }
}

#[test]
fn what_is_empty_stays_empty() {
    same_everywhere(&json!({"a": [], "b": {}, "c": [[], {}, [[]], [{}]], "d": null}));
    same_everywhere(&json!([]));
    same_everywhere(&json!({"a": [1, -1, 1.5, 1e300, 1e-7, 0.1, 12345678901234567890_u64, true, false, null]}));
}

#[test]
fn long_keys_come_back_as_they_were() {
    for length in [1020, 1022, 1023, 1024, 1025, 1030, 5000] {
        for letter in ["a", "\"", "é"] {
            let key = letter.repeat(length);
            same_everywhere(&json!({"before": 1, &key: "x", "then": {&key: {&key: [1, {&key: [2]}], "z": 1}}}));
            same_everywhere(&json!([{&key: {}, "z": {&key: "a\nb\n"}}]));
        }
    }
}

#[test]
fn what_people_read_is_easy_to_read() {
    let value = json!({
        "image": "ghcr.io/a/b:1.2", "list": ["x", {"a": 1, "b": [2, 3]}], "prompt": "You audit code.\n\n- be brief\n",
        "url": "https://example.com/a?b=c", "version": "3.12"
    });
    let text = manifest::to_yaml(&Anything(value)).unwrap();
    let expected = "\
image: ghcr.io/a/b:1.2
list:
  - x
  - a: 1
    b:
      - 2
      - 3
prompt: |
  You audit code.

  - be brief
url: \"https://example.com/a?b=c\"
version: \"3.12\"
";
    assert_eq!(text, expected);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(AWKWARD).prop_map(str::to_owned),
        3 => "[a-zA-Z0-9 :#,.\\-\\[\\]{}'\"\n\t|>&*!%@`]{0,24}",
        1 => any::<String>(),
    ]
}

fn json() -> impl Strategy<Value = Value> {
    let number = any::<f64>().prop_filter("finite", |it| it.is_finite()).prop_map(|it| json!(it));
    let leaf = prop_oneof![
        6 => text().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => number,
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(text(), inner, 0..4).prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_is_read_the_same_everywhere(value in json()) {
        prop_assume!(!value.is_null());
        same_everywhere(&json!({"it": value}));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[a-c:\\-?&*!|>{}\\[\\]'\" \n\t#%0-9.,~]{0,64}") {
        let _ = manifest::from_yaml::<Anything>(&text);
        let _ = manifest::from_json::<Anything>(&text);
    }
}
