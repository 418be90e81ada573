//! Answers that are the single value of an object: `sdk.yaml` names its key.

use super::dispatch::object;
use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::ir::{Operation, Presence, TypeDef, TypeRef};
use crate::references::nearest;
use crate::tree::Locations;

/// Puts the type of the wrapped value in the place of the wrapper's. A described answer that is no object
/// is taken as what is inside already.
pub(super) fn unwrap(
    types: &[TypeDef],
    operations: &mut [Operation],
    config: &Config,
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) {
    for operation in operations.iter_mut() {
        let Some(key) = operation.unwrap.clone() else { continue };
        let rule = config.operations.iter().find(|it| it.id == operation.id);
        let Some((_, at)) = rule.and_then(|it| it.unwrap.as_ref()) else { continue };
        for content in operation.success.iter_mut().filter_map(|it| it.content.as_mut()) {
            let Some(object) = object(types, &content.ty) else { continue };
            match object.fields.iter().find(|it| it.wire == key) {
                Some(field) if matches!(field.presence, Presence::Nullable | Presence::OptionalNullable) => {
                    content.ty = TypeRef::Nullable(Box::new(field.ty.clone()));
                }
                Some(field) => content.ty = field.ty.clone(),
                None => {
                    let at = locations.origin(*at);
                    let help = nearest(&key, object.fields.iter().map(|it| it.wire.as_str()));
                    diagnostics
                        .error("unknown-field", &at, format!("the answer of `{}` has no field `{key}`", operation.id))
                        .help = help.map(|it| format!("did you mean `{it}`?"));
                }
            }
        }
    }
}
