//! Live streams over a WebSocket (RFC 6455): typed messages in, typed messages out, for as long as the program likes.
//!
//! A task owns the connection. It answers pings, notices silence, connects again when the connection breaks and
//! subscribes again where it was; the program reads from a bounded buffer. When the program is slow the task stops
//! reading, so that memory stays bounded and the server sees the back pressure.
//!
//! **Invariant:** a message is given to the program once. Where messages may have been missed the stream says so with
//! an error of the kind [`Missed`](crate::ErrorKind::Missed), and goes on.

mod address;
mod builder;
mod dial;
mod driver;
mod frame;
mod resume;
mod stream;
mod token;

pub use builder::SocketBuilder;
pub use frame::{catalog, decoded};
pub use stream::Socket;

/// What a socket sends, as the generator writes it.
pub trait Incoming: Send + Sized + 'static {
    /// Decodes a message. What cannot be decoded is a message too, a malformed one.
    fn decode(text: &str) -> Self;
    /// Its name on the wire; empty where it has none.
    fn name(&self) -> &str;
    /// Its position in the server's order, where it has one.
    fn position(&self) -> Option<i64>;
    /// What it is about, in the terms of a subscription.
    fn scope(&self) -> Option<&str>;
}

/// What is sent where nothing can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {}

impl serde::Serialize for Nothing {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
}

/// Chooses messages: the kind of an event, or a name on the wire.
pub trait Select<M>: Send + 'static {
    /// Whether this is one of them.
    fn selects(&self, message: &M) -> bool;
}

impl<M: Incoming> Select<M> for &'static str {
    fn selects(&self, message: &M) -> bool {
        message.name() == *self
    }
}
