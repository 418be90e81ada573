//! The file in which programs of one system keep credentials for each other: what one logs in with, all find.
//!
//! In: an SDK's facts, which name the file and its keys. Out: a [`Store`], which reads it, changes it and removes it.
//! [`ClientBuilder::from_env`](crate::ClientBuilder::from_env) reads it as well.
//!
//! **Invariant:** the file is never readable by others, not even while it is written: it takes the place of the old one
//! when it is complete (mode 0600). Folders that are made for it have mode 0700, and the system's own folder is given it;
//! any other folder stays as it is, others may have their files there.
//!
//! **Invariant:** what others wrote into it stays, whatever it is.
//!
//! **Invariant:** no credential is part of an error or of `Debug`.

mod error;
mod files;
mod store;
mod stored;

pub use error::StoreError;
pub use store::Store;
pub use stored::Stored;
