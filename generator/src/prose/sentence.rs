//! The one sentence that says what a text is about.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::blocks::events;
use super::html;
use super::inline::Inline;

/// The first paragraph on one line; `None` where something else comes first.
pub(super) fn opening(markdown: &str) -> Option<String> {
    match events(markdown).next() {
        Some(Event::Start(tag)) if is_paragraph(&tag) => Some(text_of(markdown, is_paragraph).into_line()),
        _ => None,
    }
}

/// The first sentence.
pub(super) fn summary(markdown: &str, max: usize) -> String {
    let paragraph = text_of(markdown, is_paragraph).into_sentence(max);
    if !paragraph.is_empty() {
        return paragraph;
    }
    text_of(markdown, |it| matches!(it, Tag::Heading { .. } | Tag::Item)).into_sentence(max)
}

fn is_paragraph(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Paragraph | Tag::HtmlBlock)
}

/// Text and code of the first block of a kind that says something, without links and emphasis.
fn text_of(markdown: &str, is_wanted: impl Fn(&Tag<'_>) -> bool) -> Inline {
    let mut text = Inline::default();
    let mut html = String::new();
    let mut inside = false;
    for event in events(markdown) {
        match event {
            Event::Start(tag) if is_wanted(&tag) => inside = true,
            Event::Html(it) if inside => html.push_str(&it),
            Event::End(TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::Heading(_) | TagEnd::Item) if inside => {
                text.text(&html::text(&std::mem::take(&mut html)), false);
                if !text.is_empty() {
                    break;
                }
                inside = false;
            }
            Event::Text(it) if inside => text.text(&it, false),
            Event::InlineHtml(it) if inside => text.text(&html::text(&it), false),
            Event::Code(it) if inside => text.code(&it, false),
            Event::SoftBreak | Event::HardBreak if inside => text.space(),
            _ => {}
        }
    }
    text
}
