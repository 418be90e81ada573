//! Whether two JSON texts say the same: keys in any order, numbers by their exact value.

use std::collections::BTreeMap;

/// Nesting that is read.
const DEEPEST: usize = 512;

/// A JSON value that keeps its numbers' text.
#[derive(Debug, PartialEq)]
enum Json<'t> {
    /// `null`, `true`, `false`.
    Word(&'t str),
    Number(Number),
    String(String),
    List(Vec<Json<'t>>),
    Object(BTreeMap<String, Json<'t>>),
}

/// Sign, digits without zeros at either end, and the power of ten that they are multiplied with.
#[derive(Debug, PartialEq)]
struct Number {
    negative: bool,
    digits: String,
    exponent: i64,
}

/// The first difference with its pointer; `None`: the texts say the same.
pub(super) fn difference(sent: &str, came: &str) -> Option<String> {
    let read = |text| Reader { text, at: 0 }.whole();
    match (read(sent), read(came)) {
        (Some(sent), Some(came)) => differ(&sent, &came, &mut String::new()),
        (None, _) => Some("what was sent is not JSON".to_owned()),
        (_, None) => Some("what came back is not JSON".to_owned()),
    }
}

fn differ(sent: &Json<'_>, came: &Json<'_>, pointer: &mut String) -> Option<String> {
    let mut below = |step: &str, sent, came| {
        let length = pointer.len();
        pointer.push('/');
        pointer.push_str(&crate::raw::escape(step));
        let found = differ(sent, came, pointer);
        pointer.truncate(length);
        found
    };
    match (sent, came) {
        (Json::List(sent), Json::List(came)) if sent.len() == came.len() => {
            let pairs = sent.iter().zip(came).enumerate();
            pairs.into_iter().find_map(|(index, (sent, came))| below(&index.to_string(), sent, came))
        }
        (Json::Object(sent), Json::Object(came)) => {
            let common = sent.iter().filter_map(|(key, it)| Some((key, it, came.get(key)?)));
            let found = common.into_iter().find_map(|(key, sent, came)| below(key, sent, came));
            let lost = sent.keys().find(|it| !came.contains_key(*it)).map(|it| format!("`{pointer}`: `{it}` is lost"));
            let added = came.keys().find(|it| !sent.contains_key(*it)).map(|it| format!("`{pointer}`: `{it}` is new"));
            found.or(lost).or(added)
        }
        (sent, came) if sent == came => None,
        _ => Some(format!("`{pointer}` differs")),
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn whole(mut self) -> Option<Json<'t>> {
        let value = self.value(0)?;
        self.space();
        (self.at == self.text.len()).then_some(value)
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn take(&mut self, token: &str) -> bool {
        self.space();
        let there = self.rest().starts_with(token);
        self.at += if there { token.len() } else { 0 };
        there
    }

    fn value(&mut self, depth: usize) -> Option<Json<'t>> {
        self.space();
        match self.rest().bytes().next()? {
            _ if depth > DEEPEST => None,
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(Json::String),
            b'-' | b'0'..=b'9' => {
                let number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
                self.word(number).and_then(number_of).map(Json::Number)
            }
            _ => self
                .word(|c| c.is_ascii_lowercase())
                .filter(|it| matches!(*it, "null" | "true" | "false"))
                .map(Json::Word),
        }
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> Option<&'t str> {
        let rest = self.rest();
        let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end)
    }

    fn string(&mut self) -> Option<String> {
        let rest = self.rest();
        let mut escaped = false;
        let closes = |c: char| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        };
        let end = rest.get(1..)?.find(closes)? + 2;
        self.at += end;
        serde_json::from_str(rest.get(..end)?).ok()
    }

    fn list(&mut self, depth: usize) -> Option<Json<'t>> {
        let mut list = Vec::new();
        self.take("[");
        if self.take("]") {
            return Some(Json::List(list));
        }
        loop {
            list.push(self.value(depth + 1)?);
            if !self.take(",") {
                return self.take("]").then_some(Json::List(list));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json<'t>> {
        let mut object = BTreeMap::new();
        self.take("{");
        if self.take("}") {
            return Some(Json::Object(object));
        }
        loop {
            self.space();
            let key = self.string()?;
            let value = if self.take(":") { self.value(depth + 1)? } else { return None };
            object.insert(key, value);
            if !self.take(",") {
                return self.take("}").then_some(Json::Object(object));
            }
        }
    }
}

fn number_of(text: &str) -> Option<Number> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let mantissa_digits = mantissa.trim_start_matches('-');
    let (whole, fraction) = mantissa_digits.split_once('.').unwrap_or((mantissa_digits, ""));
    let exponent: i64 = exponent.parse().ok()?;
    let all = format!("{whole}{fraction}");
    let trimmed = all.trim_end_matches('0');
    let zeros = i64::try_from(all.len() - trimmed.len()).ok()?;
    let digits = trimmed.trim_start_matches('0').to_owned();
    if digits.is_empty() {
        return Some(Number { negative: false, digits, exponent: 0 });
    }
    let exponent = exponent - i64::try_from(fraction.len()).ok()? + zeros;
    Some(Number { negative: mantissa.starts_with('-'), digits, exponent })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_value_and_digit() {
        for (one, other) in [("1.0", "1"), ("1E+21", "1000000000000000000000"), ("-0.00", "0"), ("12.50", "1.25e1")] {
            assert_eq!(difference(one, other), None, "{one} {other}");
        }
        for (one, other) in [("9007199254740993", "9007199254740992"), ("1", "-1"), ("0.1", "0.10000000000000001")] {
            assert!(difference(one, other).is_some(), "{one} {other}");
        }
    }

    #[test]
    fn the_first_difference_is_told_with_its_place() {
        assert_eq!(difference(r#"{"a":[1,"\u0041"],"b":null}"#, r#" { "b" : null, "a": [1, "A"]}"#), None);
        assert_eq!(difference(r#"{"a":[1,{"b":2}]}"#, r#"{"a":[1,{"b":3}]}"#).unwrap(), "`/a/1/b` differs");
        assert_eq!(difference(r#"{"a":{"b":1}}"#, r#"{"a":{}}"#).unwrap(), "`/a`: `b` is lost");
        assert_eq!(difference("{}", r#"{"c":null}"#).unwrap(), "``: `c` is new");
    }
}
