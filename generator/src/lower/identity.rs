//! What operations are called: ids, method names, namespaces.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;

use crate::document::OperationShell;
use crate::ir::Method;

/// What an operation is called.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    /// Unique id.
    pub(super) id: String,
    /// Name of its namespace; empty: the client itself.
    pub(super) namespace: String,
    /// Words of its method.
    pub(super) hint: String,
    /// Words that its inline types begin with.
    pub(super) owner: String,
    /// Whether another operation has the same `operationId`.
    pub(super) duplicate: bool,
}

/// Names of all operations. The first of several with one `operationId` keeps it; the others are told
/// apart by method and path, so that one more of them renames none.
pub(super) fn identities(operations: &[OperationShell<'_>]) -> Vec<Identity> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let declared = operations.iter().filter_map(|it| it.shell.operation_id.clone());
    let mut taken: BTreeSet<String> = declared.collect();
    let mut identities = Vec::new();
    for operation in operations {
        let declared = operation.shell.operation_id.as_deref().filter(|it| !it.trim().is_empty());
        let namespace = operation.shell.tags.first().cloned().unwrap_or_default();
        let by_path = format!("{} {}", operation.method.word(), operation.path);
        let path_hint = path_hint(operation.method, &operation.path);
        let by_path = unused(by_path, &taken);
        taken.insert(by_path.clone());
        identities.push(match declared {
            Some(id) if seen.insert(id) => Identity {
                hint: method_hint(id, &namespace),
                id: id.to_owned(),
                owner: id.to_owned(),
                namespace,
                duplicate: false,
            },
            other => Identity {
                id: by_path,
                hint: path_hint.clone(),
                owner: path_hint,
                namespace,
                duplicate: other.is_some(),
            },
        });
    }
    identities
}

/// The id, with a number behind it where another operation has it.
fn unused(id: String, taken: &BTreeSet<String>) -> String {
    if !taken.contains(&id) {
        return id;
    }
    (2..).map(|number| format!("{id} {number}")).find(|it| !taken.contains(it)).unwrap_or(id)
}

/// `get /pets/{id}/toys` → `get_pets_by_id_toys`.
fn path_hint(method: Method, path: &str) -> String {
    let mut words = vec![method.word().to_owned()];
    for segment in path.split('/').filter(|it| !it.is_empty()) {
        let text = segment.replace('{', " by ").replace('}', " ").to_snake_case();
        if !text.is_empty() {
            words.push(text);
        }
    }
    words.join("_")
}

/// The `operationId` in snake case without the namespace in front, if something is left.
pub(super) fn method_hint(id: &str, namespace: &str) -> String {
    let (id, namespace) = (id.to_snake_case(), namespace.to_snake_case());
    let rest = id.strip_prefix(namespace.as_str()).and_then(|it| it.strip_prefix('_'));
    match rest {
        Some(rest) if !namespace.is_empty() && !rest.is_empty() => rest.to_owned(),
        _ => id,
    }
}

/// Names of the namespaces in use: those of declared tags in their order, then by first use.
pub(super) fn order<'i>(declared: impl Iterator<Item = &'i str>, used: impl Iterator<Item = &'i str>) -> Vec<String> {
    let used: Vec<&str> = used.collect();
    let in_use: BTreeSet<&str> = used.iter().copied().collect();
    let mut order: Vec<String> = Vec::new();
    let mut done = BTreeMap::new();
    for name in declared.filter(|it| in_use.contains(it)).chain(used.iter().copied()) {
        if done.insert(name, ()).is_none() {
            order.push(name.to_owned());
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_named_without_its_namespace() {
        for id in ["debates.create", "debates_create", "debatesCreate"] {
            assert_eq!(method_hint(id, "debates"), "create");
        }
        assert_eq!(method_hint("listDebates", "debates"), "list_debates");
        assert_eq!(method_hint("debates", "debates"), "debates");
        assert_eq!(method_hint("health", ""), "health");
    }

    #[test]
    fn an_operation_without_id_is_named_after_its_path() {
        assert_eq!(path_hint(Method::Get, "/pets/{id}/toys"), "get_pets_by_id_toys");
        assert_eq!(path_hint(Method::Post, "/"), "post");
    }
}
