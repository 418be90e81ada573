//! Bodies made of fields: `application/x-www-form-urlencoded`, and `multipart/form-data` from a typed value.
//!
//! A form is written field by field as the operation's facts say. Where they say nothing: lists repeat the field,
//! an object within a form has its members in brackets (`address[city]=…`), lists of objects the index before them
//! (`items[0][id]=…`), and in a multipart body what is nested is JSON and an upload a file.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::multipart::{Multipart, Piece};
use crate::data::upload::Gathered;
use crate::facts::{Param, Part, Style};
use crate::params::{Written, write};

/// The members of an object in the order in which they were written.
pub(crate) struct Members<V = Value>(pub(crate) Vec<(String, V)>);

impl Members {
    /// Those of an object's JSON text; `None` where it is no object.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok()
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Members<V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InOrder<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for InOrder<V> {
            type Value = Members<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<V>, A::Error> {
                let mut members = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    members.push(entry);
                }
                Ok(Members(members))
            }
        }
        from.deserialize_map(InOrder(PhantomData))
    }
}

/// The pairs of a form body.
pub(super) fn urlencoded(members: &Members, parts: &'static [Part]) -> String {
    let mut pairs = Vec::new();
    for (name, value) in &members.0 {
        let part = parts.iter().find(|it| it.name == name);
        let style = part.and_then(|it| it.style);
        let nested = matches!(value, Value::Object(_)) || is_list_of_nested(value);
        match part.map_or("", |it| it.content_type) {
            it if is_json(it) && style.is_none() => {
                let json = Param { json: true, ..Param::query("") };
                extend(&mut pairs, write(&json, name, value));
            }
            _ if nested && style.is_none_or(|it| it == Style::DeepObject) => brackets(name, value, &mut pairs),
            _ => {
                let style = style.unwrap_or(Style::Form);
                let explode = part.and_then(|it| it.explode).unwrap_or(style == Style::Form);
                let allow_reserved = part.is_some_and(|it| it.allow_reserved);
                extend(&mut pairs, write(&Param { style, explode, allow_reserved, ..Param::query("") }, name, value));
            }
        }
    }
    pairs.join("&")
}

fn extend(pairs: &mut Vec<String>, written: Written) {
    if let Written::Pairs(more) = written {
        pairs.extend(more);
    }
}

fn is_list_of_nested(value: &Value) -> bool {
    value.as_array().is_some_and(|it| it.iter().any(|it| it.is_object() || it.is_array()))
}

fn brackets(name: &str, value: &Value, pairs: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, it)| brackets(&format!("{name}[{key}]"), it, pairs)),
        Value::Array(items) if is_list_of_nested(value) => {
            items.iter().enumerate().for_each(|(index, it)| brackets(&format!("{name}[{index}]"), it, pairs));
        }
        Value::Array(items) => items.iter().for_each(|it| brackets(&format!("{name}[]"), it, pairs)),
        _ => extend(pairs, write(&Param::query(""), name, value)),
    }
}

/// The parts of a multipart body.
///
/// # Errors
/// A member within which an upload stands: JSON holds no file.
pub(super) fn multipart(members: Members, uploads: &Gathered, parts: &'static [Part]) -> Result<Multipart, String> {
    let mut form = Multipart::new();
    for (name, value) in members.0 {
        let content_type = parts.iter().find(|it| it.name == name).map_or("", |it| it.content_type);
        match value {
            Value::Array(items) if !is_json(content_type) => {
                for it in items {
                    form = add(form, &name, it, uploads, content_type)?;
                }
            }
            value => form = add(form, &name, value, uploads, content_type)?,
        }
    }
    Ok(form)
}

fn add(form: Multipart, name: &str, value: Value, uploads: &Gathered, content_type: &str) -> Result<Multipart, String> {
    let declared = Some(content_type).filter(|it| !it.is_empty()).map(str::to_owned);
    let text = match value {
        Value::Null => return Ok(form),
        Value::String(text) => match uploads.find(&text) {
            Some(upload) => return Ok(file(form, name, upload.clone(), content_type)),
            None if is_json(content_type) => Value::String(text).to_string(),
            None => text,
        },
        Value::Object(_) | Value::Array(_) => {
            let json = Some(declared.unwrap_or_else(|| "application/json".to_owned()));
            let text = value.to_string();
            if uploads.is_in(&text) {
                return Err(format!("a file within the field `{name}` cannot be sent: only a field can be a file"));
            }
            return Ok(form.piece(Piece { content_type: json, ..Piece::new(name, text) }));
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    };
    Ok(form.piece(Piece { content_type: declared, ..Piece::new(name, text) }))
}

fn file(form: Multipart, name: &str, upload: crate::data::Upload, declared: &str) -> Multipart {
    // Several may be declared, and `image/*` is none that a part can have.
    let declared = declared.split(',').map(str::trim).find(|it| !it.is_empty() && !it.contains('*'));
    form.piece(Piece::of_upload(name, upload, declared))
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type.split([';', ',']).next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") || essence.ends_with("+json")
}
