//! Enums: sets of strings or integers.

use std::collections::BTreeSet;

use super::facets::{Facets, Value};
use super::schemas::{Schemas, Subject};
use crate::ir::{Enum, EnumRepr, EnumValue, Scalar, Shape, TypeRef};
use crate::tree::{self, Node};

impl<'a> Schemas<'a, '_> {
    /// The type of a value that is one of `values`.
    pub(super) fn enumeration(
        &mut self,
        values: &[Value<'a>],
        facets: &Facets<'a>,
        subject: &Subject<'a, '_>,
    ) -> TypeRef {
        let nodes: Vec<&Node> = values.iter().map(|it| it.node).collect();
        let declared = facets.types.unwrap_or_default();
        let all = |fits: fn(&Node) -> bool| nodes.iter().all(|it| fits(it));
        if nodes.is_empty() {
            return TypeRef::Scalar(Scalar::Json);
        }
        if all(|it| it.as_bool().is_some()) && !declared.string {
            return TypeRef::Scalar(Scalar::Bool);
        }
        // An unquoted value in YAML is a number or boolean where a string was meant; `type` says what was.
        let strings = all(|it| it.as_str().is_some()) || declared.string && all(is_scalar);
        let integers = all(|it| it.as_number().is_some_and(|it| it.as_i64().is_some()));
        let repr = match (strings, integers) {
            (true, _) => EnumRepr::String,
            (false, true) => EnumRepr::Integer,
            (false, false) if all(|it| it.as_number().is_some()) => {
                self.untyped_values(subject, "numbers with a fraction make no enum");
                return TypeRef::Scalar(Scalar::F64);
            }
            (false, false) => {
                return self.untyped(subject.at, "`enum` or `const` holds values of different kinds, lists or objects");
            }
        };
        let shape = Shape::Enum(Enum { repr, values: distinct(values, repr) });
        self.define(subject, shape)
    }

    fn untyped_values(&mut self, subject: &Subject<'a, '_>, reason: &str) {
        let at = self.origin(subject.at);
        self.diagnostics.warning("untyped", &at, reason).help("it is passed on as any number");
    }
}

fn is_scalar(node: &Node) -> bool {
    matches!(node.value, tree::Value::Bool(_) | tree::Value::Number(_) | tree::Value::String(_))
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
        tree::Value::String(it) => it.clone(),
        tree::Value::Bool(it) => it.to_string(),
        tree::Value::Number(it) => match (repr, it.as_i64()) {
            (EnumRepr::Integer, Some(it)) => it.to_string(),
            _ => it.text().to_owned(),
        },
        _ => String::new(),
    }
}
