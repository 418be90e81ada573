//! Payloads in the other things that are read: Swagger 2.0, overlays, and the rest of `sdk.yaml`.

use serde_json::{Value, json};

use super::documents::Hostile;

/// A document of Swagger 2.0 with `text` in its own fields, an overlay that puts it into the rest, and an `sdk.yaml`
/// that speaks of what is there.
pub(crate) fn others(text: &str) -> Hostile {
    Hostile { document: swagger(text), events: catalog(text), config: config(text), overlay: Some(overlay(text)) }
}

fn swagger(text: &str) -> Value {
    json!({
        "swagger": "2.0",
        "info": {"title": text, "version": text, "description": text, "x-logo": {"url": text}},
        "host": text, "basePath": text, "schemes": ["https", text], "consumes": [text, "application/json"], "produces": ["application/json", text],
        "tags": [{"name": text, "description": text}],
        "securityDefinitions": {
            text: {"type": "oauth2", "flow": "application", "tokenUrl": text, "scopes": {text: text}},
            format!("key {text}"): {"type": "apiKey", "in": "header", "name": text},
        },
        "parameters": {text: {"name": text, "in": "query", "type": "string", "enum": [text], "default": text, "description": text}},
        "responses": {text: {"description": text, "schema": {"type": "string", "description": text}}},
        "definitions": {
            text: {"type": "object", "discriminator": text, "required": [text], "properties": {text: {"type": "string", "description": text, "example": text}}, "xml": {"name": text}},
            format!("child {text}"): {"allOf": [{"$ref": format!("#/definitions/{}", text.replace('%', "%25").replace('~', "~0").replace('/', "~1"))}], "x-discriminator-value": text},
        },
        "paths": {
            "/plain": {
                "post": {
                    "operationId": "made.plain", "tags": ["made", text], "summary": text, "security": [{text: [text]}],
                    "parameters": [
                        {"$ref": format!("#/parameters/{}", text.replace('%', "%25").replace('~', "~0").replace('/', "~1"))},
                        {"name": text, "in": "formData", "type": "file", "description": text},
                        {"name": format!("list {text}"), "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": text},
                    ],
                    "responses": {"200": {"description": text, "headers": {text: {"type": "string", "description": text}}, "schema": {"type": "object", "title": text, "properties": {"id": {"type": "string"}}}, "examples": {text: text}}, text: {"description": text}},
                },
            },
            "/runs/{id}": {"get": {"operationId": "made.run", "tags": ["made"], "parameters": [{"name": "id", "in": "path", "required": true, "type": "string"}], "responses": {"200": {"description": text, "schema": {"type": "object", "properties": {"state": {"type": "string"}}}}}}},
        },
    })
}

fn catalog(text: &str) -> Value {
    json!({
        "catalog": "events", "title": text, "envelope": {"tag": "type"}, "groups": [{"name": "all", "title": text}],
        "events": [{"name": "made", "group": "all", "summary": text, "payload": {text: {"type": "string", "default": text, "title": text}}}],
    })
}

fn overlay(text: &str) -> Value {
    json!({
        "overlay": "1.0.0", "info": {"title": text, "version": text},
        "actions": [
            {"target": "$.paths['/runs/{id}'].get", "description": text, "update": {"summary": text, "description": text, "x-note": text}},
            {"target": "$.paths", "update": {format!("/{}", text.replace(['{', '}'], "")): {"get": {"summary": text, "responses": {"200": {"description": text}}}}}},
            {"target": "$.definitions", "update": {format!("more {text}"): {"type": "string", "enum": [text]}}},
        ],
    })
}

fn config(text: &str) -> Value {
    json!({
        "crate": {"name": "hostile-sdk", "version": "1.0.0", "description": text, "keywords": ["sdk"], "repository": text},
        "openapi": "openapi.json", "events": ["events.json"], "overlays": ["overlay.json"],
        "waiters": {"made.wait": {"summary": text, "start": "made.plain", "poll": "made.run", "bind": {"id": "id"}, "state": "state", "until": [text, "done"], "pending": [{"code": text}]}},
    })
}
