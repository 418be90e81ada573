//! What specification Markdown becomes in documentation, and what it never does.

#![expect(clippy::panic, reason = "a check that fails says what it read")]

use generator::prose::{code_span, docs, is_hidden, item_docs, summary, text};
use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

/// What rustdoc reads Markdown with.
fn rustdoc() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

/// Fails unless rustdoc finds nothing in `lines` that runs, resolves, or is worth a warning.
fn assert_inert(lines: &[String], source: &str) {
    let markdown = lines.join("\n");
    let context = || format!("from {source:?}\ncame\n{markdown}\n");
    for line in lines {
        assert!(!line.contains('\n') && !line.contains('\r'), "line end in a line {}", context());
        assert!(!line.chars().any(is_hidden), "hidden character {}", context());
        assert_eq!(line.trim_end(), line, "trailing space {}", context());
    }
    let mut broken = |link: BrokenLink<'_>| -> Option<(pulldown_cmark::CowStr<'_>, pulldown_cmark::CowStr<'_>)> {
        panic!("link to `{}` {}", link.reference, context())
    };
    let parser = Parser::new_with_broken_link_callback(&markdown, rustdoc(), Some(&mut broken));
    let mut links = 0;
    let mut in_code = false;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                assert_eq!(&*info, "text", "{}", context());
                in_code = true;
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => panic!("indented code {}", context()),
            Event::Html(_) | Event::InlineHtml(_) => panic!("HTML {}", context()),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => panic!("{event:?} {}", context()),
            Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_)) => panic!("{event:?} {}", context()),
            Event::Start(Tag::Link { dest_url, link_type, .. }) => {
                links += 1;
                let is_known = ["http:", "https:", "mailto:"].iter().any(|it| dest_url.to_lowercase().starts_with(it));
                assert!(is_known, "link to {dest_url} {}", context());
                assert!(matches!(link_type, LinkType::Inline | LinkType::Autolink), "{link_type:?} {}", context());
            }
            Event::End(TagEnd::Link) => links -= 1,
            Event::Text(it) => {
                let shown = &markdown[range.clone()];
                let is_host = |it: &str| it.starts_with(char::is_alphanumeric);
                let is_bare = ["https://", "http://"].iter().any(|at| it.split(at).skip(1).any(is_host));
                assert!(links > 0 || !is_bare || in_code, "bare address {}", context());
                let is_escaped = range.start > 0 && markdown.as_bytes()[range.start - 1] == b'\\';
                assert!(!shown.contains('`') || is_escaped || in_code, "backtick {}", context());
            }
            _ => {}
        }
    }
}

fn check(markdown: &str) -> String {
    let lines = docs(markdown);
    assert_inert(&lines, markdown);
    assert_inert(&[summary(markdown)], markdown);
    assert_inert(&[text(markdown)], markdown);
    assert_inert(&[code_span(markdown)], markdown);
    let item = item_docs(Some(markdown), Some(markdown), "Something.");
    assert!(item.first().is_some_and(|it| !it.is_empty()), "{markdown:?}");
    assert_inert(&item, markdown);
    // What is inert stays as it is.
    lines.join("\n")
}

#[test]
fn ordinary_prose_stays_readable() {
    for (markdown, expected) in [
        ("", ""),
        ("  \n\n ", ""),
        ("Returns a debate.", "Returns a debate."),
        ("One\ntwo\n\nthree", "One two\n\nthree"),
        ("Uses `debate_id` and snake_case_words.", "Uses `debate_id` and snake_case_words."),
        ("**Bold** and *slanted* and _also_ and ~~gone~~.", "**Bold** and *slanted* and *also* and ~~gone~~."),
        ("# Title\n\ntext", "### Title\n\ntext"),
        ("Setext\n===\ntext", "### Setext\n\ntext"),
        ("- one\n- two\n  - deep\n- three", "- one\n- two\n  - deep\n- three"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("3) one\n4) two", "3. one\n4. two"),
        ("> quoted\n> more", "> quoted more"),
        ("| a | b |\n|---|---|\n| `x|y` | 2 |", "| a | b |\n| --- | --- |\n| \\`x | y\\` |"),
        ("a  \nb", "a\\\nb"),
        ("a<br>b", "a\\\nb"),
        ("See [the docs](https://example.com/a_b).", "See [the docs](<https://example.com/a_b>)."),
        ("See https://example.com/x?y=1.", "See <https://example.com/x?y=1>."),
        ("See <https://example.com>.", "See <https://example.com>."),
        ("(see https://en.wikipedia.org/wiki/A_(b))", "(see <https://en.wikipedia.org/wiki/A_%28b%29>)"),
        ("a -> b, x >= 1 & y", "a -> b, x >= 1 & y"),
        ("Costs $5 #1", "Costs $5 \\#1"),
    ] {
        assert_eq!(check(markdown), expected, "{markdown:?}");
    }
}

#[test]
fn code_never_becomes_a_doctest() {
    for (markdown, expected) in [
        ("```\nlet x = 1;\n```", "```text\nlet x = 1;\n```"),
        ("```rust\nstd::process::exit(1)\n```", "```text\nstd::process::exit(1)\n```"),
        ("~~~rust,should_panic\nx\n~~~", "```text\nx\n```"),
        ("text\n\n    indented();\n\n\ttabbed();", "text\n\n```text\nindented();\n\ntabbed();\n```"),
        ("```\nunbalanced", "```text\nunbalanced\n```"),
        ("````\n```\ninner\n```\n````", "````text\n```\ninner\n```\n````"),
        ("- item\n\n  ```rust\n  x\n  ```", "- item\n\n  ```text\n  x\n  ```"),
        ("> ```rust\n> x\n", "> ```text\n> x\n> ```"),
        ("```text\na\n``` not a close\nb", "````text\na\n``` not a close\nb\n````"),
        ("    ```\n    fence in indented", "````text\n```\nfence in indented\n````"),
        ("\u{a0}```rust\nx\n```", ""),
    ] {
        let came = check(markdown);
        if !expected.is_empty() {
            assert_eq!(came, expected, "{markdown:?}");
        }
    }
}

#[test]
fn nothing_is_html_or_a_link_to_an_item() {
    for (markdown, expected) in [
        ("a <b>bold</b> <script>alert(1)</script> word", "a bold alert(1) word"),
        ("<p>Hello <b>you</b></p>", "Hello you"),
        ("<div>\n<script>\nalert(1)\n</script>\n</div>\n\ntext", "text"),
        ("Send <API_KEY> and <your-token>", "Send \\<API_KEY> and \\<your-token>"),
        ("&lt;script&gt;", "\\<script>"),
        ("[Foo] and [`Bar`] and [x](Foo::bar) and [y][Foo]", "\\[Foo\\] and \\[`Bar`\\] and x and \\[y\\]\\[Foo\\]"),
        ("[x](javascript:alert(1))", "x"),
        ("![alt](https://e.com/a.png)", "[alt](<https://e.com/a.png>)"),
        ("[![b](https://e.com/b.svg)](https://e.com)", "[b](<https://e.com>)"),
        ("[a]: https://e.com\n\n[a] b", "[a](<https://e.com>) b"),
        ("x[^1]\n\n[^1]: note", "x^1"),
        ("- [ ] todo", "- \\[ \\] todo"),
    ] {
        assert_eq!(check(markdown), expected, "{markdown:?}");
    }
}

#[test]
fn hidden_characters_and_line_ends_go() {
    for (markdown, expected) in [
        ("a\u{202e}b\u{200b}c\u{0}d\u{feff}e", "abcde"),
        ("a\r\nb\rc\u{2028}d", "a b c d"),
        ("a\u{85}\u{85}b", "a\n\nb"),
        ("&#x202e;x&#0;y &#x200b;", "xy"),
        ("`a\u{202e}b`", "`ab`"),
        ("/// not a comment */ //!", "/// not a comment \\*/ //!"),
    ] {
        let came = check(markdown);
        assert_eq!(came.replace('\u{fffd}', ""), expected, "{markdown:?}");
    }
}

#[test]
fn backticks_are_balanced() {
    for (markdown, expected) in [
        ("a ` b", "a \\` b"),
        ("``a`b``", "``a`b``"),
        ("`` ` ``", "`` ` ``"),
        ("a``b`c", "a\\`\\`b\\`c"),
        ("``` x", ""),
    ] {
        let came = check(markdown);
        assert_eq!(came, expected, "{markdown:?}");
    }
    assert_eq!(code_span("a`b"), "``a`b``");
    assert_eq!(code_span("`"), "`` ` ``");
    assert_eq!(code_span(""), "` `");
    assert_eq!(code_span("GET /a\n/b"), "`GET /a /b`");
}

#[test]
fn a_summary_is_one_sentence() {
    for (markdown, expected) in [
        ("Returns a debate. And more.", "Returns a debate."),
        ("Returns, e.g. Foo, a debate. And more.", "Returns, e.g. Foo, a debate."),
        ("Version 1.2 of it", "Version 1.2 of it"),
        ("# Title\n\nThe text.\n\nMore", "The text."),
        ("# Title", "Title"),
        ("- first item\n- second", "first item"),
        ("Uses [a link](https://e.com) and *stars*", "Uses a link and stars"),
        ("<p>Html first. Then more.</p>", "Html first."),
        ("```\ncode\n```", ""),
        ("1. x", "x"),
    ] {
        assert_eq!(summary(markdown), expected, "{markdown:?}");
    }
    let long = "word ".repeat(200);
    assert!(summary(&long).ends_with(" …") && summary(&long).chars().count() < 320);
}

#[test]
fn items_say_one_sentence_and_then_the_rest() {
    let of = |summary, description| item_docs(summary, description, "A debate.").join("\n");
    assert_eq!(of(None, None), "A debate.");
    assert_eq!(of(Some("List debates"), None), "List debates.");
    assert_eq!(of(None, Some("All of them. With more.")), "All of them. With more.");
    assert_eq!(of(Some("List debates"), Some("List debates")), "List debates");
    assert_eq!(of(Some("List debates"), Some("Newest first.")), "List debates.\n\nNewest first.");
    assert_eq!(of(None, Some("- a\n- b")), "A debate.\n\n- a\n- b");
    assert_eq!(of(Some("<img>"), Some("<img>")), "A debate.");
}

#[test]
fn text_is_bounded() {
    let lines = docs(&"word word\n\n".repeat(10_000));
    assert!(lines.iter().map(String::len).sum::<usize>() < 30_000);
    assert_eq!(lines.last().map(String::as_str), Some("…"));
}

/// Pieces that are dangerous alone and more so beside each other.
const PIECES: &[&str] = &[
    "```",
    "```rust\n",
    "~~~",
    "\n~~~\n",
    "`",
    "``",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "> ",
    "- ",
    "* ",
    "1. ",
    "7) ",
    "+ ",
    "# ",
    "\n===\n",
    "\n---\n",
    "***",
    "**",
    "*",
    "_",
    "__",
    "~~",
    "~",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<br>",
    "<div>\n",
    "<script>",
    "&lt;",
    "&#96;",
    "&#x60;&#x60;&#x60;",
    "&amp;lt;",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "[Foo]",
    "[`Foo`]",
    "[a]: b\n",
    "[a][b]",
    "[^1]",
    "[^1]: x\n",
    "|",
    "|---|",
    "\n|---|\n",
    "| a | b |\n",
    "\\",
    "\\\\",
    "https://",
    "https://e.com/x_y*z",
    "http://[::1]/",
    "<https://e.com>",
    "mailto:a@b.c",
    "<a@b.c>",
    "word",
    "snake_case",
    "é",
    "数",
    "\u{202e}",
    "\u{200b}",
    "\0",
    "\r",
    "\u{2028}",
    "\u{a0}",
    "&nbsp;",
    "&#x200b;",
    " ",
    "  \n",
    "\\\n",
    "[ ] ",
    "$",
    "^",
    "=",
    ":",
    "-",
    "!",
    "#",
    "/*",
    "*/",
    "//",
    "{{",
    "}}",
    "\"",
    "'",
    "&",
    "&#10;&#10;    x",
    "&#9;",
    "<?",
    "<![CDATA[",
    "]]>",
    "<a href=\"x\">",
    "0.",
];

#[test]
fn any_mixture_of_markup_is_inert() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for _ in 0..8_000 {
        let length = 1 + next(14);
        let markdown: String = (0..length).map(|_| PIECES[next(PIECES.len())]).collect();
        check(&markdown);
    }
}

#[test]
fn deep_nesting_ends() {
    for piece in ["> ", "- ", "1. ", "* > ", "[", "**", "<b>", "`"] {
        check(&piece.repeat(3_000));
        check(&(piece.repeat(500) + "x"));
    }
}
