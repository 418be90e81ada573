//! What holds for any text and any document of a small grammar.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, dead_code, unreachable_pub)]

#[path = "../../fuzz/src/case.rs"]
mod case;
#[path = "../../fuzz/src/check.rs"]
mod check;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use camino::Utf8PathBuf;
use generator::fragment::{Num, Str, Toml};
use generator::prose;
use generator::{FileSet, Severity, generate};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

static TEMPLATES: LazyLock<BTreeMap<Utf8PathBuf, String>> =
    LazyLock::new(|| case::templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")));

/// Texts of every kind: words with a meaning, markup, and any characters at all.
fn text() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "type", "Self", "r#fn", "extra", "new", "Option", "a b", "a-b", "aB", "{x}", "/", "\"", "\\", "\u{202e}", "é",
        "e\u{301}", "1", "",
    ];
    prop_oneof![
        3 => "[a-zA-Z][a-zA-Z0-9_ -]{0,12}",
        1 => select(WORDS).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
        1 => any::<String>().prop_map(|it| it.chars().take(12).collect()),
    ]
}

/// Any schema; it may refer to `S0` … `S4`.
fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        select(["string", "integer", "number", "boolean", "null", "object", "array"].as_slice())
            .prop_map(|it| json!({"type": it})),
        (0..5).prop_map(|it| json!({"$ref": format!("#/components/schemas/S{it}")})),
        vec(text(), 0..5).prop_map(|it| json!({"type": "string", "enum": it})),
        (text(), select(["date-time", "uuid", "byte", "int64", "nothing"].as_slice())).prop_map(
            |(text, format)| json!({"type": "string", "format": format, "default": text, "description": text})
        ),
        vec(-3i64..9, 0..4).prop_map(|it| json!({"type": "integer", "enum": it})),
        text().prop_map(|it| json!({"const": it})),
        any::<bool>().prop_map(Value::Bool),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            3 => object(inner.clone()),
            1 => inner.clone().prop_map(|it| json!({"type": "array", "items": it})),
            1 => inner.clone().prop_map(|it| json!({"type": "object", "additionalProperties": it})),
            1 => inner.clone().prop_map(|it| json!({"type": ["object", "null"], "properties": {"it": it}})),
            2 => (select(["allOf", "oneOf", "anyOf"].as_slice()), vec(inner.clone(), 0..4)).prop_map(|(key, parts)| json!({key: parts})),
            1 => (text(), vec(inner.clone(), 1..3)).prop_map(|(property, parts)| json!({"oneOf": parts, "discriminator": {"propertyName": property}})),
            1 => (inner.clone(), inner).prop_map(|(a, b)| json!({"allOf": [a], "properties": {"b": b}, "not": {"type": "integer"}})),
        ]
    })
}

fn object(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    btree_map(text(), inner, 0..5).prop_flat_map(|properties| {
        let names: Vec<String> = properties.keys().cloned().collect();
        let count = names.len();
        subsequence(names, 0..=count)
            .prop_map(move |required| json!({"type": "object", "required": required, "properties": properties}))
    })
}

fn operation() -> impl Strategy<Value = Value> {
    let parameter = (text(), select(["query", "header", "cookie"].as_slice()), schema(), any::<bool>()).prop_map(
        |(name, place, schema, required)| json!({"name": name, "in": place, "required": required, "schema": schema}),
    );
    let media = select(
        ["application/json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "*/*"]
            .as_slice(),
    );
    let body = proptest::option::of(
        (media, schema()).prop_map(|(media, schema)| json!({"content": {media: {"schema": schema}}})),
    );
    let statuses = select(["200", "201", "4XX", "default", "500"].as_slice());
    let responses = btree_map(
        statuses.prop_map(str::to_owned),
        schema().prop_map(|it| json!({"description": "", "content": {"application/json": {"schema": it}}})),
        0..3,
    );
    (text(), vec(text(), 0..2), vec(parameter, 0..3), body, responses, text()).prop_map(|(id, tags, parameters, body, responses, prose)| {
        let mut operation = json!({"operationId": id, "tags": tags, "summary": prose, "parameters": parameters, "responses": responses});
        if let Some(body) = body {
            operation["requestBody"] = body;
        }
        operation
    })
}

fn document() -> impl Strategy<Value = Value> {
    let methods = select(["get", "post", "put", "delete"].as_slice()).prop_map(str::to_owned);
    let paths = btree_map("/[a-z]{1,3}(/[a-zA-Z_.-]{1,5}){0,2}", btree_map(methods, operation(), 0..3), 0..3);
    (text(), paths, vec(object(schema()), 5), btree_map(text(), object(schema()), 0..3)).prop_map(|(title, paths, numbered, named)| {
        let numbered = numbered.into_iter().enumerate().map(|(index, it)| (format!("S{index}"), it));
        let schemas: Map<String, Value> = numbered.chain(named).collect();
        json!({"openapi": "3.1.0", "info": {"title": title, "version": "1"}, "paths": paths, "components": {"schemas": schemas}})
    })
}

/// The crate; `None` where the document is refused.
fn made(document: &str) -> Option<FileSet> {
    check::check(document.as_bytes(), &TEMPLATES).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_document_becomes_a_crate(document in document()) {
        let inputs = case::inputs(document.to_string().as_bytes(), &TEMPLATES);
        match generate(&inputs) {
            Ok(output) => check::contained(&output.crates["fuzzed"]).map_err(TestCaseError::fail)?,
            Err(said) => {
                let errors: Vec<_> = said.iter().filter(|it| it.severity == Severity::Error).collect();
                prop_assert!(false, "{errors:#?}\n{document:#}");
            }
        }
    }

    #[test]
    fn the_order_of_schemas_changes_nothing(document in document()) {
        let text = document.to_string();
        let reversed = reversed(&document);
        prop_assert_eq!(made(&text), made(&reversed));
    }
}

/// The document with its schemas in the other order. Written by hand, since the library sorts them.
fn reversed(document: &Value) -> String {
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let members: Vec<String> = schemas.iter().rev().map(|(key, it)| format!("{}:{it}", json!(key))).collect();
    let mut rest = document.clone();
    rest["components"] = json!({"schemas": {}});
    rest.to_string().replace(
        "\"components\":{\"schemas\":{}}",
        &format!("\"components\":{{\"schemas\":{{{}}}}}", members.join(",")),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_string_literal_is_the_string(text in any::<String>()) {
        let literal: syn::LitStr = syn::parse_str(Str::new(&text).as_str()).unwrap();
        prop_assert_eq!(literal.value(), text);
    }

    #[test]
    fn a_string_of_the_manifest_is_the_string(text in any::<String>()) {
        let table: toml::Table = format!("a = {}", Toml::new(&text).as_str()).parse().unwrap();
        prop_assert_eq!(table["a"].as_str(), Some(text.as_str()));
    }

    #[test]
    fn a_number_is_one_token_or_nothing(text in "-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,12})?|\\PC{0,6}") {
        if let Some(number) = Num::json(&text) {
            prop_assert!(syn::parse_str::<syn::Expr>(number.as_str()).is_ok_and(|it| matches!(it, syn::Expr::Lit(_) | syn::Expr::Unary(_))), "{text}");
        }
    }

    #[test]
    fn prose_has_no_line_that_ends_early(text in any::<String>()) {
        let lines = prose::docs(&text).into_iter().chain([prose::summary(&text), prose::text(&text), prose::code_span(&text)]);
        for line in lines {
            prop_assert!(!line.contains(['\n', '\r']) && !line.chars().any(prose::is_hidden), "{line:?}");
        }
    }
}
