//! Files in forms: fields of a model that are sent as parts of a `multipart/form-data` body.
//!
//! Serde knows no files. While a form is written, an upload that is serialised puts itself aside and leaves its
//! number in the form ([`gather`]); anywhere else it is text.

use std::cell::RefCell;
use std::fmt;

use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Base64;

/// A file to send: its bytes, the name it has, its media type.
///
/// ```
/// use sdk_runtime::data::Upload;
///
/// let file = Upload::new(b"%PDF-1.7".to_vec()).file_name("policy.pdf").content_type("application/pdf");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Upload {
    pub(crate) content: Bytes,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
}

impl Upload {
    /// A file with these bytes. Unless set, its name is that of its field, and its media type what the
    /// specification says or `application/octet-stream`.
    #[must_use]
    pub fn new(content: impl Into<Bytes>) -> Self {
        Self { content: content.into(), ..Self::default() }
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

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.content
    }
}

impl<B: Into<Bytes>> From<B> for Upload {
    fn from(content: B) -> Self {
        Self::new(content)
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("bytes", &self.content.len())
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
        match (place, std::str::from_utf8(&self.content)) {
            (Some(place), _) => to.serialize_str(&place),
            (None, Ok(text)) => to.serialize_str(text),
            (None, Err(_)) => to.serialize_str(&Base64::from(self.content.to_vec()).to_string()),
        }
    }
}

impl<'de> Deserialize<'de> for Upload {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::new)
    }
}
