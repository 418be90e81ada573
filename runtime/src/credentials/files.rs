//! Files that only their owner reads: rights, links, and writing as a whole.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

use super::StoreError;
use crate::beside;

/// A file of credentials is far smaller.
const MOST_BYTES: u64 = 1 << 20;

/// The whole file; `None` where there is none.
pub(super) fn read(path: &Path, must_be_private: bool) -> Result<Option<Vec<u8>>, StoreError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io("read", path, error)),
    };
    let failed = |error| StoreError::io("read", path, error);
    // Of the open file, so that nobody puts another one there in between.
    let rights = file.metadata().map_err(failed)?;
    if !rights.is_file() {
        return Err(StoreError::malformed(path, "is no file", None));
    }
    if must_be_private && for_others(&rights) != 0 {
        return Err(StoreError::Exposed { path: path.to_owned(), mode: for_others(&rights) });
    }
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(StoreError::malformed(path, "is too large for a file of credentials", None));
    }
    Ok(Some(bytes))
}

/// Puts a file in the place of what is there, in one step. A folder that is the system's own is taken from others.
pub(super) fn replace(path: &Path, bytes: &[u8], is_own_folder: bool) -> Result<(), StoreError> {
    if fs::symlink_metadata(path).is_ok_and(|it| it.file_type().is_symlink()) {
        return Err(StoreError::Link { path: path.to_owned() });
    }
    if let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
        private_folder(folder, is_own_folder)?;
    }
    let written = beside::replace(path, bytes, private(&mut OpenOptions::new()), None);
    written.map_err(|error| StoreError::io("write", path, error))
}

/// Removes a file, or the link that stands there. Whether there was one.
pub(super) fn remove(path: &Path) -> Result<bool, StoreError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::io("remove", path, error)),
    }
}

/// Makes the folder for its owner alone. One that is there is taken from others only where it is the system's own.
fn private_folder(folder: &Path, is_own: bool) -> Result<(), StoreError> {
    let failed = |error| StoreError::io("make", folder, error);
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    owner_only(&mut builder);
    builder.create(folder).map_err(failed)?;
    if is_own { restrict(folder).map_err(failed) } else { Ok(()) }
}

#[cfg(unix)]
mod rights {
    //! Rights as Unix has them.

    use std::fs::{self, DirBuilder, Metadata, OpenOptions, Permissions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
    use std::path::Path;

    /// What others may do.
    pub(super) fn for_others(file: &Metadata) -> u32 {
        file.mode() & 0o077
    }

    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options.mode(0o600)
    }

    pub(super) fn owner_only(builder: &mut DirBuilder) {
        builder.mode(0o700);
    }

    pub(super) fn restrict(folder: &Path) -> io::Result<()> {
        let found = fs::symlink_metadata(folder)?;
        // A link leads to a folder that has other uses.
        match found.is_dir() && for_others(&found) != 0 {
            true => fs::set_permissions(folder, Permissions::from_mode(0o700)),
            false => Ok(()),
        }
    }
}

#[cfg(not(unix))]
mod rights {
    //! Where the folder of a user is private by itself.

    use std::fs::{DirBuilder, Metadata, OpenOptions};
    use std::io;
    use std::path::Path;

    pub(super) fn for_others(_: &Metadata) -> u32 {
        0
    }

    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    pub(super) fn owner_only(_: &mut DirBuilder) {}

    pub(super) fn restrict(_: &Path) -> io::Result<()> {
        Ok(())
    }
}

use rights::{for_others, owner_only, private, restrict};
