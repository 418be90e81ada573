//! Specification Markdown → Markdown that is inert in rustdoc, READMEs and API listings.

/// Placeholder.
pub fn docs(markdown: &str) -> Vec<String> {
    vec![text(markdown)]
}

/// Placeholder.
pub fn item_docs(summary: Option<&str>, description: Option<&str>, otherwise: &str) -> Vec<String> {
    vec![text(summary.or(description).unwrap_or(otherwise))]
}

/// Placeholder.
pub fn summary(markdown: &str) -> String {
    text(markdown)
}

/// Placeholder.
pub fn text(text: &str) -> String {
    text.chars().filter(|c| !is_hidden(*c)).collect()
}

/// Placeholder.
pub fn code_span(code: &str) -> String {
    format!("`{}`", text(code))
}

/// Whether a character is not shown as itself: controls, format and bidirectional characters, separators.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
}
