//! A text that matches a regular expression.
//!
//! In: a `pattern` (ECMA-262, JSON Schema 2020-12 §6.3.3). Out: a short text of letters and digits where the pattern
//! leaves a choice. Not read are conditions on what stands around a place and references to groups.

use std::iter::Peekable;
use std::str::Chars;

/// Groups within groups that are followed.
const DEEPEST: usize = 16;

/// Longest text that is made.
const LONGEST: usize = 4_096;

/// A text that matches; what may repeat does so `more` times beyond the least. `None` where the pattern is not
/// understood.
pub(super) fn text(pattern: &str, more: usize) -> Option<String> {
    let mut reader = Reader { rest: pattern.chars().peekable(), more };
    let text = reader.alternatives(0)?;
    reader.rest.next().is_none().then_some(text)
}

struct Reader<'p> {
    rest: Peekable<Chars<'p>>,
    more: usize,
}

impl Reader<'_> {
    /// The first of several alternatives; the others are read past.
    fn alternatives(&mut self, depth: usize) -> Option<String> {
        let first = self.sequence(depth)?;
        while self.rest.next_if_eq(&'|').is_some() {
            self.sequence(depth)?;
        }
        Some(first)
    }

    fn sequence(&mut self, depth: usize) -> Option<String> {
        let mut text = String::new();
        while let Some(next) = self.rest.peek().filter(|it| !matches!(it, '|' | ')')).copied() {
            self.rest.next();
            let piece = match next {
                '^' | '$' => continue,
                '(' => self.group(depth)?,
                '[' => self.class()?.into(),
                '.' => "a".to_owned(),
                '\\' => self.escape()?,
                other => other.into(),
            };
            let times = self.times()?;
            if text.len() + piece.len().checked_mul(times)? > LONGEST {
                return None;
            }
            text.push_str(&piece.repeat(times));
        }
        Some(text)
    }

    fn group(&mut self, depth: usize) -> Option<String> {
        if self.rest.next_if_eq(&'?').is_some() {
            match self.rest.next()? {
                ':' => {}
                '<' if !matches!(self.rest.peek(), Some('=' | '!')) => while self.rest.next()? != '>' {},
                _ => return None,
            }
        }
        let text = if depth < DEEPEST { self.alternatives(depth + 1)? } else { return None };
        (self.rest.next()? == ')').then_some(text)
    }

    /// How often what stands before is repeated.
    fn times(&mut self) -> Option<usize> {
        let (least, most) = match self.rest.peek() {
            Some('*') => (0, usize::MAX),
            Some('+') => (1, usize::MAX),
            Some('?') => (0, 1),
            Some('{') => return self.bounds(),
            _ => return Some(1),
        };
        self.rest.next();
        self.rest.next_if_eq(&'?');
        Some(self.more.saturating_add(least).min(most))
    }

    fn bounds(&mut self) -> Option<usize> {
        self.rest.next();
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                '}' => break,
                other => text.push(other),
            }
        }
        self.rest.next_if_eq(&'?');
        let (least, most) = text.split_once(',').unwrap_or((&text, &text));
        let least: usize = least.parse().ok()?;
        let most = if most.is_empty() { usize::MAX } else { most.parse().ok()? };
        Some(self.more.saturating_add(least).min(most))
    }

    /// What an escape stands for outside of a class.
    fn escape(&mut self) -> Option<String> {
        Some(match self.rest.next()? {
            'b' => String::new(),
            'B' | 'k' | '1'..='9' => return None,
            other => self.escaped(other)?.first()?.0.into(),
        })
    }

    /// The ranges of characters that an escape stands for, the plainest first.
    fn escaped(&mut self, letter: char) -> Option<Vec<(char, char)>> {
        Some(match letter {
            'd' => vec![('0', '9')],
            'w' => vec![('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')],
            's' => vec![(' ', ' ')],
            'D' | 'S' => vec![('a', 'z')],
            'W' => vec![('-', '-')],
            'p' | 'P' => {
                while self.rest.next()? != '}' {}
                vec![if letter == 'p' { ('A', 'A') } else { ('-', '-') }]
            }
            'n' => vec![('\n', '\n')],
            'r' => vec![('\r', '\r')],
            't' => vec![('\t', '\t')],
            'u' => self.code(4)?,
            'x' => self.code(2)?,
            other if other.is_ascii_alphanumeric() => return None,
            other => vec![(other, other)],
        })
    }

    fn code(&mut self, digits: usize) -> Option<Vec<(char, char)>> {
        let text: String = self.rest.by_ref().take(digits).collect();
        let code = char::from_u32(u32::from_str_radix(&text, 16).ok()?)?;
        Some(vec![(code, code)])
    }

    /// A character of a class.
    fn class(&mut self) -> Option<char> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut ranges = Vec::new();
        loop {
            let first = match self.rest.next()? {
                ']' => break,
                '\\' => {
                    let letter = self.rest.next()?;
                    self.escaped(letter)?
                }
                other => vec![(other, other)],
            };
            let [(low, high)] = first.as_slice() else {
                ranges.extend(first);
                continue;
            };
            let mut ahead = self.rest.clone();
            let is_range = low == high && ahead.next() == Some('-') && ahead.next().is_some_and(|it| it != ']');
            if !is_range {
                ranges.push((*low, *high));
                continue;
            }
            self.rest.next();
            let last = match self.rest.next()? {
                '\\' => {
                    let letter = self.rest.next()?;
                    self.escaped(letter)?.first()?.0
                }
                other => other,
            };
            ranges.push((*low, last));
        }
        let holds = |it: char| ranges.iter().any(|(low, high)| (*low..=*high).contains(&it));
        let plain = ('a'..='z').chain('A'..='Z').chain('0'..='9').chain(' '..='~').find(|it| holds(*it) != negated);
        plain.or_else(|| ranges.first().map(|it| it.0).filter(|_| !negated))
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_text_matches_its_pattern() {
        for (pattern, expected) in [
            ("^[a-z]{3}-\\d{2,4}$", "aaa-00"),
            ("^(cat|dog)s?$", "cat"),
            ("^[^a-zA-Z]+$", "0"),
            ("[A-F0-9]{4}", "AAAA"),
            ("^\\+?[1-9]\\d{1,14}$", "10"),
            ("^(?:v)?(?<major>\\d+)\\.[\\w.-]+$", "0.a"),
            ("^\\u0041\\x42[\\]]$", "AB]"),
            ("^https://", "https://"),
            ("", ""),
        ] {
            assert_eq!(text(pattern, 0).as_deref(), Some(expected), "{pattern}");
        }
        assert_eq!(text("^[a-z]*x?$", 3).as_deref(), Some("aaax"));
        for pattern in ["^(?!a).*$", "(a)\\1", "(", "[a", "a{99999999}", "\\", "a)"] {
            assert_eq!(text(pattern, 0), None, "{pattern}");
        }
    }
}
