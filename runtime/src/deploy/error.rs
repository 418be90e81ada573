//! Why an app was not deployed, and how far that came.

use std::fmt;

use super::Step;
use crate::data::Secret;
use crate::error::Error;

/// Why an app was not deployed, or not wholly.
pub struct DeployError {
    pub(super) tried: &'static str,
    pub(super) failure: Box<Failure>,
    pub(super) done: Vec<Step>,
    pub(super) app_id: Option<String>,
    pub(super) key: Option<Secret>,
}

/// What went wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// The manifest, or what was asked for; nothing was sent.
    Input(String),
    /// Somebody else has an app of that name.
    Taken {
        /// The name.
        slug: String,
    },
    /// The platform has no secrets, and there are some to store.
    NoSecrets,
    /// A call failed.
    Call(Error),
    /// The platform answered something else than expected.
    Answer(&'static str),
}

impl DeployError {
    /// What went wrong.
    #[must_use]
    pub fn failure(&self) -> &Failure {
        &self.failure
    }

    /// What had been done by then, and was not undone. Deploying again goes on from there.
    #[must_use]
    pub fn done(&self) -> &[Step] {
        &self.done
    }

    /// The app, where it is known.
    #[must_use]
    pub fn app_id(&self) -> Option<&str> {
        self.app_id.as_deref()
    }

    /// The key that had been made by then.
    #[must_use]
    pub fn runtime_key(&self) -> Option<&Secret> {
        self.key.as_ref()
    }

    /// The call that failed, where it was one.
    #[must_use]
    pub fn call(&self) -> Option<&Error> {
        match &*self.failure {
            Failure::Call(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for DeployError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tried {
            "" => write!(f, "{}", self.failure)?,
            tried => write!(f, "cannot {tried}: {}", self.failure)?,
        }
        for (index, step) in self.done.iter().enumerate() {
            write!(f, "{}{step}", if index == 0 { "; done before: " } else { ", " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(message) => f.write_str(message),
            Self::Taken { slug } => write!(f, "the name `{slug}` is taken by an app that is not yours"),
            Self::NoSecrets => f.write_str("the platform has no secrets, and there are some to store"),
            Self::Call(error) => error.fmt(f),
            Self::Answer(what) => write!(f, "the platform's answer is not understood: {what}"),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

/// The key is left out.
impl fmt::Debug for DeployError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeployError")
            .field("tried", &self.tried)
            .field("failure", &self.failure)
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DeployError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.call().map(|it| it as _)
    }
}
