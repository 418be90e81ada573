//! The recursive merge of an overlay's `update`.

use super::Fault;
use crate::tree::{Map, Node, Value};

/// Updates a selected node: objects are merged, a list takes up the items of a list or one further item,
/// any other value is replaced by a value that is no object or list.
pub(super) fn update(target: &mut Node, update: Node) -> Result<(), Fault> {
    match (&mut target.value, update.value) {
        (Value::Object(into), Value::Object(from)) => merge(into, from),
        (Value::List(into), Value::List(from)) => into.extend(from),
        (Value::List(into), value) => into.push(Node::new(update.at, value)),
        (Value::Object(_), value) => {
            let update = Node::new(update.at, value);
            let message = format!("`update` is {}, but the target is an object", update.kind());
            return Err(Fault::new("overlay-action", update.at, message));
        }
        (_, value) => *target = Node::new(update.at, value),
    }
    Ok(())
}

/// Members that both have are merged (objects), joined (lists) or replaced.
fn merge(into: &mut Map, from: Map) {
    for (key, node) in from.into_entries() {
        match into.get_mut(&key.text) {
            None => drop(into.insert(key, node)),
            Some(old) => match (&mut old.value, node.value) {
                (Value::Object(into), Value::Object(from)) => merge(into, from),
                (Value::List(into), Value::List(from)) => into.extend(from),
                (_, value) => *old = Node::new(node.at, value),
            },
        }
    }
}
