//! What is wrong is said all at once, each with its place.

use crate::recipe::{Recipe, refused};
use sdk_runtime::manifest;

#[test]
fn everything_is_said_at_once() {
    let text = "\
name: Soup!
servings: 20
vegan: 3
course: mian
labels: {a: [], B: c}
steps:
  - {type: cut, what: onions, wat: 1}
  - {type: wait}
  - {type: wate, minutes: 3}
  - {minutes: 3}
oven: {fan: true, gas: 3}
";
    assert_eq!(
        refused(text),
        [
            "1:1: version: is missing",
            "1:7: name: must be small letters",
            "2:11: servings: must be 12 at most, not 20",
            "3:8: vegan: must be true or false, not the number 3",
            "4:9: course: must be `starter`, `main` or `dessert`, not `mian`; did you mean `main`?",
            "5:13: labels.a: must be text, not a list",
            "5:20: labels.B: the name must match the pattern `^[a-z]+$`",
            "7:36: steps[0].wat: there is no field `wat` here; did you mean `what`?",
            "8:5: steps[1].minutes: is missing",
            "9:12: steps[2].type: must be `cut` or `wait`, not `wate`; did you mean `wait`?",
            "10:5: steps[3].type: is missing; it is one of `cut` or `wait`",
            "11:7: oven.celsius: is needed where there is `fan`",
        ]
    );
}

#[test]
fn alternatives_of_other_types_are_named() {
    assert_eq!(refused("name: a\nversion: b\nnotes: {}\n"), ["3:8: notes: must be text or a list, not a mapping"]);
    assert_eq!(refused("name: a\nversion: b\nnotes: [[]]\n"), ["3:9: notes[0]: must be text, not a list"]);
}

#[test]
fn rules_tell_what_the_schema_cannot() {
    let text = "\
name: a
version: b
oven: {}
steps:
  - {type: wait, minutes: 1, id: rest, after: rset}
  - {type: wait, minutes: 1, id: rest}
";
    assert_eq!(
        refused(text),
        [
            "3:7: oven: needs a temperature: `celsius` or `gas`",
            "5:47: steps[0].after: nothing here is called `rset`; did you mean `rest`?",
            "6:34: steps[1].id: `rest` is there twice, first at steps[0].id",
        ]
    );
    let text = "name: a\nversion: b\noven: {celsius: 200, gas: 6}\n";
    assert_eq!(refused(text), ["3:7: oven: must not have `celsius` and `gas` together"]);
}

#[test]
fn json_has_places_too() {
    let text = "{\n  \"name\": \"Soup\",\n  \"version\": \"1\", \"vegan\": 1,\n  \"labels\": {\"ä\": 1}\n}";
    let problems = manifest::from_json::<Recipe>(text).unwrap_err();
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "2:11: name: must be small letters",
            "3:28: vegan: must be true or false, not the number 1",
            "4:19: labels[\"ä\"]: the name must match the pattern `^[a-z]+$`",
            "4:19: labels[\"ä\"]: must be text, not the number 1: write quotes around it",
        ]
    );
}

#[test]
fn text_that_is_no_yaml_or_json_says_where() {
    for (text, place) in [("a: [", "1:4"), ("a: b: c", "1:5"), ("- a\nb: 1", "2:1"), ("a: *b", "1:4")] {
        let line = refused(text).join("\n");
        assert!(line.starts_with(&format!("{place}: this is not YAML: ")), "{text:?}: {line}");
    }
    let problems = manifest::from_json::<Recipe>("{\"name\": \n oops}").unwrap_err();
    assert_eq!(problems.to_string(), "this is no valid Recipe: 1 problem\n  2:2: this is not JSON: expected value");
}

#[test]
fn a_key_is_there_once() {
    assert_eq!(refused("name: a\nversion: b\nname: c\n"), ["3:1: the key `name` is there twice"]);
    let problems = manifest::from_json::<Recipe>("{\"a\": 1, \"a\": 2}").unwrap_err();
    assert_eq!(problems.iter().next().unwrap().to_string(), "1:15: the key `a` is there twice");
}

#[test]
fn a_manifest_is_one_document() {
    assert_eq!(refused("name: a\n---\nname: b\n"), ["2:1: a second document begins here; a manifest is one"]);
    assert_eq!(refused(""), ["1:1: the document is empty"]);
    assert_eq!(refused("# nothing\n"), ["1:1: the document is empty"]);
    assert_eq!(refused("[]"), ["1:1: must be a mapping, not a list"]);
    assert_eq!(refused("<<: {}"), ["1:1: merge keys (`<<`) are no part of YAML 1.2: write the keys out"]);
}
