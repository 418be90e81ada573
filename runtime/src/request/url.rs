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
    if path.trim_matches('/').split('/').any(|it| !it.is_empty() && leaves_segment(it)) {
        return Err(refused(path, "has a segment `.` or `..`"));
    }
    let filled = fill(path, arguments)?;
    let insert = |query: String, (name, value): &(String, String)| query.replace(&format!("{{{name}}}"), value);
    let own_query = own_query.map(|it| arguments.iter().rev().fold(it.to_owned(), insert));
    let mut text = base.as_str().trim_end_matches('/').to_owned();
    if !filled.starts_with('/') {
        text.push('/');
    }
    text.push_str(&filled);
    let pairs = own_query.as_deref().into_iter().chain(query.iter().map(String::as_str));
    for (index, pair) in pairs.filter(|it| !it.is_empty()).enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.push_str(pair);
    }
    if text.contains(|it: char| it == '#' || it == '\\' || it.is_control()) {
        return Err(refused(path, "holds a `#`, a backslash or a control character"));
    }
    Url::parse(&text).map_err(|error| refused(path, "gives no URL").with_source(error))
}

/// The same URL with these pairs, encoded already, in its query in place of those of the same names.
pub(super) fn with_pairs(mut url: Url, pairs: &[String]) -> Url {
    let key = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    let keys: Vec<String> = pairs.iter().map(|it| key(it)).collect();
    let kept = url.query().unwrap_or_default().split('&').filter(|it| !it.is_empty() && !keys.contains(&key(it)));
    let query: Vec<&str> = kept.chain(pairs.iter().map(String::as_str)).collect();
    let query = query.join("&");
    url.set_query(Some(query.as_str()).filter(|it| !it.is_empty()));
    url
}

fn refused(path: &str, why: &str) -> Error {
    Error::new(ErrorKind::Request, format!("the path `{}` {why}", path.escape_debug()))
}

/// The path with its `{parameters}` filled in; braces that hold no name are text.
fn fill(path: &str, arguments: &[(String, String)]) -> Result<String, Error> {
    let mut filled = String::with_capacity(path.len() + 16);
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let named = after.split_once('}').filter(|it| !it.0.is_empty() && !it.0.contains('{'));
        let Some((name, tail)) = named else {
            filled.push_str(before);
            filled.push('{');
            rest = after;
            continue;
        };
        let value = arguments.iter().rev().find(|(it, _)| it == name).map(|(_, value)| value.as_str());
        let missing = || Error::new(ErrorKind::Request, format!("the path parameter `{name}` is missing"));
        filled.push_str(before);
        filled.push_str(value.ok_or_else(missing)?);
        rest = tail;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::encode::{Keep, push};

    const PIECES: [&str; 16] =
        [".", "..", "/", "\\", "%2e", "%2F", "%", "25", "?", "#", "@", ":", "é", "\t", "http://x", "a"];

    fn text(random: &mut fastrand::Rng) -> String {
        let pieces = random.usize(0..6);
        (0..pieces).map(|_| PIECES[random.usize(..PIECES.len())]).collect()
    }

    #[test]
    fn braces_without_a_name_are_text() {
        let base = Url::parse("http://host.test").unwrap();
        let arguments = [("id".to_owned(), "7".to_owned())];
        let url = |path: &str| join(&base, path, &arguments, &[]).unwrap().to_string();
        assert_eq!(url("/a/{}/{id}"), "http://host.test/a/%7B%7D/7");
        assert_eq!(url("/a{b{id}?x={id}&y={z}"), "http://host.test/a%7Bb7?x=7&y={z}");
    }

    #[test]
    fn no_argument_leaves_its_segment() {
        let mut random = fastrand::Rng::with_seed(7);
        let base = Url::parse("http://host.test:81/base/").unwrap();
        let mut accepted = 0;
        for _ in 0..20_000 {
            let argument = text(&mut random);
            let mut encoded = String::new();
            push(&mut encoded, &argument, Keep::Segment);
            if leaves_segment(&argument) {
                continue;
            }
            let url = join(&base, "/a/{x}/b", &[("x".to_owned(), encoded.clone())], &[]).unwrap();
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            assert_eq!(segments, ["base", "a", &encoded, "b"], "{argument:?}");
            assert!(url.query().is_none() && url.fragment().is_none(), "{argument:?}");
            accepted += 1;
        }
        assert!(accepted > 5_000, "{accepted}");
    }

    #[test]
    fn no_path_leaves_the_host_or_the_prefix() {
        let mut random = fastrand::Rng::with_seed(8);
        for base in ["http://host.test:81", "http://host.test:81/base/"] {
            let base = Url::parse(base).unwrap();
            for _ in 0..20_000 {
                let path = text(&mut random);
                let Ok(url) = join(&base, &path, &[], &[]) else { continue };
                assert_eq!(url.origin(), base.origin(), "{path:?}");
                assert!(url.path().starts_with(base.path().trim_end_matches('/')), "{path:?}: {url}");
                assert!(url.username().is_empty() && url.fragment().is_none(), "{path:?}");
            }
        }
    }
}
