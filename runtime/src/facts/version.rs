//! Versions of an API: how one is chosen, and what operations are called in each.

/// The versions that a system serves side by side, and how a request says which one it means.
#[derive(Clone, Copy, Debug)]
pub struct VersioningFacts {
    /// The versions; the first is the one whose paths operations name.
    pub all: &'static [VersionFacts],
    /// How paths begin that name a version, with `{version}` for its name: `/api/{version}/`. `None`: no path does.
    pub path: Option<&'static str>,
    /// Header that holds the version's number.
    pub header: Option<&'static str>,
    /// Media type that asks for a version, with `{version}` for its number: `application/json; version={version}`.
    pub accept: Option<&'static str>,
}

impl VersioningFacts {
    /// No version, and no way to choose one.
    pub const NEW: Self = Self { all: &[], path: None, header: None, accept: None };

    /// The version of that name.
    pub fn named(&self, name: &str) -> Option<&'static VersionFacts> {
        self.all.iter().find(|it| it.name == name)
    }

    /// The version that a path names, and the path without it.
    pub(crate) fn of_path(&self, path: &str) -> Option<(&'static VersionFacts, String)> {
        let (before, behind) = self.path?.split_once("{version}")?;
        let rest = path.strip_prefix(before)?;
        self.all.iter().find_map(|it| {
            let rest = rest.strip_prefix(it.name)?.strip_prefix(behind)?;
            let joint = if before.ends_with('/') { behind.trim_start_matches('/') } else { behind };
            Some((it, format!("{before}{joint}{rest}")))
        })
    }
}

/// A version of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionFacts {
    /// Its name as it stands in paths: `v2`.
    pub name: &'static str,
    /// What headers call it: `2`.
    pub number: &'static str,
}

/// What an operation is called in one version, where that is not what its path says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionForm {
    /// Name of the version.
    pub version: &'static str,
    /// Its paths, the one that most servers know first; the next is asked where a server does not know it.
    pub paths: &'static [&'static str],
    /// Members of the body that have another name there: from, to.
    pub fields: &'static [(&'static str, &'static str)],
}

/// How answers are wrapped, where they are: the keys of the object around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnvelopeFacts {
    /// Holds the answer.
    pub data: &'static str,
    /// Holds what is to be said of it.
    pub meta: &'static str,
    /// Holds where other parts of it are.
    pub links: &'static str,
}

impl EnvelopeFacts {
    /// `data`, `meta` and `links`.
    pub const NEW: Self = Self { data: "data", meta: "meta", links: "links" };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_its_version() {
        const V1: VersionFacts = VersionFacts { name: "v1", number: "1" };
        const V11: VersionFacts = VersionFacts { name: "v11", number: "11" };
        let facts = |path| VersioningFacts { all: &[V1, V11], path: Some(path), ..VersioningFacts::NEW };
        let of = |pattern, path: &str| facts(pattern).of_path(path).map(|it| (it.0.name, it.1));
        let prefix = "/api/{version}/";
        assert_eq!(of(prefix, "/api/v1/debates/{id}"), Some(("v1", "/api/debates/{id}".to_owned())));
        assert_eq!(of(prefix, "/api/v11/x"), Some(("v11", "/api/x".to_owned())));
        assert_eq!(of("/{version}/api/", "/v1/api/x"), Some(("v1", "/api/x".to_owned())));
        for path in ["/api/v2/x", "/api/v1", "/api/x", "/v1/x"] {
            assert_eq!(of(prefix, path), None, "{path}");
        }
    }
}
