//! Whole numbers that are written with a fraction: `3.0` where an integer is expected.
//!
//! JSON Schema (2020-12, Core §4.2.3) calls `3.0` an integer, and languages with one kind of number write it so.
//! serde's integers refuse it. A text that is refused for that is read once more, with the fraction taken off
//! every such number; a text that is not refused pays nothing and keeps its spelling.

/// The text with its whole numbers written as integers, if `message` says that this is what it lacks.
pub(crate) fn mended(text: &str, message: &str) -> Option<String> {
    let (_, expected) = message.split_once("invalid type: floating point `")?.1.split_once("`, expected ")?;
    let is_integer = ["i32", "i64", "u64", "an integer"].iter().any(|it| expected.starts_with(it));
    if is_integer { without_fractions(text) } else { None }
}

/// The text with its whole numbers written as integers; `None` where they are.
pub(crate) fn without_fractions(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len());
    let (mut kept, mut at, mut in_string) = (0, 0, false);
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        let mut next = at + 1;
        match byte {
            b'\\' if in_string => next += 1,
            b'"' => in_string = !in_string,
            b'.' if !in_string => {
                let rest = bytes.get(next..).unwrap_or_default();
                next += rest.iter().take_while(|it| **it == b'0').count();
                if next > at + 1 && !matches!(bytes.get(next), Some(b'0'..=b'9' | b'e' | b'E')) {
                    mended.push_str(text.get(kept..at).unwrap_or_default());
                    kept = next;
                }
            }
            _ => {}
        }
        at = next;
    }
    mended.push_str(text.get(kept..).unwrap_or_default());
    (kept > 0).then_some(mended)
}
