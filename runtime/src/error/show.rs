//! How an error reads: one line that says which operation failed, how, and what the server said of it.
//!
//! **Invariant:** text of a server never breaks out of that line: its control characters are escaped and it is
//! cut where it gets long.

use std::error::Error as StdError;
use std::fmt;

use super::Error;
use crate::response::RawResponse;

/// Longest text of a server that is shown, in characters. [`Error::message`] has all of it.
const LONGEST: usize = 500;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.operation.is_empty() {
            write!(f, "{}: ", self.0.operation)?;
        }
        match (&self.0.response, self.is_status()) {
            (Some(response), true) => self.fmt_status(f, response),
            _ => self.fmt_own(f),
        }
    }
}

impl Error {
    fn fmt_own(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        match self.path().filter(|it| !it.is_empty()) {
            Some(path) => write!(f, ", at `{}`", Line(path)),
            None => Ok(()),
        }
    }

    fn fmt_status(&self, f: &mut fmt::Formatter<'_>, response: &RawResponse) -> fmt::Result {
        write!(f, "{}", response.status())?;
        if matches!(response.status().as_u16(), 301..=303 | 307 | 308) {
            f.write_str(": a redirect that is not followed")?;
        }
        if let Some(message) = self.message() {
            write!(f, ": {}", Line(message))?;
        }
        if let Some(code) = self.code() {
            write!(f, " [{}]", Line(code))?;
        }
        if let Some(replacement) = self.gone().and_then(|it| it.replacement) {
            write!(f, ", use {} instead", Line(&replacement))?;
        }
        if let Some(id) = self.request_id() {
            write!(f, " (request {})", Line(id))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.to_string())
            .field("response", &self.0.response)
            .field("retry_after", &self.0.retry_after)
            .field("attempts", &self.0.attempts)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|it| it as _)
    }
}

/// Text of a server as a part of one line.
struct Line<'a>(&'a str);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (count, it) in self.0.chars().enumerate() {
            match it {
                _ if count == LONGEST => return f.write_str("…"),
                it if it.is_control() || is_bidirectional(it) => write!(f, "{}", it.escape_default())?,
                it => fmt::Write::write_char(f, it)?,
            }
        }
        Ok(())
    }
}

/// Characters that turn the direction of what follows (Unicode TR 9), so that text reads as what it is not.
fn is_bidirectional(it: char) -> bool {
    matches!(it, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
