//! Numbers that a 64-bit integer cannot hold: their text, which the parsers beneath do not give.

use std::collections::VecDeque;

use super::Format;
use crate::diagnostics::Diagnostics;
use crate::tree::{Locations, Node, Value};

/// Digits from which a YAML integer is handed over as a float.
const LOST_DIGITS: usize = 39;

/// The texts of all JSON numbers that are handed over as floats, in the order of the document.
pub(super) fn texts(json: &str) -> VecDeque<&str> {
    let mut found = VecDeque::new();
    let bytes = json.as_bytes();
    let mut position = 0;
    while let Some(byte) = bytes.get(position) {
        match byte {
            b'"' => position = after_string(bytes, position + 1),
            b'-' | b'0'..=b'9' => {
                let rest = &bytes[position..];
                let length = rest.iter().take_while(|it| it.is_ascii_digit() || b"+-.eE".contains(it)).count();
                let text = &json[position..position + length];
                if text == "-0" || (text.parse::<u64>().is_err() && text.parse::<i64>().is_err()) {
                    found.push_back(text);
                }
                position += length;
            }
            _ => position += 1,
        }
    }
    found
}

/// The position behind the string whose first character is at `position`.
fn after_string(bytes: &[u8], mut position: usize) -> usize {
    while let Some(byte) = bytes.get(position) {
        match byte {
            b'"' => return position + 1,
            b'\\' => position += 2,
            _ => position += 1,
        }
    }
    position
}

/// Warns of YAML integers that are so long that only a float is left of them.
pub(super) fn warn_of_lost_digits(
    format: Format,
    text: &str,
    node: &Node,
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) {
    let long = |text: &str| text.split(|it: char| !it.is_ascii_digit()).any(|run| run.len() >= LOST_DIGITS);
    if format == Format::Yaml && long(text) {
        visit(node, locations, diagnostics);
    }
}

fn visit(node: &Node, locations: &Locations, diagnostics: &mut Diagnostics) {
    match &node.value {
        Value::Number(number) if number.text().contains('e') && number.as_f64().abs() >= 2f64.powi(127) => {
            let message = format!("this number is read as {number}; longer integers lose digits");
            diagnostics.warning("number-precision", &locations.origin(node.at), message);
        }
        Value::List(list) => list.iter().for_each(|it| visit(it, locations, diagnostics)),
        Value::Object(map) => map.values().for_each(|it| visit(it, locations, diagnostics)),
        _ => {}
    }
}
