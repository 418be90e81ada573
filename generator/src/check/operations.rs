//! Rules of operations and waiters: indexes lead somewhere, paths are bound, ids and parameters unique.

use std::collections::BTreeSet;

use crate::diagnostics::Diagnostics;
use crate::ir::{Location, Operation, OperationId, PathPart, Sdk, Waiter};

/// Reports every rule of operations and waiters that `sdk` breaks.
pub(super) fn check(sdk: &Sdk, diagnostics: &mut Diagnostics) {
    let mut ids = BTreeSet::new();
    for operation in &sdk.operations {
        if operation.form.is_none() && operation.alias_of.is_none() && !ids.insert(operation.id.as_str()) {
            diagnostics.error(
                "duplicate-operation-id",
                &operation.at,
                format!("there are two operations `{}`", operation.id),
            );
        }
        if operation.namespace as usize >= sdk.namespaces.len() {
            diagnostics.error("unknown-namespace", &operation.at, format!("`{}` is in no namespace", operation.id));
        }
        if operation.security.iter().flatten().any(|it| *it as usize >= sdk.security.len()) {
            diagnostics.error(
                "unknown-security-scheme",
                &operation.at,
                "a security scheme is needed that does not exist",
            );
        }
        check_parameters(operation, diagnostics);
    }
    for waiter in &sdk.waiters {
        check_waiter(sdk, waiter, diagnostics);
    }
}

fn check_parameters(operation: &Operation, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for parameter in &operation.parameters {
        if !seen.insert((parameter.location, parameter.wire.as_str())) {
            diagnostics.error("duplicate-parameter", &parameter.at, format!("`{}` is declared twice", parameter.wire));
        }
    }
    let in_path: BTreeSet<&str> = operation
        .path_parts
        .iter()
        .filter_map(|it| match it {
            PathPart::Parameter(name) => Some(name.as_str()),
            PathPart::Text(_) => None,
        })
        .collect();
    let declared = operation.parameters.iter().filter(|it| it.location == Location::Path);
    let declared: BTreeSet<&str> = declared.map(|it| it.wire.as_str()).collect();
    for name in in_path.symmetric_difference(&declared) {
        diagnostics.error(
            "unbound-parameter",
            &operation.at,
            format!("the path and its parameters differ in `{name}`"),
        );
    }
}

fn check_waiter(sdk: &Sdk, waiter: &Waiter, diagnostics: &mut Diagnostics) {
    if waiter.namespace as usize >= sdk.namespaces.len() {
        diagnostics.error("unknown-namespace", &waiter.at, format!("`{}` is in no namespace", waiter.hint));
    }
    let exists = |it: OperationId| (it.0 as usize) < sdk.operations.len();
    if ![Some(waiter.start), Some(waiter.poll), waiter.fetch].into_iter().flatten().all(exists) {
        diagnostics.error(
            "unknown-operation",
            &waiter.at,
            format!("`{}` calls an operation that does not exist", waiter.hint),
        );
    }
    if waiter.until.is_empty() {
        diagnostics
            .error("endless-waiter", &waiter.at, format!("no state ends `{}`", waiter.hint))
            .help("list the final states in `until`");
    }
}
