//! What decoded models are, seen from outside.

use std::collections::BTreeMap;

use sdk_runtime::data::{Nullable, decode_slice};
use sdk_runtime::serde_json::{self, Value, from_str, json, to_string};

use crate::models::{
    AgentChoice, AgentSpec, Circle, Debate, DebateStatus, Ledger, LedgerRequired, Priority, Shape, Square, Team,
};

/// Decodes, encodes and compares the text.
#[track_caller]
fn comes_back<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> T {
    let it: T = from_str(text).unwrap();
    assert_eq!(to_string(&it).unwrap(), text);
    it
}

#[test]
fn a_model_is_built_and_written() {
    let debate = Debate::new("d1", None).status("pending").agents([AgentSpec::new("demo")]).parent_null();
    assert_eq!(
        to_string(&debate).unwrap(),
        r#"{"debate_id":"d1","status":"pending","note":null,"parent":null,"agents":[{"provider":"demo"}]}"#
    );
}

#[test]
fn a_model_is_printed_as_a_derive_would_print_it() {
    let text = json!({"debate_id": "d1", "note": null, "status": "new", "agents": ["demo", 5], "more": 1}).to_string();
    let debate: Debate = from_str(&text).unwrap();
    assert_eq!(
        format!("{debate:?}"),
        "Debate { debate_id: \"d1\", status: Some(DebateStatus(\"new\")), note: None, parent: Absent, \
         child: None, agents: Some([Text(\"demo\"), Unknown(5)]), priority: None, created_at: None, \
         rounds: None, settings: None, extra: {\"more\": Number(1)} }"
    );
}

#[test]
fn absent_null_and_a_value_come_back_as_they_were() {
    for status in ["", r#","status":null"#, r#","status":"pending""#] {
        for note in ["null", r#""x""#] {
            for parent in ["", r#","parent":null"#, r#","parent":"p""#] {
                comes_back::<Debate>(&format!(r#"{{"debate_id":"d"{status},"note":{note}{parent}}}"#));
            }
        }
    }
}

#[test]
fn a_remembered_null_yields_to_a_value_and_is_not_compared() {
    let debate: Debate = from_str(r#"{"debate_id":"d","note":null,"status":null}"#).unwrap();
    assert_eq!(debate, Debate::new("d", None));
    assert_eq!(debate.status, None);
    let debate = debate.status("completed");
    assert_eq!(to_string(&debate).unwrap(), r#"{"debate_id":"d","status":"completed","note":null}"#);
}

#[test]
fn fields_that_nobody_names_are_kept() {
    let debate: Debate = comes_back(
        r#"{"debate_id":"d","note":null,"a \"key\" \\ ü":[1,{"b":null}],"big":18446744073709551615,"neg":-9223372036854775808,"real":0.1}"#,
    );
    assert_eq!(debate.extra.get("big"), Some(&json!(u64::MAX)));
    assert_eq!(debate.extra.get("neg"), Some(&json!(i64::MIN)));
    assert_eq!(debate.extra.len(), 4);
    let team: Team = comes_back(r#"{"members":["a"],"elo":1500,"wins":3}"#);
    assert_eq!(team.extra.iter().collect::<Vec<_>>(), [("elo", &1500), ("wins", &3)]);
}

#[test]
fn keys_may_come_in_any_order_and_with_escapes() {
    let debate: Debate = from_str(r#"{"rounds":3,"\u006eote":"x","debate_id":"d","child":null}"#).unwrap();
    assert_eq!((debate.rounds, debate.note.as_deref(), &*debate.debate_id), (Some(3), Some("x"), "d"));
}

#[test]
fn of_a_repeated_key_the_last_value_counts() {
    let debate: Debate = from_str(r#"{"debate_id":"a","note":"x","debate_id":"b","more":1,"more":2}"#).unwrap();
    assert_eq!(debate.debate_id, "b");
    assert_eq!(debate.extra.get("more"), Some(&json!(2)));
}

#[test]
fn what_is_wrong_is_told_with_its_path() {
    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(decode_slice::<Vec<Debate>>(text.as_bytes()).unwrap_err().to_string(), expected);
    }
    check(r#"[{"debate_id":"d"}]"#, "[0]: missing field `note` (line 1, column 18)");
    check(
        r#"[{"debate_id":null,"note":null}]"#,
        "[0].debate_id: invalid type: null, expected a string (line 1, column 18)",
    );
    check(
        "[\n {\"debate_id\": \"d\", \"note\": \"my secret\", \"child\": {\"debate_id\": \"e\", \"note\": null, \"rounds\": \"se\\\"cret\"}}]",
        "[0].child.rounds: invalid type: string, expected i64 (line 2, column 103)",
    );
    check(r#"[5]"#, "[0]: invalid type: integer `5`, expected an object (Debate) (line 1, column 2)");
    check(r#"[{"debate_id":"d"#, "[0].debate_id: EOF while parsing a string (line 1, column 16)");
    check("", "EOF while parsing a value (line 1, column 0)");
}

#[test]
fn a_path_goes_on_inside_a_union() {
    let error =
        decode_slice::<Vec<Shape>>(br#"[{"kind":"circle","radius":1},{"kind":"circle","radius":"x"}]"#).unwrap_err();
    assert_eq!(error.path(), "[1].radius");
    assert_eq!(error.message(), "invalid type: string, expected f64");
    let error = decode_slice::<Shape>(br#"{"kind":"disc"}"#).unwrap_err();
    assert_eq!((error.path(), error.message()), ("", "missing field `radius`"));
    let text = r#"{"a: b": [{"kind": "square", "side": 1}, {"kind": "square", "side": {}}, {"kind": "disc"}]}"#;
    let error = decode_slice::<BTreeMap<String, Vec<Shape>>>(text.as_bytes()).unwrap_err();
    assert_eq!(error.path(), r#"["a: b"][1].side"#);
}

#[test]
fn string_enums_are_open() {
    assert_eq!(DebateStatus::from("pending"), DebateStatus::Pending);
    let status: DebateStatus = comes_back(r#""archived \"x\"""#);
    assert!(matches!(&status, DebateStatus::Unknown(it) if it.as_str() == "archived \"x\""));
    assert_eq!(status.to_string(), "archived \"x\"");
    assert!(from_str::<DebateStatus>("5").is_err());
}

#[test]
fn integer_enums_are_open() {
    assert_eq!(Priority::from(1), Priority::High);
    for text in ["5", "7", "-1", "9223372036854775807", "-9223372036854775808"] {
        let priority: Priority = comes_back(text);
        assert_eq!(priority.value(), text.parse::<i64>().unwrap());
        assert_eq!(matches!(priority, Priority::Unknown(_)), text != "5");
    }
}

#[test]
fn a_whole_number_is_an_integer_however_it_is_written() {
    let debate = |rounds: &str| decode_slice::<Debate>(DEBATE.replace("$", rounds).as_bytes());
    for rounds in ["3", "3.0", "3.000"] {
        let debate = debate(rounds).unwrap();
        assert_eq!(debate.rounds, Some(3), "{rounds}");
        assert_eq!(debate.extra.get("text"), Some(&json!("a \\\" 1.0")));
        assert_eq!(debate.extra.get("share"), Some(&json!(1.05)));
    }
    assert_eq!(debate("-9007199254740993.0").unwrap().rounds, Some(-9_007_199_254_740_993));
    for rounds in ["3.5", "3.05", "3.0e1", "1e300", "\"3.0\""] {
        assert_eq!(debate(rounds).unwrap_err().path(), "rounds", "{rounds}");
    }
    assert_eq!(decode_slice::<Priority>(b"7.0").unwrap().value(), 7);
    assert_eq!(decode_slice::<f64>(b"7").unwrap(), 7.0);
    assert_eq!(decode_slice::<Value>(b"7.0").unwrap(), json!(7.0));
}

/// With a value for `$` and numbers around it.
const DEBATE: &str = r#"{"debate_id": "x", "note": null, "share": 1.05, "text": "a \\\" 1.0", "rounds": $}"#;

#[test]
fn a_union_without_discriminator_goes_by_what_the_value_looks_like() {
    let choice = |text| comes_back::<AgentChoice>(text);
    assert_eq!(choice(r#""demo""#), AgentChoice::from("demo"));
    assert_eq!(choice(r#"{"provider":"p"}"#), AgentChoice::from(AgentSpec::new("p")));
    assert_eq!(choice(r#"{"members":[]}"#), AgentChoice::from(Team::new(Vec::<String>::new())));
    assert!(matches!(choice(r#"{"provider":"p","members":["x"]}"#), AgentChoice::AgentSpec(_)));
    for text in ["null", "5", "1e400", "[1.0]", r#"{"name":"n"}"#, r#"{"members":5}"#, "123456789012345678901234567890"]
    {
        assert!(matches!(choice(text), AgentChoice::Unknown(it) if it.as_str() == text), "{text}");
    }
}

#[test]
fn a_union_with_discriminator_goes_by_it() {
    assert_eq!(to_string(&Shape::from(Circle::new(2.0))).unwrap(), r#"{"kind":"circle","radius":2.0}"#);
    assert_eq!(to_string(&Shape::from(Square::new("square"))).unwrap(), r#"{"kind":"square"}"#);
    let disc: Shape = from_str(r#"{"radius":1.5,"kind":"disc"}"#).unwrap();
    assert!(matches!(&disc, Shape::Circle(it) if it.radius == 1.5));
    assert_eq!(serde_json::to_value(&disc).unwrap(), json!({"kind": "disc", "radius": 1.5}));
    assert!(matches!(comes_back(r#"{"kind":"hexagon","side":1,"side":2}"#), Shape::Unknown(_)));
    let untagged: Shape = from_str(r#"{"radius":1.5}"#).unwrap();
    assert!(matches!(untagged, Shape::Circle(_)));
    assert_eq!(to_string(&untagged).unwrap(), r#"{"radius":1.5}"#, "written back without the tag that it had not");
}

#[test]
fn models_are_decoded_from_other_deserializers_too() {
    let value = json!({"debate_id": "d", "note": null, "agents": [{"provider": "p"}, "x", [u64::MAX]], "status": null});
    let debate: Debate = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&debate).unwrap(), value);

    #[derive(serde_derive::Deserialize)]
    struct Mine {
        #[serde(flatten)]
        debate: Debate,
    }
    let mine: Mine = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(mine.debate, debate);
    let mine: Mine = from_str(&value.to_string()).unwrap();
    assert_eq!(mine.debate, debate);
}

#[test]
fn many_required_fields_are_given_by_name() {
    let ledger = Ledger::from_required(LedgerRequired {
        owner: "o".into(),
        currency: "EUR".into(),
        debit: 1,
        credit: 2,
        open: true,
    });
    assert_eq!(
        to_string(&ledger.remark("r")).unwrap(),
        r#"{"owner":"o","currency":"EUR","debit":1,"credit":2,"open":true,"remark":"r"}"#
    );
}

#[test]
fn nullable_says_which_of_three() {
    let debate = Debate::new("d", None);
    assert!(debate.parent.is_absent());
    assert!(debate.clone().parent_null().parent.is_null());
    assert_eq!(debate.parent("p").parent, Nullable::Value("p".to_owned()));
    assert_eq!(Nullable::<i64>::from(Some(3)).map(|it| it + 1).into_option(), Some(4));
    assert_eq!(Nullable::<i64>::from(None), Nullable::Null);
    assert_eq!(Nullable::<i64>::Null.unwrap_or_default(), 0);
}

#[test]
fn hostile_nesting_is_an_error() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(decode_slice::<AgentChoice>(deep.as_bytes()).is_err());
    assert!(decode_slice::<Vec<AgentChoice>>(format!("[{deep}]").as_bytes()).is_err());
    let debate = format!(r#"{{"debate_id":"d","note":null,"settings":{deep}}}"#);
    assert!(decode_slice::<Debate>(debate.as_bytes()).is_err());
    assert!(from_str::<Value>(&deep).is_err());
}

mod any {
    //! Any JSON comes back as it went.

    use proptest::prelude::*;
    use sdk_runtime::serde_json::{self, Map, Number, Value, json};

    use crate::models::{AgentChoice, Debate};

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(|it| Number::from_f64(it).map_or(Value::Null, Value::Number)),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map(any_key(), inner, 0..5)
                    .prop_map(|it| Value::Object(it.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }

    fn any_key() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            prop::sample::select(vec!["provider", "name", "members", "kind", "status", "type", "data"])
                .prop_map(str::to_owned),
        ]
    }

    proptest! {
        #[test]
        fn a_union_loses_nothing(value in any_json()) {
            let text = value.to_string();
            let choice: AgentChoice = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(serde_json::to_value(&choice).unwrap(), value);
        }

        #[test]
        fn an_object_loses_nothing(settings in any_json(), more in any_json(), key in "[^a-z]{0,8}") {
            let value = json!({"debate_id": "d", "note": null, "settings": settings, key: more});
            let debate: Debate = serde_json::from_value(value.clone()).unwrap();
            prop_assert_eq!(serde_json::to_value(&debate).unwrap(), value.clone());
            let debate: Debate = serde_json::from_str(&value.to_string()).unwrap();
            prop_assert_eq!(serde_json::to_value(&debate).unwrap(), value);
        }

        #[test]
        fn no_text_panics(text in any::<String>(), bytes in any::<Vec<u8>>()) {
            let _ = sdk_runtime::data::decode_slice::<Debate>(text.as_bytes());
            let _ = sdk_runtime::data::decode_slice::<AgentChoice>(&bytes);
            let _ = crate::events::Event::from_slice(&bytes);
            let _ = crate::messages::Event::from_frame(text.as_bytes());
        }
    }
}
