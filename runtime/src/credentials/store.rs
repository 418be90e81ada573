//! The file itself: where it is, read, changed, removed.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{StoreError, Stored, files};
use crate::client::Sdk;
use crate::facts::{CredentialsFile, SdkFacts};

/// The file in which programs of a system keep their credentials.
///
/// ```no_run
/// use sdk_runtime::credentials::{Store, StoreError};
///
/// # fn log_in<C: sdk_runtime::Sdk>(key: &str) -> Result<(), StoreError> {
/// let store = Store::of::<C>()?;
/// store.update(|it| it.with_credential("control", key))?;
/// println!("stored in {}", store.path().display());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Store {
    facts: &'static SdkFacts,
    file: CredentialsFile,
    path: PathBuf,
    /// Whether the folder that it is in is there for it alone.
    is_own_folder: bool,
}

impl Store {
    /// The file of a system.
    ///
    /// # Errors
    /// The system has none, or the user has no home.
    pub fn of<C: Sdk>() -> Result<Self, StoreError> {
        Self::from_facts(C::facts())
    }

    pub(crate) fn from_facts(facts: &'static SdkFacts) -> Result<Self, StoreError> {
        let file = facts.credentials_file.ok_or(StoreError::None)?;
        let path = match file.path.strip_prefix("~/") {
            Some(rest) => std::env::home_dir().filter(|it| it.is_absolute()).ok_or(StoreError::NoHome)?.join(rest),
            None => PathBuf::from(file.path),
        };
        Ok(Self { facts, file, path, is_own_folder: is_own_folder(file.path) })
    }

    /// The same file in another place. A folder that is there keeps its rights.
    #[must_use]
    pub fn at(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = path.into();
        self.is_own_folder = false;
        self
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it holds; `None` where there is no file.
    ///
    /// # Errors
    /// Others can read or change it, it is no JSON object, or the system refused.
    pub fn read(&self) -> Result<Option<Stored>, StoreError> {
        self.members(true).map(|it| it.map(|members| Stored::new(self.facts, members)))
    }

    /// Changes what it holds, and makes it private in doing so. What `change` does not touch stays.
    ///
    /// # Errors
    /// It is a symbolic link or no JSON object, or the system refused; the file is then as before.
    pub fn update(&self, change: impl FnOnce(Stored) -> Stored) -> Result<(), StoreError> {
        let mut stored = change(Stored::new(self.facts, self.members(false)?.unwrap_or_default()));
        if let Some(key) = self.file.updated {
            let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap_or_default();
            stored.members.insert(key.to_owned(), Value::from(now.to_string()));
        }
        let mut text = serde_json::to_vec_pretty(&stored.members).unwrap_or_default();
        text.push(b'\n');
        files::replace(&self.path, &text, self.is_own_folder)
    }

    /// Removes the file with all that it holds. Whether there was one.
    ///
    /// # Errors
    /// The system refused.
    pub fn remove(&self) -> Result<bool, StoreError> {
        files::remove(&self.path)
    }

    fn members(&self, must_be_private: bool) -> Result<Option<Map<String, Value>>, StoreError> {
        let Some(bytes) = files::read(&self.path, must_be_private)? else { return Ok(None) };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(members)) => Ok(Some(members)),
            Ok(_) => Err(StoreError::malformed(&self.path, "is no JSON object", None)),
            Err(error) => Err(StoreError::malformed(&self.path, "is no JSON", Some(error.line()))),
        }
    }
}

/// Whether a path is right in a folder of the system's own in the user's home: `~/.name/…`.
fn is_own_folder(path: &str) -> bool {
    // Programs of all kinds have their files in these.
    const SHARED: [&str; 4] = [".", ".cache", ".config", ".local"];
    let folder = path.strip_prefix("~/").and_then(|it| it.rsplit_once('/')).map(|it| it.0);
    folder.is_some_and(|it| it.starts_with('.') && !it.contains('/') && !SHARED.contains(&it) && it != "..")
}
