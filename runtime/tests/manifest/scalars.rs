//! What scalars without quotes are.

use crate::recipe::{Anything, read, refused};
use sdk_runtime::manifest;
use serde_json::json;

#[test]
fn what_must_be_text_is_the_text_that_was_written() {
    for written in ["3.10", "1.0", "no", "on", "true", "1e3", "0x1F", "0755", "1_000", ".inf", "2024-01-01", "12:30"] {
        let recipe = read(&format!("name: soup\nversion: {written}\nlabels: {{a: {written}}}\n"));
        assert_eq!(recipe.version, written);
        assert_eq!(recipe.rest["labels"]["a"], *written);
    }
}

#[test]
fn nothing_is_no_text() {
    assert_eq!(
        refused("name: soup\nversion:\n"),
        ["2:8: version: must be text, not nothing (null): write quotes around it if that is the text"]
    );
    assert_eq!(read("name: soup\nversion: 'null'\n").version, "null");
}

#[test]
fn alternatives_that_are_all_text_are_text_in_their_lists() {
    assert_eq!(read("name: a\nversion: b\nnotes: [1.10, no]\n").rest["notes"], json!(["1.10", "no"]));
}

#[test]
fn numbers_and_truth_values_are_those_of_yaml_1_2() {
    let text = "[1, -2, +3, 0x1f, 0o17, 1.5, .5, 2., 1e3, -1.5E-3, true, False, ~, null, yes, 0755, .nan, 1_000, '1']";
    let Anything(value) = manifest::from_yaml(text).unwrap();
    let expected = json!([
        1, -2, 3, 31, 15, 1.5, 0.5, 2.0, 1000.0, -0.0015, true, false, null, null, "yes", "0755", ".nan", "1_000", "1"
    ]);
    assert_eq!(value, expected);
}

#[test]
fn truth_values_of_other_versions_are_told_so() {
    assert_eq!(
        refused("name: a\nversion: b\nvegan: yes\n"),
        ["3:8: vegan: must be true or false, not text: only `true` and `false` are truth values here"]
    );
}

#[test]
fn tags_say_what_a_scalar_is() {
    let Anything(value) = manifest::from_yaml("[!!str 12, ! 12, !!int 12]").unwrap();
    assert_eq!(value, json!(["12", "12", 12]));
    let problems = manifest::from_yaml::<Anything>("a: !secret b").unwrap_err();
    assert_eq!(problems.iter().next().unwrap().to_string(), "1:12: the tag `!secret` means nothing in a manifest");
}

#[test]
fn tags_that_do_not_fit_are_refused() {
    let tagged = "[!!int 1, !!float 1, !!float 1.5, !!bool true, !!null ~, !!null '', !!seq [], !!map {}]";
    assert_eq!(manifest::from_yaml::<Anything>(tagged).unwrap().0, json!([1, 1, 1.5, true, null, null, [], {}]));
    for (text, name) in [
        ("!!int abc", "int"),
        ("!!int 1.5", "int"),
        ("!!null 5", "null"),
        ("!!bool yes", "bool"),
        ("!!str {}", "str"),
        ("!!map []", "map"),
        ("!!seq a", "seq"),
    ] {
        let problems = manifest::from_yaml::<Anything>(&format!("a: {text}")).unwrap_err();
        let message = problems.iter().next().unwrap().message().to_owned();
        assert_eq!(message, format!("the tag `!!{name}` does not fit this value"), "{text}");
    }
}

#[test]
fn keys_are_texts_as_they_are_written() {
    let Anything(value) = manifest::from_yaml("on: 1\n2: b\n'null': c\n").unwrap();
    assert_eq!(value, json!({"on": 1, "2": "b", "null": "c"}));
}
