//! The least value that a schema allows: what generated tests send.
//!
//! Formats, patterns and limits hold, since a server or a validator in front of it would look at them.

use super::flat::Flat;
use super::{make, pattern, valid};
use crate::ir::Literal;
use crate::references::Resolver;
use crate::tree::Node;

/// Nesting at which nothing more is made.
const DEEPEST: usize = 12;

/// Schemas that are looked at for one value.
const MOST: usize = 2_000;

/// Longest text and list that are made.
const LONGEST: u64 = 4_096;

/// The least value of a schema; `None` where there is none, or none that is found with little effort.
pub(crate) fn least<'a>(resolver: Resolver<'a>, schema: &'a Node) -> Option<Literal> {
    Maker { resolver, left: MOST }.of(&[schema], 0)
}

/// Whether a written value is one that could be sent: of its schema, in its limits.
pub(crate) fn is_sendable<'a>(resolver: Resolver<'a>, value: &Node, schema: &'a Node) -> bool {
    let flat = Flat::of(resolver, &[schema]);
    let fits = valid::is_valid(resolver, value, schema);
    fits && match (value.as_str(), value.as_number()) {
        (Some(text), _) => is_known(&flat, value) && in_length(&flat, text) && is_of_format(flat.format, text),
        (_, Some(number)) => is_known(&flat, value) && in_limits(&flat, number.as_f64()),
        _ => true,
    }
}

/// Enums are open to what is received, not to what is sent.
fn is_known(flat: &Flat<'_>, value: &Node) -> bool {
    flat.values.is_none_or(|values| values.iter().any(|it| it.same(value)))
}

fn is_of_format(format: Option<&str>, text: &str) -> bool {
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit() || it == b'-');
    match format {
        Some("uuid") => text.len() == 36 && text.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-'),
        Some("date") => text.len() == 10 && digits(text),
        Some("date-time") => {
            text.len() >= 20 && text.get(..10).is_some_and(digits) && text.as_bytes().get(10) == Some(&b'T')
        }
        Some("email") => text.contains('@'),
        Some("ipv4") => text.parse::<core::net::Ipv4Addr>().is_ok(),
        Some("ipv6") => text.parse::<core::net::Ipv6Addr>().is_ok(),
        _ => true,
    }
}

struct Maker<'a> {
    resolver: Resolver<'a>,
    /// Schemas that may still be looked at.
    left: usize,
}

impl<'a> Maker<'a> {
    fn of(&mut self, parts: &[&'a Node], depth: usize) -> Option<Literal> {
        if depth > DEEPEST {
            return None;
        }
        self.of_flat(&Flat::of(self.resolver, parts), depth)
    }

    fn of_flat(&mut self, flat: &Flat<'a>, depth: usize) -> Option<Literal> {
        self.left = self.left.checked_sub(1)?;
        if flat.contradicts() {
            return None;
        }
        let mut rest = flat.clone();
        let Some((owner, alternatives)) = rest.choices.pop() else { return self.plain(flat, depth) };
        alternatives.iter().find_map(|alternative| {
            let mut chosen = rest.clone();
            make::choose(self.resolver, &mut chosen, owner, alternative);
            self.of_flat(&chosen, depth).filter(|it| *it != Literal::Null)
        })
    }

    fn plain(&mut self, flat: &Flat<'a>, depth: usize) -> Option<Literal> {
        if let Some(constant) = flat.constant {
            return Some(constant.literal());
        }
        if let Some(values) = flat.values {
            let fitting = values.iter().find(|it| !it.is_null() && valid::fits(self.resolver, it, flat));
            return fitting.or(values.first()).map(Node::literal);
        }
        let wanted = |ty: &str| flat.types.as_ref().is_some_and(|it| it.contains(ty));
        let structured = !flat.properties.is_empty() || !flat.additional.is_empty() || !flat.tags.is_empty();
        let listed = flat.items.is_some() || !flat.prefix.is_empty();
        if wanted("object") || structured && flat.allows("object") {
            self.object(flat, depth)
        } else if wanted("array") || listed && flat.allows("array") {
            self.list(flat, depth)
        } else if wanted("string") {
            text(flat).map(Literal::String)
        } else if wanted("number") || wanted("integer") {
            number(flat).map(Literal::Number)
        } else if wanted("boolean") {
            Some(Literal::Bool(true))
        } else if wanted("null") {
            Some(Literal::Null)
        } else {
            None
        }
    }

    fn object(&mut self, flat: &Flat<'a>, depth: usize) -> Option<Literal> {
        let mut members: Vec<(String, Literal)> = flat.tags.clone();
        for key in &flat.required {
            if members.iter().any(|it| it.0 == *key) {
                continue;
            }
            let schemas = flat.properties.iter().find(|(name, _)| name == key).map(|it| it.1.as_slice());
            let value = match schemas {
                Some(schemas) if self.is_read_only(schemas) => continue,
                Some(schemas) => self.of(schemas, depth + 1),
                None => flat.additional.first().and_then(|it| self.of(&[it], depth + 1)),
            };
            let open = schemas.is_none_or(|it| Flat::of(self.resolver, it).types.is_none());
            members.push(((*key).to_owned(), value.or_else(|| open.then(|| Literal::string("text")))?));
        }
        Some(Literal::Object(members))
    }

    fn is_read_only(&self, schemas: &[&'a Node]) -> bool {
        let said = |it: &Node| it.get("readOnly").and_then(Node::as_bool) == Some(true);
        Flat::of(self.resolver, schemas).said.iter().any(|it| said(it))
    }

    fn list(&mut self, flat: &Flat<'a>, depth: usize) -> Option<Literal> {
        if !flat.prefix.is_empty() {
            return flat.prefix.iter().map(|it| self.of(&[it], depth + 1)).collect::<Option<_>>().map(Literal::List);
        }
        let most = limit(flat, "maxItems").unwrap_or(LONGEST);
        let least = limit(flat, "minItems").unwrap_or(0).max(1).min(most);
        let item = match flat.items {
            Some(items) => self.of(&[items], depth + 1),
            None => Some(Literal::string("text")),
        };
        match item {
            Some(item) if least <= LONGEST => Some(Literal::List(vec![item; usize::try_from(least).ok()?])),
            None if limit(flat, "minItems").unwrap_or(0) == 0 => Some(Literal::List(Vec::new())),
            _ => None,
        }
    }
}

/// A limit that is said: of several the last.
fn limit(flat: &Flat<'_>, keyword: &str) -> Option<u64> {
    flat.said.iter().rev().find_map(|it| it.get(keyword)?.as_number()?.as_u64())
}

fn in_length(flat: &Flat<'_>, text: &str) -> bool {
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    let (least, most) = (limit(flat, "minLength"), limit(flat, "maxLength"));
    least.is_none_or(|it| length >= it) && most.is_none_or(|it| length <= it)
}

fn text(flat: &Flat<'_>) -> Option<String> {
    if let Some(pattern) = flat.said.iter().find_map(|it| it.text("pattern")) {
        let plain = of_format(flat.format).filter(|_| flat.format.is_some()).map(str::to_owned);
        let made = || (0..64).filter_map(|it| pattern::text(pattern, it)).find(|it| in_length(flat, it));
        return made().or(plain).or_else(|| lengthened(flat, "text"));
    }
    match of_format(flat.format) {
        Some(text) => Some(text.to_owned()),
        None => lengthened(flat, "text"),
    }
}

fn lengthened(flat: &Flat<'_>, text: &str) -> Option<String> {
    let least = usize::try_from(limit(flat, "minLength").unwrap_or(0).min(LONGEST)).ok()?;
    let most = usize::try_from(limit(flat, "maxLength").unwrap_or(LONGEST).min(LONGEST)).ok()?;
    let length = text.len().max(least).min(most);
    Some(text.chars().cycle().take(length).collect())
}

/// A text of a format (JSON Schema 2020-12 §7.3, and the registry of OpenAPI).
fn of_format(format: Option<&str>) -> Option<&'static str> {
    Some(match format? {
        "date-time" => "2024-01-02T03:04:05Z",
        "date" => "2024-01-02",
        "time" => "03:04:05Z",
        "duration" => "P1D",
        "uuid" | "guid" => "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "email" | "idn-email" => "someone@example.com",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" | "ip" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri" | "url" | "iri" | "uri-reference" | "iri-reference" => "https://example.com/",
        "json-pointer" => "/text",
        "regex" => "text",
        "byte" | "base64" | "base64url" | "binary" => "AAEC",
        "int32" | "int64" | "integer" => "1",
        "decimal" | "number" | "double" | "float" => "1.5",
        _ => return None,
    })
}

fn in_limits(flat: &Flat<'_>, number: f64) -> bool {
    flat.said.iter().all(|it| {
        let said = |keyword: &str| it.get(keyword).and_then(Node::as_number).map(|it| it.as_f64());
        said("minimum").is_none_or(|it| number >= it)
            && said("maximum").is_none_or(|it| number <= it)
            && said("exclusiveMinimum").is_none_or(|it| number > it)
            && said("exclusiveMaximum").is_none_or(|it| number < it)
            && said("multipleOf").is_none_or(|it| it <= 0.0 || ((number / it).round() * it - number).abs() < 1e-9)
    })
}

fn number(flat: &Flat<'_>) -> Option<String> {
    let whole = !flat.types.as_ref().is_some_and(|it| it.contains("number"));
    let step = flat.said.iter().find_map(|it| it.get("multipleOf")?.as_number()).map(|it| it.as_f64());
    let step = step.filter(|it| *it > 0.0).unwrap_or(1.0);
    let multiple = |it: f64| [(it / step).ceil() * step, (it / step).floor() * step];
    let (low, high) = (flat.lowest, flat.highest);
    let ends = low.into_iter().flat_map(|it| [it, it + 1.0]).chain(high.into_iter().flat_map(|it| [it, it - 1.0]));
    let middle = low.zip(high).map(|(low, high)| low + (high - low) / 2.0);
    let near: Vec<f64> = ends.flat_map(|it| [vec![it], multiple(it).to_vec()].concat()).collect();
    let first = if whole { 1.0 } else { 1.5 };
    let candidates = [first, 1.0, 0.0, step].into_iter().chain(near).chain(middle);
    let found = candidates.into_iter().find(|it| in_limits(flat, *it) && (!whole || it.fract() == 0.0))?;
    Some(if found.fract() == 0.0 && found.abs() < 9e15 { format!("{found:.0}") } else { format!("{found:?}") })
}
