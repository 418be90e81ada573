//! From the files of an SDK to located trees.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostics::{Diagnostics, Origin};
use crate::input::SdkInput;
use crate::parse::{Budget, parse};
use crate::references::{Refused, did_you_mean, join};
use crate::tree::{Locations, Node};
use crate::{dialect, overlay};

/// The file that declares what OpenAPI cannot say.
const CONFIG: &str = "sdk.yaml";
/// The OpenAPI document where nothing else is said.
const MAIN: &str = "openapi.yaml";

/// The files of one SDK, parsed, with overlays applied and in one dialect.
#[derive(Default)]
pub struct Documents {
    /// Path below the SDK's folder → the file's tree. Overlays and `sdk.yaml` are not among them.
    pub files: BTreeMap<Utf8PathBuf, Node>,
    /// Where every node of every file stands.
    pub locations: Locations,
    /// The file that references of each file are relative to, by file number: itself, or for an overlay
    /// the document that it changes.
    pub bases: Vec<Utf8PathBuf>,
    /// Path of the OpenAPI document; a key of `files` unless it could not be read. `None`: the SDK has none.
    pub main: Option<Utf8PathBuf>,
    /// Paths of the event catalogs; keys of `files` unless they could not be read.
    pub catalogs: Vec<Utf8PathBuf>,
    /// The tree of `sdk.yaml`.
    pub config: Option<Node>,
    /// Markdown that the README ends with, a text for each file.
    pub chapters: Vec<String>,
}

/// Parses all files of an SDK, applies its overlays, brings its API description to one dialect. Of
/// `sdk.yaml` only `openapi`, `overlays`, `events` and `readme` are looked at.
///
/// # Diagnostics
/// Those of [`crate::parse`], [`crate::overlay`] and [`crate::dialect`]; `missing-file` for a file that is
/// named but not there; `not-utf8` for a chapter of the README that is not UTF-8; `nothing-to-read` for an SDK with neither document nor catalog.
pub fn load(sdk: &SdkInput, diagnostics: &mut Diagnostics) -> Documents {
    let mut loader = Loader { sdk, documents: Documents::default(), diagnostics };
    loader.parse_files();
    let overlays = match &sdk.adhoc {
        Some(adhoc) => {
            let at = loader.root();
            loader.documents.main = adhoc.openapi.clone().and_then(|path| loader.known(path, &at));
            loader.documents.catalogs =
                adhoc.events.iter().filter_map(|path| loader.known(path.clone(), &at)).collect();
            Vec::new()
        }
        None => loader.read_config(),
    };
    for path in overlays {
        loader.apply_overlay(&path);
    }
    let mut documents = loader.documents;
    dialect::unify(&mut documents, diagnostics);
    documents
}

struct Loader<'a> {
    sdk: &'a SdkInput,
    documents: Documents,
    diagnostics: &'a mut Diagnostics,
}

impl Loader<'_> {
    /// The folder itself, where no file can be blamed.
    fn root(&self) -> Origin {
        Origin::new(self.sdk.root.as_path(), "")
    }

    /// Parses what is YAML or JSON by its name, and what is named explicitly.
    fn parse_files(&mut self) {
        let mut budget = Budget::default();
        let adhoc = self.sdk.adhoc.as_ref();
        let named =
            |path: &Utf8PathBuf| adhoc.is_some_and(|it| it.openapi.as_ref() == Some(path) || it.events.contains(path));
        for (path, bytes) in &self.sdk.files {
            if !matches!(path.extension(), Some("yaml" | "yml" | "json")) && !named(path) {
                continue;
            }
            let shown = self.sdk.root.join(path);
            let documents = &mut self.documents;
            documents.bases.push(path.clone());
            let Some(node) = parse(&shown, bytes, &mut budget, &mut documents.locations, self.diagnostics) else {
                continue;
            };
            if adhoc.is_none() && path == CONFIG {
                documents.config = Some(node);
            } else {
                documents.files.insert(path.clone(), node);
            }
        }
    }

    /// Finds main document and catalogs; gives back the overlays.
    fn read_config(&mut self) -> Vec<Utf8PathBuf> {
        let config = self.documents.config.take();
        let origin = |node: &Node| self.documents.locations.origin(node.at);
        let single = |key| config.as_ref().and_then(|it| it.get(key)).map(|it| (it, origin(it)));
        let main = single("openapi").and_then(|(node, at)| Some((node.as_str()?.to_owned(), at)));
        let list = |key| {
            let list = single(key).and_then(|(node, _)| node.as_list()).unwrap_or_default();
            list.iter().filter_map(|it| Some((it.as_str()?.to_owned(), origin(it)))).collect::<Vec<_>>()
        };
        let (catalogs, overlays, chapters) = (list("events"), list("overlays"), list("readme"));
        let whole = config.as_ref().map_or_else(|| self.root(), origin);
        self.documents.config = config;
        let named = main.is_some() || !catalogs.is_empty();

        self.documents.main = match main {
            Some((path, at)) => self.named(&path, &at),
            None => self.sdk.files.contains_key(Utf8Path::new(MAIN)).then(|| MAIN.into()),
        };
        self.documents.chapters = chapters.iter().filter_map(|(path, at)| self.chapter(path, at)).collect();
        self.documents.catalogs = catalogs.iter().filter_map(|(path, at)| self.named(path, at)).collect();
        if self.documents.main.is_none() && !named {
            let message = "the SDK has neither an OpenAPI document nor an event catalog";
            self.diagnostics.error("nothing-to-read", &whole, message).help(format!("put a document at `{MAIN}`"));
        }
        overlays.iter().filter_map(|(path, at)| self.named(path, at)).collect()
    }

    fn chapter(&mut self, path: &str, at: &Origin) -> Option<String> {
        let path = self.named(path, at)?;
        let text = self.sdk.files.get(&path).and_then(|it| std::str::from_utf8(it).ok()).map(str::to_owned);
        if text.is_none() {
            self.diagnostics.error("not-utf8", at, format!("`{path}` is not UTF-8"));
        }
        text
    }

    /// A path that is written in `sdk.yaml`.
    fn named(&mut self, path: &str, at: &Origin) -> Option<Utf8PathBuf> {
        match join(Utf8Path::new(""), path) {
            Ok(path) => self.known(path, at),
            Err(_) => {
                self.diagnostics.error("ref-outside", at, format!("`{path}` leads out of the SDK's folder"));
                None
            }
        }
    }

    fn known(&mut self, path: Utf8PathBuf, at: &Origin) -> Option<Utf8PathBuf> {
        if self.sdk.files.contains_key(&path) {
            return Some(path);
        }
        let help = did_you_mean(path.as_str(), self.sdk.files.keys().map(|it| it.as_str()));
        self.diagnostics.error("missing-file", at, format!("file `{path}` does not exist")).help = help;
        None
    }

    /// Applies one overlay to the document that it extends, the main document unless it says otherwise.
    fn apply_overlay(&mut self, path: &Utf8Path) {
        let Some(overlay) = self.documents.files.remove(path) else { return };
        let extends =
            overlay.get("extends").and_then(|it| Some((it.as_str()?, self.documents.locations.origin(it.at))));
        let target = match extends.map(|(file, at)| (join(path, file), at)) {
            Some((Ok(target), at)) => self.known(target, &at),
            Some((Err(Refused::Outside), at)) => {
                self.diagnostics.error("ref-outside", &at, "`extends` leads out of the SDK's folder");
                None
            }
            // A URL says where the document once came from.
            Some((Err(Refused::Remote), _)) | None => self.documents.main.clone(),
        };
        let Some(target) = target else { return };
        let number = self.documents.locations.file_number(overlay.at);
        if let Some(base) = self.documents.bases.get_mut(number) {
            base.clone_from(&target);
        }
        let Documents { files, locations, .. } = &mut self.documents;
        if let Some(document) = files.get_mut(&target) {
            overlay::apply(&overlay, document, locations, self.diagnostics);
        }
    }
}
