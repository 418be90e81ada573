//! What `sdk.yaml` says of types: names that are pinned, and types that the runtime has.

use std::collections::BTreeMap;

use super::schemas::Schemas;
use crate::config::{Config, TypeChoice};
use crate::ir::{Foreign, Shape};
use crate::references::did_you_mean;
use crate::tree::At;

/// The schemas that are types of the runtime.
pub(super) fn foreign(schemas: &mut Schemas<'_, '_>, config: &Config) -> BTreeMap<At, Foreign> {
    let mut found = BTreeMap::new();
    for rule in &config.types {
        let TypeChoice::Foreign(foreign) = &rule.is else { continue };
        let node = schemas.find(&rule.schema);
        found.extend(node.map(|it| (it.at, foreign.clone())));
    }
    found
}

/// Gives types the names that are pinned; a rule that names no schema is an error.
pub(super) fn pin(schemas: &mut Schemas<'_, '_>, config: &Config) {
    for rule in &config.types {
        let found = schemas.find(&rule.schema);
        let ty = found.and_then(|it| schemas.type_at(it.at)).and_then(|id| schemas.types.get_mut(id.0 as usize));
        match (ty, &rule.is) {
            (Some(ty), TypeChoice::Pinned(name)) => {
                ty.pinned = Some(name.clone());
                continue;
            }
            (Some(ty), TypeChoice::Foreign(_)) if matches!(ty.shape, Shape::Foreign(_)) => continue,
            _ => {}
        }
        if found.is_some() && config.select.is_active() {
            continue;
        }
        let at = schemas.origin(rule.at);
        let message = match found {
            Some(_) => format!("no type is made from `{}`", rule.schema),
            None => format!("`{}` does not exist", rule.schema),
        };
        let known: Vec<String> = schemas.types.iter().map(|it| it.at.to_string()).collect();
        let root = schemas.resolver.documents().main.as_deref().map_or("", |it| it.as_str());
        let short = known.iter().filter_map(|it| it.find(root).and_then(|start| it.get(start..)));
        let help = did_you_mean(&rule.schema, short);
        schemas.diagnostics.error("unknown-schema", &at, message).help = help;
    }
}
