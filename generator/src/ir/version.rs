//! Versions of an API that are served side by side.

/// The versions of an API, and how a request says which one it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Versions {
    /// The versions; the first is the one whose paths the document has.
    pub all: Vec<Version>,
    /// How paths begin that name a version, with `{version}` for its name.
    pub path: Option<String>,
    /// Header that holds the version's number.
    pub header: Option<String>,
    /// Media type that asks for a version, with `{version}` for its number.
    pub accept: Option<String>,
    /// How answers are wrapped, where they are.
    pub envelope: Option<AnswerEnvelope>,
}

impl Versions {
    /// The index of the version that a path names.
    pub fn of_path(&self, path: &str) -> Option<usize> {
        let (before, behind) = self.path.as_deref()?.split_once("{version}")?;
        let rest = path.strip_prefix(before)?;
        self.all.iter().position(|it| rest.strip_prefix(it.name.as_str()).is_some_and(|it| it.starts_with(behind)))
    }
}

/// A version of an API.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Its name as it stands in paths (`v2`).
    pub name: String,
    /// What headers call it (`2`).
    pub number: String,
    /// One line of Markdown.
    pub summary: Option<String>,
    /// Day on which it stops to answer.
    pub sunset: Option<String>,
}

/// The keys of the object around an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerEnvelope {
    /// Holds the answer.
    pub data: String,
    /// Holds what is to be said of it.
    pub meta: String,
    /// Holds where other parts of it are.
    pub links: String,
}

/// What an operation is called in a version.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionForm {
    /// Index into [`Versions::all`].
    pub version: u32,
    /// Its paths, the one to ask first before the others.
    pub paths: Vec<String>,
    /// Fields of the body that have another name: from, to.
    pub fields: Vec<(String, String)>,
}
