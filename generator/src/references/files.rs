//! Names of files in references.

use std::borrow::Cow;
use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

/// Why a reference names no file of the SDK's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A URL or a path with a scheme.
    Remote,
    /// An absolute path, or `..` above the folder.
    Outside,
}

/// The file that a reference without its fragment names, seen from `base`; both are paths below the SDK's
/// folder. An empty reference is `base` itself.
pub fn join(base: &Utf8Path, reference: &str) -> Result<Utf8PathBuf, Refused> {
    if reference.is_empty() {
        return Ok(base.to_owned());
    }
    if has_scheme(reference) || reference.starts_with("//") {
        return Err(Refused::Remote);
    }
    let decoded = percent_decode(reference);
    if decoded.starts_with('/') || decoded.contains('\\') || decoded.contains('\0') {
        return Err(Refused::Outside);
    }
    let mut parts: Vec<&str> =
        base.parent().map(|it| it.components().map(|it| it.as_str()).collect()).unwrap_or_default();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop().ok_or(Refused::Outside)?),
            part => parts.push(part),
        }
    }
    Ok(parts.join("/").into())
}

/// Relative files that the `$ref`s of a document name, without fragments, sorted and each once. Read from
/// the text alone: a name that only looks like a reference may be among them, a reference written over
/// several lines is not.
pub fn files_named(text: &[u8]) -> Vec<String> {
    let mut found = BTreeSet::new();
    let Ok(text) = std::str::from_utf8(text) else {
        return Vec::new();
    };
    let mut rest = text;
    while let Some(start) = rest.find("$ref") {
        rest = &rest[start + "$ref".len()..];
        let Some(target) = target(rest) else { continue };
        let file = target.split('#').next().unwrap_or_default().trim_end();
        if !file.is_empty() && !has_scheme(file) {
            found.insert(percent_decode(file).into_owned());
        }
    }
    found.into_iter().collect()
}

/// The value behind a `$ref` key, where one follows on the same line.
fn target(after: &str) -> Option<&str> {
    let after = after.strip_prefix(['"', '\'']).unwrap_or(after);
    let value = after.trim_start_matches([' ', '\t']).strip_prefix(':')?.trim_start_matches([' ', '\t']);
    let quote = value.chars().next().filter(|it| *it == '"' || *it == '\'');
    match quote {
        Some(quote) => value[1..].split([quote, '\n']).next(),
        None => value.split(['\n', '\r', ',', '}']).next(),
    }
}

fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else {
        return false;
    };
    !scheme.is_empty() && scheme.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it))
}

/// Undoes percent-encoding (RFC 3986); what is no valid escape stays as it is.
pub(super) fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut position = 0;
    while let Some(byte) = bytes.get(position) {
        let escape = (*byte == b'%').then(|| text.get(position + 1..position + 3)).flatten();
        match escape.filter(|it| !it.starts_with('+')).and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                position += 3;
            }
            None => {
                decoded.push(*byte);
                position += 1;
            }
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_relative_files() {
        let text = br##"
a: {$ref: "paths/debates.yaml#/collection"}
b: {$ref: '#/components/schemas/X'}
c:
  $ref: ../shared/a%20b.yaml
d: {"$ref": "schemas/x.json"}
e: {$ref: https://example.com/x.yaml}
"##;
        assert_eq!(files_named(text), ["../shared/a b.yaml", "paths/debates.yaml", "schemas/x.json"]);
        assert!(files_named(b"openapi: 3.1.0").is_empty());
    }

    #[test]
    fn joins_within_the_folder() {
        let base = Utf8Path::new("paths/debates.yaml");
        assert_eq!(join(base, "../schemas/x.yaml"), Ok("schemas/x.yaml".into()));
        assert_eq!(join(base, ""), Ok("paths/debates.yaml".into()));
        assert_eq!(join(base, "./a%2Fb.yaml"), Ok("paths/a/b.yaml".into()));
        assert_eq!(join(base, "../../etc/passwd"), Err(Refused::Outside));
        assert_eq!(join(base, "..%2F..%2Fetc/passwd"), Err(Refused::Outside));
        assert_eq!(join(base, "/etc/passwd"), Err(Refused::Outside));
        assert_eq!(join(base, "file:///etc/passwd"), Err(Refused::Remote));
        assert_eq!(join(base, "//host/x"), Err(Refused::Remote));
        assert_eq!(join(base, "c:\\x"), Err(Refused::Remote));
    }
}
