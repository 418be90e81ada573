//! An open socket, as a program sees it.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};

use super::driver::Command;
use super::{Incoming, Select};
use crate::error::{Error, ErrorKind};

/// An open socket: a stream of what the server sends, and the way to send it something.
///
/// It ends when the server ends it, with an error that another connection does not mend, or when it is dropped. An error
/// of the kind [`Missed`](ErrorKind::Missed) ends nothing.
pub struct Socket<M, S> {
    messages: mpsc::Receiver<Result<M, Error>>,
    commands: mpsc::Sender<Command>,
    reconnects: Arc<AtomicU32>,
    handlers: Vec<Handler<M>>,
    types: PhantomData<fn(S)>,
}

/// What is called with the messages that it chooses.
type Handler<M> = Box<dyn FnMut(&M) + Send>;

impl<M: Incoming, S: Serialize> Socket<M, S> {
    pub(super) fn new(
        messages: mpsc::Receiver<Result<M, Error>>,
        commands: mpsc::Sender<Command>,
        reconnects: Arc<AtomicU32>,
    ) -> Self {
        Self { messages, commands, reconnects, handlers: Vec::new(), types: PhantomData }
    }

    /// The next message; `None` at the end. Cancelling the wait loses nothing.
    pub async fn next(&mut self) -> Option<Result<M, Error>> {
        crate::stream::next(self).await
    }

    /// Sends a message. While the connection is being made again, this waits for it.
    ///
    /// # Errors
    /// The message cannot be encoded, the connection broke while it was being sent, or the stream has ended.
    pub async fn send(&self, message: impl Into<S>) -> Result<(), Error> {
        let text = serde_json::to_string(&message.into())
            .map_err(|error| Error::new(ErrorKind::Request, "the message cannot be encoded").with_source(error))?;
        let ended = || Error::new(ErrorKind::Connection, "the stream has ended");
        let (done, sent) = oneshot::channel();
        self.commands.send(Command { text, done }).await.map_err(|_| ended())?;
        sent.await.map_err(|_| ended())?
    }

    /// Calls `handler` with every message that `kind` chooses, while the stream is read: by [`next`](Self::next),
    /// [`once`](Self::once) or [`run`](Self::run).
    pub fn on(&mut self, kind: impl Select<M>, mut handler: impl FnMut(&M) + Send + 'static) {
        self.handlers.push(Box::new(move |message| {
            if kind.selects(message) {
                handler(message);
            }
        }));
    }

    /// Reads until a message comes that `kind` chooses.
    ///
    /// # Errors
    /// None came in time, the stream ended, or messages may have been missed.
    pub async fn once(&mut self, kind: impl Select<M>, timeout: Duration) -> Result<M, Error> {
        let found = async {
            while let Some(message) = self.next().await {
                let message = message?;
                if kind.selects(&message) {
                    return Ok(message);
                }
            }
            Err(Error::new(ErrorKind::Connection, "the stream ended before such a message came"))
        };
        match tokio::time::timeout(timeout, found).await {
            Ok(found) => found,
            Err(_) => Err(Error::new(ErrorKind::Timeout, "no such message came in time")),
        }
    }

    /// Reads to the end, for the handlers alone.
    ///
    /// # Errors
    /// The first error of the stream. One that says that something may have been [missed](ErrorKind::Missed) ends
    /// nothing: call it again to go on.
    pub async fn run(&mut self) -> Result<(), Error> {
        while let Some(message) = self.next().await {
            message?;
        }
        Ok(())
    }

    /// How often the connection was made again.
    pub fn reconnects(&self) -> u32 {
        self.reconnects.load(Ordering::Relaxed)
    }
}

impl<M: Incoming, S> Stream for Socket<M, S> {
    type Item = Result<M, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.messages.poll_recv(context);
        if let Poll::Ready(Some(Ok(message))) = &polled {
            for handler in &mut self.handlers {
                handler(message);
            }
        }
        polled
    }
}

impl<M, S> fmt::Debug for Socket<M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket").field("reconnects", &self.reconnects).finish_non_exhaustive()
    }
}
