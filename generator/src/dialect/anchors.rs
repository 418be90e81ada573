//! References by name (`$anchor`, `$dynamicAnchor`, `$id`, `$self`) become references by JSON Pointer.
//!
//! A dynamic reference is taken as a plain one to the anchor of its own file: nothing overrides it.

use std::collections::BTreeMap;

use crate::document::Documents;
use crate::tree::{At, Key, Locations, Node, Value};

/// Keys without which no reference needs a change.
const NAMING: &[&str] = &["$anchor", "$dynamicAnchor", "$dynamicRef", "$id", "$self"];

/// What the documents name: file and pointer by name.
#[derive(Default)]
struct Index {
    anchors: BTreeMap<(usize, String), String>,
    ids: BTreeMap<String, (usize, String)>,
}

/// Rewrites the references of all files.
pub(super) fn rewrite(documents: &mut Documents) {
    if !NAMING.iter().any(|key| documents.locations.knows_key(key)) {
        return;
    }
    let mut index = Index::default();
    documents.files.values().for_each(|root| index.add(root, &documents.locations));
    let mut edits = BTreeMap::new();
    for root in documents.files.values() {
        let walk = Walk { index: &index, documents, root };
        walk.references(root, root, &mut edits);
    }
    documents.files.values_mut().for_each(|root| apply(root, &edits));
}

impl Index {
    fn add(&mut self, node: &Node, locations: &Locations) {
        match &node.value {
            Value::List(list) => list.iter().for_each(|it| self.add(it, locations)),
            Value::Object(map) => {
                let file = locations.file_number(node.at);
                let pointer = || locations.origin(node.at).pointer.to_string();
                for key in ["$anchor", "$dynamicAnchor"] {
                    if let Some(name) = node.text(key) {
                        self.anchors.entry((file, name.to_owned())).or_insert_with(pointer);
                    }
                }
                for key in ["$id", "$self"] {
                    if let Some(name) = node.text(key) {
                        let name = name.split('#').next().unwrap_or_default().to_owned();
                        self.ids.entry(name).or_insert_with(|| (file, pointer()));
                    }
                }
                map.values().for_each(|it| self.add(it, locations));
            }
            _ => {}
        }
    }
}

struct Walk<'a> {
    index: &'a Index,
    documents: &'a Documents,
    root: &'a Node,
}

impl Walk<'_> {
    /// Collects new texts of references by the place of the node that holds them; `resource` is the schema
    /// with an `$id` around it, which its references are relative to.
    fn references(&self, node: &Node, resource: &Node, edits: &mut BTreeMap<At, String>) {
        let resource = if node.text("$id").is_some() { node } else { resource };
        for text in ["$ref", "$dynamicRef"].into_iter().filter_map(|key| node.text(key)) {
            if let Some(text) = self.rewritten(text, node.at, resource).or_else(|| {
                let dynamic = node.get("$ref").is_none();
                dynamic.then(|| text.to_owned())
            }) {
                edits.entry(node.at).or_insert(text);
            }
        }
        match &node.value {
            Value::List(list) => list.iter().for_each(|it| self.references(it, resource, edits)),
            Value::Object(map) => map.values().for_each(|it| self.references(it, resource, edits)),
            _ => {}
        }
    }

    fn rewritten(&self, text: &str, at: At, resource: &Node) -> Option<String> {
        let (base, fragment) = text.split_once('#').unwrap_or((text, ""));
        let here = self.documents.locations.file_number(at);
        let known = self.index.ids.get(base).cloned();
        let local = base.is_empty().then(|| {
            let inside = !std::ptr::eq(resource, self.root) && resource.pointer(fragment).is_some();
            let pointer = self.documents.locations.origin(resource.at).pointer.to_string();
            (here, if inside && !fragment.is_empty() { pointer } else { String::new() })
        });
        let by_id = known.is_some() && !base.is_empty();
        let (file, start) = if by_id { known? } else { local? };
        let pointer = match fragment {
            "" => start,
            it if it.starts_with('/') => format!("{start}{it}"),
            name => self.index.anchors.get(&(file, name.to_owned()))?.clone(),
        };
        let unchanged = !by_id && pointer == fragment;
        (!unchanged).then(|| format!("{}#{}", self.path(here, file), pointer.replace('%', "%25")))
    }

    /// The path of a file, seen from another one.
    fn path(&self, from: usize, to: usize) -> String {
        if from == to {
            return String::new();
        }
        let base = |it: usize| self.documents.bases.get(it).map(|it| it.as_str()).unwrap_or_default();
        let up = base(from).matches('/').count();
        format!("{}{}", "../".repeat(up), base(to))
    }
}

fn apply(node: &mut Node, edits: &BTreeMap<At, String>) {
    let edit = edits.get(&node.at);
    match &mut node.value {
        Value::List(list) => list.iter_mut().for_each(|it| apply(it, edits)),
        Value::Object(map) => {
            if let Some(text) = edit {
                let old = map.remove("$dynamicRef").filter(|_| !map.contains("$ref"));
                match (old, map.get_mut("$ref")) {
                    (Some((key, value)), _) => {
                        let key = Key { text: "$ref".into(), at: key.at };
                        map.insert(key, Node::string(value.at, text.clone()));
                    }
                    (None, Some(reference)) => reference.value = Value::String(text.clone()),
                    (None, None) => {}
                }
            }
            map.entries_mut().for_each(|(_, it)| apply(it, edits));
        }
        _ => {}
    }
}
