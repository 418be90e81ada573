//! What templates can print, and what they cannot.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use generator::Diagnostics;
use generator::fragment::{Code, Docs, Expr, FilePath, Ident, Md, Num, Record, Slot, Str, Toml, Type};
use generator::render::{Page, Templates};
use minijinja::Value;

/// One of each kind, and text that is no fragment.
struct Everything;

impl Slot for Everything {
    fn slot(self) -> Value {
        const KEYS: &[&str] =
            &["ident", "ty", "expr", "str", "num", "yes", "docs", "md", "code", "toml", "path", "raw", "list", "none"];
        let values = vec![
            Ident::fixed("type").slot(),
            Type::of("Option", [Type::of("Vec", [Type::within("models", &Ident::fixed("Debate"))])]).slot(),
            Expr::slice([Str::new("a").into(), Num::int(1).into()]).slot(),
            Str::new("a\"b\\c\n\r\t\0\u{202e}{}").slot(),
            Num::json("-1.5").slot(),
            true.slot(),
            Docs::new("One.\n\n```\nlet x;\n```").slot(),
            Md::text("a|b <c>").slot(),
            Code::new("a|b").slot(),
            Toml::new("x\"\n[evil]").slot(),
            FilePath::fixed("src").folder(&Ident::fixed("events")).module(&Ident::fixed("type")).slot(),
            Value::from("raw specification text"),
            vec![Ident::fixed("a"), Ident::fixed("b")].slot(),
            None::<Ident>.slot(),
        ];
        Record::value(KEYS, values)
    }
}

fn sources(templates: &[(&str, &str)]) -> BTreeMap<Utf8PathBuf, String> {
    templates.iter().map(|(path, text)| (Utf8PathBuf::from(path), (*text).to_owned())).collect()
}

fn said(diagnostics: Diagnostics) -> String {
    diagnostics.into_sorted().into_iter().map(|it| format!("{}: {}\n", it.at.file, it.message)).collect()
}

fn render(template: &str) -> Result<String, String> {
    let templates = Templates::compile(&sources(&[("a.txt.jinja", template)]), &["a.txt.jinja"]).map_err(said)?;
    let page = Page::new(FilePath::fixed("a.txt"), "a.txt.jinja", Everything);
    templates.render(vec![page]).map(|it| it[0].text.clone()).map_err(said)
}

#[test]
fn every_kind_prints_in_its_slot() {
    for (template, expected) in [
        ("{{ ident | ident }}", "r#type"),
        ("{{ ty | ty }}", "Option<Vec<models::Debate>>"),
        ("{{ expr | expr }}", "&[\"a\", 1]"),
        ("{{ str | str }}", r#""a\"b\\c\n\r\t\0\u{202e}{}""#),
        ("{{ num | num }}", "-1.5"),
        ("{{ yes | bool }}", "true"),
        ("{{ docs | docs }}", "/// One.\n///\n/// ```text\n/// let x;\n/// ```"),
        ("{{ docs | inner_docs }}", "//! One.\n//!\n//! ```text\n//! let x;\n//! ```"),
        ("{{ docs | md }}", "One.\n\n```text\nlet x;\n```"),
        ("{{ md | md }}", "a\\|b \\<c>"),
        ("{{ md | cell }}", "a\\|b \\<c>"),
        ("{{ code | code }}", "`a|b`"),
        ("{{ code | cell }}", "`a\\|b`"),
        ("{{ toml | toml }}", "\"x\\\"\\n[evil]\""),
        ("{{ path | path }}", "src/events/type.rs"),
        ("{% for it in list %}{{ it | ident }}{% if not loop.last %}, {% endif %}{% endfor %}", "a, b"),
        ("{% if none %}some{% else %}none{% endif %}", "none"),
        ("{% macro name(it) %}<{{ it | ident }}>{% endmacro %}{{ name(ident) }}", "<r#type>"),
        ("{% with it = ident %}{{ it | ident }}{% endwith %}", "r#type"),
    ] {
        assert_eq!(render(template).as_deref(), Ok(expected), "{template}");
    }
}

#[test]
fn nothing_else_prints() {
    for (template, expected) in [
        ("{{ raw | ident }}", "slot `ident` is given a value that is no fragment (string)"),
        ("{{ raw | str }}", "slot `str` is given a value that is no fragment (string)"),
        ("{{ str | ident }}", "slot `ident` is given a fragment of kind Str"),
        ("{{ docs | str }}", "slot `str` is given a fragment of kind Docs"),
        ("{{ code | ident }}", "slot `ident` is given a fragment of kind Code"),
        ("{{ ident | bool }}", "slot `bool` is given a fragment of kind Ident"),
        ("{{ raw }}", "`raw` is printed without a slot"),
        ("{{ ident }}", "`ident` is printed without a slot"),
        ("{{ missing | ident }}", "undefined"),
        ("{{ none | ident }}", "slot `ident` is given a value that is no fragment (none)"),
        ("{% if missing %}{% endif %}", "undefined"),
        ("{{ ident.text | ident }}", "undefined"),
        ("{{ raw | safe }}", "`safe` is no slot"),
        ("{{ raw | upper | str }}", "`upper` is no slot"),
        ("{{ \"text\" | str }}", "is more than a name and a slot"),
        ("{{ raw ~ raw }}", "is printed without a slot"),
        ("{{ (raw) }}", "is printed without a slot"),
        ("{% macro m(it) %}{{ it | str }}{% endmacro %}{{ m(raw) }}", "slot `str` is given a value"),
        ("{% set x = raw %}", "the tag `set` is not for templates"),
        ("{% raw %}{% endraw %}", "the tag `raw` is not for templates"),
        ("{% filter safe %}x{% endfilter %}", "the tag `filter` is not for templates"),
        ("{% autoescape false %}{{ raw }}{% endautoescape %}", "the tag `autoescape` is not for templates"),
        ("{% if raw == ident %}{% endif %}", "decides something that the view should decide"),
        ("{% if raw is string %}{% endif %}", "decides something that the view should decide"),
        ("{% if %}", "a.txt.jinja:1"),
        ("{% include \"b.jinja\" %}", "there is no template `b.jinja`"),
    ] {
        let error = render(template).expect_err(template);
        assert!(error.contains(expected), "{template}: {error}");
        assert!(!error.contains("specification"), "{template}: {error}");
    }
}

#[test]
fn a_set_of_templates_is_checked_as_a_whole() {
    let compile = |templates: &[(&str, &str)], pages: &[&str]| {
        Templates::compile(&sources(templates), pages).map(|_| ()).map_err(said)
    };
    let pair = [("a.jinja", "{% from \"_b.jinja\" import m %}"), ("_b.jinja", "{% macro m() %}{% endmacro %}")];
    assert_eq!(compile(&pair, &["a.jinja"]), Ok(()));
    let unused = compile(&[("a.jinja", ""), ("b.jinja", "")], &["a.jinja"]);
    assert_eq!(unused, Err("templates/b.jinja: nothing uses this template\n".to_owned()));
    let missing = compile(&[], &["a.jinja"]);
    assert_eq!(missing, Err("templates/a.jinja: this template is missing\n".to_owned()));
    let comment = compile(&[("a.rs.jinja", "/// https://e.com // fine\nfn a() {} // lost")], &["a.rs.jinja"]);
    assert!(comment.is_err_and(|it| it.contains("line 2: a comment that the printer drops")));
}

#[test]
fn every_page_that_fails_is_reported() {
    let templates = sources(&[("a.jinja", "{{ raw | str }}"), ("b.jinja", "\n{{ ident | ty }}")]);
    let templates = Templates::compile(&templates, &["a.jinja", "b.jinja"]).expect("sound templates");
    let page = |template| Page::new(FilePath::fixed("x"), template, Everything);
    let error = said(templates.render(vec![page("a.jinja"), page("b.jinja")]).expect_err("wrong kinds"));
    assert!(error.contains("a.jinja:1") && error.contains("b.jinja:2"), "{error}");
}

#[test]
fn literals_survive_the_compiler() {
    for text in
        ["", "a", "\"", "\\", "\n\r\t\0", "\u{7f}\u{202e}\u{feff}\u{e0041}", "'{}%$#", "🦀数", "\\u{41}", "r#\"x\"#"]
    {
        let literal: syn::LitStr = syn::parse_str(Str::new(text).as_str()).expect(text);
        assert_eq!(literal.value(), text);
    }
    for (json, expected) in [
        ("1", Some("1")),
        ("-1", Some("-1")),
        ("18446744073709551615", Some("18446744073709551615")),
        ("1.0", Some("1.0")),
        ("1e3", Some("1000.0")),
        ("1e999", None),
        ("1; evil()", None),
    ] {
        assert_eq!(Num::json(json).as_ref().map(Num::as_str), expected, "{json}");
    }
}
