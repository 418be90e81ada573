//! URLs of servers with variables (OpenAPI 3.1 §4.8.5).

use crate::template::{Piece, pieces};

/// The URL of a server, with a value for each of its variables.
///
/// Values are taken as they are: a variable may stand for a whole path or for scheme and host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerUrl {
    template: &'static str,
    values: Vec<(&'static str, String)>,
}

impl ServerUrl {
    /// The URL with its variables in braces, and their defaults.
    #[must_use]
    pub fn new(template: &'static str, defaults: &[(&'static str, &'static str)]) -> Self {
        Self { template, values: defaults.iter().map(|(name, value)| (*name, (*value).to_owned())).collect() }
    }

    /// Gives a variable another value.
    pub fn set(&mut self, name: &str, value: String) {
        if let Some(known) = self.values.iter_mut().find(|it| it.0 == name) {
            known.1 = value;
        }
    }
}

impl From<ServerUrl> for String {
    fn from(it: ServerUrl) -> Self {
        let value = |name| it.values.iter().find(|it| it.0 == name).map(|it| it.1.as_str());
        let mut url = Self::new();
        for piece in pieces(it.template) {
            match piece {
                Piece::Text(text) => url.push_str(text),
                Piece::Name(name) => match value(name) {
                    Some(value) => url.push_str(value),
                    None => url.extend(["{", name, "}"]),
                },
            }
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in_as_they_are() {
        let mut url = ServerUrl::new(
            "{scheme}://{host}/{base}/{other}",
            &[("scheme", "https"), ("host", "a.test"), ("base", "v1")],
        );
        url.set("base", "x/{host}".to_owned());
        url.set("unknown", "y".to_owned());
        assert_eq!(String::from(url), "https://a.test/x/{host}/{other}");
    }
}
