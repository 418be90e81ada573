//! Puts a URL together: base URL, filled path, query.
//!
//! **Invariant:** the result has the scheme, host and path prefix of the base URL, whatever the arguments are.

use url::Url;

use crate::error::{Error, ErrorKind};
use crate::params::encode::leaves_segment;

/// The URL of a request. `arguments` are encoded already, so are the pairs of `query`.
pub(super) fn join(base: &Url, path: &str, arguments: &[(String, String)], query: &[String]) -> Result<Url, Error> {
    let (path, own_query) = match path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    };
    let filled = fill(path, arguments)?;
    let mut text = base.as_str().trim_end_matches('/').to_owned();
    if !filled.starts_with('/') {
        text.push('/');
    }
    text.push_str(&filled);
    let pairs = own_query.into_iter().chain(query.iter().map(String::as_str));
    for (index, pair) in pairs.filter(|it| !it.is_empty()).enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.push_str(pair);
    }
    if text.contains(|it: char| it == '#' || it == '\\' || it.is_control()) {
        return Err(refused(path, "holds a `#`, a backslash or a control character"));
    }
    Url::parse(&text).map_err(|error| refused(path, "gives no URL").with_source(error))
}

fn refused(path: &str, why: &str) -> Error {
    Error::new(ErrorKind::Request, format!("the path `{}` {why}", path.escape_debug()))
}

/// The path with its `{parameters}` filled in.
fn fill(path: &str, arguments: &[(String, String)]) -> Result<String, Error> {
    let segments = path.trim_matches('/').split('/').filter(|it| !it.is_empty());
    if segments.clone().any(leaves_segment) {
        return Err(refused(path, "has a segment `.` or `..`"));
    }
    let mut filled = String::with_capacity(path.len() + 16);
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        let value = arguments.iter().rev().find(|(it, _)| it == name).map(|(_, value)| value.as_str());
        let missing = || Error::new(ErrorKind::Request, format!("the path parameter `{name}` is missing"));
        filled.push_str(before);
        filled.push_str(value.ok_or_else(missing)?);
        rest = tail;
    }
    filled.push_str(rest);
    Ok(filled)
}
