//! Attacks on the parsers: bytes, YAML, numbers, prose.

use super::{Attack, scale};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {}\n";

pub(crate) fn attacks() -> Vec<Attack> {
    [bytes(), nesting(), aliases(), numbers(), prose()].into_iter().flatten().collect()
}

fn bytes() -> Vec<Attack> {
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(HEAD.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    vec![
        Attack::new("no byte", ""),
        Attack::new("a byte order mark", "\u{feff}"),
        Attack::new("comments", "# a\n".repeat(100_000)),
        Attack::new("line ends", "\n".repeat(1_000_000)),
        Attack::new("spaces", " ".repeat(1_000_000)),
        Attack::new("NULs", "\0".repeat(1_000_000)),
        Attack::new("invalid UTF-8", [HEAD.as_bytes(), &[0xff; 1000]].concat()),
        Attack::new("UTF-16", utf_16),
        Attack::new("no document", "---\n...\n"),
        Attack::new("many documents", "---\na: 1\n".repeat(50_000)),
        Attack::new("directives", "%YAML 1.2\n".repeat(50_000)),
        Attack::new("tags", "!a ".repeat(100_000)),
        Attack::new("anchors", "&a ".repeat(100_000)),
        Attack::new("an anchor for each node", (0..100_000).map(|it| format!("- &a{it} x\n")).collect::<String>()),
        Attack::new("complex keys", "? ".repeat(100_000)),
        Attack::new("values", ": ".repeat(100_000)),
        Attack::new("quotes", "'".repeat(1_000_001)),
        Attack::new("an open string", format!("\"{}", "\\\\".repeat(500_000))),
        Attack::new("an open JSON string", format!("{{\"{}", "a".repeat(1_000_000))),
        Attack::new("tabs", "\t".repeat(100_000)),
        Attack::new("a literal block", format!("{HEAD}x-a: |\n{}", " a\n".repeat(200_000))),
        Attack::new("a folded plain text", format!("{HEAD}x-a:\n{}", "  a\n\n".repeat(200_000))),
        Attack::new(
            "long lines of keys",
            format!("{HEAD}x-a: {{{}}}", (0..100_000).map(|it| format!("a{it}: b, ")).collect::<String>()),
        ),
        Attack::new("one key again and again", format!("{{{}\"a\":1}}", "\"a\":1,".repeat(200_000))),
        Attack::new("surrogates", format!("{{\"openapi\":\"{}\"}}", "\\ud800".repeat(100_000))),
    ]
}

fn nesting() -> Vec<Attack> {
    let deep = 10_000;
    vec![
        Attack::new("JSON lists", format!("{}{}", "[".repeat(deep), "]".repeat(deep))),
        Attack::new("JSON objects", format!("{}1{}", "{\"a\":".repeat(deep), "}".repeat(deep))),
        Attack::new("JSON lists in an object", format!("{{\"a\":{}{}}}", "[".repeat(900), "]".repeat(900))),
        Attack::new("JSON lists that stay open", "[".repeat(1_000_000)),
        Attack::new("JSON lists that open again", "[[]".repeat(300_000)),
        Attack::new("YAML flow lists", format!("a: {}{}", "[".repeat(deep), "]".repeat(deep))),
        Attack::new("YAML flow lists that open again", format!("a: {}", "[[],".repeat(20_000))),
        Attack::new("YAML flow objects that open again", format!("a: {}", "{a: {},b: ".repeat(20_000))),
        Attack::new("YAML lists in a line", "- ".repeat(100_000)),
        Attack::new(
            "YAML objects by indentation",
            (0..3_000).map(|it| format!("{}a:\n", " ".repeat(it))).collect::<String>(),
        ),
        Attack::new("YAML keys of keys", format!("{}a", "? - ".repeat(50_000))),
        Attack::new("brackets in a text", format!("{HEAD}x-a: '{}'", "[".repeat(100_000))),
    ]
}

fn aliases() -> Vec<Attack> {
    let bomb = |begin: &str, item: &dyn Fn(usize) -> String| {
        let mut text = format!("{HEAD}x-0: &a0 {begin}\n");
        (1..60).for_each(|it| text.push_str(&format!("x-{it}: &a{it} {}\n", item(it - 1))));
        text
    };
    let list = |it: usize| format!("[{}]", vec![format!("*a{it}"); 9].join(", "));
    let object = |it: usize| format!("{{a: *a{it}, b: *a{it}}}");
    let merged = |it: usize| format!("{{<<: [*a{it}, *a{it}], k{it}: 1}}");
    let schema = |it: usize| format!("{{allOf: [*a{it}, *a{it}]}}");
    let long = "x".repeat(100_000);
    vec![
        Attack::new("aliases in lists", bomb("[x, x]", &list)),
        Attack::new("aliases in objects", bomb("{a: b}", &object)),
        Attack::new("aliases of schemas", bomb("{type: string}", &schema)),
        Attack::new("merge keys", bomb("{a: b}", &merged)),
        Attack::new("a long text again and again", format!("{HEAD}x-a: &a {long}\nx-b: [{}]", "*a, ".repeat(20_000))),
        Attack::new(
            "a long key again and again",
            format!("{HEAD}x-a: &a {{? {long} : 1}}\nx-b: [{}]", "*a, ".repeat(20_000)),
        ),
        Attack::new(
            "a wide object again and again",
            format!("{HEAD}x-a: &a {{{}}}\nx-b: [{}]", wide(2_000), "*a, ".repeat(2_000)),
        ),
        Attack::new(
            "a wide object merged again and again",
            format!("{HEAD}x-a: &a {{{}}}\nx-b: [{}]", wide(2_000), "{<<: *a}, ".repeat(2_000)),
        ),
        Attack::new("an alias of itself", format!("{HEAD}x-a: &a [*a]\n")),
    ]
}

fn wide(count: usize) -> String {
    (0..count).map(|it| format!("k{it}: 1, ")).collect()
}

fn numbers() -> Vec<Attack> {
    let digits = "9".repeat(1_000_000);
    let schema = |json: bool, number: &str| {
        let schema = format!(
            "{{\"type\":\"integer\",\"minimum\":{number},\"maximum\":{number},\"default\":{number},\"enum\":[{number}],\"multipleOf\":{number},\"minLength\":{number},\"maxItems\":{number}}}"
        );
        if json {
            format!(
                "{{\"openapi\":\"3.0.0\",\"info\":{{\"title\":\"a\",\"version\":\"1\"}},\"paths\":{{}},\"components\":{{\"schemas\":{{\"A\":{schema}}}}}}}"
            )
        } else {
            format!("{HEAD}components: {{schemas: {{A: {schema}}}}}")
        }
    };
    vec![
        Attack::new("a huge exponent", schema(true, "1e1000000")),
        Attack::new("a huge exponent in YAML", schema(false, "1e1000000")),
        Attack::new("an exponent that fits", schema(true, "1e308")),
        Attack::new("a huge exponent of zero", schema(true, "0e999999999")),
        Attack::new("a small exponent", schema(true, "1e-999999999")),
        Attack::new("an exponent of exponents", schema(true, "1e99999999999999999999")),
        Attack::new("a million digits", schema(true, &digits)),
        Attack::new("a million digits in YAML", schema(false, &digits)),
        Attack::new("a million decimals", schema(true, &format!("0.{digits}"))),
        Attack::new("many numbers", format!("{HEAD}x-a: [{}]", "1.5, ".repeat(200_000))),
        Attack::new(
            "many long numbers",
            format!("{{\"openapi\":\"3.0.0\",\"x\":[{}1]}}", format!("{}, ", "9".repeat(50)).repeat(50_000)),
        ),
    ]
}

/// Descriptions of markup that some parsers take quadratic time for or more.
fn prose() -> Vec<Attack> {
    let markups = [
        "*",
        "_",
        "**a ",
        "*a_ ",
        "[",
        "![",
        "[a](",
        "[a](<b",
        "[a][",
        "]",
        "`",
        "`a",
        "``` ",
        "~~~\n",
        "<",
        "<a ",
        "<!--",
        "<![CDATA[",
        "</a>",
        "> ",
        "- ",
        "1. ",
        "  - a\n",
        "|",
        "|a|b\n|-|-\n",
        "| ",
        "&",
        "&amp;",
        "\\",
        "#",
        "# \n",
        "[^1]",
        "[^1]: a\n",
        "[a]: b\n",
        "~",
        "~~a",
        "\n\n    a",
        "http://a ",
        "a@b ",
        "$",
        "{{",
        "\t",
        "\u{301}",
        "a\u{202e}",
        "<a><b>",
        "<pre>",
        "<table><tr>",
        "<li>",
        "&#",
        "---\n",
        "a\n===\n",
        "A. ",
        "e.g. ",
    ];
    let size = 30_000;
    markups
        .iter()
        .map(|markup| {
            let text = markup.repeat(size / markup.len());
            let quoted = serde_json::to_string(&text).unwrap();
            let case = format!("{{\"openapi\":\"3.0.0\",\"info\":{{\"title\":\"a\",\"version\":\"1\",\"description\":{quoted}}},\"paths\":{{\"/a\":{{\"get\":{{\"summary\":{quoted},\"description\":{quoted},\"responses\":{{\"200\":{{\"description\":{quoted}}}}}}}}}}},\"components\":{{\"schemas\":{{\"A\":{{\"type\":\"object\",\"title\":{quoted},\"description\":{quoted},\"properties\":{{\"a\":{{\"type\":\"string\",\"description\":{quoted}}}}}}}}}}}}}");
            (markup, case)
        })
        .map(|(markup, case)| Attack::new(markup, case))
        .chain([Attack::new("long tables", table(300 * scale()))])
        .collect()
}

fn table(size: usize) -> String {
    let row = "|a".repeat(size);
    let text = format!("{row}|\n{}|\n{}", "|-".repeat(size), format!("{row}|\n").repeat(10));
    format!("{HEAD}x-a: 1\ntags:\n- name: a\n  description: {}\n", serde_json::to_string(&text).unwrap())
}
