//! What tells an answer from a failure that comes with a status of success.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::ir::{Encoding, Operation, Shape, TypeDef, TypeRef};

/// Says for each operation which keys its answers have. One whose answers are open, or have the key of failures
/// themselves, expects none: its answers are never taken for failures.
pub(super) fn settle(config: &Config, types: &[TypeDef], operations: &mut [Operation]) {
    let Some(error) = &config.error_key else { return };
    for operation in operations {
        let mut keys: BTreeSet<&str> = operation.unwrap.iter().map(String::as_str).collect();
        let contents = operation.success.iter().filter_map(|it| it.content.as_ref());
        for content in contents.filter(|it| it.encoding == Encoding::Json) {
            collect(types, &content.ty, &mut keys, &mut BTreeSet::new());
        }
        if !keys.contains(error.as_str()) {
            operation.expects = keys.into_iter().map(str::to_owned).collect();
        }
    }
}

/// Adds the keys of the objects that a value of this type may be.
fn collect<'t>(types: &'t [TypeDef], ty: &'t TypeRef, keys: &mut BTreeSet<&'t str>, seen: &mut BTreeSet<u32>) {
    let mut open = vec![ty];
    while let Some(ty) = open.pop() {
        match ty {
            TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => open.push(inner),
            TypeRef::Named(id) if seen.insert(id.0) => match types.get(id.0 as usize).map(|it| &it.shape) {
                Some(Shape::Object(object)) => {
                    keys.extend(object.fields.iter().map(|it| it.wire.as_str()));
                    keys.extend(object.also.iter().map(|(key, _)| key.as_str()));
                }
                Some(Shape::Union(union)) => open.extend(union.variants.iter().map(|it| &it.ty)),
                Some(Shape::Alias(target)) => open.push(target),
                _ => {}
            },
            _ => {}
        }
    }
}
