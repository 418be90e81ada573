//! Cuts, replays and what comes twice, without a connection.

use std::time::Duration;

use super::*;
use crate::facts::Subscription;

const FACTS: SocketFacts = SocketFacts {
    subscription: Some(Subscription {
        message: "subscribe",
        scope: "debate_id",
        replay: Some(Replay {
            from: "replay_from_seq",
            start: "replay_start",
            end: "replay_end",
            oldest: &["data", "oldest"],
            latest: &["data", "latest"],
            check: None,
        }),
    }),
    ..SocketFacts::NEW
};

struct Message(Value);

impl Incoming for Message {
    fn decode(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap())
    }
    fn name(&self) -> &str {
        self.0["type"].as_str().unwrap()
    }
    fn position(&self) -> Option<i64> {
        self.0["seq"].as_i64()
    }
    fn scope(&self) -> Option<&str> {
        self.0["about"].as_str()
    }
}

struct Stream(Resume<Message>, Queue<Message>);

impl Stream {
    fn begin(&mut self, again: bool) -> Value {
        serde_json::from_str(&self.0.begin(again, &mut self.1).unwrap()).unwrap()
    }
    fn event(&mut self, position: i64) -> Admitted {
        self.0.admit(&format!(r#"{{"type":"vote","seq":{position}}}"#), &mut self.1)
    }
    fn events(&mut self, positions: &[i64]) {
        for position in positions {
            self.event(*position);
        }
    }
    fn start(&mut self, oldest: i64, latest: i64) {
        let text = format!(r#"{{"type":"replay_start","data":{{"oldest":{oldest},"latest":{latest}}}}}"#);
        self.0.admit(&text, &mut self.1);
    }
    fn end(&mut self) {
        self.0.admit(r#"{"type":"replay_end"}"#, &mut self.1);
    }
    /// A replay of one message.
    fn whole(&mut self, position: i64) {
        self.start(position, position);
        self.event(position);
        self.end();
    }
    /// Positions of what was given, and `missed`.
    fn given(&mut self) -> Vec<String> {
        let shown = |it: Result<Message, Error>| match it {
            Ok(message) => message.position().map(|it| it.to_string()),
            Err(_) => Some("missed".to_owned()),
        };
        self.1.drain(..).filter_map(shown).collect()
    }
}

fn stream(from: Option<i64>) -> Stream {
    Stream(Resume::new(&FACTS, Some("d".to_owned()), from), Queue::new())
}

#[test]
fn a_new_connection_asks_for_what_came_after_the_last_message() {
    let mut stream = stream(None);
    assert_eq!(stream.begin(false), serde_json::json!({"type": "subscribe", "debate_id": "d"}));
    stream.events(&[3, 5]);
    let again = serde_json::json!({"type": "subscribe", "debate_id": "d", "replay_from_seq": 5});
    assert_eq!(stream.begin(true), again);
    stream.start(1, 9);
    stream.events(&[7, 9]);
    stream.end();
    stream.event(12);
    assert_eq!(stream.given(), ["3", "5", "7", "9", "12"]);
}

#[test]
fn what_is_replayed_and_comes_live_too_is_given_once_and_in_order() {
    let mut stream = stream(Some(0));
    stream.begin(false);
    stream.start(1, 9);
    stream.events(&[8, 10, 9]);
    stream.end();
    stream.events(&[9, 11]);
    assert_eq!(stream.given(), ["8", "9", "10", "11"]);
}

#[test]
fn a_live_message_before_the_replay_waits_for_it() {
    let mut stream = stream(Some(0));
    stream.begin(false);
    stream.events(&[9, 10]);
    stream.start(1, 9);
    stream.events(&[8, 9]);
    stream.end();
    assert_eq!(stream.given(), ["8", "9", "10"]);
}

#[test]
fn a_replay_that_breaks_off_is_asked_for_again() {
    let mut stream = stream(Some(0));
    stream.begin(false);
    stream.whole(4);
    stream.begin(true);
    stream.start(1, 9);
    // Live messages overtake the replayed ones; then the connection breaks.
    stream.events(&[5, 9, 11]);
    assert_eq!(stream.begin(true)["replay_from_seq"], 4);
    stream.start(1, 11);
    stream.events(&[5, 7, 9, 11]);
    stream.end();
    assert_eq!(stream.given(), ["4", "5", "9", "7", "11"]);
    assert_eq!(stream.begin(true)["replay_from_seq"], 11);
}

#[test]
fn a_long_replay_that_breaks_off_again_and_again_comes_to_its_end() {
    let mut stream = stream(Some(0));
    let mut from = 0;
    while from < 900 {
        let message = stream.begin(from > 0);
        from = message["replay_from_seq"].as_i64().unwrap();
        stream.start(1, 1000);
        (from + 1..=1000).take(50).for_each(|it| assert_eq!(stream.event(it), Admitted::Yes));
    }
    stream.end();
    let given: Vec<i64> = stream.given().iter().map(|it| it.parse().unwrap()).collect();
    assert!(given.len() > 900 && given.is_sorted(), "{given:?}");
    assert!(given.windows(2).all(|it| it[1] == it[0] + 1), "{given:?}");
}

#[test]
fn what_waits_for_a_replay_is_bounded() {
    let mut stream = stream(Some(0));
    stream.begin(false);
    let last = (1..).find(|it| stream.event(*it) == Admitted::Overflow);
    assert_eq!(last, Some(MAX_HELD as i64 + 1));
    assert!(stream.given().is_empty());
    assert_eq!(stream.begin(true)["replay_from_seq"], 0);
}

#[test]
fn what_waits_for_a_server_that_does_not_replay_is_given_after_a_while() {
    let mut stream = stream(Some(0));
    stream.begin(false);
    stream.event(3);
    stream.0.give_up_waiting(&mut stream.1);
    assert_eq!(stream.given(), ["3"]);
}

#[test]
fn a_subscription_by_hand_replaces_the_first() {
    let mut stream = stream(Some(0));
    stream.begin(false);
    stream.whole(4);
    stream.0.sent(r#"{"type":"subscribe","debate_id":"e","replay_from_seq":0}"#, &mut stream.1);
    stream.whole(6);
    let again = serde_json::json!({"type": "subscribe", "debate_id": "e", "replay_from_seq": 6});
    assert_eq!(stream.begin(true), again);
}

#[test]
fn a_loss_is_said_once_and_the_stream_goes_on() {
    let mut stream = stream(Some(0));
    stream.begin(false);
    stream.whole(5);
    stream.begin(true);
    stream.start(8, 9);
    stream.event(8);
    stream.end();
    assert_eq!(stream.given(), ["5", "missed", "8"]);
}

#[test]
fn a_server_that_counts_anew_is_followed() {
    let mut stream = stream(Some(0));
    stream.begin(false);
    stream.whole(500);
    stream.begin(true);
    stream.start(0, 0);
    stream.end();
    stream.event(2);
    assert_eq!(stream.given(), ["500", "missed", "2"]);
    assert_eq!(stream.begin(true)["replay_from_seq"], 2);
}

#[test]
fn without_a_position_a_broken_connection_is_a_loss() {
    let mut stream = stream(None);
    stream.begin(false);
    stream.begin(true);
    assert_eq!(stream.given(), ["missed"]);
}

#[test]
fn what_comes_late_from_before_the_connection_broke_is_left_out() {
    let mut stream = stream(Some(0));
    stream.begin(false);
    stream.whole(4);
    stream.events(&[5, 6, 8]);
    stream.begin(true);
    stream.start(1, 8);
    stream.end();
    stream.events(&[5, 6, 8, 9]);
    assert_eq!(stream.given(), ["4", "5", "6", "8", "9"]);
}

const LOSSY: SocketFacts = SocketFacts {
    subscription: match FACTS.subscription {
        Some(Subscription { message, scope, replay: Some(replay) }) => Some(Subscription {
            message,
            scope,
            replay: Some(Replay { check: Some(Duration::from_secs(5)), ..replay }),
        }),
        other => other,
    },
    ..FACTS
};

#[test]
fn what_a_server_lost_on_the_way_is_found_in_a_replay_and_given_late() {
    static FACTS: SocketFacts = LOSSY;
    let mut stream = Stream(Resume::new(&FACTS, Some("d".to_owned()), Some(0)), Queue::new());
    stream.begin(false);
    stream.whole(4);
    stream.event(5);
    assert!(!stream.0.is_doubtful());
    // 6 and 7 are lost; 8 may be another's.
    stream.event(9);
    assert!(stream.0.is_doubtful());
    let asked: Value = serde_json::from_str(&stream.0.check().unwrap()).unwrap();
    assert_eq!(asked["replay_from_seq"], 5);
    stream.event(11);
    stream.start(1, 10);
    stream.events(&[6, 7, 9, 10]);
    stream.end();
    stream.events(&[7, 11]);
    assert_eq!(stream.given(), ["4", "5", "9", "6", "7", "10", "11"]);
    assert!(!stream.0.is_doubtful());
    // A broken connection finds what was lost as well.
    stream.event(15);
    assert_eq!(stream.begin(true)["replay_from_seq"], 11);
    stream.start(1, 15);
    stream.events(&[13, 15]);
    stream.end();
    assert_eq!(stream.given(), ["15", "13"]);
}

#[test]
fn what_a_server_lost_before_the_first_live_message_is_found_too() {
    static FACTS: SocketFacts = LOSSY;
    let mut stream = Stream(Resume::new(&FACTS, Some("d".to_owned()), Some(0)), Queue::new());
    stream.begin(false);
    stream.start(0, 0);
    stream.end();
    stream.event(3);
    assert!(stream.0.is_doubtful());
    let asked: Value = serde_json::from_str(&stream.0.check().unwrap()).unwrap();
    assert_eq!(asked["replay_from_seq"], 0);
    stream.start(1, 3);
    stream.events(&[1, 2, 3]);
    stream.end();
    assert_eq!(stream.given(), ["3", "1", "2"]);
}

#[test]
fn what_is_about_something_else_has_no_part_in_the_order() {
    let mut stream = stream(Some(0));
    stream.begin(false);
    stream.whole(4);
    stream.0.admit(r#"{"type":"vote","seq":90,"about":"e"}"#, &mut stream.1);
    stream.event(5);
    assert_eq!(stream.begin(true)["replay_from_seq"], 5);
    stream.start(1, 5);
    stream.end();
    assert_eq!(stream.given(), ["4", "90", "5"]);
}
