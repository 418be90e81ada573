//! Percent-encoding (RFC 3986 §2) for each place of a URL, and the refusal of path arguments that would leave
//! their segment.

use std::fmt::Write as _;

/// Which characters stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Unreserved characters only.
    Unreserved,
    /// What a path segment may hold and no server reads as a separator.
    Segment,
    /// The same with the slashes between several segments.
    Path,
    /// Reserved characters too, except those that would end a query parameter.
    Reserved,
    /// What a cookie value may hold (RFC 6265 §4.1.1).
    Cookie,
}

impl Keep {
    fn keeps(self, byte: u8) -> bool {
        let unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        unreserved
            || match self {
                Self::Unreserved => false,
                Self::Segment => b":@!$'()*,".contains(&byte),
                Self::Path => b"/:@!$'()*,".contains(&byte),
                Self::Reserved => b":/?[]@!$'()*,;=".contains(&byte),
                Self::Cookie => b":/?[]@!$&'()*+=#<>^`{|}".contains(&byte),
            }
    }
}

/// Appends `text` in percent-encoded form.
pub(crate) fn push(into: &mut String, text: &str, keep: Keep) {
    for byte in text.bytes() {
        if keep.keeps(byte) {
            into.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(into, "%{byte:02X}");
        }
    }
}

/// No server decodes a path more often than this.
const MAX_DECODINGS: usize = 4;

/// Whether a path argument would leave its segment or vanish from the path: empty, `.` or `..`, also in
/// percent-encoded form and beside a separator, as a server may decode it more than once.
pub(crate) fn leaves_segment(text: &str) -> bool {
    let mut text = text.to_owned();
    for _ in 0..MAX_DECODINGS {
        if text.is_empty() || text.split(['/', '\\']).any(|it| it == "." || it == "..") {
            return true;
        }
        match decode(&text) {
            Some(decoded) => text = decoded,
            None => return false,
        }
    }
    false
}

/// The text with its percent-encoded ASCII decoded once; `None` if there is none.
fn decode(text: &str) -> Option<String> {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, after) = rest.split_at(at);
        decoded.push_str(before);
        let value = after.get(1..3).and_then(|it| u8::from_str_radix(it, 16).ok());
        let (piece, length) = match value.filter(u8::is_ascii) {
            Some(byte) => (char::from(byte), 3),
            None => ('%', 1),
        };
        decoded.push(piece);
        rest = after.get(length..).unwrap_or_default();
    }
    decoded.push_str(rest);
    (decoded != text).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_arguments_stay_in_their_segment() {
        let cases = ["", ".", "..", "%2e", "%2E%2e", "%252e%252e", "..%2f..", "a/../b", "a\\..\\b", "../x"];
        for case in cases {
            assert!(leaves_segment(case), "{case:?}");
        }
        for case in ["a", "...", "a.b", "a..b", "a/b", "%", "%zz", "100%", "é", "%c3%a9", " "] {
            assert!(!leaves_segment(case), "{case:?}");
        }
    }

    #[test]
    fn each_place_keeps_its_characters() {
        let encoded = |keep| {
            let mut into = String::new();
            push(&mut into, "a b/ü:,&=+#%", keep);
            into
        };
        assert_eq!(encoded(Keep::Unreserved), "a%20b%2F%C3%BC%3A%2C%26%3D%2B%23%25");
        assert_eq!(encoded(Keep::Segment), "a%20b%2F%C3%BC:,%26%3D%2B%23%25");
        assert_eq!(encoded(Keep::Path), "a%20b/%C3%BC:,%26%3D%2B%23%25");
        assert_eq!(encoded(Keep::Reserved), "a%20b/%C3%BC:,%26=%2B%23%25");
    }
}
