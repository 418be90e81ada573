//! The name that a server gives a file, made harmless.

use std::borrow::Cow;

/// Longest name in bytes; file systems allow 255, and others append to it.
const LONGEST: usize = 200;

/// Names that Windows has for devices, with whatever extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The name in a `Content-Disposition` (RFC 6266), of which `filename*` (RFC 8187) counts first.
pub(super) fn of(disposition: &str) -> Option<String> {
    let parameters = parameters(disposition);
    let find = |wanted: &str| parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|it| &it.1);
    let extended = find("filename*").and_then(|it| decoded(it));
    harmless(&extended.or_else(|| find("filename").cloned())?)
}

/// The parameters behind the type, quoted ones without their quotes.
fn parameters(disposition: &str) -> Vec<(String, String)> {
    let mut parts = vec![String::new()];
    let (mut is_quoted, mut is_escaped) = (false, false);
    for it in disposition.chars() {
        match it {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => {
                is_escaped = true;
                continue;
            }
            '"' => {
                is_quoted = !is_quoted;
                continue;
            }
            ';' if !is_quoted => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().into_iter().for_each(|part| part.push(it));
    }
    let pairs = parts.iter().filter_map(|it| it.split_once('='));
    pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

/// `UTF-8''na%C3%AFve.txt`
fn decoded(extended: &str) -> Option<String> {
    let (charset, rest) = extended.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    // These mean something in a form; here they stand for themselves.
    let encoded = encoded.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    let text = url::form_urlencoded::parse(encoded.as_bytes()).next().map(|it| it.0).unwrap_or(Cow::Borrowed(""));
    charset.eq_ignore_ascii_case("utf-8").then(|| text.into_owned())
}

/// The last step of the path, without what is special to a file system or hidden from a reader. Of what shells expand
/// the worst is gone too, but blanks, quotes and brackets are parts of honest names.
fn harmless(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_kept = |it: &char| !it.is_control() && !is_formatting(*it);
    let replaced = last.chars().filter(is_kept).map(|it| if "<>:\"|?*`$&;%".contains(it) { '_' } else { it });
    let clean: String = replaced.collect();
    let clean = clean.trim_matches(|it: char| it == '.' || it == '-' || it == '~' || it.is_whitespace());
    let stem = clean.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_device = DEVICES.contains(&stem.trim_end_matches(|it: char| it.is_ascii_digit()));
    let mut name = format!("{}{clean}", if is_device { "_" } else { "" });
    while name.len() > LONGEST {
        name.pop();
    }
    Some(name).filter(|it| !it.is_empty())
}

/// Characters that are not seen but change what is (Unicode TR 9 and alike).
fn is_formatting(it: char) -> bool {
    matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn names_are_read_in_both_forms() {
        let cases = [
            (r#"attachment; filename="a \"b\"; c.txt""#, Some("a _b__ c.txt")),
            ("attachment; filename=plain.txt", Some("plain.txt")),
            ("attachment; FileName=old.txt; filename*=UTF-8''na%C3%AFve%20a+b.txt", Some("naïve a+b.txt")),
            ("attachment; filename*=ISO-8859-1''x.txt; filename=y.txt", Some("y.txt")),
            ("attachment", None),
            ("inline; filename=", None),
        ];
        for (text, expected) in cases {
            assert_eq!(of(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn no_name_leaves_the_folder_or_means_something_else() {
        let cases = [
            ("../../etc/passwd", Some("passwd")),
            (r"C:\\Windows\\system.ini", Some("system.ini")),
            ("/etc/shadow", Some("shadow")),
            ("..", None),
            (".", None),
            ("a/", None),
            (".bashrc", Some("bashrc")),
            ("-rf", Some("rf")),
            ("con.txt", Some("_con.txt")),
            ("COM1", Some("_COM1")),
            ("a\0b\r\nc", Some("abc")),
            ("gpj.\u{202e}exe", Some("gpj.exe")),
            ("$(rm *).txt ", Some("_(rm _).txt")),
        ];
        for (name, expected) in cases {
            assert_eq!(of(&format!("attachment; filename=\"{name}\"")).as_deref(), expected, "{name}");
        }
        let long = of(&format!("attachment; filename=\"{}\"", "é".repeat(200))).unwrap();
        assert_eq!(long.len(), 200);
        assert_eq!(of("attachment; filename*=UTF-8''%2e%2e%2fsecret").as_deref(), Some("secret"));
    }
}
