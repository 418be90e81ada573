//! Texts that are made to cost time and memory.

use crate::recipe::{Anything, Recipe, refused};
use sdk_runtime::manifest;

#[test]
fn aliases_that_multiply_are_stopped() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        text += &format!("a{level}: &a{level} [{}]\n", vec![before; 10].join(", "));
    }
    let problems = refused(&text);
    assert!(problems[0].ends_with("there are more than 100000 values, aliases written out"), "{problems:?}");
}

#[test]
fn an_alias_never_names_what_it_stands_in() {
    assert_eq!(refused("a: &a [*a]"), ["1:8: the alias names what it stands in"]);
}

#[test]
fn aliases_stand_for_what_they_name() {
    let Anything(value) = manifest::from_yaml("a: &a {x: 1}\nb: *a\nc: [*a]\n").unwrap();
    assert_eq!(value, serde_json::json!({"a": {"x": 1}, "b": {"x": 1}, "c": [{"x": 1}]}));
}

#[test]
fn depth_is_bounded() {
    let mut indented = String::new();
    for level in 0..100 {
        indented += &format!("{}a:\n", " ".repeat(level));
    }
    for text in ["[".repeat(100_000), "{a: ".repeat(50_000), "- ".repeat(50_000), indented] {
        let problems = refused(&text);
        assert!(problems[0].contains("nested deeper than 64 levels"), "{problems:?}");
    }
    let text = "[".repeat(100_000) + &"]".repeat(100_000);
    assert!(manifest::from_json::<Anything>(&text).is_err());
}

#[test]
fn size_is_bounded() {
    let problems = refused(&"#".repeat(5 << 20));
    assert_eq!(problems, ["the text is longer than 4 MiB"]);
}

#[test]
fn many_keys_are_read_in_one_pass() {
    let text: String = (0..45_000).map(|it| format!("k{it}: 1\n")).collect();
    let Anything(value) = manifest::from_yaml(&text).unwrap();
    assert_eq!(value.as_object().unwrap().len(), 45_000);
}

#[test]
fn long_texts_that_aliases_repeat_are_stopped() {
    let text = format!("a: &a {}\nb: [{}]\n", "x".repeat(3 << 20), vec!["*a"; 90_000].join(", "));
    assert_eq!(refused(&text), ["2:21: anchors and aliases repeat more than 16 MiB"]);
}

#[test]
fn anchors_within_each_other_are_stopped() {
    let opened: String = (0..60).map(|it| format!("&a{it} [")).collect();
    let text = opened + &"x".repeat(3 << 20) + &"]".repeat(60);
    let problems = refused(&text);
    assert!(problems[0].ends_with("anchors and aliases repeat more than 16 MiB"), "{problems:?}");
}

#[test]
fn a_large_value_may_have_a_name() {
    let text = format!("a: &a [{}]\nb: *a\n", "x".repeat(1 << 20));
    let Anything(value) = manifest::from_yaml(&text).unwrap();
    assert_eq!(value["b"], value["a"]);
}

#[test]
fn json_is_bounded_like_yaml() {
    let items = vec!["1"; 100_001].join(",");
    let problems = manifest::from_json::<Anything>(&format!("[{items}]")).unwrap_err();
    assert_eq!(problems.iter().next().unwrap().message(), "there are more than 100000 values");
    let pairs: String = (0..49_000).map(|it| format!("\"k{it}\": {}1,", " ".repeat(60))).collect();
    let problems = manifest::from_json::<Recipe>(&format!("{{\n{pairs}\"name\": 5}}")).unwrap_err();
    let name = problems.iter().find(|it| it.path() == "name").unwrap();
    assert_eq!((name.line(), name.column()), (Some(2), Some(pairs.chars().count() + 9)));
}
