//! What a decoding failure tells, and decoding with it.

use std::fmt;

use serde::de::DeserializeOwned;

use super::json_path;

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

    pub(crate) fn new(text: &str, error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let full = error.to_string();
        let suffix = format!(" at line {line} column {column}");
        let message = full.strip_suffix(&suffix).unwrap_or(&full);
        let (inner, message) = json_path::split(message);
        let mut path = json_path::locate(text, json_path::offset(text, line, column));
        path.push_str(inner);
        if path.starts_with('.') {
            path.remove(0);
        }
        Self::at(path, without_strings(message), line, column)
    }

    /// An error of decoding `part`, which is a slice of `text`.
    pub(crate) fn inside(text: &str, part: &str, error: &serde_json::Error) -> Self {
        let mut it = Self::new(part, error);
        let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let offset = start + json_path::offset(part, error.line(), error.column());
        // The start of a value is outside of it; its key is known there.
        let mut path = json_path::locate(text, start);
        if !(path.is_empty() || it.0.path.is_empty() || it.0.path.starts_with('[')) {
            path.push('.');
        }
        path.push_str(&it.0.path);
        it.0.path = path.strip_prefix('.').map_or_else(|| path.clone(), str::to_owned);
        let before = text.get(..offset).unwrap_or(text);
        it.0.line = before.matches('\n').count() + 1;
        it.0.column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
        it
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

/// Decodes JSON text.
///
/// # Errors
/// Text that is not JSON, and values that the type cannot hold, with their path.
pub fn decode_text<T: DeserializeOwned>(text: &str) -> Result<T, DecodeError> {
    serde_json::from_str(text).map_err(|error| DecodeError::new(text, &error))
}

pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = valid.iter().filter(|it| **it == b'\n').count() + 1;
        let column = valid.iter().rev().take_while(|it| **it != b'\n').count();
        DecodeError::at(String::new(), "not UTF-8".to_owned(), line, column)
    })
}
