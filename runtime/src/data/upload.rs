//! Files in forms: fields of a model that are sent as parts of a `multipart/form-data` body.
//!
//! Serde knows no files. While a form is written, an upload that is serialised puts itself aside and leaves its
//! number in the form ([`gather`]); anywhere else it is text.

use std::cell::RefCell;
use std::error::Error as StdError;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tokio::io::AsyncRead;

use super::Base64;
use crate::payload::{Content, Segment};

/// A file to send: its bytes or where they come from, the name it has, its media type.
///
/// ```
/// use sdk_runtime::data::Upload;
///
/// let file = Upload::new(b"%PDF-1.7".to_vec()).file_name("policy.pdf").content_type("application/pdf");
/// let large = Upload::file("/var/backups/monday.tar").on_progress(|sent, total| println!("{sent} of {total:?}"));
/// ```
///
/// A file and a stream are read while they are sent, as fast as the server takes them and never whole into memory.
/// `Content-Length` is sent where the length is known, and chunks where it is not (RFC 9112 §7.1). One that cannot be
/// read on, or that is not as long as it was said to be, is an error of [`ErrorKind::Upload`](crate::ErrorKind::Upload):
/// the request is broken off, and the server never takes it for whole. Dropping the call stops the reading.
///
/// While something moves, the call's timeout begins anew, and it has no deadline unless one is set.
#[derive(Clone, Default)]
pub struct Upload {
    pub(crate) segment: Segment,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
}

impl Upload {
    /// A file with these bytes. Unless set, its name is that of its field, and its media type what the
    /// specification says or `application/octet-stream`.
    #[must_use]
    pub fn new(content: impl Into<Bytes>) -> Self {
        Self::of(Content::Bytes(content.into()))
    }

    /// The file at this path, under its own name. It is opened when it is sent, and again for each attempt. A device is
    /// read to its end; a pipe is an error ([`from_reader`](Self::from_reader) sends what comes through one, as it does
    /// `tokio::io::stdin()`).
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
        Self { file_name: name, ..Self::of(Content::File(path.into())) }
    }

    /// What a stream gives, and how long that is together if it is known. A stream can be read once: the call is not
    /// retried once it was begun, nor is a clone of this sent after it.
    #[must_use]
    pub fn from_stream<S, B, E>(stream: S, length: impl Into<Option<u64>>) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::of(Content::of_stream(stream, length.into()))
    }

    /// What a reader gives; as for [`from_stream`](Self::from_stream).
    #[must_use]
    pub fn from_reader(reader: impl AsyncRead + Send + 'static, length: impl Into<Option<u64>>) -> Self {
        Self::of(Content::of_reader(reader, length.into()))
    }

    fn of(content: Content) -> Self {
        Self { segment: Segment { content, progress: None }, ..Self::default() }
    }

    /// Is told how many bytes of it the connection took, and how many there are if that is known; after each piece, and
    /// from the beginning with each attempt. It is called where the request is sent and should not take long.
    #[must_use]
    pub fn on_progress(mut self, progress: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        self.segment.progress = Some(Arc::new(progress));
        self
    }

    /// Sets the name that the server is told.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Adds a header to its part.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Its bytes; `None` for a file or a stream.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        self.segment.bytes()
    }
}

/// Equal are the same bytes, paths or streams under the same names; who is told of the progress does not matter.
impl PartialEq for Upload {
    fn eq(&self, other: &Self) -> bool {
        self.segment.content == other.segment.content
            && self.file_name == other.file_name
            && self.content_type == other.content_type
            && self.headers == other.headers
    }
}

impl Eq for Upload {}

impl<B: Into<Bytes>> From<B> for Upload {
    fn from(content: B) -> Self {
        Self::new(content)
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("bytes", &self.bytes().map(Bytes::len))
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// Uploads that were put aside, and the text before their numbers: random, so that no other text is one.
struct Aside {
    token: String,
    uploads: Vec<Upload>,
}

thread_local! {
    static ASIDE: RefCell<Option<Aside>> = const { RefCell::new(None) };
}

/// Uploads of a value, by what stands in their places.
pub(crate) struct Gathered(Aside);

impl Gathered {
    /// The upload that a text stands for.
    pub(crate) fn find(&self, text: &str) -> Option<&Upload> {
        let number: usize = text.strip_prefix(&*self.0.token)?.parse().ok()?;
        self.0.uploads.get(number)
    }

    /// Whether an upload stands somewhere in a text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        !self.0.uploads.is_empty() && text.contains(&*self.0.token)
    }
}

/// Serialises something and puts the uploads in it aside.
pub(crate) fn gather<T>(serialise: impl FnOnce() -> T) -> (T, Gathered) {
    let fresh = || Aside { token: format!("upload-{:032x}-", fastrand::u128(..)), uploads: Vec::new() };
    let outer = Outer(ASIDE.replace(Some(fresh())));
    let value = serialise();
    let aside = ASIDE.take().unwrap_or_else(fresh);
    drop(outer);
    (value, Gathered(aside))
}

/// What was being put aside before; back in its place when this is dropped, by a panic too.
struct Outer(Option<Aside>);

impl Drop for Outer {
    fn drop(&mut self) {
        ASIDE.set(self.0.take());
    }
}

impl Serialize for Upload {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let place = ASIDE.with_borrow_mut(|it| {
            let aside = it.as_mut()?;
            aside.uploads.push(self.clone());
            Some(format!("{}{}", aside.token, aside.uploads.len() - 1))
        });
        match (place, self.bytes().map(|it| (it, std::str::from_utf8(it)))) {
            (Some(place), _) => to.serialize_str(&place),
            (None, Some((_, Ok(text)))) => to.serialize_str(text),
            (None, Some((bytes, Err(_)))) => to.serialize_str(&Base64::from(bytes.to_vec()).to_string()),
            (None, None) => Err(S::Error::custom("a file or a stream can only be sent as a part of a form with files")),
        }
    }
}

impl<'de> Deserialize<'de> for Upload {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::new)
    }
}
