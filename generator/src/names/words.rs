//! Specification names ⇄ words ⇄ the cases of Rust.
//!
//! **Invariant:** words are ASCII letters and digits in lower case and never empty.

use heck::ToSnakeCase;

/// Words of a name in lower case.
pub(super) type Words = Vec<String>;

/// How words are written together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `debate_status`
    Snake,
    /// `DebateStatus`
    Camel,
    /// `DEBATE_STATUS`
    Screaming,
}

/// Spellings that word splitting would tear apart.
const WHOLE: &[(&str, &str)] = &[
    ("OAuth", "Oauth"),
    ("GraphQL", "Graphql"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("IDs", "Ids"),
    ("URLs", "Urls"),
    ("URIs", "Uris"),
    ("APIs", "Apis"),
];

/// Symbols that are spelled where nothing else tells two names apart.
const SYMBOLS: &[(char, &str)] = &[
    ('+', "plus"),
    ('-', "minus"),
    ('*', "star"),
    ('/', "slash"),
    ('\\', "backslash"),
    ('%', "percent"),
    ('=', "equal"),
    ('<', "less"),
    ('>', "greater"),
    ('!', "not"),
    ('?', "question"),
    ('&', "and"),
    ('|', "or"),
    ('^', "caret"),
    ('~', "tilde"),
    ('@', "at"),
    ('#', "hash"),
    ('$', "dollar"),
    ('.', "dot"),
    (',', "comma"),
    (':', "colon"),
    (';', "semicolon"),
    ('\'', "quote"),
    ('"', "double_quote"),
    ('`', "backtick"),
    ('(', "open_paren"),
    (')', "close_paren"),
    ('[', "open_bracket"),
    (']', "close_bracket"),
    ('{', "open_brace"),
    ('}', "close_brace"),
    ('_', "underscore"),
];

/// Longest name that is kept whole, in bytes.
const MAX_LENGTH: usize = 96;

/// Longest part of a name that is read, in bytes: far more than is kept of it.
const MAX_READ: usize = 4_000;

/// Words of a specification's name. A sign in front of a letter or digit is a word (`-created`, `+1`), a
/// name of symbols alone is spelled (`>=`). Empty where nothing in it can be said in ASCII.
pub(super) fn words(name: &str) -> Words {
    let ascii = ascii(name);
    let words = split(&sign(&ascii));
    if words.is_empty() { split(&spell(&ascii)) } else { words }
}

/// Words of a specification's name with all its symbols spelled but those that join words.
pub(super) fn spelled(name: &str) -> Words {
    split(&spell(&sign(&ascii(name)).replace(['_', '-'], " ")))
}

/// A word for how a name is written, to tell apart names that differ in nothing else.
pub(super) fn style(name: &str) -> &'static str {
    let has = |test: fn(char) -> bool| name.chars().any(test);
    let (upper, lower) = (has(char::is_uppercase), has(char::is_lowercase));
    match name {
        _ if name.starts_with('_') => "underscore",
        _ if name.contains('-') => "kebab",
        _ if name.contains('.') => "dotted",
        _ if name.contains(char::is_whitespace) => "spaced",
        _ if upper && !lower => "upper",
        _ if name.contains('_') => "snake",
        _ if !upper => "lower",
        _ if name.starts_with(char::is_uppercase) => "pascal",
        _ => "camel",
    }
}

/// Writes words together. A name that would begin with a digit begins with `digit` instead.
pub(super) fn join(words: &[String], case: Case, digit: &str) -> String {
    let mut name = String::new();
    let lead = words.first().is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
    for word in lead.then_some(digit).into_iter().chain(words.iter().map(String::as_str)) {
        let digits = name.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit());
        if !name.is_empty() && (case != Case::Camel || digits) {
            name.push('_');
        }
        match case {
            Case::Snake => name.push_str(word),
            Case::Screaming => name.push_str(&word.to_ascii_uppercase()),
            Case::Camel => {
                let mut letters = word.chars();
                name.extend(letters.next().map(|it| it.to_ascii_uppercase()));
                name.push_str(letters.as_str());
            }
        }
    }
    name
}

/// Words cut to a length that every file system takes; what is cut off lives on in a hash.
pub(super) fn bounded(mut words: Words) -> Words {
    if words.iter().map(|it| it.len() + 1).sum::<usize>() <= MAX_LENGTH {
        return words;
    }
    let whole = hash(&words.join(" "));
    let ends = words.iter().scan(0, |length, it| {
        *length += it.len() + 1;
        Some(*length)
    });
    let kept = ends.take_while(|it| *it <= MAX_LENGTH - 10).count();
    words.truncate(kept.max(1));
    if let [only] = words.as_mut_slice() {
        only.truncate(MAX_LENGTH - 10);
    }
    words.push(whole[..6].to_owned());
    words
}

/// Sixteen hexadecimal digits that depend on `text` alone (FNV-1a, 64 bit), the first of them a letter.
pub(super) fn hash(text: &str) -> String {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    let sum = text.bytes().fold(start, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let digits = format!("{sum:016x}");
    let letter = char::from(b'a' + (sum >> 60) as u8 % 6);
    format!("{letter}{}", &digits[1..])
}

fn ascii(name: &str) -> String {
    let mut ascii = match name.len() {
        0..=MAX_READ => deunicode::deunicode_with_tofu(name, " "),
        _ => {
            let read: String = name.chars().take(MAX_READ).collect();
            deunicode::deunicode_with_tofu(&read, " ") + " " + &hash(name)
        }
    };
    for (torn, whole) in WHOLE {
        if ascii.contains(torn) {
            ascii = ascii.replace(torn, whole);
        }
    }
    ascii
}

fn sign(ascii: &str) -> String {
    let mut rest = ascii.chars();
    let word = match rest.next() {
        Some('+') => "plus",
        Some('-') => "minus",
        _ => return ascii.to_owned(),
    };
    match rest.clone().next() {
        Some(c) if c.is_ascii_alphanumeric() => format!("{word} {}", rest.as_str()),
        _ => ascii.to_owned(),
    }
}

fn spell(ascii: &str) -> String {
    let mut spelled = String::with_capacity(ascii.len());
    for c in ascii.chars() {
        match SYMBOLS.iter().find(|(symbol, _)| *symbol == c) {
            Some((_, word)) => {
                spelled.push(' ');
                spelled.push_str(word);
                spelled.push(' ');
            }
            None => spelled.push(c),
        }
    }
    spelled
}

fn split(ascii: &str) -> Words {
    let plain: String = ascii.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    plain.to_snake_case().split('_').filter(|it| !it.is_empty()).map(str::to_owned).collect()
}
