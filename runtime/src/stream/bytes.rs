//! An answer's bytes as they arrive.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::Live;
use super::stepped::{Source, Stepped};
use crate::error::Error;
use crate::facts::Operation;
use crate::response::RawResponse;

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
pub struct ByteStream(Stepped<Pieces>);

/// What is left of the body.
struct Pieces(Live);

impl Source for Pieces {
    type Item = Result<Bytes, Error>;

    async fn next(&mut self) -> Option<Self::Item> {
        self.0.next().await.map_err(|it| it.with_operation(self.0.operation.id)).transpose()
    }
}

impl ByteStream {
    pub(crate) fn new(raw: &RawResponse, operation: &'static Operation) -> Self {
        Self(Stepped::new(Pieces(Live::of(raw, operation))))
    }

    /// Ends the stream with an error when nothing comes for so long. Default: the call's timeout.
    #[must_use]
    pub fn idle_timeout(mut self, idle: Duration) -> Self {
        if let Some(pieces) = self.0.source() {
            pieces.0.idle = idle;
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
        self.0.poll(context)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream(..)")
    }
}
