//! Values that a schema gives: `enum`, `default` and `examples` that do not fit its type.

use std::collections::BTreeSet;

use super::schema::Converter;
use crate::tree::{Key, Map, Node, Number, Value};

impl Converter<'_> {
    /// Repairs values that are written as another type, and leaves out those that do not fit.
    pub(super) fn repair_values(&mut self, map: &mut Map) {
        if !["enum", "default", "examples"].iter().any(|it| map.contains(it)) {
            return;
        }
        let types = types(map);
        self.repair_enum(map, &types);
        let types = self::types(map);
        if let Some((key, mut value)) = map.remove("default") {
            match self.fit(map, &types, &mut value) {
                Ok(()) => drop(map.insert(key, value)),
                Err(why) => {
                    self.warning("bad-default", value.at, format!("the default {why}; it is left out"));
                }
            }
        }
        let Some((key, examples)) = map.remove("examples") else { return };
        match examples.value {
            Value::List(list) => {
                let mut kept = Vec::new();
                for mut example in list {
                    match self.fit(map, &types, &mut example) {
                        Ok(()) => kept.push(example),
                        Err(why) => {
                            self.warning("bad-example", example.at, format!("the example {why}; it is left out"));
                        }
                    }
                }
                if !kept.is_empty() {
                    map.insert(key, Node::new(examples.at, Value::List(kept)));
                }
            }
            _ => drop(map.insert(key, examples)),
        }
    }

    /// Why a value fits a schema in neither type nor `enum`. One that is written as another type is changed.
    fn fit(&mut self, map: &Map, types: &[String], value: &mut Node) -> Result<(), String> {
        if !fits(types, value) {
            match written(types, &value.value) {
                Some(other) => {
                    let message = format!("the value is {}; it is read as {}", value.kind(), name(&other));
                    self.warning("wrong-type", value.at, message);
                    value.value = other;
                }
                None => return Err(format!("is {}, not {}", value.kind(), one_of(types))),
            }
        }
        let Some(values) = map.get("enum").and_then(Node::as_list) else { return Ok(()) };
        if value.is_null() || values.iter().any(|it| it.same(value)) {
            return Ok(());
        }
        Err("is none of the values that `enum` lists".to_owned())
    }

    fn repair_enum(&mut self, map: &mut Map, types: &[String]) {
        let Some(values) = map.get("enum").and_then(Node::as_list) else { return };
        let mut texts = BTreeSet::new();
        let again = values.iter().find(|it| it.as_str().is_some_and(|it| !texts.insert(it))).map(|it| it.at);
        if let Some(at) = again {
            self.warning("bad-enum", at, "`enum` lists this value already; it counts once");
        }
        let at = map.get("enum").map(|it| it.at);
        let misfits = values.iter().filter(|it| !it.is_null() && !fits(types, it)).count();
        let scalars = values.iter().all(|it| it.as_list().is_none() && it.as_object().is_none());
        let Some(at) = at.filter(|_| misfits > 0) else { return };
        if types.iter().any(|it| it == "array") && scalars {
            return self.move_enum_to_items(map);
        }
        let Some((key, mut list)) = map.remove("enum") else { return };
        let Value::List(values) = &mut list.value else { return };
        let readable = values.iter().all(|it| it.is_null() || fits(types, it) || written(types, &it.value).is_some());
        if readable {
            for value in values.iter_mut().filter(|it| !it.is_null() && !fits(types, it)) {
                if let Some(other) = written(types, &value.value) {
                    value.value = other;
                }
            }
            // YAML's unquoted words are no fault that anybody sees.
            if types != ["string"] {
                let message = format!("`enum` lists values that are not {}; they are read as such", one_of(types));
                self.warning("bad-enum", at, message);
            }
            map.insert(key, list);
            return;
        }
        if values.iter().all(|it| it.is_null() || it.as_str().is_some()) {
            let message = format!("`enum` lists strings, not {}; the type is taken from them", one_of(types));
            self.warning("bad-enum", at, message);
            map.insert(key, list);
            self.set_type_of_strings(map);
            return;
        }
        // A single value of another kind is one that is really sent: the type says too little.
        let single = |it: &Node| it.as_list().is_none() && it.as_object().is_none();
        let outcome = if values.iter().all(single) { "kept beside them" } else { "left out" };
        values.retain(|it| it.is_null() || fits(types, it) || single(it));
        let message = format!("`enum` lists values that are not {}; they are {outcome}", one_of(types));
        self.warning("bad-enum", at, message);
        if values.iter().any(|it| !it.is_null()) {
            map.insert(key, list);
        }
    }

    /// Makes a schema one of strings; null stays a value.
    fn set_type_of_strings(&mut self, map: &mut Map) {
        match map.get_mut("type").map(|it| &mut it.value) {
            Some(Value::List(list)) => {
                for it in list.iter_mut().filter(|it| it.as_str() != Some("null")) {
                    it.value = Value::String("string".to_owned());
                }
            }
            Some(value) => *value = Value::String("string".to_owned()),
            None => {}
        }
        map.remove("format");
    }

    /// `type: array, enum: [a, b]` lists the values of the items.
    fn move_enum_to_items(&mut self, map: &mut Map) {
        let Some((key, list)) = map.remove("enum") else { return };
        let message = "`enum` beside `type: array` lists values of items; it is read there";
        self.warning("bad-enum", list.at, message);
        match map.get_mut("items").map(|it| &mut it.value) {
            Some(Value::Object(items)) if items.contains("enum") || items.contains("$ref") => {}
            Some(Value::Object(items)) => drop(items.insert(key, list)),
            _ => {
                let at = self.locations.again(list.at);
                let items = Key { text: "items".into(), at: self.locations.again(list.at).key() };
                map.insert(items, Node::new(at, Value::Object(Map::from_iter([(key, list)]))));
            }
        }
    }
}

/// The types of a schema; none where it does not say them by itself.
fn types(map: &Map) -> Vec<String> {
    let composed = ["$ref", "allOf", "oneOf", "anyOf"].iter().any(|it| map.contains(it));
    match map.get("type").map(|it| &it.value) {
        Some(Value::String(name)) if !composed => vec![name.clone()],
        Some(Value::List(list)) if !composed => list.iter().filter_map(Node::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn fits(types: &[String], value: &Node) -> bool {
    let fit = |name: &str| match &value.value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => name == "number" || (name == "integer" && is_whole(number)),
        Value::String(_) => name == "string",
        Value::List(_) => name == "array",
        Value::Object(_) => name == "object",
    };
    types.is_empty() || types.iter().any(|it| fit(it))
}

fn is_whole(number: &Number) -> bool {
    let text = number.text();
    !text.contains(['.', 'e', 'E']) || number.as_f64().fract() == 0.0
}

/// The value that is meant where it is written as another type: `"5"` as an integer, `5` as a string.
fn written(types: &[String], value: &Value) -> Option<Value> {
    let [only] = types.iter().filter(|it| *it != "null").collect::<Vec<_>>()[..] else { return None };
    match (only.as_str(), value) {
        ("string", Value::Number(number)) => Some(Value::String(number.text().to_owned())),
        ("string", Value::Bool(flag)) => Some(Value::String(flag.to_string())),
        ("boolean", Value::String(text)) if text.eq_ignore_ascii_case("true") => Some(Value::Bool(true)),
        ("boolean", Value::String(text)) if text.eq_ignore_ascii_case("false") => Some(Value::Bool(false)),
        ("integer", Value::String(text)) => text.trim().parse::<i64>().ok().map(|it| Value::Number(it.into())),
        ("number", Value::String(text)) => {
            let number: serde_json::Number = text.trim().parse().ok()?;
            Some(Value::Number(Number::from_text(number.to_string())))
        }
        _ => None,
    }
}

fn name(value: &Value) -> String {
    match value {
        Value::String(text) => format!("the string `{text}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::Bool(flag) => flag.to_string(),
        _ => "null".to_owned(),
    }
}

fn one_of(types: &[String]) -> String {
    let article = |it: &String| match it.as_str() {
        "null" => "null".to_owned(),
        "integer" | "array" | "object" => format!("an {it}"),
        _ => format!("a {it}"),
    };
    types.iter().map(article).collect::<Vec<_>>().join(" or ")
}
