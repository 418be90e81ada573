//! Where the project is, and what it keeps where.

use std::env;

use camino::{Utf8Path, Utf8PathBuf};

/// A checkout of the project.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    root: Utf8PathBuf,
}

impl Project {
    /// The checkout that this program belongs to: the one Cargo runs it from, else the one around the
    /// current folder. `None` outside any checkout.
    pub(crate) fn find() -> Option<Self> {
        let by_cargo =
            env::var("CARGO_MANIFEST_DIR").ok().and_then(|it| Utf8PathBuf::from(it).parent().map(Utf8Path::to_owned));
        let here = env::current_dir().ok().and_then(|it| Utf8PathBuf::from_path_buf(it).ok());
        let around = here.as_deref().map(Utf8Path::ancestors).into_iter().flatten().map(Utf8Path::to_owned);
        by_cargo.into_iter().chain(around).find(|it| is_root(it)).map(|root| Self { root })
    }

    /// The top folder.
    pub(crate) fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// Input: one folder for each SDK.
    pub(crate) fn spec(&self) -> Utf8PathBuf {
        self.root.join("spec")
    }

    /// Output: one crate for each SDK.
    pub(crate) fn generated(&self) -> Utf8PathBuf {
        self.root.join("generated")
    }

    /// Where Cargo writes, and the commands that compile what they generate.
    pub(crate) fn target(&self) -> Utf8PathBuf {
        let set = env::var("CARGO_TARGET_DIR").ok().filter(|it| !it.is_empty());
        set.map_or_else(|| self.root.join("target"), |it| self.root.join(it))
    }

    /// Shape of the output.
    pub(crate) fn templates(&self) -> Utf8PathBuf {
        self.root.join("templates")
    }
}

fn is_root(path: &Utf8Path) -> bool {
    path.join("templates").is_dir() && path.join("xtask/Cargo.toml").is_file()
}
