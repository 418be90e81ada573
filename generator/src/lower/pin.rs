//! Type names that `sdk.yaml` pins.

use super::schemas::Schemas;
use crate::config::Config;
use crate::references::did_you_mean;

/// Gives types the names that are pinned; a pin that names no schema is an error.
pub(super) fn pin(schemas: &mut Schemas<'_, '_>, config: &Config) {
    for pin in &config.pins {
        let found = schemas.resolver.locate(&pin.schema).and_then(|it| schemas.settled(it.node));
        let ty = found.and_then(|it| schemas.type_at(it.at)).and_then(|id| schemas.types.get_mut(id.0 as usize));
        if let Some(ty) = ty {
            ty.pinned = Some(pin.name.clone());
            continue;
        }
        if found.is_some() && config.select.is_active() {
            continue;
        }
        let at = schemas.origin(pin.at);
        let message = match found {
            Some(_) => format!("no type is made from `{}`", pin.schema),
            None => format!("`{}` does not exist", pin.schema),
        };
        let known: Vec<String> = schemas.types.iter().map(|it| it.at.to_string()).collect();
        let root = schemas.resolver.documents().main.as_deref().map_or("", |it| it.as_str());
        let short = known.iter().filter_map(|it| it.find(root).and_then(|start| it.get(start..)));
        let help = did_you_mean(&pin.schema, short);
        schemas.diagnostics.error("unknown-schema", &at, message).help = help;
    }
}
