//! Which operations are generated, where not all of them are.
//!
//! A pattern is a path (`/debates/**`), a method and a path (`get /debates/*`), an operation id or a tag, whatever
//! their case. `*` stands for any characters but `/`, `**` for any characters.

use super::identity::Identity;
use super::schemas::Schemas;
use crate::config::{Pattern, Select};
use crate::document::{Api, OperationShell};
use crate::ir::Method;

/// Keeps the operations that `select` chooses, with their identities; gives the ids of the others. A pattern that
/// matches nothing is an error.
pub(super) fn narrow<'a>(
    schemas: &mut Schemas<'a, '_>,
    api: &Api<'a>,
    select: &Select,
    identities: Vec<Identity>,
) -> (Api<'a>, Vec<Identity>, Vec<String>) {
    for pattern in select.only.iter().chain(&select.exclude) {
        let mut operations = api.operations.iter().zip(&identities);
        if !operations.any(|(shell, identity)| matches(&pattern.text, shell, identity)) {
            report(schemas, api, pattern, &identities);
        }
    }
    let mut narrowed = Api { operations: Vec::new(), ..api.clone() };
    let (mut kept, mut left_out) = (Vec::new(), Vec::new());
    for (shell, identity) in api.operations.iter().zip(identities) {
        let chosen = |it: &Pattern| matches(&it.text, shell, &identity);
        if (select.only.is_empty() || select.only.iter().any(chosen)) && !select.exclude.iter().any(chosen) {
            narrowed.operations.push(shell.clone());
            kept.push(identity);
        } else {
            left_out.push(identity.id);
        }
    }
    (narrowed, kept, left_out)
}

fn report(schemas: &mut Schemas<'_, '_>, api: &Api<'_>, pattern: &Pattern, identities: &[Identity]) {
    let at = pattern.at.unwrap_or(api.at);
    let known = identities.iter().flat_map(|it| [it.id.as_str(), it.namespace.as_str()]);
    let paths = api.operations.iter().map(|it| it.path.as_str());
    let message = format!("`{}` chooses no operation", pattern.text);
    let known = known.chain(paths).filter(|it| !it.is_empty());
    schemas.report().unknown("unmatched-selection", at, message, &pattern.text, known);
}

fn matches(pattern: &str, shell: &OperationShell<'_>, identity: &Identity) -> bool {
    if pattern.starts_with('/') {
        return fits(pattern.as_bytes(), shell.path.as_bytes());
    }
    if let Some((method, path)) = method_and_path(pattern) {
        return method == shell.method && fits(path.as_bytes(), shell.path.as_bytes());
    }
    let tags = shell.shell.tags.iter().map(String::as_str);
    let mut names = tags.chain([identity.id.as_str(), identity.namespace.as_str()]);
    let pattern = pattern.to_ascii_lowercase();
    names.any(|it| fits(pattern.as_bytes(), it.to_ascii_lowercase().as_bytes()))
}

/// What a pattern like `get /debates/*` asks for; `None` for one with other words (`User Management`).
fn method_and_path(pattern: &str) -> Option<(Method, &str)> {
    let (first, path) = pattern.split_once(' ')?;
    let method = Method::of_word(first)?;
    Some((method, path.trim_start())).filter(|it| it.1.starts_with(['/', '*']))
}

/// Whether `text` is what `pattern` describes. Goes back to the last star alone, which is enough: what an earlier one
/// could take, the last one can take as well, unless a `/` stands in its way, and then to the last double star.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut single: Option<(usize, usize)> = None;
    let mut double: Option<(usize, usize)> = None;
    while from < text.len() {
        if pattern[at..].starts_with(b"**") {
            at += 2;
            (single, double) = (None, Some((at, from)));
        } else if pattern.get(at) == Some(&b'*') {
            at += 1;
            single = Some((at, from));
        } else if pattern.get(at) == Some(&text[from]) {
            at += 1;
            from += 1;
        } else if let Some((after, taken)) = single.filter(|it| text[it.1] != b'/') {
            (at, from) = (after, taken + 1);
            single = Some((after, from)).filter(|_| from < text.len());
        } else if let Some((after, taken)) = double {
            (at, from) = (after, taken + 1);
            (single, double) = (None, Some((after, from)));
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|it| *it == b'*')
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_ends_at_a_slash_and_two_do_not() {
        for (pattern, text, expected) in [
            ("/a/*", "/a/b", true),
            ("/a/*", "/a/b/c", false),
            ("/a/**", "/a/b/c", true),
            ("/a/*/c", "/a/b/c", true),
            ("/**/c", "/a/b/c", true),
            ("/**/b/*", "/a/b/x/b/c", true),
            ("/*/c", "/a/b/c", false),
            ("debates.*", "debates.get", true),
            ("*get*", "debates.get", true),
            ("debates", "debate", false),
            ("debate", "debates", false),
            ("*", "", true),
        ] {
            assert_eq!(fits(pattern.as_bytes(), text.as_bytes()), expected, "{pattern} {text}");
        }
    }
}
