//! An answer's bytes as they arrive.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::Live;
use crate::error::Error;
use crate::response::RawResponse;
use crate::transport::BoxFuture;

/// The body of an answer, piece by piece; from [`Call::stream`](crate::Call::stream).
///
/// ```no_run
/// # async fn run(call: sdk_runtime::Call<sdk_runtime::bytes::Bytes>) -> Result<(), Box<dyn std::error::Error>> {
/// use std::io::Write;
///
/// let mut file = std::fs::File::create("report.pdf")?;
/// let mut body = call.stream().await?;
/// while let Some(piece) = body.next().await {
///     file.write_all(&piece?)?;
/// }
/// # Ok(())
/// # }
/// ```
pub struct ByteStream(State);

type Piece = Result<Option<Bytes>, Error>;

enum State {
    Waiting(Box<Live>),
    Reading(BoxFuture<'static, (Box<Live>, Piece)>),
    Ended,
}

impl ByteStream {
    pub(crate) fn new(raw: &RawResponse, operation: &'static str) -> Self {
        Self(State::Waiting(Box::new(Live::of(raw, operation))))
    }

    /// Ends the stream with an error when nothing comes for so long. Default: the call's timeout.
    #[must_use]
    pub fn idle_timeout(mut self, idle: Duration) -> Self {
        if let State::Waiting(live) = &mut self.0 {
            live.idle = idle;
        }
        self
    }

    /// The next piece; `None` at the end, also after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        crate::stream::next(self).await
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut reading = match std::mem::replace(&mut self.0, State::Ended) {
            State::Waiting(mut live) => Box::pin(async move {
                let piece = live.next().await;
                (live, piece)
            }),
            State::Reading(reading) => reading,
            State::Ended => return Poll::Ready(None),
        };
        let Poll::Ready((live, piece)) = reading.as_mut().poll(context) else {
            self.0 = State::Reading(reading);
            return Poll::Pending;
        };
        if let Ok(Some(_)) = &piece {
            self.0 = State::Waiting(live);
        }
        Poll::Ready(piece.transpose())
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream(..)")
    }
}
