//! A call on its way: the send loop's future with the decoder at its end.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::{Call, Decode};
use crate::error::Error;
use crate::facts::Operation;
use crate::response::RawResponse;
use crate::send;
use crate::transport::BoxFuture;

impl<T, E, M> IntoFuture for Call<T, E, M> {
    type Output = Result<T, Error>;
    type IntoFuture = CallFuture<T>;

    fn into_future(self) -> CallFuture<T> {
        let operation = self.draft.operation;
        CallFuture { sent: send::send(self.draft), decode: self.decode, operation }
    }
}

/// A call on its way.
#[must_use = "a call is sent when it is awaited"]
pub struct CallFuture<T> {
    sent: BoxFuture<'static, Result<RawResponse, Error>>,
    decode: Decode<T>,
    operation: &'static Operation,
}

impl<T> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let raw = match ready!(self.sent.as_mut().poll(context)) {
            Ok(raw) => raw,
            Err(error) => return Poll::Ready(Err(error)),
        };
        let decoded = (self.decode)(&raw, self.operation);
        Poll::Ready(decoded.map_err(|it| Error::decode_error(raw, it).with_operation(self.operation.id)))
    }
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}
