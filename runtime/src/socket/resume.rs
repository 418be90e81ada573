//! Where a stream stands in the server's order, so that nothing is given twice and a loss is noticed.
//!
//! A position is the server's, and grows; a gap alone means nothing, since positions count the messages of others too.
//! After a broken connection the server replays what came after the last position. What it sends live meanwhile waits
//! until the replay has ended, and what was replayed and comes live as well is left out. A replay that breaks off is asked
//! for again from a little before its end, since live messages may have overtaken replayed ones.
//!
//! Where a server is known to lose live messages, what came is compared with a replay whenever there is a gap; what was
//! lost on the way is then given late, behind what came after it.
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
    /// Positions behind `last` that were given out, as far as they may come again.
    given: HashSet<i64>,
    /// Positions of this connection's replay.
    replayed: Vec<i64>,
    /// What this connection's replay lies behind: everything up to there was given out before.
    base: i64,
    /// The newest position of this connection's replay.
    until: i64,
    /// Something may have been lost on the way.
    doubtful: bool,
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
            replayed: Vec::new(),
            base: i64::MIN,
            until: i64::MIN,
            doubtful: false,
        }
    }

    fn replay(&self) -> Option<Replay> {
        self.facts.subscription.and_then(|it| it.replay)
    }

    /// Whether what came live is compared with a replay now and then.
    fn checks(&self) -> bool {
        self.scope.is_some() && self.replay().is_some_and(|it| it.check.is_some())
    }

    /// The message with which a new connection begins. `again`: there was one before.
    pub(super) fn begin(&mut self, again: bool, queue: &mut Queue<M>) -> Option<String> {
        // What waited lies behind `last`, so that the server replays it.
        match std::mem::replace(&mut self.phase, Phase::Live) {
            Phase::Live if !self.checks() => self.given.clear(),
            Phase::Live | Phase::Asked(_) => {}
            Phase::Replaying(_) => self.broke_off(),
        }
        (self.base, self.until) = (i64::MIN, i64::MIN);
        if again && (self.facts.subscription.is_none() || self.scope.is_none()) {
            queue.push_back(Err(missed("the connection broke, and the server replays nothing")));
        } else if again && (self.replay().is_none() || self.last.or(self.from).is_none()) {
            queue.push_back(Err(missed("the connection broke before there was a position to go on from")));
        }
        self.subscribe()
    }

    /// The message that subscribes, from the last position on if there is one.
    fn subscribe(&mut self) -> Option<String> {
        let (subscription, scope) = (self.facts.subscription?, self.scope.as_ref()?);
        let mut message = Map::new();
        message.insert(self.facts.tag.to_owned(), subscription.message.into());
        message.insert(subscription.scope.to_owned(), scope.as_str().into());
        if let (Some(replay), Some(position)) = (subscription.replay, self.last.or(self.from)) {
            message.insert(replay.from.to_owned(), position.into());
            self.phase = Phase::Asked(Vec::new());
        }
        Some(Value::Object(message).to_string())
    }

    /// Whether there is something to compare with a replay.
    pub(super) fn is_doubtful(&self) -> bool {
        self.doubtful && matches!(self.phase, Phase::Live)
    }

    /// The message that asks for what may have been lost.
    pub(super) fn check(&mut self) -> Option<String> {
        self.doubtful = false;
        self.subscribe()
    }

    /// The program subscribes by hand: that is what counts from now on.
    pub(super) fn sent(&mut self, text: &str, queue: &mut Queue<M>) {
        let Some(subscription) = self.facts.subscription else { return };
        if frame::tag(text, self.facts.tag).as_deref() != Some(subscription.message) {
            return;
        }
        let message: Value = serde_json::from_str(text).unwrap_or_default();
        let Some(scope) = message.get(subscription.scope).and_then(Value::as_str) else { return };
        let from = subscription.replay.and_then(|it| message.get(it.from)).and_then(Value::as_i64);
        self.release(queue);
        *self = Self::new(self.facts, Some(scope.to_owned()), from);
        if from.is_some() {
            self.phase = Phase::Asked(Vec::new());
        }
    }

    /// Takes in a message.
    pub(super) fn admit(&mut self, text: &str, queue: &mut Queue<M>) -> Admitted {
        let message = M::decode(text);
        match self.replay() {
            Some(replay) if message.name() == replay.start => self.start(&replay, text, queue),
            Some(replay) if message.name() == replay.end => self.release(queue),
            _ => {}
        }
        let Some(position) = message.position().filter(|_| !self.is_foreign(&message)) else {
            queue.push_back(Ok(message));
            return Admitted::Yes;
        };
        match &mut self.phase {
            Phase::Asked(held) => return hold(held, message),
            Phase::Replaying(held) if position > self.until => return hold(held, message),
            Phase::Replaying(_) => {
                self.replayed.push(position);
                if position > self.base && self.given.insert(position) {
                    queue.push_back(Ok(message));
                }
            }
            Phase::Live => self.live(message, position, queue),
        }
        Admitted::Yes
    }

    /// What is about something else comes by chance, and no replay has it.
    fn is_foreign(&self, message: &M) -> bool {
        self.scope.as_deref().is_some_and(|mine| message.scope().is_some_and(|it| it != mine))
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
        self.replayed.clear();
        if let Phase::Asked(held) = std::mem::replace(&mut self.phase, Phase::Live) {
            self.phase = Phase::Replaying(held);
        }
    }

    /// A replay broke off.
    fn broke_off(&mut self) {
        self.replayed.sort_unstable();
        if let Some(position) = self.replayed.iter().rev().nth(OVERTAKERS).copied() {
            self.last = self.last.max(Some(position));
            self.given.retain(|it| *it > position);
        }
    }

    /// Ends the replay: what waited is given.
    fn release(&mut self, queue: &mut Queue<M>) {
        let held = match std::mem::replace(&mut self.phase, Phase::Live) {
            Phase::Live => return,
            Phase::Asked(held) => held,
            Phase::Replaying(held) => {
                self.last = self.last.max(self.replayed.iter().copied().max());
                held
            }
        };
        self.replayed = Vec::new();
        if self.checks() {
            self.given.retain(|it| Some(*it) > self.last);
        }
        for message in held {
            if let Some(position) = message.position() {
                self.live(message, position, queue);
            }
        }
    }

    /// A message that is no part of a replay; it may have been in one.
    fn live(&mut self, message: M, position: i64, queue: &mut Queue<M>) {
        let checks = self.checks();
        let is_new = match checks {
            true => self.last.is_none_or(|it| position > it) && self.given.insert(position),
            false => position > self.until || position > self.base && self.given.insert(position),
        };
        if !is_new {
            return;
        }
        match self.last.or(self.from) {
            // Positions count the messages of others too, so that a gap may be a loss.
            Some(last) if checks && position != last.saturating_add(1) => self.doubtful = true,
            _ => self.last = self.last.max(Some(position)),
        }
        queue.push_back(Ok(message));
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
