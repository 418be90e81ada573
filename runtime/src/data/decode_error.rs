//! What a decoding failure tells, and decoding with it.

use std::fmt;

use serde::de::DeserializeOwned;

use super::{json_path, whole};

/// JSON that a type cannot hold: what is wrong, at which path, at which place of the text.
///
/// It keeps no text of the document: strings are left out of the message, since they may be secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    message: String,
    path: String,
    line: usize,
    column: usize,
}

impl DecodeError {
    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Path of the value that is wrong (`debates[3].status`); empty for the document itself.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Line of the text, from 1; 0 where it is not known.
    #[must_use]
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// Column of the text in bytes, from 1; 0 at the start of a line.
    #[must_use]
    pub fn column(&self) -> usize {
        self.0.column
    }

    /// A failure of the document as a whole.
    pub(crate) fn of_document(message: &str) -> Self {
        Self::at(String::new(), message.to_owned(), 0, 0)
    }

    /// An error of decoding `text`.
    pub(crate) fn new(text: &str, error: &serde_json::Error) -> Self {
        Self::inside(text, text, error)
    }

    /// An error of decoding `part`, which is a slice of `text`.
    pub(crate) fn inside(text: &str, part: &str, error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let full = error.to_string();
        let message = full.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&full);
        let (inner, message, place) = match json_path::split(message) {
            Some((inner, message)) => (inner, message, json_path::noted_in(part)),
            None => ("", message, None),
        };
        let place = place.unwrap_or_else(|| json_path::offset(part, line, column));
        let offset = json_path::start_in(text, part).unwrap_or(0) + place;
        let mut path = json_path::locate(text, offset);
        path.push_str(inner);
        if path.starts_with('.') {
            path.remove(0);
        }
        let (line, column) = json_path::line_and_column(text.as_bytes(), offset);
        Self::at(path, without_strings(message), line, column)
    }

    fn at(path: String, message: String, line: usize, column: usize) -> Self {
        Self(Box::new(Inner { message, path, line, column }))
    }

    /// The error as the message of another error, with its path where [`json_path::split`] finds it.
    pub(crate) fn as_message(&self) -> String {
        let dot = match self.0.path.bytes().next() {
            None | Some(b'[') => "",
            Some(_) => ".",
        };
        format!("{dot}{}: {}", self.0.path, self.0.message)
    }
}

/// Leaves out what serde quotes of a string (`invalid type: string "…", expected …`).
fn without_strings(message: &str) -> String {
    let Some((before, quoted)) = message.split_once("string \"") else {
        return message.to_owned();
    };
    let mut escaped = false;
    let end = quoted.find(|c| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    });
    let after = end.and_then(|end| quoted.get(end + 1..)).unwrap_or("");
    format!("{before}string{after}")
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.path.is_empty() {
            write!(f, "{}: ", self.0.path)?;
        }
        f.write_str(&self.0.message)?;
        if self.0.line > 0 {
            write!(f, " (line {}, column {})", self.0.line, self.0.column)?;
        }
        Ok(())
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("message", &self.0.message)
            .field("path", &self.0.path)
            .field("line", &self.0.line)
            .field("column", &self.0.column)
            .finish()
    }
}

impl std::error::Error for DecodeError {}

/// Decodes JSON bytes.
///
/// # Errors
/// Bytes that are not UTF-8 or not JSON, and values that the type cannot hold, with their path.
pub fn decode_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    decode_text(utf8(bytes)?)
}

/// Decodes JSON text. A number like `3.0` is an integer where one is expected.
///
/// # Errors
/// Text that is not JSON, and values that the type cannot hold, with their path.
pub fn decode_text<T: DeserializeOwned>(text: &str) -> Result<T, DecodeError> {
    serde_json::from_str(text).or_else(|error| {
        let error = DecodeError::new(text, &error);
        let mended = whole::mended(text, error.message());
        mended.and_then(|it| serde_json::from_str(&it).ok()).ok_or(error)
    })
}

/// Decodes JSON text into what points into it.
pub(crate) fn borrowed<'a, T: serde::Deserialize<'a>>(text: &'a str) -> Result<T, DecodeError> {
    serde_json::from_str(text).map_err(|error| DecodeError::new(text, &error))
}

pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let (line, column) = json_path::line_and_column(bytes, error.valid_up_to());
        DecodeError::at(String::new(), "not UTF-8".to_owned(), line, column)
    })
}
