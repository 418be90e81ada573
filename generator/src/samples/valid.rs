//! Whether a written value is one of its schema: types, required keys, alternatives. Limits and patterns do not matter.

use super::flat::Flat;
use crate::references::Resolver;
use crate::tree::{Node, Value};

/// Nesting that is looked at.
const DEEPEST: usize = 32;

/// Whether `schema` allows `value`.
pub(super) fn is_valid<'a>(resolver: Resolver<'a>, value: &Node, schema: &'a Node) -> bool {
    check(resolver, value, &Flat::of(resolver, &[schema]), 0)
}

/// Whether all that `flat` says allows `value`.
pub(super) fn fits<'a>(resolver: Resolver<'a>, value: &Node, flat: &Flat<'a>) -> bool {
    check(resolver, value, flat, 0)
}

fn check<'a>(resolver: Resolver<'a>, value: &Node, flat: &Flat<'a>, depth: usize) -> bool {
    if depth > DEEPEST {
        return true;
    }
    let ty = match &value.value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(it) if it.is_integer() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::List(_) => "array",
        Value::Object(_) => "object",
    };
    let structured = ty != "object" && flat.types.is_none() && !flat.properties.is_empty();
    if flat.never || !flat.allows(ty) || structured || !in_range(value, flat) {
        return false;
    }
    let alternatives = flat.choices.iter().all(|(_, alternatives)| {
        alternatives.iter().any(|it| check(resolver, value, &Flat::of(resolver, &[it]), depth + 1))
    });
    alternatives && constant(value, flat) && parts(resolver, value, flat, depth)
}

fn in_range(value: &Node, flat: &Flat<'_>) -> bool {
    let Value::Number(number) = &value.value else { return true };
    let whole = flat.types.as_ref().is_some_and(|it| it.contains("integer") && !it.contains("number"));
    match flat.format {
        Some("int32") => number.as_i64().is_some_and(|it| i32::try_from(it).is_ok()),
        _ if whole => number.as_i64().is_some() || number.as_u64().is_some(),
        _ => true,
    }
}

/// Enums are open where their values are strings or whole numbers.
fn constant(value: &Node, flat: &Flat<'_>) -> bool {
    let listed = flat.values.is_none_or(|values| {
        let alike = |it: &Node| std::mem::discriminant(&it.value) == std::mem::discriminant(&value.value);
        values.iter().any(|it| it.same(value) || (alike(it) && !matches!(it.value, Value::Bool(_))))
    });
    listed && flat.constant.is_none_or(|it| it.same(value))
}

fn parts<'a>(resolver: Resolver<'a>, value: &Node, flat: &Flat<'a>, depth: usize) -> bool {
    let below = |value: &Node, schemas: &[&'a Node]| check(resolver, value, &Flat::of(resolver, schemas), depth + 1);
    match &value.value {
        Value::List(list) => list.iter().enumerate().all(|(index, it)| {
            let schema = flat.prefix.get(index).or(flat.items);
            schema.is_none_or(|schema| below(it, &[schema]))
        }),
        Value::Object(map) => {
            let there = flat.required.iter().all(|it| map.contains(it));
            let member = |(key, it): (&str, &Node)| match flat.properties.iter().find(|(name, _)| *name == key) {
                Some((_, schemas)) => below(it, schemas),
                None => !flat.closed && flat.additional.first().is_none_or(|schema| below(it, &[schema])),
            };
            there && map.iter().all(member)
        }
        _ => true,
    }
}
