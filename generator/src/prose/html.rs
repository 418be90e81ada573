//! What is left of HTML: its text.

/// Elements that are markup rather than a placeholder such as `<token>`.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "option",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Elements whose contents are not text.
const SILENT: &[&str] = &["script", "style"];

/// Whether an inline tag breaks the line.
pub(super) fn is_break(tag: &str) -> bool {
    matches!(name(tag), "br" | "p" | "li" | "div" | "tr" | "hr")
}

/// The text of HTML: tags of real elements and comments dropped, unknown ones kept as the text they are.
pub(super) fn text(html: &str) -> String {
    let mut text = String::new();
    let mut silent = "";
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (before, tagged) = rest.split_at(start);
        if silent.is_empty() {
            text.push_str(before);
        }
        let end = if tagged.starts_with("<!--") {
            tagged.find("-->").map(|it| it + 3)
        } else {
            tagged.find('>').map(|it| it + 1)
        };
        let (tag, after) = tagged.split_at(end.unwrap_or(tagged.len()));
        let name = name(tag);
        let is_markup =
            tag.starts_with("<!") || tag.starts_with("<?") || ELEMENTS.iter().any(|it| it.eq_ignore_ascii_case(name));
        if let Some(it) = SILENT.iter().find(|it| it.eq_ignore_ascii_case(name)) {
            silent = if tag.starts_with("</") { "" } else { it };
        } else if silent.is_empty() {
            text.push_str(if is_markup { " " } else { tag });
        }
        rest = after;
    }
    if silent.is_empty() {
        text.push_str(rest);
    }
    text
}

fn name(tag: &str) -> &str {
    let inner = tag.trim_start_matches(['<', '/']);
    &inner[..inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inner.len())]
}
