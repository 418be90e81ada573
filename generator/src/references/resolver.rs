//! Following references through the documents of one SDK.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use super::did_you_mean;
use super::files::{Refused, join, percent_decode};
use crate::diagnostics::Diagnostics;
use crate::document::Documents;
use crate::tree::{At, Node, unescape};

/// References lead through at most this many others.
const MAX_HOPS: usize = 1_000;

/// A pointer leads through at most this many references, all told: each may be a step of the stack, and the pointers of
/// references may lead through references themselves.
const MAX_THROUGH: usize = 64;

/// Once this much is said of the documents, references that name nothing are not compared with all that there is to name.
const SUGGESTIONS: usize = 50;

/// What a reference names.
#[derive(Clone, Copy, Debug)]
pub struct Resolved<'a> {
    /// The node.
    pub node: &'a Node,
    /// Its place, which identifies it.
    pub at: At,
}

/// Where references end, by the place of the node that holds them; `None` where they lead nowhere.
pub type Ends<'a> = BTreeMap<At, Option<Resolved<'a>>>;

/// Resolves references of any place in the documents.
#[derive(Clone, Copy)]
pub struct Resolver<'a> {
    documents: &'a Documents,
    /// What becomes of a reference that names nothing.
    lost: &'static str,
}

/// Why a reference names nothing.
struct Failure<'a> {
    code: &'static str,
    message: String,
    help: Option<String>,
    /// The name that is not there, and where it was looked for.
    missing: Option<(String, &'a Node)>,
}

impl Failure<'_> {
    fn new(code: &'static str, message: String) -> Self {
        Self { code, message, help: None, missing: None }
    }
}

impl<'a> Resolver<'a> {
    /// A resolver for all files of `documents`.
    pub fn new(documents: &'a Documents) -> Self {
        Self { documents, lost: "it is taken as open JSON" }
    }

    /// The same for references of which something else becomes when they name nothing; diagnostics say so.
    #[must_use]
    pub fn losing(self, lost: &'static str) -> Self {
        Self { lost, ..self }
    }

    /// The documents it resolves in.
    pub fn documents(&self) -> &'a Documents {
        self.documents
    }

    /// The value of `$ref`, if this is an object that has one.
    pub fn reference(node: &Node) -> Option<&Node> {
        node.get("$ref")
    }

    /// The name of a node: the last segment of its pointer, or its file's name without extension.
    pub fn name(&self, at: At) -> Cow<'a, str> {
        self.documents.locations.name(at)
    }

    /// Takes one step: what the `$ref` of `node` names, which may hold a `$ref` again. `None` where there
    /// is no `$ref`, or where it names nothing and a diagnostic says so.
    ///
    /// # Diagnostics
    /// `dangling-ref`, `ref-outside`, `ref-remote`, `unsupported-ref`; `wrong-type` for a `$ref` that is no string.
    pub fn resolve(&self, node: &'a Node, diagnostics: &mut Diagnostics) -> Option<Resolved<'a>> {
        let reference = Self::reference(node)?;
        let Some(text) = reference.as_str() else {
            let at = self.documents.locations.origin(reference.at);
            let message = format!("`$ref` is {}, not a string; {}", reference.kind(), self.lost);
            diagnostics.warning("wrong-type", &at, message);
            return None;
        };
        self.resolve_text(text, reference.at, diagnostics)
    }

    /// As [`Resolver::resolve`], without a word where the reference names nothing.
    pub fn peek(&self, node: &Node) -> Option<Resolved<'a>> {
        let reference = Self::reference(node)?;
        let node = self.find(self.base(reference.at), reference.as_str()?, &mut { MAX_THROUGH }).ok()?;
        Some(Resolved { node, at: node.at })
    }

    /// What a reference names that stands at `at` (a `$ref`, or a value of a discriminator's `mapping`).
    ///
    /// # Diagnostics
    /// As [`Resolver::resolve`].
    pub fn resolve_text(&self, text: &str, at: At, diagnostics: &mut Diagnostics) -> Option<Resolved<'a>> {
        let found = self.find(self.base(at), text, &mut { MAX_THROUGH });
        found.map(|node| Resolved { node, at: node.at }).map_err(|failure| self.report(failure, at, diagnostics)).ok()
    }

    /// Goes on until a node without `$ref` is reached; a node without `$ref` is itself. `None` where a
    /// reference names nothing or comes back to itself, and a diagnostic says so.
    ///
    /// # Diagnostics
    /// As [`Resolver::resolve`]; `ref-cycle` for references that only name each other, and for a chain of
    /// more than 1,000 of them.
    pub fn follow(&self, node: &'a Node, diagnostics: &mut Diagnostics) -> Option<Resolved<'a>> {
        self.follow_on(node, &mut BTreeMap::new(), diagnostics)
    }

    /// As [`Resolver::follow`], with a memory of where the references of earlier calls ended; what is
    /// wrong with a reference is said once.
    pub fn follow_on(
        &self,
        node: &'a Node,
        known: &mut Ends<'a>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Resolved<'a>> {
        let mut seen = BTreeSet::new();
        let end = self.end(node, &mut seen, known, diagnostics);
        known.extend(seen.into_iter().map(|at| (at, end)));
        end
    }

    fn end(
        &self,
        node: &'a Node,
        seen: &mut BTreeSet<At>,
        known: &Ends<'a>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Resolved<'a>> {
        let mut node = node;
        while let Some(reference) = Self::reference(node) {
            if let Some(end) = known.get(&node.at) {
                return *end;
            }
            let again = seen.contains(&node.at);
            if again || seen.len() >= MAX_HOPS {
                let at = self.documents.locations.origin(reference.at);
                let text = reference.as_str().unwrap_or_default();
                let (message, help) = if again {
                    let message = format!("`{text}` leads back to itself; {}", self.lost);
                    (message, "let one of these references name something else")
                } else {
                    let message =
                        format!("`{text}` is the end of a chain of more than {MAX_HOPS} references; {}", self.lost);
                    (message, "let one of these references name the last schema")
                };
                diagnostics.warning("ref-cycle", &at, message).help(help);
                return None;
            }
            seen.insert(node.at);
            node = self.resolve(node, diagnostics)?.node;
        }
        Some(Resolved { node, at: node.at })
    }

    /// What `text` names, seen from the SDK's folder (`openapi.yaml#/components/schemas/X`). Says nothing
    /// where it names nothing.
    pub fn locate(&self, text: &str) -> Option<Resolved<'a>> {
        let node = self.find(Utf8Path::new(""), text, &mut { MAX_THROUGH }).ok()?;
        Some(Resolved { node, at: node.at })
    }

    /// The file that references at `at` are relative to.
    fn base(&self, at: At) -> &'a Utf8Path {
        let number = self.documents.locations.file_number(at);
        self.documents.bases.get(number).map_or(Utf8Path::new(""), Utf8PathBuf::as_path)
    }

    fn find(&self, base: &Utf8Path, text: &str, hops: &mut usize) -> Result<&'a Node, Failure<'a>> {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        let root = self.file(base, file, text)?;
        let fragment = percent_decode(fragment);
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let mut failure = Failure::new("unsupported-ref", format!("`{text}` names an anchor"));
            failure.help = Some("write a JSON Pointer: `#/components/schemas/…`".to_owned());
            return Err(failure);
        }
        let mut node = root;
        let mut segments = fragment.split('/').skip(1).peekable();
        if let Some(section) = segments.peek().and_then(|it| moved(root, it)) {
            node = section;
            segments.next();
        }
        for segment in segments {
            node = self.step(node, &unescape(segment), text, hops)?;
        }
        Ok(node)
    }

    fn step(&self, node: &'a Node, segment: &str, text: &str, hops: &mut usize) -> Result<&'a Node, Failure<'a>> {
        if let Some(next) = node.step(segment) {
            return Ok(next);
        }
        if let Some(reference) = Self::reference(node)
            && let Some(through) = reference.as_str()
        {
            let Some(left) = hops.checked_sub(1) else {
                return Err(Failure::new("ref-cycle", format!("`{text}` leads back to itself")));
            };
            *hops = left;
            let there = self.find(self.base(reference.at), through, hops)?;
            return self.step(there, segment, text, hops);
        }
        let mut failure = Failure::new("dangling-ref", format!("`{text}` does not exist"));
        failure.missing = Some((segment.to_owned(), node));
        Err(failure)
    }

    fn file(&self, base: &Utf8Path, file: &str, text: &str) -> Result<&'a Node, Failure<'a>> {
        let path = join(base, file).map_err(|refused| match refused {
            Refused::Remote => {
                let mut failure = Failure::new("ref-remote", format!("`{text}` is a URL"));
                failure.help = Some("put a copy of the file into the SDK's folder; nothing is fetched".to_owned());
                failure
            }
            Refused::Outside => {
                let mut failure = Failure::new("ref-outside", format!("`{text}` leads out of the SDK's folder"));
                failure.help = Some("references name files of that folder only, by relative paths".to_owned());
                failure
            }
        })?;
        self.documents.files.get(&path).ok_or_else(|| {
            let mut failure =
                Failure::new("dangling-ref", format!("file `{path}` does not exist or could not be read"));
            let known = self.documents.files.keys().map(|it| it.as_str());
            failure.help = did_you_mean(path.as_str(), known);
            failure
        })
    }

    fn report(&self, failure: Failure<'a>, at: At, diagnostics: &mut Diagnostics) {
        let origin = self.documents.locations.origin(at);
        let message = format!("{}; {}", failure.message, self.lost);
        let missing = failure.missing.filter(|_| diagnostics.len() < SUGGESTIONS);
        let meant = missing.and_then(|(segment, node)| did_you_mean(&segment, node.as_object()?.keys()));
        let help = meant.or(failure.help);
        diagnostics.warning(failure.code, &origin, message).help = help;
    }
}

/// The section of `components` that a section of Swagger 2.0's root has become.
fn moved<'a>(root: &'a Node, section: &str) -> Option<&'a Node> {
    let new = match section {
        "definitions" => "schemas",
        "securityDefinitions" => "securitySchemes",
        "parameters" | "responses" => section,
        _ => return None,
    };
    if root.get(section).is_some() {
        return None;
    }
    root.get("components")?.get(new)
}
