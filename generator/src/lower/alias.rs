//! Further names of operations: in their own namespace, and in others.

use std::collections::BTreeMap;

use super::schemas::Schemas;
use crate::config::OperationRule;
use crate::ir::{Form, Namespace, Operation, OperationId};

/// The further names in the operation's own namespace.
pub(super) fn own(rule: Option<&OperationRule>) -> Vec<String> {
    let names = rule.into_iter().flat_map(|it| &it.aliases).map(|it| it.0.as_str());
    names.filter(|it| !it.contains('.')).map(str::to_owned).collect()
}

/// Adds operations for the names in other namespaces, each with its other forms.
pub(super) fn add(
    schemas: &mut Schemas<'_, '_>,
    operations: &mut Vec<Operation>,
    namespaces: &[Namespace],
    rules: &BTreeMap<&str, &OperationRule>,
) {
    for of in 0..operations.len() {
        let Some(it) = operations.get(of).filter(|it| it.form.is_none()).cloned() else { continue };
        let names = rules.get(it.id.as_str()).into_iter().flat_map(|rule| &rule.aliases);
        for (name, place) in names {
            let Some((namespace, hint)) = name.rsplit_once('.') else { continue };
            let Some(index) = namespaces.iter().position(|it| it.name == namespace) else {
                let known = namespaces.iter().map(|it| it.name.as_str());
                let message = format!("there is no namespace `{namespace}`");
                schemas.report().unknown("unknown-namespace", *place, message, namespace, known);
                continue;
            };
            let at = schemas.origin(*place);
            let alias = Operation {
                namespace: index as u32,
                hint: hint.to_owned(),
                aliases: Vec::new(),
                alias_of: Some(OperationId(of as u32)),
                at: at.clone(),
                ..it.clone()
            };
            let id = OperationId(operations.len() as u32);
            let is_form = |other: &&Operation| other.form.as_ref().is_some_and(|form| form.of.0 as usize == of);
            let forms: Vec<Operation> = operations.iter().filter(is_form).cloned().collect();
            operations.push(alias);
            operations.extend(forms.into_iter().filter_map(|form| {
                let Form { word, side, .. } = form.form.clone()?;
                let (hint, at) = (format!("{hint}_as_{word}"), at.clone());
                Some(Operation { namespace: index as u32, hint, at, form: Some(Form { of: id, word, side }), ..form })
            }));
        }
    }
}
