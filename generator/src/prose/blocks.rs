//! Blocks: what the Markdown parser understood, written anew.

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::html;
use super::inline::{Inline, address, longest_run};

/// Deepest nesting of lists and quotes that is kept; what is deeper stands at this depth.
const MAX_DEPTH: usize = 6;

/// What the parser understands.
pub(super) fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    TextMergeStream::new(Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH))
}

/// All of it as lines.
pub(super) fn lines(markdown: &str, lower: usize) -> Vec<String> {
    let mut writer = Writer { lower, ..Writer::default() };
    for event in events(markdown) {
        writer.event(event);
    }
    writer.paragraph();
    writer.lines
}

/// A list item or quote that blocks stand in.
#[derive(Debug)]
struct Container {
    first: String,
    rest: String,
    is_begun: bool,
    /// Whether no empty line stands before it.
    is_tight: bool,
}

#[derive(Debug)]
struct List {
    /// Number of the next item.
    next: Option<u64>,
    /// Whether it has the second marker of its kind.
    alternate: bool,
    /// Whether the next item needs no empty line before it.
    is_tight: bool,
}

#[derive(Debug, Default)]
struct Writer {
    lines: Vec<String>,
    containers: Vec<Container>,
    lists: Vec<List>,
    /// The run of text that is being read.
    inline: Inline,
    /// What each open link is closed with.
    links: Vec<String>,
    /// Depth, order and marker of the list that ended just now: a list right behind it needs another marker.
    ended: Option<(usize, bool, bool)>,
    heading: usize,
    /// How many levels headings are lower than they were.
    lower: usize,
    code: Option<String>,
    html: Option<String>,
    table: Option<Vec<Vec<String>>>,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match (&mut self.code, &mut self.html) {
                (Some(code), _) => code.push_str(&text),
                (None, Some(html)) => html.push_str(&text),
                (None, None) => self.text(&text),
            },
            Event::Code(code) => self.inline.code(&code, self.table.is_some()),
            Event::Html(text) => match &mut self.html {
                Some(html) => html.push_str(&text),
                None => self.text(&html::text(&text)),
            },
            Event::InlineHtml(tag) if html::is_break(&tag) => self.inline.line_break(),
            Event::InlineHtml(tag) => self.text(&html::text(&tag)),
            Event::SoftBreak => self.inline.space(),
            Event::HardBreak => self.inline.line_break(),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => {}
            Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        let in_link = self.links.iter().any(|it| !it.is_empty());
        self.inline.text(text, in_link);
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.paragraph();
                self.heading = (level_number(level) + self.lower).min(6);
            }
            Tag::CodeBlock(_) => {
                self.paragraph();
                self.code = Some(String::new());
            }
            Tag::HtmlBlock => {
                self.paragraph();
                self.html = Some(String::new());
            }
            Tag::BlockQuote(_) => {
                self.paragraph();
                self.enter("> ", "> ", false);
            }
            Tag::List(start) => {
                self.paragraph();
                let depth = self.containers.len();
                let alternate = matches!(self.ended, Some((at, ordered, alternate))
                    if at == depth && ordered == start.is_some() && !alternate);
                // Only these can stand right behind the text of the item they are in (CommonMark 5.3).
                let is_tight = depth > 0 && start.is_none_or(|it| it == 1) && self.ended.is_none();
                let is_tight = is_tight && self.containers.iter().all(|it| it.is_begun);
                self.lists.push(List { next: start.map(|it| it.min(99_999_999)), alternate, is_tight });
            }
            Tag::Item => self.item(),
            Tag::Table(_) => {
                self.paragraph();
                self.table = Some(Vec::new());
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(rows) = &mut self.table {
                    rows.push(Vec::new());
                }
            }
            Tag::Emphasis => self.inline.markup("*"),
            Tag::Strong => self.inline.markup("**"),
            Tag::Strikethrough => self.inline.markup("~~"),
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url),
            Tag::Image { link_type, dest_url, .. } => self.link(link_type, &dest_url),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.paragraph(),
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                self.inline.text(&html::text(&html), false);
                self.paragraph();
            }
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.paragraph();
                self.containers.pop();
            }
            TagEnd::List(_) => {
                let depth = self.containers.len();
                self.ended = self.lists.pop().map(|it| (depth, it.next.is_some(), it.alternate));
            }
            TagEnd::Table => self.end_table(),
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline).into_line();
                if let Some(row) = self.table.as_mut().and_then(|it| it.last_mut()) {
                    row.push(cell);
                }
            }
            TagEnd::Emphasis => self.inline.markup("*"),
            TagEnd::Strong => self.inline.markup("**"),
            TagEnd::Strikethrough => self.inline.markup("~~"),
            TagEnd::Link | TagEnd::Image => {
                let close = self.links.pop().unwrap_or_default();
                self.inline.markup(&close);
            }
            _ => {}
        }
    }

    fn item(&mut self) {
        let Some(list) = self.lists.last_mut() else { return };
        let marker = match (&mut list.next, list.alternate) {
            (None, false) => "- ".to_owned(),
            (None, true) => "* ".to_owned(),
            (Some(number), alternate) => {
                let marker = format!("{number}{} ", if alternate { ')' } else { '.' });
                *number += 1;
                marker
            }
        };
        let is_tight = std::mem::replace(&mut list.is_tight, true);
        let rest = " ".repeat(marker.len());
        self.enter(&marker, &rest, is_tight);
    }

    fn enter(&mut self, first: &str, rest: &str, is_tight: bool) {
        let is_kept = self.containers.len() < MAX_DEPTH;
        let (first, rest) = if is_kept { (first, rest) } else { ("", "") };
        let is_tight = is_tight && is_kept;
        self.containers.push(Container { first: first.to_owned(), rest: rest.to_owned(), is_begun: false, is_tight });
    }

    /// Opens a link. An image becomes a link to it; where it leads nowhere, its text alone is left.
    fn link(&mut self, kind: LinkType, url: &str) {
        // The text of an address in angle brackets is the address: it becomes a link as text does.
        let is_bare = matches!(kind, LinkType::Autolink | LinkType::Email);
        match address(url).filter(|_| !is_bare && self.links.iter().all(String::is_empty)) {
            Some(address) => {
                self.inline.link();
                self.links.push(format!("](<{address}>)"));
            }
            None => self.links.push(String::new()),
        }
    }

    /// Ends the run of text that is being read, if there is one, as a paragraph or heading.
    fn paragraph(&mut self) {
        let inline = std::mem::take(&mut self.inline);
        match std::mem::take(&mut self.heading) {
            0 => {
                let lines = inline.into_lines();
                self.block(lines);
            }
            level => {
                let line = inline.into_line();
                let heading = (!line.is_empty()).then(|| format!("{} {line}", "#".repeat(level)));
                self.block(heading.into_iter().collect());
            }
        }
    }

    fn code_block(&mut self) {
        let code = self.code.take().unwrap_or_default();
        let fence = "`".repeat(longest_run(&code).max(2) + 1);
        let mut lines = vec![format!("{fence}text")];
        let visible =
            |line: &str| line.replace('\t', "    ").chars().filter(|c| !super::is_hidden(*c)).collect::<String>();
        lines.extend(code.lines().map(visible).map(|it| it.trim_end().to_owned()));
        lines.push(fence);
        if lines.iter().skip(1).rev().skip(1).any(|it| !it.is_empty()) {
            self.block(lines);
        }
    }

    fn end_table(&mut self) {
        let rows = self.table.take().unwrap_or_default();
        let row = |cells: &Vec<String>| format!("| {} |", cells.join(" | "));
        let mut lines: Vec<String> = rows.iter().map(row).collect();
        if let Some(head) = rows.first() {
            lines.insert(1, format!("|{}", " --- |".repeat(head.len())));
        }
        self.block(lines);
    }

    /// Writes a block within all containers, an empty line before it unless it begins a further item of a list.
    fn block(&mut self, block: Vec<String>) {
        if block.is_empty() {
            return;
        }
        self.ended = None;
        if !self.lines.is_empty() && !self.containers.iter().find(|it| !it.is_begun).is_some_and(|it| it.is_tight) {
            let blank: String =
                self.containers.iter().take_while(|it| it.is_begun).map(|it| it.rest.as_str()).collect();
            self.lines.push(blank.trim_end().to_owned());
        }
        for line in block {
            let mut prefixed = String::new();
            for container in &mut self.containers {
                let is_begun = std::mem::replace(&mut container.is_begun, true);
                prefixed.push_str(if is_begun { &container.rest } else { &container.first });
            }
            prefixed.push_str(&line);
            prefixed.truncate(prefixed.trim_end().len());
            self.lines.push(prefixed);
        }
    }
}

fn level_number(level: HeadingLevel) -> usize {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
