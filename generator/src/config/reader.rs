//! Reading objects of the project's own formats: every key is known, every value has its type.

use crate::diagnostics::Diagnostics;
use crate::references::did_you_mean;
use crate::tree::{At, Locations, Map, Node};

/// Where problems of the project's own formats are reported.
pub(crate) struct Report<'r> {
    pub(crate) locations: &'r Locations,
    pub(crate) diagnostics: &'r mut Diagnostics,
}

impl Report<'_> {
    /// Adds an error.
    pub(crate) fn error(&mut self, code: &'static str, at: At, message: impl Into<String>, help: Option<String>) {
        let at = self.locations.origin(at);
        self.diagnostics.error(code, &at, message).help = help;
    }

    /// Says that a value is of the wrong type.
    pub(crate) fn wrong_type(&mut self, node: &Node, what: &str, expected: &str) {
        self.error("wrong-type", node.at, format!("{what} is {}, not {expected}", node.kind()), None);
    }

    /// Says that a name is none of those that are known.
    pub(crate) fn unknown<'n>(
        &mut self,
        code: &'static str,
        at: At,
        message: String,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let help = did_you_mean(name, known);
        self.error(code, at, message, help);
    }
}

impl Report<'_> {
    /// Says that a name which becomes one of the code as it is cannot be `what`, where it cannot.
    pub(crate) fn check_snake_case(&mut self, code: &'static str, (name, at): &Named, what: &str) {
        if !is_snake_case(name) {
            let help = "small ASCII letters, digits and `_`, beginning with a letter";
            self.error(code, *at, format!("`{name}` is no name of {what}"), Some(help.to_owned()));
        }
    }
}

/// Whether a name is in small ASCII letters, digits and `_`, beginning with a letter.
pub(crate) fn is_snake_case(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_lowercase())
        && name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
}

/// A name, and where it stands.
pub type Named = (String, At);

/// An object whose keys are known beforehand.
pub(crate) struct Reader<'a> {
    /// Where it stands.
    pub(crate) at: At,
    what: String,
    map: Option<&'a Map>,
}

impl<'a> Reader<'a> {
    /// Reads `node`, called `what` in messages; every key that is none of `keys` is an error.
    pub(crate) fn new(node: &'a Node, what: impl Into<String>, keys: &[&str], report: &mut Report<'_>) -> Self {
        let what = what.into();
        let map = node.as_object();
        if map.is_none() && !node.is_null() {
            report.wrong_type(node, &what, "an object");
        }
        for (key, _) in map.into_iter().flat_map(Map::entries) {
            if !keys.contains(&&*key.text) {
                let message = format!("`{}` is no key of {what}", key.text);
                report.unknown("unknown-key", key.at, message, &key.text, keys.iter().copied());
            }
        }
        Self { at: node.at, what, map }
    }

    /// The value of a key; null counts as absent.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Node> {
        self.map?.get(key).filter(|it| !it.is_null())
    }

    fn read<T>(
        &self,
        key: &str,
        expected: &str,
        report: &mut Report<'_>,
        read: impl Fn(&'a Node) -> Option<T>,
    ) -> Option<T> {
        let node = self.get(key)?;
        let value = read(node);
        if value.is_none() {
            report.wrong_type(node, &format!("`{key}`"), expected);
        }
        value
    }

    /// A value that has to be there.
    pub(crate) fn required<T>(&self, key: &str, value: Option<T>, report: &mut Report<'_>) -> Option<T> {
        if self.get(key).is_none() && self.map.is_some() {
            report.error("missing-key", self.at, format!("{} needs `{key}`", self.what), None);
        }
        value
    }

    /// A string.
    pub(crate) fn text(&self, key: &str, report: &mut Report<'_>) -> Option<&'a str> {
        self.read(key, "a string", report, Node::as_str)
    }

    /// A string that has to be there.
    pub(crate) fn required_text(&self, key: &str, report: &mut Report<'_>) -> Option<&'a str> {
        let text = self.text(key, report);
        self.required(key, text, report)
    }

    /// A string that may be written as a number, as versions are.
    pub(crate) fn word(&self, key: &str, report: &mut Report<'_>) -> Option<String> {
        self.read(key, "a string", report, |it| {
            it.as_str().map(str::to_owned).or_else(|| Some(it.as_number()?.text().to_owned()))
        })
    }

    /// A boolean.
    pub(crate) fn truth(&self, key: &str, report: &mut Report<'_>) -> Option<bool> {
        self.read(key, "a boolean", report, Node::as_bool)
    }

    /// A whole number that is not negative.
    pub(crate) fn count(&self, key: &str, report: &mut Report<'_>) -> Option<u64> {
        self.read(key, "a whole number", report, |it| it.as_number()?.as_u64())
    }

    /// A number.
    pub(crate) fn number(&self, key: &str, report: &mut Report<'_>) -> Option<f64> {
        self.read(key, "a number", report, |it| Some(it.as_number()?.as_f64()))
    }

    /// A duration in milliseconds: an integer followed by `ms`, `s` or `m`.
    pub(crate) fn duration(&self, key: &str, report: &mut Report<'_>) -> Option<u64> {
        self.read(key, "a duration such as `2s`, `500ms` or `10m`", report, |it| duration(it.as_str()?))
    }

    /// A list.
    pub(crate) fn list(&self, key: &str, report: &mut Report<'_>) -> &'a [Node] {
        self.read(key, "a list", report, Node::as_list).unwrap_or_default()
    }

    /// A list of strings.
    pub(crate) fn texts(&self, key: &str, report: &mut Report<'_>) -> Vec<String> {
        self.names(key, report).into_iter().map(|it| it.0).collect()
    }

    /// A string, with its place.
    pub(crate) fn named(&self, key: &str, report: &mut Report<'_>) -> Option<Named> {
        Some((self.text(key, report)?.to_owned(), self.get(key)?.at))
    }

    /// A string that has to be there, with its place.
    pub(crate) fn required_named(&self, key: &str, report: &mut Report<'_>) -> Option<Named> {
        let named = self.named(key, report);
        self.required(key, named, report)
    }

    /// A list of strings, each with its place.
    pub(crate) fn names(&self, key: &str, report: &mut Report<'_>) -> Vec<Named> {
        let mut names = Vec::new();
        for node in self.list(key, report) {
            match node.as_str() {
                Some(text) => names.push((text.to_owned(), node.at)),
                None => report.wrong_type(node, &format!("an entry of `{key}`"), "a string"),
            }
        }
        names
    }

    /// A string or a list of strings, each with its place.
    pub(crate) fn name_or_names(&self, key: &str, report: &mut Report<'_>) -> Vec<Named> {
        match self.get(key) {
            Some(node) if node.as_list().is_some() => self.names(key, report),
            _ => self.named(key, report).into_iter().collect(),
        }
    }

    /// A list of HTTP statuses.
    pub(crate) fn statuses(&self, key: &str, report: &mut Report<'_>) -> Vec<u16> {
        let mut statuses = Vec::new();
        for node in self.list(key, report) {
            statuses.extend(status(node, report));
        }
        statuses
    }

    /// The members of an object whose keys are names: key, place of the key, value.
    pub(crate) fn members(&self, key: &str, report: &mut Report<'_>) -> Vec<(&'a str, At, &'a Node)> {
        let map = self.read(key, "an object", report, Node::as_object);
        map.into_iter().flat_map(Map::entries).map(|(key, node)| (&*key.text, key.at, node)).collect()
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(&self, key: &str, words: &[(&str, T)], report: &mut Report<'_>) -> Option<T> {
        let text = self.text(key, report)?;
        let found = words.iter().find(|it| it.0 == text).map(|it| it.1);
        if found.is_none() {
            let node = self.get(key)?;
            let all: Vec<String> = words.iter().map(|it| format!("`{}`", it.0)).collect();
            report.error(
                "unknown-value",
                node.at,
                format!("`{key}` cannot be `{text}`"),
                Some(format!("one of {}", all.join(", "))),
            );
        }
        found
    }
}

/// An HTTP status.
pub(crate) fn status(node: &Node, report: &mut Report<'_>) -> Option<u16> {
    let status = node.as_number().and_then(|it| it.as_u64()).filter(|it| (100..1000).contains(it));
    if status.is_none() {
        report.error("wrong-type", node.at, "an HTTP status is a number from 100 to 999", None);
    }
    status.map(|it| it as u16)
}

/// Milliseconds of `2s`, `500ms`, `10m`.
fn duration(text: &str) -> Option<u64> {
    let end = text.find(|it: char| !it.is_ascii_digit())?;
    let (digits, unit) = text.split_at(end);
    let factor = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(factor)
}
