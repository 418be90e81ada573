//! Why a request is not signed.

use std::borrow::Cow;
use std::fmt;

use crate::error::{Error, ErrorKind};

/// Why a request is not signed. It holds no part of the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignError {
    message: Cow<'static, str>,
}

impl SignError {
    /// With these words, which are shown.
    #[must_use]
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into() }
    }

    pub(super) fn into_error(self) -> Error {
        Error::new(ErrorKind::Request, "the request cannot be signed").with_source(self)
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SignError {}
