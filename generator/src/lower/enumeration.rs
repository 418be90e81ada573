//! Enums: sets of strings, integers or numbers; sets of several kinds are unions of these.

use std::collections::BTreeSet;

use super::facets::{Facets, Value};
use super::schemas::{Schemas, Subject};
use super::union::variant;
use crate::ir::{Enum, EnumRepr, EnumValue, Kinds, Scalar, Shape, TypeRef, Union};
use crate::tree::{self, Node};

/// What a set of values is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Booleans,
    Values(EnumRepr),
    /// Lists and objects.
    Others,
}

impl<'a> Schemas<'a, '_> {
    /// The type of a value that is one of `values`; `None` where they say no more than `type` does.
    pub(super) fn enumeration(
        &mut self,
        values: &[Value<'a>],
        facets: &Facets<'a>,
        subject: &Subject<'a, '_>,
    ) -> Option<TypeRef> {
        if values.is_empty() {
            return Some(TypeRef::Scalar(Scalar::Json));
        }
        let declared = facets.types.unwrap_or_default();
        let mut sets: Vec<(Sort, Vec<Value<'a>>)> = Vec::new();
        for value in values {
            let sort = sort(value.node, declared);
            match sets.iter_mut().find(|it| it.0 == sort) {
                Some((_, set)) => set.push(value.clone()),
                None => sets.push((sort, vec![value.clone()])),
            }
        }
        join_numbers(&mut sets);
        if let Some(index) = sets.iter().position(|it| it.0 == Sort::Others) {
            let (_, others) = sets.remove(index);
            self.report_others(&others, subject);
        }
        match sets.as_slice() {
            [] => None,
            [(sort, values)] => Some(self.set(*sort, values, subject)),
            several => Some(self.sets(several, subject)),
        }
    }

    fn report_others(&mut self, others: &[Value<'a>], subject: &Subject<'a, '_>) {
        let at = self.origin(others.first().map_or(subject.at, |it| it.node.at));
        self.diagnostics
            .warning("bad-enum", &at, "lists and objects are no values of an enum")
            .help("they are left out; values that the type does not name are kept all the same");
    }

    fn set(&mut self, sort: Sort, values: &[Value<'a>], subject: &Subject<'a, '_>) -> TypeRef {
        match sort {
            Sort::Values(repr) => self.define(subject, Shape::Enum(Enum { repr, values: distinct(values, repr) })),
            Sort::Booleans | Sort::Others => TypeRef::Scalar(Scalar::Bool),
        }
    }

    /// A union of one set for each kind of value.
    fn sets(&mut self, sets: &[(Sort, Vec<Value<'a>>)], subject: &Subject<'a, '_>) -> TypeRef {
        let mut variants = Vec::new();
        for (sort, values) in sets {
            let word = word(*sort);
            let at = values.first().map_or(subject.at, |it| it.node.at);
            let inner = Subject { parts: &[], leaves: &[], at, place: subject.place.child(word) };
            variants.push(variant(word, self.set(*sort, values, &inner)));
        }
        self.define(subject, Shape::Union(Union { discriminator: None, variants }))
    }
}

/// Integers beside other numbers are numbers.
fn join_numbers(sets: &mut Vec<(Sort, Vec<Value<'_>>)>) {
    let place = |sets: &[(Sort, _)], repr| sets.iter().position(|it| it.0 == Sort::Values(repr));
    let numbers = place(sets, EnumRepr::Number).and_then(|_| place(sets, EnumRepr::Integer));
    let Some(integers) = numbers else { return };
    let (_, integers) = sets.remove(integers);
    if let Some((_, numbers)) = sets.iter_mut().find(|it| it.0 == Sort::Values(EnumRepr::Number)) {
        numbers.extend(integers);
    }
}

/// What kind of set a value belongs to. An unquoted value in YAML is a number or boolean where a string was
/// meant, and a quoted one a string where a number was; `type` says what was.
fn sort(node: &Node, declared: Kinds) -> Sort {
    let numeric = declared.integer || declared.number;
    match &node.value {
        tree::Value::String(text) if numeric && !declared.string && text.parse::<i64>().is_ok() => {
            Sort::Values(EnumRepr::Integer)
        }
        tree::Value::String(_) => Sort::Values(EnumRepr::String),
        tree::Value::Bool(_) if declared.string && !declared.boolean => Sort::Values(EnumRepr::String),
        tree::Value::Bool(_) => Sort::Booleans,
        tree::Value::Number(_) if declared.string && !numeric => Sort::Values(EnumRepr::String),
        tree::Value::Number(it) if it.as_i64().is_some() => Sort::Values(EnumRepr::Integer),
        tree::Value::Number(_) => Sort::Values(EnumRepr::Number),
        tree::Value::Null | tree::Value::List(_) | tree::Value::Object(_) => Sort::Others,
    }
}

fn word(sort: Sort) -> &'static str {
    match sort {
        Sort::Booleans => "boolean",
        Sort::Values(EnumRepr::String) => "string",
        Sort::Values(EnumRepr::Integer) => "integer",
        Sort::Values(EnumRepr::Number) => "number",
        Sort::Others => "value",
    }
}

fn distinct(values: &[Value<'_>], repr: EnumRepr) -> Vec<EnumValue> {
    let mut distinct: Vec<EnumValue> = Vec::new();
    let mut seen = BTreeSet::new();
    for value in values {
        let wire = wire(value.node, repr);
        if seen.insert(wire.clone()) {
            let text = |it: Option<&str>| it.filter(|it| !it.trim().is_empty()).map(str::to_owned);
            distinct.push(EnumValue { wire, hint: text(value.hint), description: text(value.description) });
        }
    }
    distinct
}

fn wire(node: &Node, repr: EnumRepr) -> String {
    match &node.value {
        tree::Value::String(it) if repr == EnumRepr::Integer => {
            it.parse::<i64>().map_or_else(|_| it.clone(), |it| it.to_string())
        }
        tree::Value::String(it) => it.clone(),
        tree::Value::Bool(it) => it.to_string(),
        tree::Value::Number(it) => match (repr, it.as_i64()) {
            (EnumRepr::Integer | EnumRepr::Number, Some(it)) => it.to_string(),
            _ => it.text().to_owned(),
        },
        _ => String::new(),
    }
}
