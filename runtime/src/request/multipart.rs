//! A `multipart/form-data` body (RFC 7578): texts and files under names.

use std::fmt;

use bytes::Bytes;

use crate::data::Upload;
use crate::payload::{Payload, Segment};

/// The parts of a form with files.
///
/// ```
/// use sdk_runtime::Multipart;
///
/// let form = Multipart::new()
///     .text("title", "Policy")
///     .file("document", "policy.pdf", "application/pdf", b"%PDF-1.7".to_vec());
/// ```
#[derive(Clone, Default)]
pub struct Multipart {
    parts: Vec<Piece>,
}

/// One part.
#[derive(Clone)]
pub(super) struct Piece {
    pub(super) name: String,
    pub(super) file: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) content: Segment,
}

impl Multipart {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    #[must_use]
    pub fn text(self, name: impl Into<String>, text: impl fmt::Display) -> Self {
        self.piece(Piece::new(name, text.to_string()))
    }

    /// Adds a JSON value.
    ///
    /// # Errors
    /// The value has no JSON form.
    pub fn json<T: serde::Serialize + ?Sized>(
        self,
        name: impl Into<String>,
        value: &T,
    ) -> Result<Self, serde_json::Error> {
        let content_type = Some("application/json".to_owned());
        let content = serde_json::to_vec(value)?;
        Ok(self.piece(Piece { content_type, ..Piece::new(name, content) }))
    }

    /// Adds a file: its name for the server, its media type, its bytes.
    #[must_use]
    pub fn file(
        self,
        name: impl Into<String>,
        file_name: impl Into<String>,
        content_type: impl Into<String>,
        content: impl Into<Bytes>,
    ) -> Self {
        let (file, content_type) = (Some(file_name.into()), Some(content_type.into()));
        self.piece(Piece { file, content_type, ..Piece::new(name, content) })
    }

    /// Adds a file that may be streamed. Its name is the part's where it has none of its own, and its media type
    /// `application/octet-stream`.
    #[must_use]
    pub fn upload(self, name: impl Into<String>, upload: impl Into<Upload>) -> Self {
        let (name, upload) = (name.into(), upload.into());
        self.piece(Piece::of_upload(&name, upload, None))
    }

    /// Adds a part.
    pub(super) fn piece(mut self, part: Piece) -> Self {
        self.parts.push(part);
        self
    }

    /// The content type with its boundary, and the body. `media_type`: what the operation names, which may be another
    /// kind of multipart body.
    pub(crate) fn encode(&self, media_type: &str) -> (String, Payload) {
        let boundary = self.boundary();
        let mut body = Vec::new();
        for part in &self.parts {
            body.extend([Segment::from(part.head(&boundary)), part.content.clone(), Segment::from("\r\n")]);
        }
        body.push(Segment::from(format!("--{boundary}--\r\n")));
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let is_kind = essence.starts_with("multipart/") && !essence.ends_with('*');
        let kind = if is_kind { essence } else { "multipart/form-data" };
        (format!("{kind}; boundary={boundary}"), Payload::of(body))
    }

    /// A boundary that stands in no part whose bytes are known; in others it does not stand by chance.
    fn boundary(&self) -> String {
        loop {
            let boundary = format!("sdk-{:032x}", fastrand::u128(..));
            let bytes = boundary.as_bytes();
            if !self
                .parts
                .iter()
                .filter_map(|it| it.content.bytes())
                .any(|it| it.windows(bytes.len()).any(|it| it == bytes))
            {
                return boundary;
            }
        }
    }
}

impl Piece {
    pub(super) fn new(name: impl Into<String>, content: impl Into<Segment>) -> Self {
        Self { name: name.into(), file: None, content_type: None, headers: Vec::new(), content: content.into() }
    }

    /// A file. `declared`: the media type that it has where it says nothing else.
    pub(super) fn of_upload(name: &str, upload: Upload, declared: Option<&str>) -> Self {
        let Upload { segment, file_name, content_type, headers } = upload;
        let content_type = content_type.unwrap_or_else(|| declared.unwrap_or("application/octet-stream").to_owned());
        Self {
            file: Some(file_name.unwrap_or_else(|| name.to_owned())),
            content_type: Some(content_type),
            headers,
            ..Self::new(name, segment)
        }
    }

    fn head(&self, boundary: &str) -> String {
        let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(&self.name));
        if let Some(file) = &self.file {
            head.push_str(&format!("; filename=\"{}\"", quoted(file)));
        }
        if let Some(content_type) = &self.content_type {
            head.push_str(&format!("\r\nContent-Type: {}", clean(content_type)));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("\r\n{}: {}", clean(name).replace(':', ""), clean(value)));
        }
        head.push_str("\r\n\r\n");
        head
    }
}

/// What may stand in one line of a head.
fn clean(text: &str) -> String {
    text.chars().filter(|it| !it.is_control()).collect()
}

/// Escaped as browsers do (WHATWG HTML, "multipart form data").
fn quoted(text: &str) -> String {
    text.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.parts.iter().map(|it| &it.name)).finish()
    }
}
