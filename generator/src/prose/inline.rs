//! Runs of text: words, code spans and links, escaped and wrapped.

/// Widest line, in characters, that wrapping makes of more than one word.
const WIDTH: usize = 100;

/// Longest word, in bytes, that another piece of text is added to without a space: what is added is compared with all that
/// stands before it.
const LONGEST: usize = 2_000;

/// A run of text in the making.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// What stands between spaces: never empty, a code span being one whole.
    atoms: Vec<String>,
    /// Index of the atoms that a hard break stands in front of.
    breaks: Vec<usize>,
    open: String,
}

impl Inline {
    /// Adds text. `in_link`: addresses are not made links of their own.
    pub(super) fn text(&mut self, text: &str, in_link: bool) {
        // What one piece begins another must not end as an address.
        let is_address = || self.open.rfind("http").is_some_and(|it| !self.open[it..].contains(['>', ')']));
        if self.open.len() > LONGEST || is_address() {
            self.space();
        }
        let mut rest = text;
        while let Some((before, url, after)) = if in_link { None } else { split_url(rest) } {
            self.words(before);
            self.open.push_str(&format!("<{url}>"));
            rest = after;
        }
        self.words(rest);
    }

    fn words(&mut self, text: &str) {
        let mut previous = self.open.chars().next_back();
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            if c.is_whitespace() {
                self.space();
            } else if !super::is_hidden(c) {
                escape(c, previous, characters.peek().copied(), &mut self.open);
            }
            previous = Some(c);
        }
    }

    /// Adds markup that sticks to what stands beside it.
    pub(super) fn markup(&mut self, markup: &str) {
        self.open.push_str(markup);
    }

    /// Adds the beginning of a link, which an exclamation mark before it would make an image.
    pub(super) fn link(&mut self) {
        if self.open.ends_with('!') {
            self.open.insert(self.open.len() - 1, '\\');
        }
        self.open.push('[');
    }

    /// Adds a code span. `in_table`: bars are escaped.
    pub(super) fn code(&mut self, code: &str, in_table: bool) {
        // Two spans side by side would be one, or none.
        if self.open.ends_with('`') {
            self.space();
        }
        self.open.push_str(&code_span(code, in_table));
    }

    /// Ends a word.
    pub(super) fn space(&mut self) {
        if !self.open.is_empty() {
            self.atoms.push(std::mem::take(&mut self.open));
        }
    }

    /// Ends a line.
    pub(super) fn line_break(&mut self) {
        self.space();
        if !self.atoms.is_empty() {
            self.breaks.push(self.atoms.len());
        }
    }

    /// Whether there is nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.atoms.is_empty() && self.open.is_empty()
    }

    /// Everything on one line.
    pub(super) fn into_line(mut self) -> String {
        self.space();
        guard(self.atoms.join(" "))
    }

    /// The first sentence on one line, with an ellipsis where it is longer than `max` characters.
    pub(super) fn into_sentence(mut self, max: usize) -> String {
        self.space();
        let mut length = 0;
        let mut kept = self.atoms.len();
        for (index, atom) in self.atoms.iter().enumerate() {
            length += atom.chars().count() + 1;
            if length > max && index > 0 {
                self.atoms.truncate(index);
                return guard(self.atoms.join(" ") + " …");
            }
            if ends_sentence(atom, self.atoms.get(index + 1)) {
                kept = index + 1;
                break;
            }
        }
        self.atoms.truncate(kept);
        guard(self.atoms.join(" "))
    }

    /// Wrapped lines.
    pub(super) fn into_lines(mut self) -> Vec<String> {
        self.space();
        let mut lines: Vec<String> = Vec::new();
        let mut width = WIDTH;
        for (index, atom) in self.atoms.into_iter().enumerate() {
            let size = atom.chars().count();
            let is_break = self.breaks.binary_search(&index).is_ok();
            match lines.last_mut() {
                Some(line) if !is_break && width + 1 + size <= WIDTH => {
                    line.push(' ');
                    line.push_str(&atom);
                    width += 1 + size;
                }
                last => {
                    if let Some(line) = last.filter(|_| is_break) {
                        line.push('\\');
                    }
                    lines.push(atom);
                    width = size;
                }
            }
        }
        lines.into_iter().map(guard).collect()
    }
}

/// Escapes a character of text.
fn escape(c: char, previous: Option<char>, next: Option<char>, out: &mut String) {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_escaped = match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '|' => true,
        '_' => !is_word(previous) || !is_word(next),
        '&' => next.is_some_and(|it| it == '#' || it.is_ascii_alphanumeric()),
        '#' => out.is_empty(),
        _ => false,
    };
    if is_escaped {
        out.push('\\');
    }
    out.push(c);
}

/// Escapes what would begin a block where a line begins: a list, a quote, an underline of a heading, a table.
fn guard(line: String) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    let mark = rest.chars().next();
    let then = rest.chars().nth(1);
    let is_item = |then: Option<char>| then.is_none_or(char::is_whitespace);
    let is_rule = |set: &[char]| !line.is_empty() && line.chars().all(|it| set.contains(&it));
    let at = match (digits, mark) {
        (1.., Some('.' | ')')) if is_item(then) => digits,
        (0, Some('-' | '+')) if is_item(then) => 0,
        (0, Some('>')) => 0,
        _ if is_rule(&['-', ':', ' ']) || is_rule(&['=', ' ']) => 0,
        _ => return line,
    };
    format!("{}\\{}", &line[..at], &line[at..])
}

/// A code span in as many backticks as it needs.
pub(super) fn code_span(code: &str, in_table: bool) -> String {
    let mut shown: String =
        code.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !super::is_hidden(*c)).collect();
    if in_table {
        shown = shown.replace('|', "\\|");
    }
    if shown.trim().is_empty() {
        return "` `".to_owned();
    }
    let fence = "`".repeat(longest_run(&shown) + 1);
    let is_edged = shown.starts_with('`') || shown.ends_with('`') || (shown.starts_with(' ') && shown.ends_with(' '));
    let pad = if is_edged { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

/// Length of the longest run of backticks.
pub(super) fn longest_run(text: &str) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// An address that a link may lead to, in a form that fits between `<` and `>`.
pub(super) fn address(url: &str) -> Option<String> {
    let scheme = url.split_once(':')?.0.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https" | "mailto") {
        return None;
    }
    let mut address = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%{}".contains(c) {
            address.push(c);
        } else if !super::is_hidden(c) {
            let mut bytes = [0; 4];
            address.extend(c.encode_utf8(&mut bytes).bytes().map(|it| format!("%{it:02X}")));
        }
    }
    Some(address)
}

/// The first bare address: what stands before it, the address, and what stands behind it.
fn split_url(text: &str) -> Option<(&str, String, &str)> {
    let starts = text.match_indices("http").map(|(start, _)| start);
    starts.into_iter().find_map(|start| {
        let bare = bare_url(&text[start..])?;
        Some((&text[..start], address(bare)?, &text[start + bare.len()..]))
    })
}

/// The address that `text` begins with, without the punctuation of the sentence around it.
fn bare_url(text: &str) -> Option<&str> {
    let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"))?;
    let is_end = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\');
    let end = text.find(is_end).unwrap_or(text.len());
    let mut bare = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', ']', '}']);
    let mut surplus = bare.matches(')').count().saturating_sub(bare.matches('(').count());
    while surplus > 0 && bare.ends_with(')') {
        bare = bare[..bare.len() - 1].trim_end_matches(['.', ',']);
        surplus -= 1;
    }
    (bare.len() > text.len() - host.len()).then_some(bare)
}

/// Whether a sentence ends with `atom`, `next` being the word after it.
fn ends_sentence(atom: &str, next: Option<&String>) -> bool {
    const ABBREVIATIONS: &[&str] = &["e.g.", "i.e.", "etc.", "vs.", "cf.", "approx.", "incl.", "no.", "resp."];
    let bare = atom.trim_end_matches([')', '"', '\'', '*', '_']);
    bare.ends_with(['.', '!', '?'])
        && !ABBREVIATIONS.contains(&bare.trim_start_matches('(').to_ascii_lowercase().as_str())
        && next.is_none_or(|it| {
            it.starts_with(|c: char| {
                c.is_uppercase()
                    || c.is_ascii_digit()
                    || !c.is_ascii()
                    || matches!(c, '`' | '"' | '(' | '*' | '[' | '\\' | '<')
            })
        })
}
