//! What is decoded is encoded again, whatever it is.

use kitchen_sink_sdk::models::{Dish, EchoQueryIdOrName, Ingredient, Shelf, Step, Values};
use sdk_runtime::serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, from_str, from_value, json, to_value};

/// Decodes and encodes; the result as JSON.
fn there_and_back<T: Serialize + DeserializeOwned>(value: &Value) -> Value {
    to_value(from_value::<T>(value.clone()).unwrap()).unwrap()
}

#[test]
fn values_of_every_type() {
    let all = json!({
        "small": -2_147_483_648, "large": i64::MIN, "unsigned": u64::MAX, "float": 0.5, "double": 1e300,
        "money": "12.50", "uuid": "00000000-0000-0000-0000-000000000000", "when": "2026-01-02T03:04:05.123456789+01:00",
        "day": "2026-01-02", "data": "AAE=", "secret": "hidden", "truth": true, "fixed": "forever", "number_set": 2,
        "float_set": 1.5, "mixed_set": 1, "flag_or_text": false, "maybe": null, "anything": [1, {}], "free": {"a": 1},
        "not_a_string": 5, "matrix": [[1.0, 2.5], []], "by_name": {"a": [1]}, "nothing": null, "shade": "+1",
        "tree": {"value": 1, "left": {"value": 2}, "children": [{"value": 3}], "by_name": {"x": {"value": 4}}},
        "pair": {"from": "a"}, "named_point": {"x": 1, "y": 2, "name": "p"}, "old": "o", "not in the document": {"k": [null]}
    });
    assert_eq!(there_and_back::<Values>(&all), all);
    assert!(!format!("{:?}", from_value::<Values>(all).unwrap()).contains("hidden"));
}

#[test]
fn a_whole_number_is_an_integer_in_a_union_too() {
    assert_eq!(from_str::<EchoQueryIdOrName>("3.0").unwrap(), EchoQueryIdOrName::Integer(3));
    assert!(matches!(from_str::<EchoQueryIdOrName>("3.5").unwrap(), EchoQueryIdOrName::Unknown(_)));
}

#[test]
fn values_that_the_document_does_not_list_are_kept() {
    for value in [
        json!({"shade": "mauve"}),
        json!({"number_set": 9}),
        json!({"float_set": 2.5}),
        json!({"mixed_set": "manual"}),
        json!({"fixed": "for now"}),
        json!({}),
        json!({"maybe": "s"}),
        json!({"nothing": 1}),
    ] {
        assert_eq!(there_and_back::<Values>(&value), value);
    }
}

#[test]
fn unions_choose_the_variant_that_loses_nothing() {
    let cut = from_value::<Step>(json!({"kind": "chop", "what": "leek"})).unwrap();
    assert!(matches!(cut, Step::Cut(it) if it.what == "leek"));
    assert!(matches!(from_value::<Step>(json!({"kind": "wait", "minutes": 3})).unwrap(), Step::Wait(_)));
    let unknown = json!({"kind": "fry", "fat": "oil"});
    assert_eq!(there_and_back::<Step>(&unknown), unknown);
    assert!(matches!(from_value::<Dish>(json!({"type": "Salad", "dressing": "d"})).unwrap(), Dish::Salad(_)));
    assert!(matches!(from_str::<Ingredient>("\"salt\"").unwrap(), Ingredient::String(_)));
    let nested = json!(["salt", {"item": "egg", "pieces": 2}, {"item": "flour", "grams": 0.5}, []]);
    assert_eq!(there_and_back::<Ingredient>(&nested), nested);
}

#[test]
fn tuples_patterns_and_conditions() {
    let shelf = json!({
        "name": "top", "position": ["A", 3], "stock": {"salt": 1.5}, "label": ["a", "b"], "cooled": true, "celsius": 4.0,
        "counted_at": "2026-01-02T03:04:05Z"
    });
    let read: Shelf = from_value(shelf.clone()).unwrap();
    assert_eq!(read.position.as_ref().unwrap().item_2, 3);
    assert_eq!(read.celsius.unwrap(), 4.0);
    assert_eq!(there_and_back::<Shelf>(&shelf), shelf);
}
