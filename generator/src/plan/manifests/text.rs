//! JSON as people read it: short values on one line, long ones over several.

use crate::ir::Literal;

/// Letters of a line, indentation included.
const WIDTH: usize = 110;

/// The text of a value, without a line break at its end.
pub(super) fn pretty(value: &Literal) -> String {
    let mut text = String::new();
    write(value, 0, 0, &mut text);
    text
}

/// `taken`: letters that stand before the value on its line, beside the indentation.
fn write(value: &Literal, indent: usize, taken: usize, text: &mut String) {
    let short = inline(value);
    if indent + taken + short.chars().count() <= WIDTH {
        text.push_str(&short);
        return;
    }
    match value {
        Literal::List(items) => {
            let items: Vec<(String, &Literal)> = items.iter().map(|it| (String::new(), it)).collect();
            block('[', &items, ']', indent, text);
        }
        Literal::Object(members) => {
            let members: Vec<(String, &Literal)> =
                members.iter().map(|(key, it)| (format!("{}: ", Literal::string(key)), it)).collect();
            block('{', &members, '}', indent, text);
        }
        _ => text.push_str(&short),
    }
}

fn block(open: char, parts: &[(String, &Literal)], close: char, indent: usize, text: &mut String) {
    text.push(open);
    for (index, (key, value)) in parts.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.extend(std::iter::repeat_n(' ', indent + 2));
        text.push_str(key);
        write(value, indent + 2, key.chars().count() + 1, text);
    }
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', indent));
    text.push(close);
}

fn inline(value: &Literal) -> String {
    match value {
        Literal::List(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Literal::Object(members) => {
            let member = |(key, it): &(String, Literal)| format!("{}: {}", Literal::string(key), inline(it));
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
