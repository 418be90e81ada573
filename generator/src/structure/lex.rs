//! A second reader of Rust text, which knows no more than where words, literals and comments begin and end.
//!
//! It costs a small part of what the parser does, and so can afford to read everything twice: to find where the
//! items of a large file end, to look for keywords wherever they stand, and to see that a printer changed no word.
//!
//! **Invariant:** what it cannot read is a [`Kind::Bad`] token, never skipped: a carriage return, a block comment,
//! a literal without end. Generated code has none of them.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or keyword.
    Ident,
    /// A string, character or number, or a lifetime.
    Literal,
    /// A line of documentation, with its marker.
    Doc,
    /// `(`, `[` or `{`
    Open,
    /// `)`, `]` or `}`
    Close,
    /// Other punctuation, one character.
    Punct,
    /// What does not stand in generated code.
    Bad,
}

/// A token and its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind,
    pub(crate) text: &'a str,
    /// Where it ends, in bytes.
    pub(crate) end: usize,
}

/// The tokens of a text. Comments that are no documentation are left out, as white space is.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at = skip(text, at);
        let first = *text.as_bytes().get(at)?;
        let (kind, end) = token(text, at, first);
        let token = Token { kind, text: text.get(at..end)?.trim_end(), end };
        at = end;
        Some(token)
    })
}

/// Identifiers, literals and documentation: what a printer has no business to change, unlike commas and braces.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Token<'_>> {
    tokens(text).filter(|it| !matches!(it.kind, Kind::Open | Kind::Close | Kind::Punct))
}

/// Passes white space and comments that are no documentation.
fn skip(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\n') => at += 1,
            Some(b'/') if is_comment(&bytes[at..]) => at = line_end(bytes, at),
            _ => return at,
        }
    }
}

fn is_comment(rest: &[u8]) -> bool {
    rest.starts_with(b"//") && !(rest.starts_with(b"//!") || rest.starts_with(b"///") && rest.get(3) != Some(&b'/'))
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|it| *it == b'\n').map_or(bytes.len(), |it| at + it)
}

fn token(text: &str, at: usize, first: u8) -> (Kind, usize) {
    let bytes = text.as_bytes();
    let next = bytes.get(at + 1).copied();
    match first {
        b'/' if next == Some(b'/') => line(bytes, at),
        b'/' if next == Some(b'*') => (Kind::Bad, bytes.len()),
        b'\r' => (Kind::Bad, bytes.len()),
        b'"' => quoted(bytes, at + 1, b'"'),
        b'\'' => quote(text, at),
        b'(' | b'[' | b'{' => (Kind::Open, at + 1),
        b')' | b']' | b'}' => (Kind::Close, at + 1),
        b'0'..=b'9' => (Kind::Literal, number(bytes, at)),
        it if is_word(it) => word(bytes, at),
        _ => (Kind::Punct, at + 1),
    }
}

/// A line of documentation.
fn line(bytes: &[u8], at: usize) -> (Kind, usize) {
    let end = line_end(bytes, at);
    if bytes[at..end].contains(&b'\r') { (Kind::Bad, bytes.len()) } else { (Kind::Doc, end) }
}

/// Letters, digits, underscores, and whatever is beyond ASCII: the parser has looked at that.
fn is_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

fn word_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|it| !is_word(*it)).map_or(bytes.len(), |it| at + it)
}

/// An identifier, or a literal with a prefix: `b"…"`, `r#"…"#`.
fn word(bytes: &[u8], at: usize) -> (Kind, usize) {
    let end = word_end(bytes, at);
    let is_raw = matches!(&bytes[at..end], b"r" | b"br" | b"cr");
    match bytes.get(end) {
        Some(b'"' | b'#') if is_raw => raw(bytes, end),
        Some(b'"') if matches!(&bytes[at..end], b"b" | b"c") => quoted(bytes, end + 1, b'"'),
        Some(b'\'') if bytes[at..end] == *b"b" => quoted(bytes, end + 1, b'\''),
        _ => (Kind::Ident, end),
    }
}

/// A raw string or a raw identifier, from behind its `r`.
fn raw(bytes: &[u8], at: usize) -> (Kind, usize) {
    let hashes = bytes[at..].iter().take_while(|it| **it == b'#').count();
    let open = at + hashes;
    if bytes.get(open) != Some(&b'"') {
        return (Kind::Ident, word_end(bytes, open));
    }
    let mut at = open + 1;
    while at < bytes.len() {
        let close = bytes[at] == b'"' && bytes[at + 1..].iter().take_while(|it| **it == b'#').count() >= hashes;
        if close {
            return (Kind::Literal, at + 1 + hashes);
        }
        at += 1;
    }
    (Kind::Bad, bytes.len())
}

/// The rest of a literal up to its closing quote.
fn quoted(bytes: &[u8], mut at: usize, quote: u8) -> (Kind, usize) {
    while let Some(byte) = bytes.get(at) {
        match *byte {
            b'\\' => at += 2,
            b'\r' => break,
            it if it == quote => return (Kind::Literal, at + 1),
            _ => at += 1,
        }
    }
    (Kind::Bad, bytes.len())
}

/// A character or a lifetime.
fn quote(text: &str, at: usize) -> (Kind, usize) {
    let bytes = text.as_bytes();
    let mut rest = text[at + 1..].chars();
    match (rest.next(), rest.next()) {
        (Some('\\'), _) => quoted(bytes, at + 1, b'\''),
        (Some(it), Some('\'')) => (Kind::Literal, at + 2 + it.len_utf8()),
        _ => (Kind::Literal, word_end(bytes, at + 1)),
    }
}

fn number(bytes: &[u8], at: usize) -> usize {
    let mut end = word_end(bytes, at);
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end = word_end(bytes, end + 1);
    }
    let has_exponent = !bytes[at..].starts_with(b"0x") && matches!(bytes[end - 1], b'e' | b'E');
    if has_exponent && matches!(bytes.get(end), Some(b'+' | b'-')) { word_end(bytes, end + 1) } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_rust_reads_them() {
        for (text, expected) in [
            ("a.b::<'de>('x', '\\'')", vec!["a", "b", "'de", "'x'", "'\\''"]),
            ("1.5e-3 0..2 1.max(0xfe)-1 x.0", vec!["1.5e-3", "0", "2", "1", "max", "0xfe", "1", "x", "0"]),
            ("/// doc  \n// no\n//! in\n//// no\nr#type", vec!["/// doc", "//! in", "r#type"]),
            (r##"r#"a"b"# b"c\"" r"" "//""##, vec![r##"r#"a"b"#"##, r#"b"c\"""#, r#"r"""#, r#""//""#]),
        ] {
            assert_eq!(words(text).map(|it| it.text).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn what_generated_code_never_has_is_not_skipped() {
        for text in ["a /* b */", "/// a\rb", "a\rb", "\"a", "r#\"a\"", "'\\", "\"a\rb\""] {
            assert!(words(text).any(|it| it.kind == Kind::Bad), "{text:?}");
        }
    }
}
