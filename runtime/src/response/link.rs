//! The header `Link` (RFC 8288 §3): which address stands in which relation to an answer.

use http::HeaderMap;
use http::header::LINK;

/// The target of the first link of that relation, in any of the headers.
pub(super) fn target<'h>(headers: &'h HeaderMap, relation: &str) -> Option<&'h str> {
    let values = headers.get_all(LINK).iter().filter_map(|it| it.to_str().ok());
    values.flat_map(links).find(|(_, parameters)| has(parameters, relation)).map(|(target, _)| target)
}

/// The links of one header: target, and what stands after it.
fn links(value: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = value;
    std::iter::from_fn(move || {
        let (target, after) = rest.split_once('<')?.1.split_once('>')?;
        let (parameters, others) = after.split_at(unquoted(after, ',').unwrap_or(after.len()));
        rest = others;
        Some((target.trim(), parameters))
    })
}

/// Whether the parameters name the relation; only the first `rel` counts, which may name several (§3.3).
fn has(parameters: &str, relation: &str) -> bool {
    let mut rest = parameters;
    while let Some(at) = unquoted(rest, ';') {
        rest = rest.get(at + 1..).unwrap_or_default();
        let parameter = rest.get(..unquoted(rest, ';').unwrap_or(rest.len())).unwrap_or_default();
        let Some((name, value)) = parameter.split_once('=') else { continue };
        if name.trim().eq_ignore_ascii_case("rel") {
            let value = value.trim().trim_matches('"');
            return value.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case(relation));
        }
    }
    false
}

/// Where a character stands outside of quotes.
fn unquoted(text: &str, wanted: char) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if c == wanted && !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(values: &[&'static str], relation: &str) -> Option<String> {
        let pairs = values.iter().map(|it| (LINK, http::HeaderValue::from_static(it)));
        target(&pairs.collect(), relation).map(str::to_owned)
    }

    #[test]
    fn the_link_of_a_relation_is_found() {
        let cases = [
            (r#"</a?page=2>; rel="next""#, Some("/a?page=2")),
            (r#"</a>; rel=prev, </b>; rel=next"#, Some("/b")),
            (r#"</a,b>; title="x, y; rel=next"; rel="prev", <c>; REL="last Next""#, Some("c")),
            (r#"</a>; rel="prev"; rel="next""#, None),
            (r#"</a>; rel="nextish", </b>"#, None),
            (r#"</a; rel="next""#, None),
            ("", None),
        ];
        for (value, expected) in cases {
            assert_eq!(find(&[value], "next").as_deref(), expected, "{value}");
        }
        let values = [r#"<https://a.test/b,c>; rel="sunset", </v2>; rel=successor-version"#, r#"</b>; rel="next""#];
        assert_eq!(find(&values, "next").as_deref(), Some("/b"));
        assert_eq!(find(&values, "Successor-Version").as_deref(), Some("/v2"));
        assert_eq!(find(&values, "sunset").as_deref(), Some("https://a.test/b,c"));
    }
}
