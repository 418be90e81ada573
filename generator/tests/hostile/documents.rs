//! Documents that carry a payload in every field that reaches the output.

use serde_json::{Map, Value, json};

use super::payloads;

/// A document with all of `texts` in every place, and what stands beside it.
pub(crate) struct Hostile {
    pub(crate) document: Value,
    pub(crate) events: Value,
    pub(crate) config: Value,
    pub(crate) overlay: Option<Value>,
}

/// Makes it.
pub(crate) fn hostile(texts: &[String]) -> Hostile {
    let first = texts.first().cloned().unwrap_or_default();
    Hostile { document: document(texts, &first), events: events(texts, &first), config: config(&first), overlay: None }
}

fn document(texts: &[String], first: &str) -> Value {
    let mut schemas = Map::new();
    let mut paths = Map::new();
    for (index, text) in texts.iter().enumerate() {
        schemas.insert(text.clone(), object(texts, text, index));
        schemas.insert(format!("Words of {text}"), words(texts, text));
        schemas.insert(format!("Numbers of {text}"), numbers(text));
        schemas.insert(format!("Union of {text}"), union(text));
        schemas.insert(format!("List of {text}"), json!({"type": "array", "items": {"type": "object", "title": text, "properties": {text: {"type": "object", "properties": {text: {"type": "string"}}}}}}));
        paths.insert(format!("/{index}/{}", text.replace(['{', '}'], "")), item(text, index));
        paths.insert(format!("/{}/{{{}}}/{index}", text.replace(['{', '}'], ""), hole(text)), bound(text, index));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": first, "version": first, "description": first, "summary": first, "termsOfService": first,
            "contact": {"name": first, "email": first, "url": first}, "license": {"name": first, "identifier": first, "url": first},
        },
        "servers": texts.iter().map(|it| json!({
            "url": format!("https://example.com/{}/{{v}}", it.replace(['{', '}'], "")), "description": it, "name": it,
            "variables": {"v": {"default": it, "enum": [it], "description": it}},
        })).collect::<Vec<_>>(),
        "externalDocs": {"url": first, "description": first},
        "tags": texts.iter().map(|it| json!({"name": it, "description": it, "x-displayName": it, "externalDocs": {"url": it}})).collect::<Vec<_>>(),
        "security": [{first: [first]}],
        "paths": paths,
        "webhooks": {first: {"post": {"operationId": format!("hook {first}"), "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {first: {"type": "string"}}}}}}, "responses": {"200": {"description": first}}}}},
        "components": {"schemas": schemas, "securitySchemes": schemes(texts)},
    })
}

fn object(texts: &[String], text: &str, index: usize) -> Value {
    let mut properties = Map::new();
    for it in texts {
        properties.insert(
            it.clone(),
            json!({"type": "string", "description": text, "default": text, "example": text, "title": text}),
        );
    }
    properties.insert(format!("enum {text}"), json!({"type": "string", "enum": [text, "other"], "default": text}));
    properties.insert(
        format!("null {text}"),
        json!({"type": ["string", "null"], "format": text, "pattern": text, "contentMediaType": text}),
    );
    properties.insert(format!("list {text}"), json!({"type": "array", "items": {"const": text}, "example": [text]}));
    properties.insert(format!("self {text}"), json!({"$ref": reference(text)}));
    let required: Vec<&String> = if index.is_multiple_of(2) { texts.iter().take(7).collect() } else { Vec::new() };
    json!({"type": "object", "title": text, "description": text, "required": required, "properties": properties, "example": {text: text}, "x-rust-name": text, "deprecated": index.is_multiple_of(3)})
}

fn reference(text: &str) -> String {
    format!("#/components/schemas/{}", text.replace('%', "%25").replace('~', "~0").replace('/', "~1"))
}

fn words(texts: &[String], text: &str) -> Value {
    json!({"type": "string", "description": text, "enum": texts, "x-enum-varnames": texts, "x-enum-descriptions": texts, "x-enumNames": texts, "default": text})
}

fn numbers(text: &str) -> Value {
    json!({"type": "integer", "enum": [1, 2], "x-enum-varnames": [text, text], "x-enum-descriptions": [text, text]})
}

fn union(text: &str) -> Value {
    json!({"description": text, "oneOf": [
        {"type": "object", "title": text, "required": ["kind"], "properties": {"kind": {"const": text}, text: {"type": "integer"}}},
        {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "other"}}},
    ], "discriminator": {"propertyName": "kind"}})
}

fn item(text: &str, index: usize) -> Value {
    json!({
        "summary": text, "description": text,
        "post": {
            "tags": [text, text], "operationId": text, "summary": text, "description": text, "deprecated": index.is_multiple_of(2),
            "externalDocs": {"url": text, "description": text},
            "parameters": [
                {"name": text, "in": "query", "description": text, "required": true, "schema": {"type": "string", "enum": [text], "default": text}, "example": text},
                {"name": text, "in": "header", "description": text, "schema": {"type": "string"}},
                {"name": text, "in": "cookie", "description": text, "schema": {"type": "string"}},
                {"name": format!("deep {text}"), "in": "query", "style": "deepObject", "schema": {"type": "object", "properties": {text: {"type": "string"}}}},
            ],
            "requestBody": {"description": text, "required": true, "content": {"application/json": {"schema": {"$ref": reference(text)}, "example": {text: text}}}},
            "responses": {
                "200": {"description": text, "headers": {text: {"description": text, "schema": {"type": "string"}}}, "content": {"application/json": {"schema": {"$ref": reference(&format!("Words of {text}"))}}}},
                "404": {"description": text, "content": {"application/json": {"schema": {"$ref": reference(&format!("Union of {text}"))}}}},
                "default": {"description": text, "content": {text: {"schema": {"type": "string"}}}},
            },
            "security": [{text: []}, {}],
            "callbacks": {text: {text: {"post": {"operationId": format!("call {text}"), "responses": {"200": {"description": text}}}}}},
        },
        "put": {
            "requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": {text: {"type": "string", "format": "binary"}, format!("b{text}"): {"type": "string"}}}, "encoding": {text: {"contentType": text, "headers": {text: {"schema": {"type": "string"}}}}}}}},
            "responses": {"200": {"description": text, "content": {"text/plain": {"schema": {"type": "string"}}}}},
        },
        "patch": {
            "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": {text: {"type": "string"}}}}}},
            "responses": {"200": {"description": text, "content": {format!("application/vnd.{text}+json"): {"schema": {"type": "object", "properties": {text: {"type": "string"}}}}}}},
        },
    })
}

fn bound(text: &str, index: usize) -> Value {
    let name = hole(text);
    json!({
        "parameters": [{"name": name, "in": "path", "required": true, "description": text, "schema": {"type": "string"}}],
        "get": {
            "tags": [text], "operationId": format!("{text}.get{index}"), "summary": text,
            "responses": {"200": {"description": text, "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": reference(text)}}}}}},
        },
        "delete": {"tags": [text], "responses": {"204": {"description": text}, "4XX": {"description": text}}},
    })
}

/// The name of a path parameter: it is in the path as it is.
fn hole(text: &str) -> String {
    let name = text.replace(['{', '}', '/'], "");
    if name.is_empty() { "x".to_owned() } else { name }
}

fn schemes(texts: &[String]) -> Value {
    let scheme = |(index, text): (usize, &String)| {
        let scheme = match index % 4 {
            0 => json!({"type": "apiKey", "in": "header", "name": text, "description": text}),
            1 => json!({"type": "apiKey", "in": "query", "name": text, "description": text}),
            2 => json!({"type": "http", "scheme": "bearer", "bearerFormat": text, "description": text}),
            _ => json!({"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": text, "scopes": {text: text}}}}),
        };
        (text.clone(), scheme)
    };
    Value::Object(texts.iter().enumerate().map(scheme).collect())
}

fn events(texts: &[String], first: &str) -> Value {
    let event = |text: &String| {
        json!({
            "name": text, "group": first, "summary": text, "description": text, "since": text,
            "payload": {text: {"type": "string", "description": text, "enum": [text]}, "b": {"type": "object", "properties": {text: {"type": "integer"}}}},
            "example": {text: text},
        })
    };
    json!({
        "catalog": "events", "title": first, "description": first,
        "envelope": {"tag": "type", "payload": "data", "fields": {format!("at {first}"): {"type": "number", "description": first}}},
        "groups": [{"name": first, "title": first, "summary": first}],
        "events": texts.iter().filter(|it| !it.is_empty()).map(event).collect::<Vec<_>>(),
    })
}

fn config(first: &str) -> Value {
    json!({
        "crate": {"name": "hostile-sdk", "version": "1.0.0", "description": first, "keywords": [first, first], "repository": first},
        "openapi": "openapi.json", "events": ["events.json"],
        "errors": {"codes": [{"name": first, "summary": first, "status": [400]}, {"name": payloads::MARK, "summary": first, "status": [404, 409]}]},
    })
}
