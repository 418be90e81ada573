//! Where bytes to send come from.

use std::error::Error as StdError;
use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::ready;

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use crate::error::{Error, ErrorKind};
use crate::transport::{BoxFuture, Chunks, TransportError, TransportErrorKind};

/// Bytes that are read at a time.
const PIECE: usize = 64 << 10;

/// Is told how many bytes were sent, and of how many where that is known.
pub(crate) type Progress = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

/// Where bytes to send come from.
#[derive(Clone)]
pub(crate) enum Content {
    Bytes(Bytes),
    /// A file, which is opened for each attempt.
    File(Arc<Path>),
    /// A stream, which can be read once.
    Once(Arc<Once>),
}

/// A stream until somebody reads it, and its length where that is known.
pub(crate) struct Once {
    length: Option<u64>,
    chunks: Mutex<Option<Box<dyn Chunks>>>,
}

impl Content {
    /// What this stream gives.
    pub(crate) fn of_stream<S, B, E>(stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::once(StreamChunks(Box::pin(stream)), length)
    }

    /// What this reader gives.
    pub(crate) fn of_reader(reader: impl AsyncRead + Send + 'static, length: Option<u64>) -> Self {
        Self::once(ReaderChunks(Box::pin(reader)), length)
    }

    fn once(chunks: impl Chunks + 'static, length: Option<u64>) -> Self {
        Self::Once(Arc::new(Once { length, chunks: Mutex::new(Some(Box::new(chunks))) }))
    }

    /// The pieces for one attempt, and how long they are together.
    ///
    /// # Errors
    /// The file cannot be opened, or the stream was read before.
    pub(super) async fn open(&self) -> Result<(Box<dyn Chunks>, Option<u64>), Error> {
        match self {
            Self::Bytes(bytes) => Ok((Box::new(BytesChunks(bytes.clone())), Some(bytes.len() as u64))),
            Self::File(path) => {
                let (file, length) = file(path).await.map_err(|error| {
                    Error::new(ErrorKind::Upload, format!("the file {} cannot be read", path.display()))
                        .with_source(error)
                })?;
                Ok((Box::new(file), length))
            }
            Self::Once(once) => {
                let chunks = once.chunks.lock().unwrap_or_else(PoisonError::into_inner).take();
                let spent =
                    || Error::new(ErrorKind::Upload, "a stream can be sent only once, and this one was sent before");
                Ok((chunks.ok_or_else(spent)?, once.length))
            }
        }
    }
}

/// A file with its length, where it has one: devices have none, and neither have files that are made up while they are
/// read, which say that they are empty.
async fn file(path: &Path) -> io::Result<(FileChunks, Option<u64>)> {
    // Opening a pipe waits for whoever writes to it, and nothing could end that wait.
    is_readable(&tokio::fs::metadata(path).await?)?;
    let file = File::open(path).await?;
    let facts = file.metadata().await?;
    is_readable(&facts)?;
    let mut rest = ReaderChunks(Box::pin(file));
    if !facts.is_file() {
        return Ok((FileChunks { first: None, rest }, None));
    }
    if facts.len() > 0 {
        return Ok((FileChunks { first: None, rest }, Some(facts.len())));
    }
    let first = rest.next().await.map_err(|it| io::Error::other(it.into_source()))?;
    let length = if first.is_some() { None } else { Some(0) };
    Ok((FileChunks { first, rest }, length))
}

fn is_readable(facts: &Metadata) -> io::Result<()> {
    if facts.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    #[cfg(unix)]
    if std::os::unix::fs::FileTypeExt::is_fifo(&facts.file_type()) {
        return Err(io::Error::new(io::ErrorKind::Unsupported, "it is a pipe, which is sent as a reader"));
    }
    Ok(())
}

/// A file of which the first bytes may have been read.
struct FileChunks {
    first: Option<Bytes>,
    rest: ReaderChunks<File>,
}

impl Chunks for FileChunks {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        match self.first.take() {
            Some(first) => Box::pin(std::future::ready(Ok(Some(first)))),
            None => self.rest.next(),
        }
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(one), Self::Bytes(other)) => one == other,
            (Self::File(one), Self::File(other)) => one == other,
            (Self::Once(one), Self::Once(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl Default for Content {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

/// Bytes in pieces, so that their progress can be told.
struct BytesChunks(Bytes);

impl Chunks for BytesChunks {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let piece = self.0.split_to(self.0.len().min(PIECE));
        Box::pin(std::future::ready(Ok(Some(piece).filter(|it| !it.is_empty()))))
    }
}

struct StreamChunks<S>(Pin<Box<S>>);

impl<S, B, E> Chunks for StreamChunks<S>
where
    S: Stream<Item = Result<B, E>> + Send,
    B: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(std::future::poll_fn(|context| {
            let item = ready!(self.0.as_mut().poll_next(context)).transpose();
            item.map(|it| it.map(Into::into)).map_err(unreadable).into()
        }))
    }
}

struct ReaderChunks<R>(Pin<Box<R>>);

impl<R: AsyncRead + Send> Chunks for ReaderChunks<R> {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let mut piece = vec![0; PIECE];
        Box::pin(std::future::poll_fn(move |context| {
            let mut room = ReadBuf::new(&mut piece);
            let read = ready!(self.0.as_mut().poll_read(context, &mut room));
            let length = room.filled().len();
            piece.truncate(length);
            let piece = Bytes::from(std::mem::take(&mut piece));
            read.map(|()| Some(piece).filter(|it| !it.is_empty())).map_err(unreadable).into()
        }))
    }
}

fn unreadable(error: impl Into<Box<dyn StdError + Send + Sync>>) -> TransportError {
    TransportError::new(TransportErrorKind::Other, error)
}
