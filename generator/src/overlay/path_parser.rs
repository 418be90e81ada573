//! Reads JSONPath expressions (RFC 9535 without slices and functions).

use super::path::{Comparison, Operand, Path, Segment, Selector, Test};

/// Parentheses, negations and filters may be nested this deep.
const MAX_DEPTH: usize = 32;

/// Reads a whole expression; an error says what is not understood.
pub(super) fn parse(text: &str) -> Result<Path, String> {
    let mut parser = Parser { rest: text.trim(), depth: 0 };
    if !parser.eat("$") {
        return Err("it does not begin with `$`".to_owned());
    }
    let segments = parser.segments()?;
    if !parser.rest.is_empty() {
        return Err(parser.unexpected());
    }
    Ok(Path { absolute: true, segments })
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn unexpected(&self) -> String {
        if self.rest.is_empty() { "it ends too early".to_owned() } else { format!("`{}`", self.rest) }
    }

    fn eat(&mut self, token: &str) -> bool {
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Skips blanks, then eats.
    fn next(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        self.eat(token)
    }

    fn take_while(&mut self, accepted: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|it| !accepted(it)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn segments(&mut self) -> Result<Vec<Segment>, String> {
        let mut segments = Vec::new();
        loop {
            let deep = self.eat("..");
            let selectors = if deep && self.eat("[") || !deep && self.eat("[") {
                self.bracket()?
            } else if deep || self.eat(".") {
                vec![self.shorthand()?]
            } else {
                return Ok(segments);
            };
            segments.push(Segment { deep, selectors });
        }
    }

    /// `name` or `*` behind a dot. Dashes are no part of RFC 9535's names but are common.
    fn shorthand(&mut self) -> Result<Selector, String> {
        if self.eat("*") {
            return Ok(Selector::Any);
        }
        let name = self.take_while(|it| it.is_alphanumeric() || it == '_' || it == '-' || !it.is_ascii());
        if name.is_empty() || name.starts_with('-') {
            Err(self.unexpected())
        } else {
            Ok(Selector::Name(name.to_owned()))
        }
    }

    fn bracket(&mut self) -> Result<Vec<Selector>, String> {
        let mut selectors = Vec::new();
        loop {
            selectors.push(self.selector()?);
            if self.next("]") {
                return Ok(selectors);
            }
            if !self.next(",") {
                return Err(self.unexpected());
            }
        }
    }

    fn selector(&mut self) -> Result<Selector, String> {
        if self.next("*") {
            return Ok(Selector::Any);
        }
        if self.eat("?") {
            return Ok(Selector::Filter(self.any()?));
        }
        if let Some(name) = self.quoted()? {
            return Ok(Selector::Name(name));
        }
        let digits = self.take_while(|it| it == '-' || it.is_ascii_digit());
        if self.rest.trim_start().starts_with(':') {
            return Err("slices are not supported".to_owned());
        }
        digits.parse().map(Selector::Index).map_err(|_| self.unexpected())
    }

    fn quoted(&mut self) -> Result<Option<String>, String> {
        let Some(quote) = self.rest.chars().next().filter(|it| *it == '\'' || *it == '"') else { return Ok(None) };
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((position, char)) = chars.next() {
            if char == quote {
                self.rest = &self.rest[position + 1..];
                return Ok(Some(text));
            }
            if char != '\\' {
                text.push(char);
                continue;
            }
            match chars.next() {
                Some((_, escaped @ ('\'' | '"' | '\\' | '/'))) => text.push(escaped),
                Some((_, 'n')) => text.push('\n'),
                Some((_, 't')) => text.push('\t'),
                _ => return Err("this escape is not supported".to_owned()),
            }
        }
        Err("a quote is not closed".to_owned())
    }

    fn any(&mut self) -> Result<Test, String> {
        let mut tests = vec![self.all()?];
        while self.next("||") {
            tests.push(self.all()?);
        }
        Ok(if tests.len() == 1 { tests.remove(0) } else { Test::Any(tests) })
    }

    fn all(&mut self) -> Result<Test, String> {
        let mut tests = vec![self.test()?];
        while self.next("&&") {
            tests.push(self.test()?);
        }
        Ok(if tests.len() == 1 { tests.remove(0) } else { Test::All(tests) })
    }

    fn test(&mut self) -> Result<Test, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("it is nested too deep".to_owned());
        }
        let test = self.unguarded_test();
        self.depth -= 1;
        test
    }

    fn unguarded_test(&mut self) -> Result<Test, String> {
        if self.next("!") {
            return Ok(Test::Not(Box::new(self.test()?)));
        }
        if self.eat("(") {
            let test = self.any()?;
            return if self.next(")") { Ok(test) } else { Err(self.unexpected()) };
        }
        let left = self.operand()?;
        match (self.comparison(), left) {
            (Some(comparison), left) => Ok(Test::Compare(left, comparison, self.operand()?)),
            (None, Operand::Path(path)) => Ok(Test::Exists(path)),
            (None, _) => Err(self.unexpected()),
        }
    }

    fn comparison(&mut self) -> Option<Comparison> {
        let known = [
            ("==", Comparison::Equal),
            ("!=", Comparison::Unequal),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        known.into_iter().find(|(token, _)| self.next(token)).map(|(_, comparison)| comparison)
    }

    fn operand(&mut self) -> Result<Operand, String> {
        let absolute = self.next("$");
        if absolute || self.eat("@") {
            return Ok(Operand::Path(Path { absolute, segments: self.segments()? }));
        }
        if let Some(text) = self.quoted()? {
            return Ok(Operand::Text(text));
        }
        let start = self.rest;
        match self.take_while(|it| it.is_ascii_alphanumeric() || "+-._".contains(it)) {
            "true" => Ok(Operand::Bool(true)),
            "false" => Ok(Operand::Bool(false)),
            "null" => Ok(Operand::Null),
            name if self.rest.starts_with('(') => Err(format!("function `{name}` is not supported")),
            number if number.starts_with(|it: char| it == '-' || it.is_ascii_digit()) => {
                number.parse().map(Operand::Number).map_err(|_| format!("`{number}`"))
            }
            _ => {
                self.rest = start;
                Err(self.unexpected())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(name: &str) -> Segment {
        Segment { deep: false, selectors: vec![Selector::Name(name.to_owned())] }
    }

    #[test]
    fn reads_names_in_every_notation() {
        let path = parse("$.paths['/a/{id}'].get[\"x-y\"]").unwrap();
        assert_eq!(path.segments, ["paths", "/a/{id}", "get", "x-y"].map(name));
        assert_eq!(parse("$.x-y").unwrap().segments, ["x-y"].map(name));
        assert!(parse("$").unwrap().segments.is_empty());
    }

    #[test]
    fn reads_wildcards_indexes_and_descent() {
        let selectors = |text: &str| parse(text).unwrap().segments.remove(0);
        assert_eq!(selectors("$.*"), Segment { deep: false, selectors: vec![Selector::Any] });
        assert_eq!(selectors("$[*]"), Segment { deep: false, selectors: vec![Selector::Any] });
        assert_eq!(selectors("$..*"), Segment { deep: true, selectors: vec![Selector::Any] });
        assert_eq!(
            selectors("$[-1, 0]"),
            Segment { deep: false, selectors: vec![Selector::Index(-1), Selector::Index(0)] }
        );
        assert!(selectors("$..['name']").deep);
    }

    #[test]
    fn reads_filters() {
        for text in [
            "$.tags[?@.name == 'x']",
            "$.tags[?(@.name=='x')]",
            "$..parameters[?@.in == 'query' && (@.name != \"a\" || !@.required)]",
            "$.paths.*.get[?@['x-traits'][?@ == 'paged']]",
            "$.a[?@.n >= -1.5e3]",
        ] {
            assert!(parse(text).is_ok(), "{text}: {:?}", parse(text));
        }
    }

    #[test]
    fn says_what_it_does_not_understand() {
        let error = |text: &str| parse(text).unwrap_err();
        assert_eq!(error("paths"), "it does not begin with `$`");
        assert_eq!(error("$.a[0:2]"), "slices are not supported");
        assert_eq!(error("$.a[?length(@.x) > 1]"), "function `length` is not supported");
        assert_eq!(error("$.a["), "it ends too early");
        assert_eq!(error("$.a b"), "` b`");
        assert_eq!(error("$['a"), "a quote is not closed");
        assert_eq!(error(&format!("$[?{}@", "!".repeat(100_000))), "it is nested too deep");
        assert_eq!(error(&format!("$[?{}@", "@[?".repeat(100_000))), "it is nested too deep");
    }
}
