//! YAML merge keys: `<<: *defaults` gives an object the members of another that it does not have.

use crate::tree::{Map, Node, Value};

/// Replaces the `<<` of an object by the members it stands for. Gives back a node that is neither an
/// object nor a list of objects.
pub(super) fn merge(map: &mut Map) -> Result<(), Node> {
    let Some((_, merged)) = map.remove("<<") else { return Ok(()) };
    match merged.value {
        Value::Object(from) => add(map, from),
        Value::List(list) => {
            for node in list {
                match node.value {
                    Value::Object(from) => add(map, from),
                    _ => return Err(node),
                }
            }
        }
        _ => return Err(merged),
    }
    Ok(())
}

fn add(map: &mut Map, from: Map) {
    for (key, node) in from.into_entries() {
        if !map.contains(&key.text) {
            map.insert(key, node);
        }
    }
}
