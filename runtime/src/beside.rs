//! A file that is written beside the one whose place it takes.
//!
//! **Invariant:** under the final name stands what stood there before, or all of the new content.
//!
//! **Invariant:** what has not taken its place is removed, whenever it is given up, and nothing else is: a file that
//! somebody else made under its name stays.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// What a file is called until it is whole; removed when this is dropped before.
pub(crate) struct Beside {
    /// In the same folder: only within one file system a file takes another's place at once.
    path: PathBuf,
    /// It was made, and has not yet taken its place.
    is_there: AtomicBool,
}

impl Beside {
    /// A name that nobody guesses. It is its own: the final one may be as long as the file system allows.
    pub(crate) fn new(target: &Path) -> Self {
        let path = target.with_file_name(format!(".{:016x}.part", fastrand::u64(..)));
        Self { path, is_there: AtomicBool::new(false) }
    }

    /// Makes the file, for whom `options` and then `access` say.
    pub(crate) fn open(&self, options: &mut OpenOptions, access: Option<Permissions>) -> io::Result<File> {
        let file = options.write(true).create_new(true).open(&self.path)?;
        self.is_there.store(true, Ordering::Relaxed);
        if let Some(access) = access {
            file.set_permissions(access)?;
        }
        Ok(file)
    }

    /// Puts it in the place of what is there.
    pub(crate) fn put(&self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        self.is_there.store(false, Ordering::Relaxed);
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if *self.is_there.get_mut() {
            // It is in nobody's way: what cannot be removed cannot be helped either.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Writes a whole file and puts it in the place of what is there.
#[cfg(any(feature = "credentials-file", feature = "manifests"))]
pub(crate) fn replace(
    target: &Path,
    bytes: &[u8],
    options: &mut OpenOptions,
    access: Option<Permissions>,
) -> io::Result<()> {
    use std::io::Write as _;

    let beside = Beside::new(target);
    let mut file = beside.open(options, access)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    beside.put(target)
}
