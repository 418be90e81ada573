//! A file that takes its name when it is whole.
//!
//! **Invariant:** under the final name stands what stood there before, or all of the new content.
//!
//! **Invariant:** what is not finished is removed, whenever it is given up: whoever is the last to know of it does that,
//! which may be the thread that opens it.

use std::fs::Permissions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use crate::error::{Error, ErrorKind};

/// A file being written; removed when it is dropped unfinished.
pub(super) struct DraftFile {
    file: File,
    draft: Arc<Draft>,
    path: PathBuf,
    length: u64,
}

/// What a file is called until it is whole.
struct Draft {
    /// Beside its final place, so that taking that is one step.
    path: PathBuf,
    /// It was made, and has not yet taken its place.
    is_there: AtomicBool,
}

impl Draft {
    /// Makes the file; it may be read and written by whom that was which it is to replace.
    fn open(&self, access: Option<Permissions>) -> io::Result<std::fs::File> {
        let file = std::fs::File::options().write(true).create_new(true).open(&self.path)?;
        self.is_there.store(true, Ordering::Relaxed);
        if let Some(access) = access {
            file.set_permissions(access)?;
        }
        Ok(file)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if *self.is_there.get_mut() {
            // It is in nobody's way: what cannot be removed cannot be helped either.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl DraftFile {
    pub(super) async fn create(path: &Path) -> Result<Self, Error> {
        let failed = |error| unwritable(path, error);
        path.file_name().ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
        // A name of its own: the final one may be as long as the file system allows.
        let name = format!(".{:016x}.part", fastrand::u64(..));
        let draft = Arc::new(Draft { path: path.with_file_name(name), is_there: AtomicBool::new(false) });
        let (opened, target) = (Arc::clone(&draft), path.to_owned());
        let file = tokio::task::spawn_blocking(move || opened.open(access(&target))).await;
        let file = file.map_err(io::Error::other).and_then(|it| it).map_err(failed)?;
        Ok(Self { file: File::from_std(file), draft, path: path.to_owned(), length: 0 })
    }

    pub(super) async fn write(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.length += piece.len() as u64;
        self.file.write_all(piece).await.map_err(|it| unwritable(&self.path, it))
    }

    /// Gives it its name; returns its length.
    pub(super) async fn finish(mut self) -> Result<u64, Error> {
        let renamed = async {
            self.file.flush().await?;
            self.file.sync_all().await?;
            let (draft, path) = (Arc::clone(&self.draft), self.path.clone());
            let rename = move || {
                std::fs::rename(&draft.path, path)?;
                draft.is_there.store(false, Ordering::Relaxed);
                Ok(())
            };
            tokio::task::spawn_blocking(rename).await.map_err(io::Error::other)?
        };
        renamed.await.map_err(|it: io::Error| unwritable(&self.path, it))?;
        Ok(self.length)
    }
}

/// Who may read and write the file that is there. Elsewhere than on Unix, what may not be written cannot be replaced
/// either.
fn access(path: &Path) -> Option<Permissions> {
    std::fs::metadata(path).ok().filter(|it| cfg!(unix) && it.is_file()).map(|it| it.permissions())
}

fn unwritable(path: &Path, error: io::Error) -> Error {
    Error::new(ErrorKind::File, format!("the file {} cannot be written", path.display())).with_source(error)
}
