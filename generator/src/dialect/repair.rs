//! Keywords of a schema that do not hold what they should: each is repaired, or left out.

use super::schema::Converter;
use super::types::meant;
use super::version::Version;
use crate::tree::{At, Key, Map, Node, Value};

/// What a keyword holds.
#[derive(Clone, Copy, PartialEq)]
enum Holds {
    Text,
    Flag,
    Names,
    Types,
    Values,
    Schema,
    Schemas,
    /// Schemas by name.
    Members,
    Discriminator,
    Reference,
    /// Anything.
    Free,
}

fn holds(keyword: &str) -> Holds {
    match keyword {
        "title" | "description" | "format" | "contentEncoding" | "contentMediaType" => Holds::Text,
        "readOnly" | "writeOnly" | "deprecated" | "nullable" => Holds::Flag,
        "required" => Holds::Names,
        "type" => Holds::Types,
        "enum" => Holds::Values,
        "items" | "additionalProperties" | "not" | "unevaluatedProperties" => Holds::Schema,
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Holds::Schemas,
        "properties" | "patternProperties" | "definitions" | "$defs" => Holds::Members,
        "discriminator" => Holds::Discriminator,
        "$ref" => Holds::Reference,
        _ => Holds::Free,
    }
}

/// What becomes of a keyword.
pub(super) enum Outcome {
    Keep,
    Drop,
    /// It gets another name.
    Rename(&'static str),
}

impl Converter<'_> {
    /// Repairs what stands where a schema should, and its keywords.
    pub(super) fn repair(&mut self, node: &mut Node) {
        match &mut node.value {
            Value::Bool(_) => {}
            Value::Object(map) => self.repair_keywords(node.at, map),
            other => {
                let named = if let Value::String(word) = other { meant(word) } else { None };
                let kind = Node::new(node.at, other.clone()).kind();
                let mut map = Map::new();
                match named {
                    Some((name, _)) => {
                        let message = format!("a schema is {kind}, not an object; it is read as `type: {name}`");
                        self.warning("wrong-type", node.at, message);
                        self.add(&mut map, "type", node.at, Value::String(name.to_owned()));
                    }
                    None => {
                        let message = format!("a schema is {kind}, not an object");
                        self.warning("untyped", node.at, message).help("it is passed on as open JSON");
                    }
                }
                node.value = Value::Object(map);
            }
        }
    }

    fn repair_keywords(&mut self, at: At, map: &mut Map) {
        let mut changes: Vec<(String, Outcome)> = Vec::new();
        let mut format = None;
        let tuple = map.contains("prefixItems");
        for (key, value) in map.entries_mut() {
            let outcome = match holds(&key.text) {
                Holds::Free if &*key.text == "x-nullable" => Outcome::Rename("nullable"),
                Holds::Free => continue,
                Holds::Text => self.repair_text(&key.text, value),
                Holds::Flag => self.repair_flag(&key.text, value),
                Holds::Names => self.repair_names(value),
                Holds::Types => self.repair_types(value, &mut format),
                Holds::Values => self.repair_list_of_values(value),
                Holds::Schema => self.repair_schema(&key.text, value, tuple),
                Holds::Schemas => self.repair_schemas(&key.text, value),
                Holds::Members => self.repair_members(&key.text, value),
                Holds::Discriminator => self.repair_discriminator(value),
                Holds::Reference if self.roles.dangling.contains(&at) => Outcome::Drop,
                Holds::Reference => {
                    if let Some(text) = self.roles.redirected.get(&at) {
                        value.value = Value::String(text.clone());
                    }
                    Outcome::Keep
                }
            };
            if !matches!(outcome, Outcome::Keep) {
                changes.push((key.text.to_string(), outcome));
            }
        }
        for (old, outcome) in changes {
            if let (Some((key, value)), Outcome::Rename(name)) = (map.remove(&old), outcome)
                && !map.contains(name)
            {
                map.insert(Key { text: name.into(), at: key.at }, value);
            }
        }
        if let Some((at, format)) = format.filter(|_| !map.contains("format")) {
            self.add(map, "format", at, Value::String(format.to_owned()));
        }
    }

    /// Adds a keyword that is shown at `at`.
    pub(super) fn add(&mut self, map: &mut Map, key: &str, at: At, value: Value) {
        let key = Key { text: key.into(), at: self.locations.again(at.value()).key() };
        let node = Node::new(self.locations.again(at.value()), value);
        map.insert(key, node);
    }

    pub(super) fn drop(&mut self, key: &str, value: &Node, wanted: &str) -> Outcome {
        let message = format!("`{key}` is {}, not {wanted}; it is left out", value.kind());
        self.warning("wrong-type", value.at, message);
        Outcome::Drop
    }

    fn repair_text(&mut self, key: &str, value: &mut Node) -> Outcome {
        let text = match &value.value {
            Value::String(_) => return Outcome::Keep,
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            _ => return self.drop(key, value, "a string"),
        };
        let message = format!("`{key}` is {}; it is read as `{text}`", value.kind());
        self.warning("wrong-type", value.at, message).help("write it in quotes");
        value.value = Value::String(text);
        Outcome::Keep
    }

    fn repair_flag(&mut self, key: &str, value: &mut Node) -> Outcome {
        let flag = match (value.as_bool(), value.as_flag()) {
            (Some(_), _) => return Outcome::Keep,
            (None, Some(flag)) => flag,
            (None, None) => return self.drop(key, value, "a boolean"),
        };
        self.warning("wrong-type", value.at, format!("`{key}` is a string; it is read as `{flag}`"))
            .help("remove the quotes");
        value.value = Value::Bool(flag);
        Outcome::Keep
    }

    fn repair_names(&mut self, value: &mut Node) -> Outcome {
        match &mut value.value {
            Value::List(list) => {
                let wrong = list.iter().find(|it| it.as_str().is_none()).map(|it| (it.at, it.kind()));
                if let Some((at, kind)) = wrong {
                    self.warning("wrong-type", at, format!("`required` lists {kind}; what is no string is left out"));
                    list.retain(|it| it.as_str().is_some());
                }
                Outcome::Keep
            }
            Value::String(name) => {
                let name = name.clone();
                let message = "`required` is a string, not a list; it is read as a list of one";
                self.warning("wrong-type", value.at, message);
                let item = Node::string(self.locations.again(value.at), name);
                value.value = Value::List(vec![item]);
                Outcome::Keep
            }
            Value::Bool(_) => {
                let message = "`required` is a boolean, not a list; it is left out";
                self.warning("wrong-type", value.at, message)
                    .help("name the property in `required` of the object that it belongs to");
                Outcome::Drop
            }
            _ => self.drop("required", value, "a list"),
        }
    }

    fn repair_list_of_values(&mut self, value: &mut Node) -> Outcome {
        match &mut value.value {
            Value::List(list) if list.is_empty() => {
                self.warning("bad-enum", value.at, "`enum` lists no value; any is allowed");
                Outcome::Drop
            }
            Value::List(_) => Outcome::Keep,
            Value::Object(_) | Value::Null => self.drop("enum", value, "a list"),
            other => {
                let only = Node::new(self.locations.again(value.at), other.clone());
                let message = format!("`enum` is {}, not a list; it is read as a list of one", only.kind());
                self.warning("wrong-type", value.at, message);
                value.value = Value::List(vec![only]);
                Outcome::Keep
            }
        }
    }

    fn repair_schema(&mut self, key: &str, value: &mut Node, tuple: bool) -> Outcome {
        match &mut value.value {
            Value::String(word) if key != "items" && matches!(word.as_str(), "true" | "false") => {
                self.repair_flag(key, value)
            }
            Value::List(list) if key == "items" && list.len() == 1 => {
                let only = list.remove(0);
                let message = "`items` is a list, not a schema; its only item is taken";
                self.warning("wrong-type", value.at, message);
                *value = only;
                Outcome::Keep
            }
            Value::List(list) if key == "items" && !list.is_empty() && !tuple => {
                if self.version != Version::V31 {
                    let message = "`items` is a list, not a schema; it is read as `prefixItems`";
                    self.warning("wrong-type", value.at, message);
                }
                Outcome::Rename("prefixItems")
            }
            Value::List(_) | Value::Null => self.drop(key, value, "a schema"),
            _ => Outcome::Keep,
        }
    }

    fn repair_schemas(&mut self, key: &str, value: &mut Node) -> Outcome {
        match &mut value.value {
            Value::List(list) if list.is_empty() => {
                self.warning("wrong-type", value.at, format!("`{key}` lists nothing; it is left out"));
                Outcome::Drop
            }
            Value::List(_) => Outcome::Keep,
            Value::Object(_) => {
                self.warning(
                    "wrong-type",
                    value.at,
                    format!("`{key}` is an object, not a list; it is read as a list of one"),
                );
                let at = self.locations.again(value.at);
                let only = std::mem::replace(value, Node::new(at, Value::Null));
                value.value = Value::List(vec![only]);
                Outcome::Keep
            }
            _ => self.drop(key, value, "a list"),
        }
    }

    /// `properties: [{name: a, type: string}]` and `properties: [{a: {type: string}}]` list what is meant.
    fn repair_members(&mut self, key: &str, value: &mut Node) -> Outcome {
        let Value::List(list) = &mut value.value else {
            return if value.as_object().is_some() { Outcome::Keep } else { self.drop(key, value, "an object") };
        };
        let mut members = Map::new();
        for mut item in std::mem::take(list) {
            let Some(map) = item.as_object_mut() else { continue };
            let name = map.get("name").and_then(Node::as_str).map(str::to_owned);
            match name {
                Some(name) => {
                    map.remove("name");
                    let name = Key { text: name.into(), at: self.locations.again(item.at).key() };
                    members.insert(name, item);
                }
                None => {
                    for (name, schema) in std::mem::take(map).into_entries() {
                        members.insert(name, schema);
                    }
                }
            }
        }
        let names = members.len();
        if names == 0 {
            return self.drop(key, value, "an object");
        }
        let message = format!("`{key}` is a list, not an object; {names} names are read from it");
        self.warning("wrong-type", value.at, message);
        for (_, schema) in members.entries_mut() {
            self.repair(schema);
        }
        value.value = Value::Object(members);
        Outcome::Keep
    }

    fn repair_discriminator(&mut self, value: &mut Node) -> Outcome {
        let at = value.at;
        match &mut value.value {
            Value::String(name) => {
                let name = std::mem::take(name);
                if self.version != Version::V20 {
                    let message = "`discriminator` is a string, not an object; it is read as its `propertyName`";
                    self.warning("wrong-type", at, message);
                }
                let mut map = Map::new();
                self.add(&mut map, "propertyName", at, Value::String(name));
                value.value = Value::Object(map);
                Outcome::Keep
            }
            Value::Object(map) => {
                if let Some(mapping) = map.get("mapping").filter(|it| it.as_object().is_none()) {
                    let message = format!("`mapping` is {}, not an object; it is left out", mapping.kind());
                    self.warning("wrong-type", mapping.at, message);
                    map.remove("mapping");
                }
                if let Some(name) = map.get("propertyName").filter(|it| it.as_str().is_none()) {
                    let message = format!("`propertyName` is {}, not a string; it is left out", name.kind());
                    self.warning("wrong-type", name.at, message);
                    map.remove("propertyName");
                }
                Outcome::Keep
            }
            _ => self.drop("discriminator", value, "an object"),
        }
    }
}
