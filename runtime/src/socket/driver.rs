//! The task that owns a connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::json;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, Interval, MissedTickBehavior};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error as WsError, Message};

use super::Incoming;
use super::dial::{Connection, Dial};
use super::frame;
use super::resume::{Admitted, Queue, Resume};
use crate::error::{Error, ErrorKind};
use crate::retry::RetryPolicy;
use crate::token::TokenError;

/// Silences in a row after which a connection is given up.
const MAX_SILENCES: u32 = 3;

/// A message to be sent.
pub(super) struct Command {
    pub(super) text: String,
    pub(super) done: oneshot::Sender<Result<(), Error>>,
}

/// The task.
pub(super) struct Driver<M> {
    pub(super) dial: Dial,
    pub(super) resume: Resume<M>,
    pub(super) reconnect: RetryPolicy,
    pub(super) only: Option<String>,
    pub(super) messages: mpsc::Sender<Result<M, Error>>,
    pub(super) commands: mpsc::Receiver<Command>,
    pub(super) reconnects: Arc<AtomicU32>,
    /// Connections in a row that failed, or broke before they gave a message.
    pub(super) failed: u32,
}

/// Why a connection is no longer served.
enum End {
    /// Nobody listens any more.
    Dropped,
    /// The server ended the stream.
    Finished,
    /// It ended in a way that another connection does not mend.
    Failed(Error),
    /// It broke.
    Broken,
}

/// What happened next.
enum Step {
    Given,
    Frame(Option<Result<Message, WsError>>),
    Command(Command),
    Pulse,
    Check,
    Dropped,
}

/// When something is due.
struct Clocks {
    pulse: Interval,
    check: Interval,
}

impl<M: Incoming> Driver<M> {
    /// Serves one connection after another until the stream has ended.
    pub(super) async fn run(mut self, first: Connection) {
        let mut connection = first;
        let mut again = false;
        loop {
            match self.serve(&mut connection, again).await {
                End::Dropped => return close(&mut connection).await,
                End::Finished => return,
                End::Failed(error) => {
                    let _ = self.messages.send(Err(error.with_operation(self.dial.facts.id))).await;
                    return close(&mut connection).await;
                }
                End::Broken => {}
            }
            connection = match self.redial().await {
                Some(Ok(connection)) => connection,
                Some(Err(error)) => return drop(self.messages.send(Err(error)).await),
                None => return,
            };
            again = true;
            self.reconnects.fetch_add(1, Ordering::Relaxed);
        }
    }

    async fn serve(&mut self, connection: &mut Connection, again: bool) -> End {
        let mut queue = Queue::new();
        if let Some(message) = self.resume.begin(again, &mut queue)
            && connection.send(Message::text(message)).await.is_err()
        {
            return self.hand_over(queue, End::Broken).await;
        }
        let mut clocks = self.clocks();
        let mut silences = 0;
        loop {
            let end = match self.step(connection, &mut queue, &mut clocks).await {
                Step::Given => None,
                Step::Frame(frame) => {
                    silences = 0;
                    if let Some(Ok(Message::Text(_) | Message::Binary(_))) = &frame {
                        self.failed = 0;
                    }
                    self.take(frame, &mut queue)
                }
                Step::Command(command) => self.send(connection, command, &mut queue).await,
                // A slow program is no silent server.
                Step::Pulse if !queue.is_empty() => None,
                Step::Pulse => {
                    silences += 1;
                    self.resume.give_up_waiting(&mut queue);
                    self.pulse(connection, silences).await
                }
                Step::Check => self.check(connection).await,
                Step::Dropped => Some(End::Dropped),
            };
            if let Some(end) = end {
                return self.hand_over(queue, end).await;
            }
        }
    }

    /// Waits for what happens next. Nothing is read while messages wait for the program.
    async fn step(&mut self, connection: &mut Connection, queue: &mut Queue<M>, clocks: &mut Clocks) -> Step {
        tokio::select! {
            biased;
            room = self.messages.reserve(), if !queue.is_empty() => match (room, queue.pop_front()) {
                (Ok(room), Some(message)) => {
                    room.send(message);
                    Step::Given
                }
                _ => Step::Dropped,
            },
            command = self.commands.recv() => command.map_or(Step::Dropped, Step::Command),
            _ = clocks.check.tick(), if self.resume.is_doubtful() => Step::Check,
            frame = connection.next(), if queue.is_empty() => Step::Frame(frame),
            _ = clocks.pulse.tick() => Step::Pulse,
        }
    }

    fn clocks(&self) -> Clocks {
        let clock = |after: Duration, every: Duration| {
            let mut clock = tokio::time::interval_at(Instant::now() + after, every);
            clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
            clock
        };
        let facts = self.dial.facts;
        let check = facts.subscription.and_then(|it| it.replay?.check).unwrap_or(facts.every);
        Clocks { pulse: clock(facts.every, facts.every), check: clock(Duration::ZERO, check) }
    }

    /// Asks for what may have been lost on the way.
    async fn check(&mut self, connection: &mut Connection) -> Option<End> {
        let message = self.resume.check()?;
        connection.send(Message::text(message)).await.is_err().then_some(End::Broken)
    }

    /// Gives what came before the end.
    async fn hand_over(&mut self, queue: Queue<M>, end: End) -> End {
        if matches!(end, End::Dropped) {
            return end;
        }
        for message in queue {
            if self.messages.send(message).await.is_err() {
                return End::Dropped;
            }
        }
        end
    }

    fn take(&mut self, frame: Option<Result<Message, WsError>>, queue: &mut Queue<M>) -> Option<End> {
        let text = match frame {
            None => return Some(End::Broken),
            Some(Err(WsError::Capacity(error))) => {
                let error =
                    Error::new(ErrorKind::TooLarge, "a message is larger than the stream accepts").with_source(error);
                return Some(End::Failed(error));
            }
            Some(Err(_)) => return Some(End::Broken),
            Some(Ok(Message::Text(text))) => text.to_string(),
            Some(Ok(Message::Binary(bytes))) => String::from_utf8_lossy(&bytes).into_owned(),
            Some(Ok(Message::Close(close))) => return Some(closed(close)),
            Some(Ok(_)) => return None,
        };
        let messages = match frame::messages(&text) {
            Ok(messages) => messages,
            Err(error) => {
                queue.push_back(Err(Error::new(ErrorKind::Decode, "a frame is not JSON").with_source(error)));
                return None;
            }
        };
        let admitted = messages.into_iter().map(|it| self.resume.admit(it, queue));
        let all = admitted.fold(Admitted::Yes, |all, one| if one == Admitted::Yes { all } else { one });
        match (self.filter(queue), all) {
            (None, Admitted::Overflow) => Some(End::Broken),
            (end, _) => end,
        }
    }

    /// Leaves out what is about something else; ends the stream when the server takes back the credentials.
    fn filter(&self, queue: &mut Queue<M>) -> Option<End> {
        if let Some(only) = &self.only {
            queue.retain(|it| it.as_ref().map_or(true, |it| it.scope().is_none_or(|scope| scope == only)));
        }
        let revoked = |it: &Result<M, Error>| it.as_ref().is_ok_and(|it| self.dial.facts.revoked.contains(&it.name()));
        match queue.iter().any(revoked) {
            true => Some(End::Failed(Error::new(ErrorKind::Revoked, "the server took back the credentials"))),
            false => None,
        }
    }

    /// Sends what the program wants to send, to a server that may have stopped reading.
    async fn send(&mut self, connection: &mut Connection, command: Command, queue: &mut Queue<M>) -> Option<End> {
        self.resume.sent(&command.text, queue);
        let sending = connection.send(Message::text(command.text));
        let error = match tokio::time::timeout(self.dial.facts.every * MAX_SILENCES, sending).await {
            Ok(Ok(())) => {
                let _ = command.done.send(Ok(()));
                return None;
            }
            Ok(Err(error)) => {
                Error::new(ErrorKind::Connection, "the connection broke while the message was sent").with_source(error)
            }
            Err(_) => Error::new(ErrorKind::Timeout, "the server did not take the message in time"),
        };
        let _ = command.done.send(Err(error));
        Some(End::Broken)
    }

    /// Asks a silent server whether it is there.
    async fn pulse(&mut self, connection: &mut Connection, silences: u32) -> Option<End> {
        if silences > MAX_SILENCES {
            tracing::debug!(socket = self.dial.facts.id, "the connection is silent");
            return Some(End::Broken);
        }
        let ask = match self.dial.facts.keep_alive {
            Some(name) => Message::text(json!({ self.dial.facts.tag: name }).to_string()),
            None => Message::Ping(bytes::Bytes::new()),
        };
        connection.send(ask).await.is_err().then_some(End::Broken)
    }

    /// Connects again; `None` when nobody listens any more.
    async fn redial(&mut self) -> Option<Result<Connection, Error>> {
        let mut error = Error::new(ErrorKind::Connection, "the connection broke").with_operation(self.dial.facts.id);
        loop {
            self.failed = self.failed.saturating_add(1);
            if !mends(&error) || self.failed > self.reconnect.max_retries {
                return Some(Err(error.with_attempts(self.failed - 1)));
            }
            let wait = self.reconnect.wait(self.failed, fastrand::f64()).max(error.retry_after().unwrap_or_default());
            tokio::select! {
                () = self.messages.closed() => return None,
                () = tokio::time::sleep(wait) => {}
            }
            tracing::debug!(socket = self.dial.facts.id, attempt = self.failed, "connects again");
            match self.dial.open().await {
                Ok(connection) => return Some(Ok(connection)),
                Err(refused) => error = refused,
            }
        }
    }
}

/// Whether another attempt may succeed.
pub(super) fn mends(error: &Error) -> bool {
    match error.kind() {
        _ if error.is_status() => error.status().is_some_and(|it| it.is_server_error() || it.as_u16() == 429),
        ErrorKind::Token => error.token_error().is_some_and(TokenError::is_transient),
        ErrorKind::Config | ErrorKind::Request | ErrorKind::Transport => false,
        _ => true,
    }
}

/// What the server's closing means (RFC 6455 §7.4).
fn closed(close: Option<CloseFrame>) -> End {
    let Some(close) = close else { return End::Broken };
    let error = |what: &str| {
        let reason = if close.reason.is_empty() { String::new() } else { format!(": {}", close.reason) };
        End::Failed(Error::new(ErrorKind::Connection, format!("the server {what} ({}){reason}", u16::from(close.code))))
    };
    match close.code {
        CloseCode::Normal => End::Finished,
        CloseCode::Protocol | CloseCode::Unsupported | CloseCode::Invalid | CloseCode::Size => {
            error("does not accept what was sent")
        }
        CloseCode::Policy | CloseCode::Library(_) => error("closed the stream"),
        _ => End::Broken,
    }
}

/// Says goodbye, without waiting long for an answer.
async fn close(connection: &mut Connection) {
    let _ = tokio::time::timeout(Duration::from_secs(1), connection.close(None)).await;
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::*;
    use crate::response::RawResponse;

    #[test]
    fn what_is_refused_for_good_is_not_tried_again() {
        let refused = |status| mends(&Error::status_error(RawResponse::new(status, HeaderMap::new(), "")));
        for status in [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND, StatusCode::GONE] {
            assert!(!refused(status), "{status}");
        }
        for status in [StatusCode::TOO_MANY_REQUESTS, StatusCode::INTERNAL_SERVER_ERROR, StatusCode::BAD_GATEWAY] {
            assert!(refused(status), "{status}");
        }
    }
}
