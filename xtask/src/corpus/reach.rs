//! What of a document stands in the code that was made from it.
//!
//! A name counts where it is a string of the code, exactly as in the document: in the facts of an operation, in
//! the keys of an object, among the values of an enum. Comments and documentation do not count.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow};
use camino::Utf8Path;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::census::Kind;
use crate::workshop::read_sources;

/// Strings of generated code.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    /// `GET /pets/{id}`: methods and paths of operations.
    operations: BTreeSet<String>,
    /// Paths of operations.
    paths: BTreeSet<String>,
    /// Location (`query`) and name of parameters.
    parameters: BTreeSet<(String, String)>,
    /// Strings outside the facts of operations.
    texts: BTreeSet<String>,
    /// Values of enums of integers; a document may write them in quotes.
    numbers: BTreeSet<String>,
    /// Lines of the files.
    pub(crate) lines: usize,
}

impl Reach {
    /// Reads all sources below a folder.
    pub(crate) fn of(folder: &Utf8Path) -> Result<Self> {
        let mut reach = Self::default();
        read_sources(folder, |path, text| {
            reach.lines += text.lines().count();
            let tokens: TokenStream = text.parse().map_err(|error| anyhow!("{path} is not Rust: {error}"))?;
            reach.code(tokens);
            Ok(())
        })?;
        Ok(reach)
    }

    /// Whether a name of a document is here.
    pub(crate) fn has(&self, kind: Kind, name: &str) -> bool {
        let parameter = |location: &str| self.parameters.contains(&(location.to_owned(), name.to_owned()));
        match kind {
            Kind::Operation => self.operations.contains(name),
            Kind::Path => self.paths.contains(name),
            Kind::PathParameter => parameter("path"),
            Kind::Query => parameter("query"),
            Kind::Header => parameter("header"),
            Kind::Cookie => parameter("cookie"),
            Kind::Property => self.texts.contains(name),
            Kind::EnumValue => self.texts.contains(name) || self.numbers.contains(name),
        }
    }

    fn code(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let mut before: Option<String> = None;
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Punct(it) if it.as_char() == '#' => {
                    if matches!(tokens.peek(), Some(TokenTree::Group(it)) if is_documentation(it)) {
                        tokens.next();
                    }
                }
                TokenTree::Group(it)
                    if it.delimiter() == Delimiter::Brace && before.as_deref() == Some("Operation") =>
                {
                    self.operation(it.stream());
                }
                TokenTree::Group(it)
                    if it.delimiter() == Delimiter::Parenthesis
                        && PLACES.contains(&before.as_deref().unwrap_or("")) =>
                {
                    self.place(before.as_deref().unwrap_or(""), it.stream());
                    self.code(it.stream());
                }
                TokenTree::Group(it) => self.code(it.stream()),
                TokenTree::Ident(it) if it == "KNOWN" => self.known(tokens.clone()),
                TokenTree::Literal(it) => self.texts.extend(text(it)),
                _ => {}
            }
            before = if let TokenTree::Ident(it) = &token { Some(it.to_string()) } else { None };
        }
    }

    /// What a webhook is read from: `Place::Header("X-Delivery")`.
    fn place(&mut self, location: &str, tokens: TokenStream) {
        if let Some(TokenTree::Literal(name)) = tokens.into_iter().next() {
            self.parameters.extend(text(&name).map(|name| (location.to_lowercase(), name)));
        }
    }

    /// The values of an enum of integers: `: &'static [i64] = &[1, -2];`.
    fn known(&mut self, tokens: impl Iterator<Item = TokenTree>) {
        let values = tokens.take_while(|it| !matches!(it, TokenTree::Punct(it) if it.as_char() == ';'));
        let Some(TokenTree::Group(values)) = values.last() else { return };
        let text = values.stream().to_string().replace(' ', "");
        let inner = text.trim_matches(['[', ']']);
        self.numbers.extend(inner.split(',').filter(|it| it.parse::<i128>().is_ok()).map(str::to_owned));
    }

    /// The facts of an operation: `path: "/pets", method: Method::Get, params: &[Param::query("q"), …]`.
    fn operation(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let value = |key: &str| tokens.windows(3).find(|it| is_key(it, key)).and_then(|it| it.last());
        let Some(TokenTree::Literal(path)) = value("path") else { return };
        let Some(path) = text(path) else { return };
        let after = tokens.iter().position(|it| is_word(it, "method")).map_or(&[][..], |at| &tokens[at + 1..]);
        let mut named =
            after.iter().filter_map(|it| if let TokenTree::Ident(it) = it { Some(it.to_string()) } else { None });
        let method = named.find(|it| it != "Method").unwrap_or_else(|| "Get".to_owned());
        self.operations.insert(format!("{} {path}", method.to_uppercase()));
        self.paths.insert(path);
        self.parameters_in(&tokens);
    }

    /// `Param::query("q")`, however deep.
    fn parameters_in(&mut self, tokens: &[TokenTree]) {
        for window in tokens.windows(2) {
            if let [TokenTree::Ident(location), TokenTree::Group(name)] = window
                && let Some(TokenTree::Literal(name)) = name.stream().into_iter().next()
            {
                self.parameters.extend(text(&name).map(|name| (location.to_string(), name)));
            }
        }
        for token in tokens {
            if let TokenTree::Group(it) = token {
                self.parameters_in(&it.stream().into_iter().collect::<Vec<_>>());
            }
        }
    }
}

/// Where the parameters of webhooks stand.
const PLACES: &[&str] = &["Header", "Query", "Cookie"];

fn is_documentation(group: &Group) -> bool {
    group.stream().into_iter().next().is_some_and(|it| is_word(&it, "doc"))
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(it) if it == word)
}

fn is_key(tokens: &[TokenTree], key: &str) -> bool {
    matches!(tokens, [TokenTree::Ident(it), TokenTree::Punct(colon), _] if it == key && colon.as_char() == ':')
}

/// The value of a string literal.
fn text(literal: &proc_macro2::Literal) -> Option<String> {
    if let syn::Lit::Str(it) = syn::Lit::new(literal.clone()) { Some(it.value()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_in_code_and_not_in_comments() {
        let code = r#"
            /// "documented"
            // "commented"
            static LIST: Operation = Operation {
                id: "pets.list",
                method: Method::Post,
                path: "/pets",
                params: &[Param::query("q\u{2d}1"), Param { name: "x", ..Param::header("X-Y") }],
                ..Operation::NEW
            };
            const PLACES: &[Place] = &[Place::Header("X-Delivery")];
            impl IntEnum for Size { const KNOWN: &'static [i64] = &[1, -2]; }
            impl Object for Pet { const KEYS: &'static [&'static str] = &["name"]; }
        "#;
        let mut reach = Reach::default();
        reach.code(code.parse().unwrap());
        assert!(reach.has(Kind::Operation, "POST /pets") && reach.has(Kind::Path, "/pets"));
        assert!(reach.has(Kind::Query, "q-1") && reach.has(Kind::Header, "X-Y") && reach.has(Kind::Property, "name"));
        assert!(reach.has(Kind::Header, "X-Delivery"));
        assert!(reach.has(Kind::EnumValue, "-2") && !reach.has(Kind::EnumValue, "2"));
        for missing in ["q-1", "X-Y", "/pets", "pets.list", "documented", "commented"] {
            assert!(!reach.has(Kind::Property, missing), "{missing}");
        }
        assert!(!reach.has(Kind::Cookie, "q-1") && !reach.has(Kind::Operation, "GET /pets"));
    }
}
