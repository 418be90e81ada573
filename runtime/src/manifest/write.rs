//! Trees to YAML that every parser reads the same way.
//!
//! Texts stand plain only where no version of YAML could take them for anything else; else in double quotes with JSON's
//! escapes, which are YAML's too. Texts of several lines stand as literal blocks where a block can hold them.

use std::fmt::Write as _;

use super::tree::{Node, Value};

/// Bytes of a key that stands before its `:` and nothing else. YAML looks 1024 characters ahead for the `:`, no further;
/// longer keys have a `?` in front.
const LONGEST_KEY: usize = 1024;

/// Writes a document.
pub(crate) fn yaml(node: &Node) -> String {
    let mut writer = Writer { text: String::new() };
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => writer.map(entries, 0),
        Value::List(items) if !items.is_empty() => writer.list(items, 0),
        _ => {
            writer.scalar(node, 0);
            writer.text.push('\n');
        }
    }
    writer.text
}

struct Writer {
    text: String,
}

impl Writer {
    /// The entries of a map, each on lines of its own; the cursor is at the indentation of the first.
    fn map(&mut self, entries: &[(String, Node)], indent: usize) {
        for (index, (key, node)) in entries.iter().enumerate() {
            if index > 0 {
                self.indent(indent);
            }
            let key = if is_plain(key) { key.clone() } else { quoted(key) };
            if key.len() > LONGEST_KEY {
                self.text.push_str("? ");
                self.text.push_str(&key);
                self.text.push('\n');
                self.indent(indent);
            } else {
                self.text.push_str(&key);
            }
            self.text.push(':');
            self.below(node, indent);
        }
    }

    fn list(&mut self, items: &[Node], indent: usize) {
        for (index, node) in items.iter().enumerate() {
            if index > 0 {
                self.indent(indent);
            }
            self.text.push('-');
            match &node.value {
                Value::Map(entries) if !entries.is_empty() => {
                    self.text.push(' ');
                    self.map(entries, indent + 2);
                }
                Value::List(items) if !items.is_empty() => {
                    self.text.push(' ');
                    self.list(items, indent + 2);
                }
                _ => self.below(node, indent),
            }
        }
    }

    /// A value behind `key:` or `-`, with the end of its line.
    fn below(&mut self, node: &Node, indent: usize) {
        match &node.value {
            Value::Map(entries) if !entries.is_empty() => {
                self.text.push('\n');
                self.indent(indent + 2);
                self.map(entries, indent + 2);
            }
            Value::List(items) if !items.is_empty() => {
                self.text.push('\n');
                self.indent(indent + 2);
                self.list(items, indent + 2);
            }
            _ => {
                self.text.push(' ');
                self.scalar(node, indent + 2);
            }
        }
    }

    /// A scalar with the end of its line; lines of a block are indented.
    fn scalar(&mut self, node: &Node, indent: usize) {
        match &node.value {
            Value::Text(text) if is_block(text) => return self.block(text, indent),
            Value::Text(text) if is_plain(text) => self.text.push_str(text),
            Value::Text(text) => self.text.push_str(&quoted(text)),
            Value::Number(it) => self.text.push_str(&number(it)),
            Value::Bool(it) => self.text.push_str(if *it { "true" } else { "false" }),
            Value::Null => self.text.push_str("null"),
            Value::List(_) => self.text.push_str("[]"),
            Value::Map(_) => self.text.push_str("{}"),
        }
        self.text.push('\n');
    }

    /// `|`, with how many line breaks end it: `-` for none, `+` for more than one.
    fn block(&mut self, text: &str, indent: usize) {
        let body = text.trim_end_matches('\n');
        self.text.push_str(match text.len() - body.len() {
            0 => "|-\n",
            1 => "|\n",
            _ => "|+\n",
        });
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            if !line.is_empty() {
                self.indent(indent);
                self.text.push_str(line);
            }
            self.text.push('\n');
        }
    }

    fn indent(&mut self, count: usize) {
        self.text.extend(std::iter::repeat_n(' ', count));
    }
}

/// Whether a text may stand as a block: several lines, nothing that needs an escape, and no line that a reader could take
/// for a deeper indentation or not see at all.
fn is_block(text: &str) -> bool {
    text.contains('\n')
        && text.starts_with(|it: char| !it.is_whitespace())
        && text.split('\n').all(|line| line.trim_matches([' ', '\t']).is_empty() == line.is_empty())
        && text.chars().all(|it| it == '\n' || it == '\t' || is_printable(it))
}

/// Whether every version of YAML takes these letters for this text without quotes: a beginning that means nothing,
/// nothing that ends a scalar, and no word that means something else somewhere.
fn is_plain(text: &str) -> bool {
    let mut letters = text.chars();
    let begins = letters.next().is_some_and(|it| it.is_alphabetic() || matches!(it, '/' | '_'));
    begins
        && !text.ends_with([' ', ':'])
        && letters.all(|it| it.is_alphanumeric() || " _-./:@+(),;=".contains(it))
        && text.chars().all(is_printable)
        && ![": ", " #", ", "].iter().any(|it| text.contains(it))
        && !is_special(text)
}

/// Words that are no text in some version of YAML: truth values, null, numbers with letters.
fn is_special(text: &str) -> bool {
    const WORDS: [&str; 12] = ["y", "yes", "n", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"];
    WORDS.iter().any(|it| text.eq_ignore_ascii_case(it))
}

fn is_printable(it: char) -> bool {
    !(it.is_control() || matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'))
}

/// Double quotes, with escapes that JSON and YAML share.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            it if is_printable(it) => out.push(it),
            it => {
                let _ = write!(out, "\\u{:04x}", u32::from(it));
            }
        }
    }
    out.push('"');
    out
}

/// YAML 1.1 wants a point in a number with an exponent.
fn number(number: &serde_json::Number) -> String {
    let text = number.to_string();
    match text.split_once('e') {
        Some((mantissa, exponent)) if !mantissa.contains('.') => format!("{mantissa}.0e{}", signed(exponent)),
        Some((mantissa, exponent)) => format!("{mantissa}e{}", signed(exponent)),
        None => text,
    }
}

fn signed(exponent: &str) -> String {
    if exponent.starts_with(['-', '+']) { exponent.to_owned() } else { format!("+{exponent}") }
}
