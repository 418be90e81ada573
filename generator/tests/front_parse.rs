//! Parsing: what any bytes become, and what they cost.

#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use camino::Utf8Path;
use generator::Diagnostics;
use generator::parse::{Budget, MAX_DEPTH, parse};
use generator::tree::{Locations, Node};

struct Parsed {
    node: Option<Node>,
    locations: Locations,
    diagnostics: Vec<String>,
}

fn parsed(file: &str, bytes: &[u8]) -> Parsed {
    let (mut locations, mut diagnostics) = (Locations::default(), Diagnostics::default());
    let node = parse(Utf8Path::new(file), bytes, &mut Budget::default(), &mut locations, &mut diagnostics);
    let diagnostics = diagnostics.iter().map(|it| format!("{} {}: {}", it.code, it.at, it.message)).collect();
    Parsed { node, locations, diagnostics }
}

/// Code, place and message of the one thing that is said of a file that cannot be read.
fn refused(file: &str, bytes: &[u8]) -> String {
    let mut parsed = parsed(file, bytes);
    assert!(parsed.node.is_none());
    assert_eq!(parsed.diagnostics.len(), 1, "{:?}", parsed.diagnostics);
    parsed.diagnostics.remove(0)
}

fn root(file: &str, text: &str) -> Node {
    let parsed = parsed(file, text.as_bytes());
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    parsed.node.unwrap()
}

#[test]
fn places_are_files_and_pointers() {
    let parsed = parsed("a.yaml", b"paths:\n  /a/{b~c}:\n    - x\n    - {y: 1}\n");
    let node = parsed.node.unwrap();
    let item = node.pointer("/paths/~1a~1{b~0c}/1/y").unwrap();
    let origin = parsed.locations.origin(item.at);
    assert_eq!(origin.to_string(), "a.yaml#/paths/~1a~1{b~0c}/1/y");
    assert!(!origin.key);
    let (key, _) = node.get("paths").unwrap().as_object().unwrap().entries().next().unwrap();
    let origin = parsed.locations.origin(key.at);
    assert_eq!(origin.to_string(), "a.yaml#/paths/~1a~1{b~0c}");
    assert!(origin.key);
    assert_eq!(parsed.locations.name(item.at), "y");
}

#[test]
fn a_copy_has_places_of_its_own_that_look_the_same() {
    let mut parsed = parsed("a.yaml", b"a: {b: [1]}");
    let node = parsed.node.unwrap();
    let copy = parsed.locations.copy(&node);
    let (old, new) = (node.pointer("/a/b/0").unwrap(), copy.pointer("/a/b/0").unwrap());
    assert!(old.same(new));
    assert_ne!(old.at, new.at);
    assert_eq!(parsed.locations.origin(old.at), parsed.locations.origin(new.at));
}

#[test]
fn keys_are_read_as_they_are_written() {
    let node = root("a.yaml", "200: a\ntrue: b\nnull: c\n1.10: d\n'5XX': e\n2024-01-01: f\n");
    let keys: Vec<_> = node.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["200", "true", "null", "1.10", "5XX", "2024-01-01"]);
}

#[test]
fn timestamps_and_words_stay_strings() {
    let node = root("a.yaml", "[2024-01-01, 2024-01-01T00:00:00Z, yes, on, 1_000, 012, '1']");
    assert!(node.as_list().unwrap().iter().all(|it| it.as_str().is_some()), "{node:?}");
}

#[test]
fn numbers_keep_every_digit() {
    let json = "[1, -1, 18446744073709551615, 123456789012345678901234567890, -99999999999999999999, 1.10, \
                1E30, 0.1, -0, \"9999999999999999999999\\\"\", 5.0]";
    let node = root("a.json", json);
    let texts: Vec<_> = node.as_list().unwrap().iter().filter_map(|it| Some(it.as_number()?.text())).collect();
    let expected = [
        "1",
        "-1",
        "18446744073709551615",
        "123456789012345678901234567890",
        "-99999999999999999999",
        "1.10",
        "1E30",
        "0.1",
        "-0",
        "5.0",
    ];
    assert_eq!(texts, expected);
    let node = root("a.yaml", "[18446744073709551616, -99999999999999999999, 0x10, 0.5]");
    let texts: Vec<_> = node.as_list().unwrap().iter().filter_map(|it| Some(it.as_number()?.text())).collect();
    assert_eq!(texts, ["18446744073709551616", "-99999999999999999999", "16", "0.5"]);
}

#[test]
fn numbers_that_cannot_be_kept_are_reported() {
    let yaml = format!("a: 1\nb: {}\n", "9".repeat(45));
    assert_eq!(
        parsed("a.yaml", yaml.as_bytes()).diagnostics,
        ["number-precision a.yaml#/b: this number is read as 1e+45; longer integers lose digits"]
    );
    let odd = parsed("a.yaml", b"a: .inf\nb: 1");
    assert_eq!(odd.diagnostics, ["bad-number a.yaml#/a: `inf` is no number of JSON; it is read as text"]);
    assert_eq!(odd.node.unwrap().text("a"), Some("inf"));
    assert!(refused("a.json", b"{\"a\": 1e400}").starts_with("syntax a.json#: not valid JSON: number out of range"));
}

#[test]
fn merge_keys_give_what_is_missing() {
    let node = root("a.yaml", "base: &b {x: 1, y: 2}\nmore: &m {z: 3, x: 9}\nuse: {x: 0, <<: [*b, *m]}\n");
    let merged = node.get("use").unwrap().as_object().unwrap();
    let read: Vec<_> = merged.iter().map(|(key, it)| format!("{key}={}", it.as_number().unwrap())).collect();
    assert_eq!(read, ["x=0", "y=2", "z=3"]);
    let odd = parsed("a.yaml", b"a: {<<: 5, b: c}");
    let said = "bad-merge a.yaml#/a/<<: merge key `<<` has a number, not an object; it is left out";
    assert_eq!(odd.diagnostics, [said]);
    assert_eq!(odd.node.unwrap().pointer("/a/b").unwrap().as_str(), Some("c"));
    assert!(root("a.json", "{\"<<\": 5}").get("<<").is_some());
}

#[test]
fn tags_are_reported_and_ignored() {
    let parsed = parsed("a.yaml", b"a: !secret x\nb: !list [1]\nc: !!str 5\n");
    assert_eq!(
        parsed.diagnostics,
        [
            "yaml-tag a.yaml#/a: tag `!secret` means nothing here; its value is read without it",
            "yaml-tag a.yaml#/b: tag `!list` means nothing here; its value is read without it",
        ]
    );
    let node = parsed.node.unwrap();
    assert_eq!((node.text("a"), node.text("c")), (Some("x"), Some("5")));
}

#[test]
fn the_first_of_duplicate_keys_is_kept() {
    for (file, text) in [("a.json", r#"{"a": {"b": 1, "b": 2}}"#), ("a.yaml", "a:\n  b: 1\n  b: 2\n")] {
        let parsed = parsed(file, text.as_bytes());
        let said = format!("duplicate-key {file}#/a/b: key `b` is there more than once; the first is kept");
        assert_eq!(parsed.diagnostics, [said]);
        assert_eq!(parsed.node.unwrap().pointer("/a/b").unwrap().as_number().unwrap().text(), "1");
    }
}

#[test]
fn broken_files_say_where_and_why() {
    assert_eq!(refused("a.yaml", b""), "empty-file a.yaml#: the file is empty");
    assert_eq!(refused("a.yaml", b"# nothing\n---\n"), "empty-file a.yaml#: the file is empty");
    assert_eq!(refused("a.json", b" \n"), "empty-file a.json#: the file is empty");
    assert_eq!(
        refused("a.yaml", b"a: 1\nb: \xff\n"),
        "not-utf8 a.yaml#: not UTF-8: byte 4 of line 2 belongs to no character"
    );
    assert!(refused("a.yaml", b"a: [1\nb: 2\n").contains("line 2"));
    assert!(refused("a.yaml", b"a:\n\tb: 2\n").contains("line 2"));
    assert!(refused("a.yaml", b"a: *b\n").contains("unknown anchor"));
    assert!(refused("a.yaml", b"? [a]\n: 1\n").contains("a key"));
    assert!(refused("a.yaml", b"a: 1\n---\nb: 2\n").contains("more than one YAML document"));
    assert_eq!(root("b.yaml", "a: b\n---\n").text("a"), Some("b"));
    assert!(refused("a.json", b"{\"a\": 1,}").contains("line 1 column 9"));
    assert!(refused("a.json", b"{} {}").contains("trailing characters"));
}

#[test]
fn a_byte_order_mark_is_no_content() {
    assert_eq!(root("a.json", "\u{feff}{\"a\": \"b\"}").text("a"), Some("b"));
    assert_eq!(root("a.yaml", "\u{feff}a: b").text("a"), Some("b"));
    assert!(refused("a.yaml", b"\xff\xfea\0:\0").contains("not UTF-8"));
}

#[test]
fn a_file_without_extension_is_told_by_its_first_character() {
    assert_eq!(root("spec", " {\"a\":\t\"b\"}").text("a"), Some("b"));
    assert_eq!(root("spec", "a: b").text("a"), Some("b"));
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize, open: &str, close: &str| format!("{}1{}", open.repeat(depth), close.repeat(depth));
    for file in ["a.json", "a.yaml"] {
        root(file, &nested(MAX_DEPTH, "[", "]"));
        root(file, &nested(MAX_DEPTH, "{\"a\": ", "}"));
        for depth in [MAX_DEPTH + 1, 200, 100_000] {
            let started = Instant::now();
            assert!(refused(file, nested(depth, "[", "]").as_bytes()).starts_with("too-deep"));
            assert!(refused(file, nested(depth, "{\"a\": ", "}").as_bytes()).starts_with("too-deep"));
            assert!(started.elapsed() < Duration::from_secs(10), "{file} {depth}: {:?}", started.elapsed());
        }
    }
    assert!(refused("a.yaml", "- ".repeat(10_000).as_bytes()).starts_with("too-deep"));
}

#[test]
fn alias_bombs_end_soon_and_small() {
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        laughs.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let wide = format!("a: &a [{}]\nb: [{}]\n", "1, ".repeat(10_000), "*a, ".repeat(20_000));
    let text = format!("a: &a {}\nb: [{}]\n", "x".repeat(50_000), "*a, ".repeat(10_000));
    let key = format!("a: &a {}\nb: [{}]\n", "x".repeat(50_000), "{*a : 1}, ".repeat(5_000));
    let merged = format!(
        "a: &a {{{}}}\nb: [{}]\n",
        (0..5_000).map(|it| format!("k{it}: 1, ")).collect::<String>(),
        "{<<: *a}, ".repeat(5_000)
    );
    let itself = "a: &a [*a, *a]\n".to_owned();
    for (name, bomb) in
        [("laughs", laughs), ("wide", wide), ("text", text), ("key", key), ("merged", merged), ("itself", itself)]
    {
        let started = Instant::now();
        let parsed = parsed("a.yaml", bomb.as_bytes());
        assert!(parsed.node.is_none(), "{name}");
        assert_eq!(parsed.diagnostics.len(), 1, "{name}: {:?}", parsed.diagnostics);
        let said = &parsed.diagnostics[0];
        assert!(
            said.starts_with("too-large") || said.starts_with("too-deep") || said.contains("unknown anchor"),
            "{name}: {said}"
        );
        assert!(parsed.locations.len() <= 2 * bomb.len() + 20_000, "{name}: {} places", parsed.locations.len());
        assert!(started.elapsed() < Duration::from_secs(10), "{name}: {:?}", started.elapsed());
    }
}

#[test]
fn all_files_of_an_sdk_share_one_budget() {
    let (mut locations, mut diagnostics, mut budget) =
        (Locations::default(), Diagnostics::default(), Budget::default());
    let file = format!("[{}1]", "1,".repeat(999_999));
    let read =
        |_| parse(Utf8Path::new("a.json"), file.as_bytes(), &mut budget, &mut locations, &mut diagnostics).is_some();
    assert_eq!((0..6).map(read).filter(|it| *it).count(), 4);
    assert!(diagnostics.iter().all(|it| it.code == "too-large"));
}
