//! Where a stream stands in the server's order, so that nothing is given twice and a loss is noticed.
//!
//! A position is the server's, and grows; a gap alone means nothing, since positions count the messages of others too.
//! After a broken connection the server replays what came after the last position. What it sends live meanwhile waits
//! until the replay has ended, and what was replayed and comes live as well is left out. A replay that breaks off is asked
//! for again from a little before its end, since live messages may have overtaken replayed ones.
//!
//! **Invariant:** what is remembered is bounded by what waits ([`MAX_HELD`]) and by one replay.

use std::collections::{HashSet, VecDeque};

use serde_json::{Map, Value};

use super::Incoming;
use super::frame;
use crate::error::{Error, ErrorKind};
use crate::facts::{Replay, SocketFacts};

/// Messages that wait for the end of a replay. With more of them the connection is made again: the server then replays
/// what did not fit.
const MAX_HELD: usize = 4096;

/// Live messages that may be among those of a replay that broke off.
const OVERTAKERS: usize = 32;

/// What waits to be given to the program.
pub(super) type Queue<M> = VecDeque<Result<M, Error>>;

/// The state of a subscription over all its connections.
pub(super) struct Resume<M> {
    facts: &'static SocketFacts,
    /// What is subscribed to.
    scope: Option<String>,
    /// The position after which the program wants the stream to begin.
    from: Option<i64>,
    /// Everything up to this position was given out.
    last: Option<i64>,
    phase: Phase<M>,
    /// Positions behind `last` that were given out.
    given: HashSet<i64>,
    /// What this connection's replay lies behind: everything up to there was given out before.
    base: i64,
    /// The newest position of this connection's replay.
    until: i64,
}

enum Phase<M> {
    /// Messages are given as they come.
    Live,
    /// A replay was asked for and has not begun; what has a position waits.
    Asked(Vec<M>),
    /// It has begun; what has a position beyond it waits.
    Replaying(Vec<M>),
}

/// Whether the connection can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admitted {
    /// It can.
    Yes,
    /// More came than can wait for the end of the replay.
    Overflow,
}

impl<M: Incoming> Resume<M> {
    pub(super) fn new(facts: &'static SocketFacts, scope: Option<String>, from: Option<i64>) -> Self {
        Self {
            facts,
            scope,
            from,
            last: None,
            phase: Phase::Live,
            given: HashSet::new(),
            base: i64::MIN,
            until: i64::MIN,
        }
    }

    /// The message with which a new connection begins. `again`: there was one before.
    pub(super) fn begin(&mut self, again: bool, queue: &mut Queue<M>) -> Option<String> {
        // What waited lies behind `last`, so that the server replays it.
        match std::mem::replace(&mut self.phase, Phase::Live) {
            Phase::Live => self.given.clear(),
            Phase::Asked(_) => {}
            Phase::Replaying(_) => self.broke_off(),
        }
        (self.base, self.until) = (i64::MIN, i64::MIN);
        let (Some(subscription), Some(scope)) = (self.facts.subscription, &self.scope) else {
            if again {
                queue.push_back(Err(missed("the connection broke, and the server replays nothing")));
            }
            return None;
        };
        let mut message = Map::new();
        message.insert(self.facts.tag.to_owned(), subscription.message.into());
        message.insert(subscription.scope.to_owned(), scope.as_str().into());
        match (subscription.replay, self.last.or(self.from)) {
            (Some(replay), Some(position)) => {
                message.insert(replay.from.to_owned(), position.into());
                self.phase = Phase::Asked(Vec::new());
            }
            _ if again => {
                queue.push_back(Err(missed("the connection broke before there was a position to go on from")))
            }
            _ => {}
        }
        Some(Value::Object(message).to_string())
    }

    /// The program subscribes by hand: that is what counts from now on.
    pub(super) fn sent(&mut self, text: &str) {
        let Some(subscription) = self.facts.subscription else { return };
        if frame::tag(text, self.facts.tag).as_deref() != Some(subscription.message) {
            return;
        }
        let message: Value = serde_json::from_str(text).unwrap_or_default();
        let Some(scope) = message.get(subscription.scope).and_then(Value::as_str) else { return };
        let from = subscription.replay.and_then(|it| message.get(it.from)).and_then(Value::as_i64);
        *self = Self::new(self.facts, Some(scope.to_owned()), from);
        if from.is_some() {
            self.phase = Phase::Asked(Vec::new());
        }
    }

    /// Takes in a message.
    pub(super) fn admit(&mut self, text: &str, queue: &mut Queue<M>) -> Admitted {
        if let Some(replay) = self.facts.subscription.and_then(|it| it.replay) {
            let name = frame::tag(text, self.facts.tag).unwrap_or_default();
            if name == replay.start {
                self.start(&replay, text, queue);
            } else if name == replay.end {
                self.release(queue);
            }
        }
        let message = M::decode(text);
        let Some(position) = message.position() else {
            queue.push_back(Ok(message));
            return Admitted::Yes;
        };
        match &mut self.phase {
            Phase::Asked(held) => return hold(held, message),
            Phase::Replaying(held) if position > self.until => return hold(held, message),
            Phase::Replaying(_) => {
                if position > self.base && self.given.insert(position) {
                    queue.push_back(Ok(message));
                }
            }
            Phase::Live => self.live(message, position, queue),
        }
        Admitted::Yes
    }

    /// A server that does not replay has sent nothing of it for a while: what waited is given.
    pub(super) fn give_up_waiting(&mut self, queue: &mut Queue<M>) {
        if matches!(self.phase, Phase::Asked(_)) {
            self.release(queue);
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
                self.given.clear();
            } else if oldest > last.saturating_add(1) {
                queue.push_back(Err(missed(format!("the replay begins at position {oldest}, after {last} came last"))));
            }
        }
        self.base = self.last.unwrap_or(i64::MIN);
        self.until = latest;
        if let Phase::Asked(held) = std::mem::replace(&mut self.phase, Phase::Live) {
            self.phase = Phase::Replaying(held);
        }
    }

    /// A replay broke off.
    fn broke_off(&mut self) {
        let mut given: Vec<i64> = self.given.iter().copied().filter(|it| Some(*it) > self.last).collect();
        given.sort_unstable();
        if let Some(position) = given.iter().rev().nth(OVERTAKERS) {
            self.last = Some(*position);
            self.given.retain(|it| it > position);
        }
    }

    /// Ends the replay: what waited is given.
    fn release(&mut self, queue: &mut Queue<M>) {
        let (Phase::Asked(held) | Phase::Replaying(held)) = std::mem::replace(&mut self.phase, Phase::Live) else {
            return;
        };
        self.last = self.last.max(self.given.iter().copied().max());
        for message in held {
            if let Some(position) = message.position() {
                self.live(message, position, queue);
            }
        }
    }

    /// A message that is no part of a replay; it may have been in one.
    fn live(&mut self, message: M, position: i64, queue: &mut Queue<M>) {
        if position > self.until || position > self.base && self.given.insert(position) {
            self.last = self.last.max(Some(position));
            queue.push_back(Ok(message));
        }
    }
}

fn hold<M>(held: &mut Vec<M>, message: M) -> Admitted {
    if held.len() == MAX_HELD {
        return Admitted::Overflow;
    }
    held.push(message);
    Admitted::Yes
}

fn missed(what: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Missed, what)
}

#[cfg(test)]
mod tests;
