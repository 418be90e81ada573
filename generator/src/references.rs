//! `$ref`: which node a reference names, in its own file or another one of the SDK's folder.
//!
//! A reference is relative to the file that it stands in (RFC 3986), its fragment is a JSON Pointer
//! (RFC 6901). A reference in an overlay is relative to the document that the overlay changes.
//!
//! **Invariant:** nothing outside the files handed over is ever named: URLs, absolute paths and `..` above
//! the SDK's folder name nothing, and a diagnostic says so.

mod files;
mod nearest;
mod resolver;

pub use self::files::{Refused, files_named, join};
pub use self::nearest::did_you_mean;
pub use self::resolver::{Ends, Resolved, Resolver};
