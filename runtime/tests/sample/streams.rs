//! What decoded events are, seen from outside.

use sdk_runtime::event::MAX_DEPTH;
use sdk_runtime::serde_json::{self, Value, json, to_string};

use crate::events::{Consensus, DebateStart, Event, EventData, EventKind, Vote};
use crate::messages;

/// Decodes, encodes and compares the values.
#[track_caller]
fn comes_back(text: &str) -> Event {
    let event = Event::from_slice(text.as_bytes()).unwrap();
    let written = to_string(&event).unwrap();
    let value = |text| serde_json::from_str::<Value>(text).unwrap();
    assert_eq!(value(&written), value(text));
    assert_eq!(Event::from_text(&written).unwrap(), event);
    event
}

#[track_caller]
fn malformed(text: &str) -> (Option<String>, String) {
    let event = Event::from_slice(text.as_bytes()).unwrap();
    assert_eq!(to_string(&event).unwrap(), text);
    match event.data {
        EventData::Malformed(it) => {
            assert_eq!(it.raw(), text);
            (it.name().map(str::to_owned), it.error().to_string())
        }
        other => panic!("{other:?}"),
    }
}

const DATA: &str = r#""data":{"reached":true,"confidence":0.88,"answer":null,"more":{"a":[1]}}"#;
const REST: &str = r#""timestamp":1795300551.071004,"round":0,"agent":"","seq":53,"debate_id":"d""#;

#[test]
fn the_tag_may_stand_anywhere() {
    let first = comes_back(&format!(r#"{{"type":"consensus",{DATA},{REST}}}"#));
    let last = comes_back(&format!(r#"{{{DATA},{REST},"type":"consensus"}}"#));
    let middle = comes_back(&format!(r#"{{{REST},"\u0074ype":"consensus",{DATA}}}"#));
    assert!(first == last && last == middle);
    assert_eq!((first.kind(), first.name()), (Some(EventKind::Consensus), "consensus"));
    assert_eq!((first.seq, first.extra.get("debate_id")), (Some(53), Some(&json!("d"))));
    let EventData::Consensus(data) = &first.data else { panic!("{first:?}") };
    assert_eq!(
        (data.reached, data.confidence, data.extra.get("more")),
        (Some(true), Some(0.88), Some(&json!({"a": [1]})))
    );
}

#[test]
fn nulls_and_what_is_missing_come_back() {
    comes_back(r#"{"type":"consensus","data":{"reached":null},"timestamp":null,"agent":null}"#);
    comes_back(r#"{"type":"consensus","data":null}"#);
    comes_back(r#"{"type":"consensus"}"#);
    comes_back(r#"{"type":"phase_timeout","data":null}"#);
    comes_back(r#"{"type":"phase_timeout"}"#);
    comes_back(r#"{"type":"phase_timeout","data":[1,"a"]}"#);
    comes_back(r#"{"type":"future"}"#);
    let mut event = comes_back(r#"{"type":"consensus"}"#);
    event.data = Consensus::new().reached(true).into();
    assert_eq!(to_string(&event).unwrap(), r#"{"type":"consensus","data":{"reached":true}}"#);
}

#[test]
fn whole_numbers_may_have_a_fraction_of_zeros() {
    let event =
        Event::from_text(r#"{"type":"vote","data":{"choice":"a","weight":2.0},"timestamp":1.0,"seq":7.0}"#).unwrap();
    let EventData::Vote(vote) = &event.data else { panic!("{event:?}") };
    assert_eq!((vote.weight, event.seq, event.timestamp), (Some(2), Some(7), Some(1.0)));
    malformed(r#"{"type":"vote","data":{"choice":"a","weight":2.5},"seq":7.0}"#);
}

#[test]
fn an_unknown_event_keeps_its_payload() {
    for text in [
        r#"{"type":"fu\"ture","data":{"b":1,"a":18446744073709551616},"seq":7,"new":true}"#,
        r#"{"data":{"b":1,"a":18446744073709551616},"seq":7,"new":true,"type":"fu\"ture"}"#,
    ] {
        let event = comes_back(text);
        assert_eq!((event.kind(), event.name(), event.seq), (None, "fu\"ture", Some(7)));
        let EventData::Unknown(unknown) = &event.data else { panic!("{event:?}") };
        assert_eq!(unknown.raw(), r#"{"b":1,"a":18446744073709551616}"#);
        assert_eq!(unknown.decode::<Value>().unwrap()["b"], 1);
        assert!(to_string(&event).unwrap().contains(unknown.raw()));
    }
}

#[test]
fn what_is_not_what_the_catalog_says_is_malformed() {
    let name = |it: &str| Some(it.to_owned());
    assert_eq!(
        malformed(r#"{"type":"vote","data":{"choice":5},"seq":3}"#),
        (name("vote"), "data.choice: invalid type: integer `5`, expected a string (line 1, column 33)".to_owned())
    );
    assert_eq!(
        malformed(r#"{"data":{},"type":"vote"}"#),
        (name("vote"), "data: missing field `choice` (line 1, column 10)".to_owned())
    );
    assert_eq!(malformed(r#"{"type":"vote"}"#), (name("vote"), "missing field `data`".to_owned()));
    assert_eq!(
        malformed(r#"{"type":"vote","seq":"x","data":{"choice":"a"}}"#),
        (name("vote"), "seq: invalid type: string, expected i64 (line 1, column 24)".to_owned())
    );
    assert_eq!(
        malformed(r#"{"type":"vote","type":"vote","data":{"choice":"a"}}"#),
        (None, "type: the tag stands there twice (line 1, column 22)".to_owned())
    );
    assert_eq!(
        malformed(r#"{"type":"vote","data":{"choice":"a"},"data":{"choice":"b"}}"#),
        (name("vote"), "data: the payload stands there twice (line 1, column 44)".to_owned())
    );
    assert_eq!(malformed(r#"{"data":{"choice":"a"}}"#), (None, "missing field `type`".to_owned()));
    assert_eq!(
        malformed(r#"{"type":5,"data":{}}"#),
        (None, "type: invalid type: integer `5`, expected a string (line 1, column 9)".to_owned())
    );
}

#[test]
fn a_malformed_event_still_tells_its_kind_and_its_place() {
    let event = Event::from_text(r#"{"type":"vote","data":{"choice":5},"seq":3,"agent":[]}"#).unwrap();
    assert_eq!((event.kind(), event.name(), event.seq, &event.agent), (Some(EventKind::Vote), "vote", Some(3), &None));
}

#[test]
fn what_is_no_object_is_an_error() {
    for text in ["", "5", "[]", "{", r#"{"type":"vote""#, r#"{"type":"vote","data":{"choice":"a"}} x"#, "null"] {
        assert!(Event::from_text(text).is_err(), "{text}");
        assert!(messages::Event::from_text(text).is_err(), "{text}");
    }
    assert_eq!(Event::from_slice(b"{\"type\":\xff}").unwrap_err().message(), "not UTF-8");
}

#[test]
fn a_frame_is_one_event_or_a_list() {
    let one = Event::from_frame(br#" {"type":"vote","data":{"choice":"a"}}"#).unwrap();
    assert_eq!(one, [Event::new(Vote::new("a"))]);
    assert_eq!(Event::from_frame(b" []").unwrap(), []);
    let frame = format!(
        r#"[{{"type":"vote","data":{{"choice":"a"}}}}, 5, {{"type":"vote"}}, {{"type":"x","data":{}}}, {{"type":"debate_start","data":{{}}}}]"#,
        nested(MAX_DEPTH)
    );
    let events = Event::from_frame(frame.as_bytes()).unwrap();
    let is_malformed = |it: &Event| matches!(it.data, EventData::Malformed(_));
    assert_eq!(events.iter().map(is_malformed).collect::<Vec<_>>(), [false, true, true, true, false]);
    assert_eq!(events[4], Event::new(DebateStart::new()));
    assert_eq!(to_string(&events[1]).unwrap(), "5");
    assert!(Event::from_frame(b"5").is_err());
    assert!(Event::from_frame(b"[{]").is_err());
}

fn nested(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

/// Runs on a thread with a stack of 64 KiB.
fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(64 * 1024).spawn(run).unwrap().join().unwrap();
}

#[test]
fn events_fit_a_small_stack() {
    on_a_small_stack(|| {
        for text in [
            format!(r#"{{"type":"phase_timeout","data":{}}}"#, nested(MAX_DEPTH - 1)),
            format!(r#"{{"data":{},"type":"phase_timeout"}}"#, nested(MAX_DEPTH - 1)),
            format!(r#"{{"type":"vote","data":{{"choice":"a","more":{}}}}}"#, nested(MAX_DEPTH - 2)),
            format!(r#"{{"type":"vote","data":5,"more":{}}}"#, nested(MAX_DEPTH - 1)),
            format!(r#"{{"type":"future","data":{}}}"#, nested(MAX_DEPTH - 1)),
        ] {
            let event = Event::from_slice(text.as_bytes()).unwrap();
            assert_eq!(event.clone(), event);
            assert!(!format!("{event:?}").is_empty());
            assert_eq!(Event::from_text(&to_string(&event).unwrap()).unwrap(), event);
            assert_eq!(Event::from_frame(format!("[{text}]").as_bytes()).unwrap(), [event]);
        }
    });
}

#[test]
fn deeper_nesting_is_an_error_wherever_it_stands() {
    on_a_small_stack(|| {
        for depth in [MAX_DEPTH, 10_000] {
            for text in [
                format!(r#"{{"type":"phase_timeout","data":{}}}"#, nested(depth)),
                format!(r#"{{"type":"future","data":{}}}"#, nested(depth)),
                format!(r#"{{"type":"vote","more":{}}}"#, nested(depth)),
                format!(r#"{{"type":"vote","data":{}"#, "[".repeat(depth)),
                "{\"data\":".repeat(depth + 1),
            ] {
                let error = Event::from_slice(text.as_bytes()).unwrap_err();
                assert_eq!(error.to_string(), "lists and objects are nested too deeply for an event");
                assert!(messages::Event::from_slice(text.as_bytes()).is_err());
            }
        }
    });
}

#[test]
fn brackets_in_strings_are_no_nesting() {
    comes_back(&format!(r#"{{"type":"vote","data":{{"choice":"\"{}"}}}}"#, "[{".repeat(500)));
}

#[test]
fn kinds_have_names_numbers_and_groups() {
    assert_eq!(EventKind::ALL.len(), 4);
    for kind in EventKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(*kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.to_string());
    }
    assert_eq!(EventKind::PhaseTimeout.group(), "runtime");
    assert_eq!("nope".parse::<EventKind>().unwrap_err().to_string(), "no event is called `nope`");
}

#[test]
fn an_event_is_part_of_other_documents() {
    let text = r#"[{"type":"vote","data":{"choice":"a"}},{"type":"x","data":1}]"#;
    let events: Vec<Event> = serde_json::from_str(text).unwrap();
    assert_eq!(to_string(&events).unwrap(), text);
    let events: Vec<Event> = serde_json::from_value(serde_json::from_str(text).unwrap()).unwrap();
    assert_eq!(to_string(&events).unwrap(), text);
    assert!(serde_json::from_str::<Event>("5").is_err());
}

#[test]
fn an_event_is_built_written_and_printed() {
    let event = Event::new(Vote::new("a").weight(2)).seq(5).agent("bob");
    assert_eq!(to_string(&event).unwrap(), r#"{"type":"vote","data":{"choice":"a","weight":2},"agent":"bob","seq":5}"#);
    assert_eq!(
        format!("{event:?}"),
        "Event { data: Vote(Vote { choice: \"a\", weight: Some(2) }), timestamp: None, round: None, \
         agent: Some(\"bob\"), seq: Some(5) }"
    );
}

#[test]
fn payloads_beside_the_tag_come_back() {
    for text in [
        r#"{"type":"subscribe","debate_id":"d","replay_from_seq":0,"more":{"a":1}}"#,
        r#"{"debate_id":"d","more":1,"type":"subscribe"}"#,
        r#"{"type":"ping"}"#,
        r#"{"type":"ping","ts":null}"#,
        r#"{"type":"user_vote","loop_id":"l","payload":{"choice":"demo","intensity":7}}"#,
        r#"{"type":"note","a":1,"b":[2]}"#,
        r#"{"type":"future","b":18446744073709551616,"a \"b\"":[2]}"#,
    ] {
        let event = messages::Event::from_text(text).unwrap();
        let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(value(&to_string(&event).unwrap()), value(text));
        assert!(!matches!(event.data, messages::EventData::Malformed(_)), "{event:?}");
    }
    let sent = messages::Event::new(messages::Subscribe::new("d").replay_from_seq(0));
    assert_eq!(to_string(&sent).unwrap(), r#"{"type":"subscribe","debate_id":"d","replay_from_seq":0}"#);
    for text in [r#"{"type":"subscribe"}"#, r#"{"type":"ping","type":"ping"}"#, r#"{"type":"ping","ts":"x"}"#] {
        let event = messages::Event::from_text(text).unwrap();
        assert!(matches!(event.data, messages::EventData::Malformed(_)), "{event:?}");
        assert_eq!(to_string(&event).unwrap(), text);
    }
}
