//! An answer's bytes as they arrive.

use std::fmt;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::Live;
use super::draft_file::DraftFile;
use super::pieces::Pieces;
use crate::error::{Error, ErrorKind};
use crate::facts::Operation;
use crate::response::RawResponse;
use crate::stepped::Stepped;

/// The body of an answer, piece by piece; from [`Call::stream`](crate::Call::stream).
///
/// A body that ends before the length that the server announced is an error of [`ErrorKind::Body`], as is a connection
/// that breaks; unless the request may be sent twice and the server takes ranges of a version that it names (a strong
/// `ETag`, RFC 9110 §14): then the rest is asked for, unnoticed, as often in a row without success as the call has retries.
/// Dropping the stream closes the connection.
///
/// ```no_run
/// # async fn run(call: sdk_runtime::Call<sdk_runtime::bytes::Bytes>) -> Result<(), sdk_runtime::Error> {
/// let report = call.stream().await?;
/// let length = report.on_progress(|received, total| println!("{received} of {total:?}")).save_to("report.pdf").await?;
/// # Ok(())
/// # }
/// ```
pub struct ByteStream {
    pieces: Stepped<Pieces>,
    head: RawResponse,
}

impl ByteStream {
    pub(crate) fn new(raw: &RawResponse, operation: &'static Operation) -> Self {
        let pieces = Pieces::new(Live::of(raw, operation), raw, length(raw));
        Self { pieces: Stepped::new(pieces), head: raw.head() }
    }

    fn set(mut self, set: impl FnOnce(&mut Pieces)) -> Self {
        self.pieces.set(set);
        self
    }

    /// Ends the stream with an error when nothing comes for so long. Default: the call's timeout.
    #[must_use]
    pub fn idle_timeout(self, idle: Duration) -> Self {
        self.set(|it| it.live.idle = idle)
    }

    /// Is told how many bytes have come, and how many there are if the server has announced it; after each piece.
    #[must_use]
    pub fn on_progress(self, progress: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.set(|it| it.progress = Some(Box::new(progress)))
    }

    /// The length that the server announced.
    pub fn length(&self) -> Option<u64> {
        length(&self.head)
    }

    /// The media type that the server announced.
    pub fn content_type(&self) -> Option<&str> {
        self.head.header("content-type")
    }

    /// The name that the server gives the file (`Content-Disposition`, RFC 6266), made harmless to a file system: no
    /// folders, no device, nothing hidden, no characters that are not seen or that some system refuses, at most 200 bytes.
    /// It is a name and no word of a shell: there it has to be quoted like any other text. `None`: it gives none that can
    /// be used.
    pub fn file_name(&self) -> Option<String> {
        // Names are UTF-8 on the wire although headers are not.
        let header = self.head.headers().get("content-disposition")?;
        super::file_name::of(&String::from_utf8_lossy(header.as_bytes()))
    }

    /// All of it, if that is not more than `max` bytes.
    ///
    /// # Errors
    /// [`ErrorKind::TooLarge`]: there is more. Else as for [`next`](Self::next).
    pub async fn bytes(mut self, max: usize) -> Result<Bytes, Error> {
        let mut whole = BytesMut::new();
        while let Some(piece) = self.next().await {
            let piece = piece?;
            if piece.len() > max - whole.len() {
                return Err(Error::new(ErrorKind::TooLarge, format!("the body is larger than {max} bytes")));
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole.freeze())
    }

    /// Writes all of it to a file, and says how long it is.
    ///
    /// It is written beside that file under another name first, and takes its place, and that of a file which was there,
    /// when it is whole and on the disk: nobody ever sees half of it. On Unix it has the access rights of the file that it
    /// replaces. Where the path is a link, the link is replaced and what it leads to is left alone. Where something goes
    /// wrong, or where the future is dropped, what was written is removed.
    ///
    /// # Errors
    /// [`ErrorKind::File`]: it cannot be written. Else as for [`next`](Self::next).
    pub async fn save_to(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let mut draft = DraftFile::create(path.as_ref()).await?;
        while let Some(piece) = self.next().await {
            draft.write(&piece?).await?;
        }
        draft.finish().await
    }

    /// The next piece; `None` at the end, also after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        crate::stream::next(self).await
    }
}

#[cfg(feature = "blocking")]
impl ByteStream {
    /// The same as an iterator, for programs without an async runtime.
    pub fn blocking(self) -> crate::blocking::Each<Self> {
        crate::blocking::Each::new(self)
    }
}

fn length(head: &RawResponse) -> Option<u64> {
    head.header("content-length")?.trim().parse().ok()
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pieces.poll(context)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("length", &self.length()).finish_non_exhaustive()
    }
}
