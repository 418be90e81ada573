//! Manifests that programs build.

use crate::recipe::Recipe;
use sdk_runtime::manifest::{self, Draft};
use serde_json::json;

#[test]
fn values_go_to_their_places() {
    let mut draft = Draft::new();
    draft.set("name", "soup");
    draft.set("version", "1");
    draft.put("labels", "a", "x");
    draft.put("labels", "b", "y");
    draft.extend("notes", ["first", "second"]);
    draft.push("notes", "third");
    draft.set("oven.gas", 3);
    draft.set("oven.celsius", 200);
    draft.clear("oven.gas");
    draft.set_some("servings", None::<i64>);
    draft.set_some("vegan", Some(true));
    let recipe: Recipe = draft.build().unwrap();
    let expected = json!({
        "labels": {"a": "x", "b": "y"}, "notes": ["first", "second", "third"], "oven": {"celsius": 200}, "vegan": true
    });
    assert_eq!(serde_json::Value::Object(recipe.rest), expected);
}

#[test]
fn what_is_not_given_is_missing() {
    let mut draft = Draft::new();
    draft.set("name", "Soup");
    let problems = draft.build::<Recipe>().unwrap_err();
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(lines, ["version: is missing", "name: must be small letters"]);
    assert_eq!(problems.iter().next().unwrap().line(), None);
}

#[test]
fn a_manifest_that_a_program_changed_is_validated_again() {
    let mut recipe = crate::recipe::read("name: soup\nversion: b\n");
    assert_eq!(manifest::validate(&recipe), Ok(()));
    recipe.rest.insert("vegan".to_owned(), json!("no"));
    let problems = manifest::validate(&recipe).unwrap_err();
    assert_eq!(problems.iter().next().unwrap().path(), "vegan");
}

#[test]
fn what_is_not_there_is_cleared_without_a_trace() {
    let mut draft = Draft::new();
    draft.set("name", "soup");
    draft.set("version", "1");
    draft.clear("oven.gas");
    draft.clear("name.first");
    let recipe: Recipe = draft.build().unwrap();
    assert_eq!((recipe.name.as_str(), recipe.rest.len()), ("soup", 0));
}
