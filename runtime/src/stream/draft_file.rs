//! A file that takes its name when it is whole.
//!
//! **Invariant:** under the final name stands what stood there before, or all of the new content.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use crate::error::{Error, ErrorKind};

/// A file being written; removed when it is dropped unfinished.
pub(super) struct DraftFile {
    file: Option<File>,
    /// Where it is written, beside its final place, so that taking that is one step.
    draft: PathBuf,
    path: PathBuf,
    length: u64,
}

impl DraftFile {
    pub(super) async fn create(path: &Path) -> Result<Self, Error> {
        let failed = |error| unwritable(path, error);
        let name = path.file_name().ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
        let mut draft_name = OsString::from(".");
        draft_name.push(name);
        draft_name.push(format!(".{:016x}.part", fastrand::u64(..)));
        let draft = path.with_file_name(draft_name);
        let file = File::options().write(true).create_new(true).open(&draft).await.map_err(failed)?;
        Ok(Self { file: Some(file), draft, path: path.to_owned(), length: 0 })
    }

    pub(super) async fn write(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.length += piece.len() as u64;
        match &mut self.file {
            Some(file) => file.write_all(piece).await.map_err(|it| unwritable(&self.path, it)),
            None => Ok(()),
        }
    }

    /// Gives it its name; returns its length.
    pub(super) async fn finish(mut self) -> Result<u64, Error> {
        let renamed = async {
            if let Some(file) = &mut self.file {
                file.flush().await?;
                file.sync_all().await?;
            }
            tokio::fs::rename(&self.draft, &self.path).await
        };
        renamed.await.map_err(|it| unwritable(&self.path, it))?;
        self.file = None;
        Ok(self.length)
    }
}

impl Drop for DraftFile {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // It is in nobody's way: what cannot be removed cannot be helped either.
            let _ = std::fs::remove_file(&self.draft);
        }
    }
}

fn unwritable(path: &Path, error: io::Error) -> Error {
    Error::new(ErrorKind::File, format!("the file {} cannot be written", path.display())).with_source(error)
}
