//! A file that takes its name when it is whole.
//!
//! **Invariant:** under the final name stands what stood there before, or all of the new content.
//!
//! **Invariant:** what is not finished is removed, whenever it is given up: whoever is the last to know of it does that,
//! which may be the thread that opens it.

use std::fs::{OpenOptions, Permissions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use crate::beside::Beside;
use crate::error::{Error, ErrorKind};

/// A file being written; removed when it is dropped unfinished.
pub(super) struct DraftFile {
    file: File,
    draft: Arc<Beside>,
    path: PathBuf,
    length: u64,
}

impl DraftFile {
    pub(super) async fn create(path: &Path) -> Result<Self, Error> {
        let failed = |error| unwritable(path, error);
        path.file_name().ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
        let draft = Arc::new(Beside::new(path));
        let (opened, target) = (Arc::clone(&draft), path.to_owned());
        let open = move || opened.open(&mut OpenOptions::new(), access(&target));
        let file = tokio::task::spawn_blocking(open).await;
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
            tokio::task::spawn_blocking(move || draft.put(&path)).await.map_err(io::Error::other)?
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
