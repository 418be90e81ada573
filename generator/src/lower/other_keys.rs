//! Other keys of fields, as `sdk.yaml` has them.

use super::schemas::Schemas;
use crate::config::Config;
use crate::ir::Shape;

/// Gives fields their other keys; a rule that names no schema with fields, or no field of it, is an error, and so is a key
/// that is a field itself.
pub(super) fn add(schemas: &mut Schemas<'_, '_>, config: &Config) {
    for rule in &config.fields {
        let (schema, at) = &rule.schema;
        let found = schemas.find(schema);
        let ty = found.and_then(|it| schemas.type_at(it.at)).and_then(|id| schemas.types.get_mut(id.0 as usize));
        let Some(Shape::Object(object)) = ty.map(|it| &mut it.shape) else {
            if found.is_none() || !config.select.is_active() {
                let at = schemas.origin(*at);
                schemas.diagnostics.error(
                    "unknown-schema",
                    &at,
                    format!("no type with fields is made from `{schema}`"),
                );
            }
            continue;
        };
        let known: Vec<String> = object.fields.iter().map(|it| it.wire.clone()).collect();
        let Some(index) = known.iter().position(|it| *it == rule.field.0) else {
            let (field, at) = &rule.field;
            let message = format!("`{schema}` has no field `{field}`");
            schemas.report().unknown("unknown-field", *at, message, field, known.iter().map(String::as_str));
            continue;
        };
        let taken = rule.also.iter().filter(|it| known.contains(&it.0));
        let taken: Vec<_> = taken.cloned().collect();
        object.also.extend(rule.also.iter().map(|it| (it.0.clone(), index)));
        for (key, at) in taken {
            let at = schemas.origin(at);
            let message = format!("`{key}` is a field of `{schema}` itself");
            schemas.diagnostics.error("duplicate-field", &at, message).help("leave it out of the schema, or here");
        }
    }
}
