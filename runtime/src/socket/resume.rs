//! Where a stream stands in the server's order, so that nothing is given twice and a loss is noticed.
//!
//! A position is the server's, and grows; a gap alone means nothing, since positions count the messages of others too.
//! After a broken connection the server replays what came after the last position. What it sends live meanwhile waits
//! until the replay has ended, and what was replayed and comes live as well is left out.

use std::collections::{HashSet, VecDeque};

use serde_json::{Map, Value};

use super::frame;
use super::Incoming;
use crate::error::{Error, ErrorKind};
use crate::facts::{Replay, SocketFacts};

/// Messages that wait for the end of a replay; more are given out of order.
const MAX_HELD: usize = 4096;

/// What waits to be given to the program.
pub(super) type Queue<M> = VecDeque<Result<M, Error>>;

/// The state of a subscription over all its connections.
pub(super) struct Resume<M> {
    facts: &'static SocketFacts,
    /// What is subscribed to.
    scope: Option<String>,
    /// The position after which the program wants the stream to begin.
    from: Option<i64>,
    /// The last position that was given out.
    last: Option<i64>,
    phase: Phase<M>,
    /// Positions that this connection has replayed.
    replayed: HashSet<i64>,
    /// The newest of them.
    until: i64,
}

enum Phase<M> {
    /// Messages are given as they come.
    Live,
    /// A replay was asked for; what has a position beyond it waits.
    Replaying(Vec<M>),
}

impl<M: Incoming> Resume<M> {
    pub(super) fn new(facts: &'static SocketFacts, scope: Option<String>, from: Option<i64>) -> Self {
        Self { facts, scope, from, last: None, phase: Phase::Live, replayed: HashSet::new(), until: i64::MIN }
    }

    /// The message with which a new connection begins. `again`: there was one before.
    pub(super) fn begin(&mut self, again: bool, queue: &mut Queue<M>) -> Option<String> {
        self.release(queue);
        self.replayed.clear();
        self.until = i64::MIN;
        let (Some(subscription), Some(scope)) = (self.facts.subscription, &self.scope) else {
            if again {
                queue.push_back(Err(missed("the connection broke, and the server replays nothing")));
            }
            return None;
        };
        let mut message = Map::new();
        message.insert(self.facts.tag.to_owned(), subscription.message.into());
        message.insert(subscription.scope.to_owned(), scope.as_str().into());
        let position = self.last.or(self.from);
        match (subscription.replay, position) {
            (Some(replay), Some(position)) => {
                message.insert(replay.from.to_owned(), position.into());
            }
            _ if again => queue.push_back(Err(missed("the connection broke before there was a position to go on from"))),
            _ => {}
        }
        Some(Value::Object(message).to_string())
    }

    /// Takes in a message.
    pub(super) fn admit(&mut self, text: &str, queue: &mut Queue<M>) {
        let replay = self.facts.subscription.and_then(|it| it.replay);
        if let Some(replay) = replay {
            let name = frame::tag(text, self.facts.tag).unwrap_or_default();
            if name == replay.start {
                self.start(&replay, text, queue);
            } else if name == replay.end {
                self.release(queue);
            }
        }
        let message = M::decode(text);
        let Some(position) = message.position() else { return queue.push_back(Ok(message)) };
        if position <= self.until && !self.replayed.insert(position) {
            return;
        }
        match &mut self.phase {
            Phase::Replaying(held) if position > self.until && held.len() < MAX_HELD => held.push(message),
            _ => self.give(message, queue),
        }
    }

    /// A replay begins.
    fn start(&mut self, replay: &Replay, text: &str, queue: &mut Queue<M>) {
        let message: Value = serde_json::from_str(text).unwrap_or_default();
        let number = |keys: &[&str]| keys.iter().try_fold(&message, |it, key| it.get(key)).and_then(Value::as_i64);
        let (oldest, latest) = (number(replay.oldest).unwrap_or(0), number(replay.latest).unwrap_or(0));
        if let Some(last) = self.last {
            if latest < last {
                // The server counts anew, or has forgotten.
                queue.push_back(Err(missed(format!("the server no longer knows position {last}"))));
                self.last = None;
            } else if oldest > last.saturating_add(1) {
                queue.push_back(Err(missed(format!("the replay begins at position {oldest}, after {last} came last"))));
            }
            // What was given before the connection broke is not given again.
            self.replayed.extend(self.last);
        }
        self.until = latest;
        self.phase = Phase::Replaying(Vec::new());
    }

    /// Ends the replay: what waited is given.
    fn release(&mut self, queue: &mut Queue<M>) {
        if let Phase::Replaying(held) = std::mem::replace(&mut self.phase, Phase::Live) {
            for message in held {
                self.give(message, queue);
            }
        }
    }

    fn give(&mut self, message: M, queue: &mut Queue<M>) {
        self.last = self.last.max(message.position());
        queue.push_back(Ok(message));
    }
}

fn missed(what: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Missed, what)
}

#[cfg(test)]
mod tests {
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
            None
        }
    }

    struct Stream(Resume<Message>, Queue<Message>);

    impl Stream {
        fn begin(&mut self, again: bool) -> Value {
            serde_json::from_str(&self.0.begin(again, &mut self.1).unwrap()).unwrap()
        }
        fn event(&mut self, position: i64) {
            self.0.admit(&format!(r#"{{"type":"vote","seq":{position}}}"#), &mut self.1);
        }
        fn start(&mut self, oldest: i64, latest: i64) {
            let text = format!(r#"{{"type":"replay_start","data":{{"oldest":{oldest},"latest":{latest}}}}}"#);
            self.0.admit(&text, &mut self.1);
        }
        fn end(&mut self) {
            self.0.admit(r#"{"type":"replay_end"}"#, &mut self.1);
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
        [3, 5].map(|it| stream.event(it));
        let again = serde_json::json!({"type": "subscribe", "debate_id": "d", "replay_from_seq": 5});
        assert_eq!(stream.begin(true), again);
        stream.start(1, 9);
        [7, 9].map(|it| stream.event(it));
        stream.end();
        stream.event(12);
        assert_eq!(stream.given(), ["3", "5", "7", "9", "12"]);
    }

    #[test]
    fn what_is_replayed_and_comes_live_too_is_given_once_and_in_order() {
        let mut stream = stream(Some(0));
        stream.begin(false);
        stream.start(1, 9);
        [8, 10, 9].map(|it| stream.event(it));
        stream.end();
        [9, 11].map(|it| stream.event(it));
        assert_eq!(stream.given(), ["8", "9", "10", "11"]);
    }

    #[test]
    fn a_loss_is_said_once_and_the_stream_goes_on() {
        let mut stream = stream(Some(0));
        stream.begin(false);
        stream.event(5);
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
        stream.event(500);
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
}
